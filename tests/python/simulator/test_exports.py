"""The files: columns, spelling, times, the rows that are broken on purpose."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from python_steps.simulator import exports, world

SHIPPED = Path(__file__).parents[3] / "seeds" / "raw"
START = date(2026, 8, 3)
CONTRACT = {
    "clickstream": "user_id timestamp page element_clicked",
    "cart_abandonment": "cart_id abandonment_time user_id items_in_cart total_value",
    "page_load_times": "page_url timestamp load_time_ms",
    "api_logs": "timestamp endpoint status_code response_time_ms service_name",
    "user_feedback": "timestamp user_id feedback_text rating",
    "session_tracking": "session_id start_time end_time page_sequence user_id drop_off_page",
    "support_tickets": "ticket_id created_at user_id resolved_at first_response_at category"
    " priority channel status subject reopen_count csat_score",
}


def page_loads(count):
    """Page loads at seconds 0, 1, 2 ... as the shop hands them to the exports."""
    return pd.DataFrame(
        {"at": np.arange(count), "url": ["/home"] * count, "load_ms": np.full(count, 1000)}
    )


def write(folder, tables, file_format="csv", sessions=1_000_000):
    folder.mkdir(exist_ok=True)
    files = exports.Exports(folder, file_format, START, 1, sessions)
    for each in tables:
        files.write(each)
    files.close()
    return files


def read_csv(folder, name):
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def shipped():
    return {name: read_csv(SHIPPED, name) for name in CONTRACT}


def moments(written_times):
    return pd.to_datetime(written_times, format="ISO8601", utc=True, errors="coerce")


@pytest.mark.parametrize("name", CONTRACT)
def test_every_table_has_the_columns_of_the_contract(shipped, name):
    assert set(shipped[name]) == set(CONTRACT[name].split())


@pytest.mark.parametrize("name", CONTRACT)
def test_a_shipped_file_is_small_plain_utf8_without_ragged_lines(name):
    text = (SHIPPED / f"{name}.csv").read_bytes()
    assert len(text) < 3_000_000
    assert b"\r" not in text and text.endswith(b"\n")
    assert len({len(row) for row in csv.reader(text.decode("utf-8").splitlines())}) == 1


def test_each_system_spells_users_its_own_way(shipped):
    for name, pattern in {
        "clickstream": r"U\d{3,}|",
        "cart_abandonment": r"U\d{3,}",
        "session_tracking": r"u\d{3,}",
        "support_tickets": r"user\d{3,}",
        "user_feedback": r"user\d{3,}|",
    }.items():
        assert shipped[name]["user_id"].str.fullmatch(pattern).all(), name


def test_an_offset_is_the_same_moment_written_otherwise(tmp_path, monkeypatch):
    monkeypatch.setattr(world, "BROKEN_AT_MOST", 0)
    write(tmp_path, [{"page_load_times": page_loads(5000)}])
    times = read_csv(tmp_path, "page_load_times")["timestamp"]
    for style in (r"-\d\dT\d", r"\d \d", r"\dZ$", r"\+02:00$"):
        assert times.str.contains(style).any(), style
    expected = pd.Timestamp(START, tz="UTC") + pd.to_timedelta(np.arange(5000), unit="s")
    assert (moments(times) == expected).all()
    assert times.str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d").mean() > 0.95


@pytest.mark.parametrize("name", exports.DEFECTS)
def test_every_defect_of_a_table_ships_as_far_as_a_hundredth_of_its_rows_allows(shipped, name):
    table, defects = shipped[name], exports.DEFECTS[name]
    for column, value in defects[: int(len(table) * world.BROKEN_AT_MOST)]:
        if column == exports.REPEAT:
            assert table[value].duplicated().any(), value
        elif column == exports.SWAP:
            first, second = (moments(table[each]) for each in value)
            assert (second < first).any(), value
        else:
            assert (table[column] == value).any(), (column, value)


def test_broken_rows_are_a_thousandth_of_a_large_table_spread_over_the_time(tmp_path):
    write(
        tmp_path, [{"page_load_times": page_loads(50_000)}, {"page_load_times": page_loads(50_000)}]
    )
    load_ms = read_csv(tmp_path, "page_load_times")["load_time_ms"]
    is_broken = load_ms != "1000"  # of the six defects, four are of this column
    for half in (is_broken[:50_000], is_broken[50_000:]):
        assert 25 <= half.sum() <= 45


def test_a_small_table_breaks_no_more_than_a_hundredth_of_its_rows(tmp_path):
    write(tmp_path, [{"page_load_times": page_loads(99)}], sessions=10)
    table = read_csv(tmp_path, "page_load_times")
    assert (table["load_time_ms"] == "1000").all() and (table["page_url"] == "/home").all()


def test_parquet_is_typed_and_holds_the_same_events_by_day(tmp_path, monkeypatch):
    loads = page_loads(3).assign(at=[0, world.DAY_SECONDS - 1, world.DAY_SECONDS])
    monkeypatch.setattr(world, "BROKEN_AT_MOST", 0)
    write(tmp_path / "csv", [{"page_load_times": loads}])
    write(tmp_path / "parquet", [{"page_load_times": loads}], "parquet")
    folder = tmp_path / "parquet" / "page_load_times"
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.parquet")) == [
        "date=2026-08-03/part-0.parquet",
        "date=2026-08-04/part-0.parquet",
    ]
    typed = duckdb.sql(
        f"select page_url, timestamp, load_time_ms from '{folder}/*/*.parquet' order by 2"
    )
    assert [str(each) for each in typed.types] == ["VARCHAR", "TIMESTAMP", "INTEGER"]
    written = read_csv(tmp_path / "csv", "page_load_times")
    assert [str(moment) for _, moment, _ in typed.fetchall()] == [
        str(moment.tz_localize(None)) for moment in moments(written["timestamp"])
    ]


def test_what_a_typed_column_cannot_hold_is_null_in_parquet(tmp_path):
    write(tmp_path, [{"page_load_times": page_loads(20_000)}], "parquet")
    found = duckdb.sql(
        f"select load_time_ms from '{tmp_path}/page_load_times/*/*.parquet'"
        " where load_time_ms is distinct from 1000"
    ).fetchall()
    assert Counter(found).keys() == {(-1,), (None,)}


def test_text_with_commas_quotes_and_line_ends_comes_back_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(world, "BROKEN_AT_MOST", 0)
    texts = ['a, "b"', "two\nlines", "it's; |fine|", "", "😡 ärgerlich"]
    comments = pd.DataFrame({"user": 1, "at": range(5), "text": texts, "rating": 3})
    write(tmp_path, [{"user_feedback": comments}])
    assert read_csv(tmp_path, "user_feedback")["feedback_text"].tolist() == texts
