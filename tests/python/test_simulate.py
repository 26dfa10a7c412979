"""The step that writes a simulated shop: the same bytes, all or nothing, the truth beside it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from python_steps.simulator import simulate as step
from python_steps.simulator.exports import TABLES, TRUTH_COLUMNS
from python_steps.simulator.simulate import simulate

ROOT = Path(__file__).parents[2]
ARGUMENTS = {
    "days": 3,
    "sessions_per_day": 60,
    "seed": 5,
    "start": date(2026, 8, 3),
    "incidents": None,
    "file_format": "csv",
    "out": None,
    "truth_path": None,
    "preview": None,
}


def made(folder, **changes):
    """Simulate into a folder; return relative path to bytes."""
    simulate(**{**ARGUMENTS, "out": folder, **changes})
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("file_format", step.FORMATS)
def test_the_same_arguments_give_the_same_bytes_and_another_seed_others(tmp_path, file_format):
    first = made(tmp_path / "first", file_format=file_format)
    assert first == made(tmp_path / "again", file_format=file_format)
    other = made(tmp_path / "other", file_format=file_format, seed=6)
    inputs = [name for name in first if name != step.TRUTH_FILE]
    assert len(inputs) >= len(TABLES)
    assert all(first[name] != other.get(name) for name in inputs)


def test_the_seeds_that_ship_are_what_the_simulator_makes(tmp_path):
    truth = tmp_path / "truth.csv"
    written = made(tmp_path / "out", days=42, sessions_per_day=200, seed=7, truth_path=truth)
    assert written == {path.name: path.read_bytes() for path in ROOT.glob("seeds/raw/*.csv")}
    shipped = ROOT / "tests" / "fixtures" / "planted_incidents.csv"
    assert truth.read_bytes() == shipped.read_bytes()


def test_the_truth_stands_beside_the_inputs_unless_told_otherwise(tmp_path):
    made(tmp_path / "out", days=42)
    truth = pd.read_csv(tmp_path / "out" / step.TRUTH_FILE, parse_dates=["started_at", "ended_at"])
    assert tuple(truth) == TRUTH_COLUMNS
    assert truth["incident_id"].tolist() == [f"I{number:02d}" for number in range(1, 9)]
    assert (truth["started_at"] < truth["ended_at"]).all()
    assert truth["started_at"].is_monotonic_increasing
    made(tmp_path / "apart", truth_path=tmp_path / "elsewhere.csv")
    assert not (tmp_path / "apart" / step.TRUTH_FILE).exists()
    assert (tmp_path / "elsewhere.csv").exists()


def test_new_inputs_take_the_place_of_the_old_in_whichever_form(tmp_path):
    made(tmp_path, file_format="parquet")
    (tmp_path / "api_logs.csv.gz").write_text("old")
    (tmp_path / "notes.csv").write_text("mine")
    names = set(made(tmp_path))
    assert names == {*(f"{name}.csv" for name in TABLES), step.TRUTH_FILE, "notes.csv"}


def test_a_run_that_breaks_off_leaves_what_was_there(tmp_path, monkeypatch):
    before = made(tmp_path)

    def break_off(exports, tables):
        raise OSError("No space left on device")

    monkeypatch.setattr(step.Exports, "write", break_off)
    with pytest.raises(OSError, match="No space"):
        made(tmp_path, seed=6)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_no_incidents_can_be_asked_for(tmp_path):
    rows, planted = simulate(**{**ARGUMENTS, "out": tmp_path, "incidents": 0})
    assert rows > 1000 and planted.empty
    assert (tmp_path / step.TRUTH_FILE).read_text().splitlines() == [",".join(TRUTH_COLUMNS)]


def test_a_preview_needs_no_folder_and_is_the_same_picture_each_time(tmp_path):
    for name in ("first.png", "again.png"):
        simulate(**{**ARGUMENTS, "preview": tmp_path / name})
    first, again = ((tmp_path / name).read_bytes() for name in ("first.png", "again.png"))
    assert first.startswith(b"\x89PNG") and first == again
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.png", "first.png"]
