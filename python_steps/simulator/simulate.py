"""The step `simulate`: write the exports of a simulated shop, and the ground truth beside them."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from python_steps.simulator.exports import (
    GROUND_TRUTH_FILE,
    TABLES,
    Exports,
    ground_truth,
    write_ground_truth,
)
from python_steps.simulator.layouts import write_layout
from python_steps.simulator.shop import Shop

FORMATS = ("csv", "parquet")
PROGRESS = "{l_bar}{bar}| {elapsed}, about {remaining} to go"


def simulate(
    *,
    days: int,
    sessions_per_day: int,
    seed: int,
    start: date,
    incidents: int | None,
    file_format: str,
    out: Path,
    ground_truth_path: Path | None,
    layouts: Sequence[str] = (),
) -> tuple[int, pd.DataFrame]:
    """Simulate a shop and write its exports.

    Files are replaced only after the simulation is complete: an interrupted run leaves the
    existing ones as they were.

    Args:
        days: Number of days, at least 1.
        sessions_per_day: Mean number of sessions, at least 1.
        seed: Whole number from 0; the same arguments give the same bytes.
        start: First day.
        incidents: Number of incidents to inject; None for one of each kind, as far as they fit.
        file_format: One of `FORMATS`.
        out: Folder for the inputs; existing inputs in it are replaced.
        ground_truth_path: File for the injected incidents; None for
            `exports.GROUND_TRUTH_FILE` in `out`.
        layouts: Names of `layouts.LAYOUTS`: their inputs are written as these exports, too, and
            not as inputs.

    Returns:
        The number of rows written, and the injected incidents (`exports.GROUND_TRUTH_COLUMNS`).

    Raises:
        ValueError: A number is out of range.
        IncidentsDoNotFitError: The incidents do not fit into the days.
        OSError: A file cannot be written.
    """
    shop = Shop(days, sessions_per_day, seed, start, incidents)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".simulating-", dir=out) as folder:
        written = [Exports(folder, file_format, start, seed, days * sessions_per_day)]
        if layouts:
            typed = Path(folder) / "typed"
            typed.mkdir()
            written.append(Exports(typed, "parquet", start, seed, days * sessions_per_day))
        for hours in tqdm(
            shop.chunks(), "Simulating", bar_format=PROGRESS, delay=1, leave=False, disable=None
        ):
            events = shop.simulate(hours)
            for exports in written:
                exports.write(events)
        for exports in written:
            exports.close()
        injected = ground_truth(shop.plan.incidents, start)
        for table in {write_layout(name, typed, out) for name in layouts}:
            _remove(path for path in inputs_in(Path(folder)) if path.name.split(".")[0] == table)
        _replace(Path(folder), out)
    write_ground_truth(injected, ground_truth_path or out / GROUND_TRUTH_FILE)
    return written[0].row_count, injected


def inputs_in(folder: Path) -> list[Path]:
    """Return the paths of the inputs in a folder, in any format."""
    names = (f"{name}{suffix}" for name in TABLES for suffix in ("", ".csv", ".csv.gz", ".parquet"))
    return [folder / name for name in names if (folder / name).exists()]


def _replace(new, out):
    """Replace all inputs of a folder with new ones."""
    _remove(inputs_in(out))
    for path in inputs_in(new):
        path.rename(out / path.name)


def _remove(paths):
    for path in paths:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
