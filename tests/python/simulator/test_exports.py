"""Export files: columns, spelling, timestamp formats, and broken rows."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from python_steps.simulator import exports, parameters

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
    "orders": "order_id user_id session_id cart_id ordered_at status total_value currency"
    " item_count discount_value refunded_value updated_at",
}


def page_loads(count):
    """Page loads at seconds 0, 1, 2 ..., as `Shop.simulate` returns them."""
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


def parse_times(texts):
    return pd.to_datetime(texts, format="ISO8601", utc=True, errors="coerce")


@pytest.mark.parametrize("name", CONTRACT)
def test_every_shipped_file_has_the_columns_of_its_contract(shipped, name):
    assert set(shipped[name]) == set(CONTRACT[name].split())


@pytest.mark.parametrize("name", CONTRACT)
def test_every_shipped_file_is_small_and_valid_utf8_csv(name):
    text = (SHIPPED / f"{name}.csv").read_bytes()
    assert len(text) < 3_000_000
    assert b"\r" not in text and text.endswith(b"\n")
    assert len({len(row) for row in csv.reader(text.decode("utf-8").splitlines())}) == 1


def test_each_source_system_has_its_own_user_id_format(shipped):
    for name, pattern in {
        "clickstream": r"U\d{3,}|",
        "cart_abandonment": r"U\d{3,}",
        "session_tracking": r"u\d{3,}",
        "support_tickets": r"user\d{3,}",
        "orders": r"U\d{3,}",
        "user_feedback": r"user\d{3,}|",
    }.items():
        assert shipped[name]["user_id"].str.fullmatch(pattern).all(), name


def test_all_timestamp_formats_give_the_same_utc_time(tmp_path, monkeypatch):
    monkeypatch.setattr(parameters, "MAX_BROKEN_SHARE", 0)
    write(tmp_path, [{"page_load_times": page_loads(5000)}])
    times = read_csv(tmp_path, "page_load_times")["timestamp"]
    for style in (r"-\d\dT\d", r"\d \d", r"\dZ$", r"\+02:00$"):
        assert times.str.contains(style).any(), style
    expected = pd.Timestamp(START, tz="UTC") + pd.to_timedelta(np.arange(5000), unit="s")
    assert (parse_times(times) == expected).all()
    assert times.str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d").mean() > 0.95


@pytest.mark.parametrize("name", exports.DEFECTS)
def test_shipped_files_show_every_defect_that_fits_into_one_percent_of_their_rows(shipped, name):
    table, defects = shipped[name], exports.DEFECTS[name]
    for column, value in defects[: int(len(table) * parameters.MAX_BROKEN_SHARE)]:
        if column == exports.REPEAT:
            assert table[value].duplicated().any(), value
        elif column == exports.SWAP:
            first, second = (parse_times(table[each]) for each in value)
            assert (second < first).any(), value
        else:
            assert (table[column] == value).any(), (column, value)


def test_one_in_a_thousand_rows_of_a_large_table_is_broken_evenly_over_time(tmp_path):
    write(
        tmp_path, [{"page_load_times": page_loads(50_000)}, {"page_load_times": page_loads(50_000)}]
    )
    load_ms = read_csv(tmp_path, "page_load_times")["load_time_ms"]
    is_broken = load_ms != "1000"  # four of the six defects are in this column
    for half in (is_broken[:50_000], is_broken[50_000:]):
        assert 25 <= half.sum() <= 45


def test_at_most_one_percent_of_the_rows_of_a_small_table_is_broken(tmp_path):
    write(tmp_path, [{"page_load_times": page_loads(99)}], sessions=10)
    table = read_csv(tmp_path, "page_load_times")
    assert (table["load_time_ms"] == "1000").all() and (table["page_url"] == "/home").all()


def test_parquet_is_typed_partitioned_by_day_and_has_the_same_events_as_csv(tmp_path, monkeypatch):
    loads = page_loads(3).assign(at=[0, parameters.DAY_SECONDS - 1, parameters.DAY_SECONDS])
    monkeypatch.setattr(parameters, "MAX_BROKEN_SHARE", 0)
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
    assert [str(time) for _, time, _ in typed.fetchall()] == [
        str(time.tz_localize(None)) for time in parse_times(written["timestamp"])
    ]


def test_values_that_do_not_fit_the_type_are_null_in_parquet(tmp_path):
    write(tmp_path, [{"page_load_times": page_loads(20_000)}], "parquet")
    found = duckdb.sql(
        f"select load_time_ms from '{tmp_path}/page_load_times/*/*.parquet'"
        " where load_time_ms is distinct from 1000"
    ).fetchall()
    assert Counter(found).keys() == {(-1,), (None,)}


def test_texts_with_commas_quotes_and_line_breaks_survive_a_round_trip(tmp_path, monkeypatch):
    monkeypatch.setattr(parameters, "MAX_BROKEN_SHARE", 0)
    texts = ['a, "b"', "two\nlines", "it's; |fine|", "", "😡 ärgerlich"]
    comments = pd.DataFrame({"user": 1, "at": range(5), "text": texts, "rating": 3})
    write(tmp_path, [{"user_feedback": comments}])
    assert read_csv(tmp_path, "user_feedback")["feedback_text"].tolist() == texts
