"""One simulated shop, natively and as exports, for tests that compare what is built from them."""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
from conftest import Place

from python_steps.simulator.simulate import simulate


def simulate_shop(out: Path, *layouts: str) -> Path:
    """Simulate four weeks of a small shop, some of its inputs in the layouts of exports."""
    simulate(
        days=28,
        sessions_per_day=60,
        seed=7,
        start=date(2026, 8, 3),
        incidents=None,
        file_format="parquet",
        out=out,
        ground_truth_path=None,
        layouts=layouts,
    )
    return out


def build_from(place: Place, *paths: Path) -> str:
    """Build from some files and folders of inputs; return what the build printed."""
    raw = place.folder / "raw"
    raw.mkdir()
    for path in paths:
        if path.is_dir():
            shutil.copytree(path, raw / path.name)
        else:
            shutil.copy(path, raw)
    return place.build(raw_dir=str(raw)).text


def sorted_rows(place: Place, query: str) -> pd.DataFrame:
    rows = place.query(query)
    return rows.sort_values(list(rows.columns), ignore_index=True)
