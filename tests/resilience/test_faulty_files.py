"""A faulty file is an error with name and line, or its rows are rejected; no value is changed."""

from pathlib import Path

import pytest
from base_models import BaseModels, Read, ReadError
from conftest import copy_project
from faulty_files import FAULTS, GOOD

NAMES = [fault.name for fault in FAULTS]
AS_SEED = [fault for fault in FAULTS if fault.suffix == ".csv"]


def rounds(faults):
    """Group faults for one run each: at most one fault per input."""
    groups: list[dict] = []
    for fault in faults:
        free = next((group for group in groups if fault.table not in group), None)
        if free is None:
            free = {}
            groups.append(free)
        free[fault.table] = fault
    return groups


def write(folder: Path, faults: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for table, lines in GOOD.items():
        if table in faults:
            fault = faults[table]
            (folder / f"{table}{fault.suffix}").write_bytes(fault.content)
        else:
            (folder / f"{table}.csv").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def as_files(tmp_path_factory):
    """Return the outcome of each fault as a file in raw_dir, by its name."""
    folder = tmp_path_factory.mktemp("files")
    models = BaseModels(folder / "build")
    outcomes = {}
    for number, faults in enumerate(rounds(FAULTS)):
        write(folder / f"raw{number}", faults)
        read = models.read_files(folder / f"raw{number}", frozenset(faults))
        outcomes |= {fault.name: read[table] for table, fault in faults.items()}
    return outcomes


@pytest.fixture(scope="module")
def as_seeds(tmp_path_factory):
    """Return the outcome of each fault as a seed, by its name."""
    folder = tmp_path_factory.mktemp("seeds")
    project = copy_project(folder)
    models = BaseModels(folder / "build", project)
    outcomes = {}
    for faults in rounds(AS_SEED):
        write(project / "seeds" / "raw", faults)
        read = models.read_seeds()
        outcomes |= {fault.name: read[table] for table, fault in faults.items()}
    return outcomes


def test_there_are_at_least_a_hundred_faults_with_unique_names():
    assert len(NAMES) == len(set(NAMES)) >= 100


def check(fault, outcome, file: str) -> None:
    if fault.message:
        assert isinstance(outcome, ReadError), outcome
        message = outcome.message
        assert file in message, message
        assert len(message) < 600 and "\n" not in message, message
        for part in fault.message:
            assert part in message, message
        return
    assert isinstance(outcome, Read), outcome
    rows = fault.rows()
    assert outcome.reasons == list(fault.reasons)
    expected = ["rejected" if reason else "accepted" for reason in fault.reasons]
    assert outcome.statuses == (list(fault.statuses) or expected)
    assert outcome.lost == [None] * (len(rows) - 1) + [fault.lost] * bool(rows)
    assert len(outcome.texts) == len(rows), "no row is lost"
    for text, row in zip(outcome.texts, rows, strict=True):
        assert {name: value or "" for name, value in text.items()} == {
            name: row.get(name, "") for name in text
        }, "no value is changed"
    rejected = [row for row, reason in zip(rows, fault.reasons, strict=True) if reason]
    for text, row in zip(outcome.rejected, rejected, strict=True):
        assert {name: value for name, value in text.items() if value} == {
            name: row[name] for name in text if row.get(name)
        }, "a rejected row is kept unchanged"


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_a_fault_in_raw_dir(as_files, fault):
    check(fault, as_files[fault.name], f"{fault.table}{fault.suffix}")


@pytest.mark.full
@pytest.mark.parametrize("fault", AS_SEED, ids=[fault.name for fault in AS_SEED])
def test_a_fault_in_a_seed(as_seeds, fault):
    check(fault, as_seeds[fault.name], f"seeds/raw/{fault.table}.csv")
