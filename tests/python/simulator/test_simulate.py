"""The step `simulate`: deterministic, atomic, with the ground truth beside the inputs."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from python_steps.simulator import simulate as step
from python_steps.simulator.exports import GROUND_TRUTH_COLUMNS, GROUND_TRUTH_FILE, TABLES
from python_steps.simulator.simulate import simulate

ROOT = Path(__file__).parents[3]
ARGUMENTS = {
    "days": 3,
    "sessions_per_day": 60,
    "seed": 5,
    "start": date(2026, 8, 3),
    "incidents": None,
    "file_format": "csv",
    "out": None,
    "ground_truth_path": None,
}


def run(folder, **changes):
    """Simulate into a folder; return relative path to bytes."""
    simulate(**{**ARGUMENTS, "out": folder, **changes})
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("file_format", step.FORMATS)
def test_the_same_arguments_give_the_same_bytes_and_another_seed_gives_different_ones(
    tmp_path, file_format
):
    first = run(tmp_path / "first", file_format=file_format)
    assert first == run(tmp_path / "again", file_format=file_format)
    other = run(tmp_path / "other", file_format=file_format, seed=6)
    inputs = [name for name in first if name != GROUND_TRUTH_FILE]
    assert len(inputs) >= len(TABLES)
    assert all(first[name] != other.get(name) for name in inputs)


def test_the_shipped_seeds_are_the_output_of_the_simulator(tmp_path):
    path = tmp_path / "ground_truth.csv"
    written = run(tmp_path / "out", days=42, sessions_per_day=200, seed=7, ground_truth_path=path)
    assert written == {path.name: path.read_bytes() for path in ROOT.glob("seeds/raw/*.csv")}
    shipped = ROOT / "tests" / "fixtures" / "injected_incidents.csv"
    assert path.read_bytes() == shipped.read_bytes()


def test_the_ground_truth_is_written_beside_the_inputs_or_to_the_given_path(tmp_path):
    run(tmp_path / "out", days=42)
    ground_truth = pd.read_csv(
        tmp_path / "out" / GROUND_TRUTH_FILE, parse_dates=["started_at", "ended_at"]
    )
    assert tuple(ground_truth) == GROUND_TRUTH_COLUMNS
    assert ground_truth["incident_id"].tolist() == [f"I{number:02d}" for number in range(1, 9)]
    assert (ground_truth["started_at"] < ground_truth["ended_at"]).all()
    assert ground_truth["started_at"].is_monotonic_increasing
    run(tmp_path / "apart", ground_truth_path=tmp_path / "elsewhere.csv")
    assert not (tmp_path / "apart" / GROUND_TRUTH_FILE).exists()
    assert (tmp_path / "elsewhere.csv").exists()


def test_new_inputs_replace_existing_ones_of_any_format(tmp_path):
    run(tmp_path, file_format="parquet")
    (tmp_path / "api_logs.csv.gz").write_text("old")
    (tmp_path / "notes.csv").write_text("mine")
    names = set(run(tmp_path))
    assert names == {*(f"{name}.csv" for name in TABLES), GROUND_TRUTH_FILE, "notes.csv"}


def test_an_interrupted_run_leaves_existing_files_unchanged(tmp_path, monkeypatch):
    before = run(tmp_path)

    def fail(exports, tables):
        raise OSError("No space left on device")

    monkeypatch.setattr(step.Exports, "write", fail)
    with pytest.raises(OSError, match="No space"):
        run(tmp_path, seed=6)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_zero_incidents_give_an_empty_ground_truth(tmp_path):
    rows, injected = simulate(**{**ARGUMENTS, "out": tmp_path, "incidents": 0})
    assert rows > 1000 and injected.empty
    assert (tmp_path / GROUND_TRUTH_FILE).read_text().splitlines() == [
        ",".join(GROUND_TRUTH_COLUMNS)
    ]
