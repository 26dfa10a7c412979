"""Exports that are cut short are named, and no others."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import Place

from python_steps.simulator.simulate import simulate

LAST_DAY = "2026-08-30"


def keep(raw: Path, table: str, condition: str) -> None:
    """Keep the rows of an input that meet a condition."""
    file = raw / f"{table}.csv"
    rows = f"(select *, row_number() over () as number from read_csv('{file}', all_varchar = true))"
    duckdb.execute(f"create or replace temp table kept as from {rows} where {condition}")
    duckdb.execute(f"copy (select * exclude (number) from kept) to '{file}' (header)")


@pytest.fixture(scope="module")
def cut_short(tmp_path_factory) -> Place:
    """Build four weeks of which clicks end early, and requests lack rows of the last two days."""
    raw = tmp_path_factory.mktemp("cut_short")
    simulate(
        days=28,
        sessions_per_day=100,
        seed=1,
        start=date(2026, 8, 3),
        incidents=None,
        file_format="csv",
        out=raw,
        ground_truth_path=None,
        layouts=(),
    )
    keep(raw, "clickstream", f"try_cast(timestamp as timestamp) < date '{LAST_DAY}' - 3")
    keep(
        raw,
        "api_logs",
        f"try_cast(timestamp as timestamp) < date '{LAST_DAY}' - 1 or number % 10 < 4",
    )
    place = Place(tmp_path_factory.mktemp("cut_short_build"))
    place.build(raw_dir=str(raw))
    return place


def test_an_input_that_ends_early_is_behind(cut_short):
    found = cut_short.query("from executive.insights where kind = 'input_behind'")
    assert found["subject"].to_list() == ["clickstream"]
    assert found["baseline_value"][0] == 72
    headline = "clickstream ends 96.5 h before the end of the reporting period."
    assert found["headline"].to_list() == [headline]


def test_an_input_without_most_rows_of_the_last_days_is_incomplete(cut_short):
    found = cut_short.query("from executive.insights where kind = 'input_incomplete'")
    assert found["subject"].to_list() == ["api_logs"]
    assert 0.3 < found["metric_value"][0] < 0.5
    assert found["headline"][0].startswith("api_logs has ")
    assert "of the rows expected in its last " in found["headline"][0]
