"""After any series of incremental builds, marts match a full refresh cell by cell."""

import random

import pytest
from conftest import Place
from exports import Exports

# rows rejected after losing a day or a key must not stop the build
LENIENT = {"max_rejected_share": 0.9}
EVERYDAY = [
    [
        Exports.add_day,
        Exports.add_late_rows,
        Exports.add_duplicate_keys,
        Exports.add_parts,
        Exports.add_old_rows,
    ],
    [
        Exports.add_old_rows,
        Exports.add_bot,
        Exports.correct_file,
        Exports.duplicate_files,
        Exports.rename_file,
        Exports.remove_files,
        Exports.move_day,
    ],
]
CHANGES = [
    Exports.add_day,
    Exports.add_late_rows,
    Exports.correct_file,
    Exports.add_duplicate_keys,
    Exports.add_parts,
    Exports.add_old_rows,
    Exports.add_bot,
    Exports.duplicate_files,
    Exports.remove_files,
    Exports.rename_file,
    Exports.move_day,
    Exports.change_nothing,
]


def any_series(seed: int, rounds: int) -> list[list]:
    """Rounds of one to four changes; the last one removes an input."""
    chance = random.Random(seed)
    series = [chance.sample(CHANGES, chance.randint(1, 4)) for _ in range(rounds)]
    return [*series, [Exports.remove_input, Exports.add_day]]


SERIES = [
    ("csv", "Asia/Kolkata", EVERYDAY),
    *(
        pytest.param(file_format, zone, any_series(seed, 8), marks=pytest.mark.full)
        for seed, (file_format, zone) in enumerate(
            [("parquet", "UTC"), ("csv", "America/New_York"), ("parquet", "Asia/Kolkata")]
        )
    ),
]


def add(place: Place, raw, **variables):
    """An incremental build."""
    return place.build(raw_dir=str(raw), incremental=True, **LENIENT, **variables)


def was_incremental(run) -> bool:
    return "Incremental build" in run.text


def full_refresh(folder, raw, **variables) -> dict:
    fresh = Place(folder)
    fresh.build(raw_dir=str(raw), **LENIENT, **variables)
    return fresh.cells("order by all")


def differing(one: dict, other: dict) -> list[str]:
    assert list(one) == list(other)
    return [mart for mart in one if one[mart] != other[mart]]


@pytest.mark.parametrize(("file_format", "zone", "series"), SERIES)
def test_incremental_builds_match_full_refreshes(
    file_format, zone, series, tmp_path, place, is_full
):
    exports = Exports(tmp_path / "raw", "2026-09-09", file_format)
    variables = {"reporting_timezone": zone}
    assert not was_incremental(add(place, exports.raw, **variables))
    for number, changes in enumerate(series):
        before = place.cells("order by all")
        for change in changes:
            change(exports)
        assert was_incremental(add(place, exports.raw, **variables)), changes
        added = place.cells("order by all")
        assert differing(before, added) or changes == [Exports.change_nothing]
        # in the short form, the last state holds all that was added
        if is_full or changes is series[-1]:
            fresh = full_refresh(tmp_path / f"fresh{number}", exports.raw, **variables)
            assert differing(added, fresh) == [], [change.__name__ for change in changes]
