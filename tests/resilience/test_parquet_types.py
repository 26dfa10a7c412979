"""A typed Parquet column is read like its text in a CSV file."""

import duckdb
import pytest
from base_models import BaseModels

WRITTEN = {
    # files of an input with different types of a column
    "clickstream/a": """
        select 7::bigint as user_id, timestamp '2026-01-05 10:00:00' as timestamp, 'home' as page
    """,
    "clickstream/b": """
        select
            7.5::double as user_id, timestamptz '2026-01-05 10:00:00+02' as timestamp,
            'home' as page
        union all
        select null, timestamptz 'infinity', 'cart'
    """,
    # a column name that the Parquet reader uses itself
    "page_load_times/a": """
        select * from (values
            (1, 'home', timestamp '2026-01-05 10:00:00.123456', 120.7::double),
            (1, 'home', timestamp 'infinity', 1),
            (1, 'home', timestamp '2026-01-05', 'nan'),
            (1, 'home', timestamp '2026-01-05', 'infinity'),
            (1, 'home', timestamp '2026-01-05', 1e15),
            (1, 'home', timestamp '2026-01-05', -1)
        ) as rows(file_row_number, page_url, timestamp, load_time_ms)
    """,
    "api_logs/a": """
        select
            date '2026-01-05' as timestamp, ' /pay ' as endpoint, 200::utinyint as status_code,
            10.50::decimal(8, 2) as response_time_ms, 'pay' as service_name
        union all
        select '2026-01-06', '/pay', null, 1, 'pay'
    """,
    "support_tickets/a": """
        select
            id as ticket_id, timestamptz '2026-01-05 10:00:00+02' as created_at,
            opened::double as reopen_count, id::integer as csat_score
        from (values (1, 2), (2, 2.5)) as rows(id, opened)
    """,
}


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parquet")
    with duckdb.connect() as connection:
        for name, sql in WRITTEN.items():
            file = folder / "raw" / f"{name}.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy ({sql}) to '{file}' (format parquet)")
    models = BaseModels(folder / "build")
    models.outcomes = models.read_files(folder / "raw")
    return models


def rows(base, table, *columns):
    with duckdb.connect(base.database, read_only=True) as connection:
        texts = ", ".join(f"cast({column} as varchar)" for column in columns)
        sql = f"select {texts} from base.base_{table} order by source_file, input_row"
        return connection.execute(sql).fetchall()


def test_files_with_different_types_are_read_as_text(base):
    assert rows(base, "clickstream", "user_key", "clicked_at", "reject_reason") == [
        ("7", "2026-01-05 10:00:00", None),
        ("7.5", "2026-01-05 08:00:00", None),
        (None, None, "missing_user_id"),
    ]


def test_invalid_times_and_numbers_are_rejected_like_their_text(base):
    found = rows(base, "page_load_times", "loaded_at", "load_time_ms", "reject_reason")
    assert found == [
        ("2026-01-05 10:00:00.123456", "120.7", None),
        (None, "1.0", "invalid_timestamp"),
        # pandas writes nan for a missing number
        ("2026-01-05 00:00:00", None, "missing_load_time_ms"),
        ("2026-01-05 00:00:00", None, "invalid_load_time_ms"),
        ("2026-01-05 00:00:00", None, "invalid_load_time_ms"),
        ("2026-01-05 00:00:00", "-1.0", "negative_load_time_ms"),
    ]
    kept = base.outcomes["page_load_times"].rejected
    assert [row["load_time_ms"] for row in kept] == [
        "1.0",
        "nan",
        "inf",
        "1000000000000000.0",
        "-1.0",
    ]


def test_other_types_are_read_as_text(base):
    columns = "requested_at", "endpoint", "status_code", "response_time_ms", "reject_reason"
    assert rows(base, "api_logs", *columns) == [
        ("2026-01-05 00:00:00", "/pay", "200", "10.5", None),
        # half of the requests have no status: a blank is no defect
        ("2026-01-06 00:00:00", "/pay", None, "1.0", None),
    ]


def test_a_double_can_be_an_integer(base):
    columns = "ticket_id", "created_at", "reopen_count", "csat_score", "row_status", "lost_values"
    assert rows(base, "support_tickets", *columns) == [
        ("1", "2026-01-05 08:00:00", "2", "1.0", "accepted", None),
        ("2", "2026-01-05 08:00:00", None, "2.0", "accepted", "reopen_count"),
    ]


def test_a_column_named_file_row_number_does_not_replace_row_positions(base):
    position = "coalesce(input_row, rowid)"
    numbers = rows(base, "page_load_times", f"{position} - min({position}) over ()")
    assert numbers == [("0",), ("1",), ("2",), ("3",), ("4",), ("5",)]
