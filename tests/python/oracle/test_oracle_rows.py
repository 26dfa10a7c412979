"""Which rows the oracle accepts."""

from datetime import datetime

import pandas as pd
import pytest
from oracle_shop import SHOP_SMALL, write_reference, write_table
from pandas_oracle import Variables, headline_kpis, latest_event, read_accepted


def test_each_input_of_shop_small_has_four_invalid_rows():
    accepted = read_accepted(SHOP_SMALL, Variables())
    read = {file.stem: len(pd.read_csv(file, dtype=str)) for file in SHOP_SMALL.glob("*.csv")}
    assert {table: read[table] - len(rows) for table, rows in accepted.items()} == {
        table: 4 for table in read
    }


def test_as_of_is_the_latest_event_of_accepted_rows():
    assert latest_event(read_accepted(SHOP_SMALL, Variables())) == datetime(2025, 3, 5, 12)


def test_a_missing_required_column_is_an_error_that_names_it(tmp_path):
    folder = write_table(tmp_path / "shop", "clickstream", "user_id,timestamp\nu1,2025-03-03\n")
    with pytest.raises(ValueError, match="page"):
        headline_kpis(folder, **write_reference(tmp_path))


def test_of_duplicate_tickets_the_resolved_one_is_kept_in_any_order(tmp_path):
    header = "ticket_id,created_at,resolved_at\n"
    resolved = "T,2025-03-03T15:00:00,2025-03-03T15:30:00\n"
    unresolved = "T,2025-03-03T15:00:00,\n"
    for text in (header + resolved + unresolved, header + unresolved + resolved):
        folder = write_table(tmp_path / "shop", "support_tickets", text)
        tickets = read_accepted(folder, Variables())["support_tickets"]
        assert tickets["resolved_at"].notna().tolist() == [True]


def test_a_rejected_row_does_not_make_a_valid_row_a_duplicate(tmp_path):
    folder = write_table(
        tmp_path / "shop",
        "cart_abandonment",
        "cart_id,abandonment_time,total_value\nA,2025-03-03,5\nA,2025-03-04,-5\n",
    )
    carts = read_accepted(folder, Variables())["cart_abandonment"]
    assert carts["total_value"].tolist() == [5]
