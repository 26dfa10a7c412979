"""Which rows the oracle accepts."""

from datetime import datetime

import pandas as pd
import pytest
from oracle_shop import SHOP_SMALL, write_reference, write_table
from pandas_oracle import Variables, headline_kpis, latest_event, read_accepted, read_rows
from pandas_oracle.parsing import split_steps


def statuses(folder, table) -> list[str]:
    return read_rows(folder, Variables())[table]["row_status"].tolist()


def test_each_input_of_shop_small_has_four_rejected_rows():
    counts = {
        table: rows["row_status"].value_counts().to_dict()
        for table, rows in read_rows(SHOP_SMALL, Variables()).items()
    }
    read = {file.stem: len(pd.read_csv(file, dtype=str)) for file in SHOP_SMALL.glob("*.csv")}
    assert {table: sum(count.values()) for table, count in counts.items()} == read
    assert {table: count.pop("rejected") for table, count in counts.items()} == dict.fromkeys(
        read, 4
    )
    # earlier versions of T-10, C-11 and #02; S-18 has two parts, and #08 two lines
    others = {table: count for table, count in counts.items() if count.keys() != {"accepted"}}
    assert others == {
        "cart_abandonment": {"accepted": 12, "superseded": 1},
        "orders": {"accepted": 13, "superseded": 1, "merged": 1},
        "session_tracking": {"accepted": 19, "merged": 1},
        "support_tickets": {"accepted": 11, "superseded": 1},
    }


def test_as_of_is_the_latest_event_of_accepted_rows():
    assert latest_event(read_accepted(SHOP_SMALL, Variables())) == datetime(2025, 3, 5, 12)


def test_a_missing_required_column_is_an_error_that_names_it(tmp_path):
    folder = write_table(tmp_path / "shop", "clickstream", "user_id,timestamp\nu1,2025-03-03\n")
    with pytest.raises(ValueError, match="page"):
        headline_kpis(folder, **write_reference(tmp_path))


def test_of_a_ticket_the_last_row_counts_even_if_it_is_open_again(tmp_path):
    header = "ticket_id,created_at,resolved_at\n"
    resolved = "T,2025-03-03T15:00:00,2025-03-03T15:30:00\n"
    unresolved = "T,2025-03-03T15:00:00,\n"
    for text, is_resolved in (
        (header + resolved + unresolved, False),
        (header + unresolved + resolved, True),
    ):
        folder = write_table(tmp_path / "shop", "support_tickets", text)
        assert statuses(folder, "support_tickets") == ["superseded", "accepted"]
        tickets = read_accepted(folder, Variables())["support_tickets"]
        assert tickets["resolved_at"].notna().tolist() == [is_resolved]


def test_of_a_ticket_the_row_that_was_updated_last_counts(tmp_path):
    folder = write_table(
        tmp_path / "shop",
        "support_tickets",
        "ticket_id,created_at,updated_at,resolved_at\n"
        "T,2025-03-03T15:00:00,2025-03-05T15:00:00,2025-03-03T15:30:00\n"
        "T,2025-03-03T15:00:00,2025-03-04T15:00:00,\n"
        "T,2025-03-03T15:00:00,-,\n"
        "T,2025-03-02T14:59:59,2025-03-04T15:00:00,\n",
    )
    # more than a day before, it is another ticket
    assert statuses(folder, "support_tickets") == [
        *("accepted", "superseded", "superseded", "rejected"),
    ]


def test_lines_of_a_cart_are_one_cart(tmp_path):
    header = "cart_id,user_id,abandonment_time,items_in_cart,total_value\n"
    line = "A,u1,2025-03-03T10:00:00,"
    for lines, items, value, status in (
        # the total is on the first line, on each, or each line has its amount
        (["1,30", "2,"], 3, 30, "merged"),
        (["1,30", "2,30"], 3, 30, "merged"),
        (["1,30", "3,12"], 4, 42, "merged"),
        # the number of items of the cart is on each line
        (["3,30", "3,12"], 3, 42, "merged"),
        # the same row again
        (["2,30", "2,30"], 2, 30, "superseded"),
    ):
        text = header + "".join(f"{line}{rest}\n" for rest in lines)
        folder = write_table(tmp_path / "shop", "cart_abandonment", text)
        assert statuses(folder, "cart_abandonment") == ["accepted", status]
        carts = read_accepted(folder, Variables())["cart_abandonment"]
        assert carts[["items_in_cart", "total_value"]].to_numpy().tolist() == [[items, value]]


def test_each_amount_of_an_order_is_on_one_line_or_on_all(tmp_path):
    header = "order_id,user_id,ordered_at,status,item_count,total_value,discount_value\n"
    folder = write_table(
        tmp_path / "shop",
        "orders",
        header + "A,u1,2025-03-03T10:00:00,paid,1,30,1\nA,,2025-03-03T10:00:00,,1,30,2\n"
        "B,u1,2025-03-03T10:00:00,paid,2,30,\nB,u1,2025-03-03T10:00:00,paid,2,30,\n",
    )
    assert statuses(folder, "orders") == ["accepted", "merged", "accepted", "superseded"]
    orders = read_accepted(folder, Variables())["orders"]
    assert orders[["user_id", "status"]].to_numpy().tolist() == [["u1", "paid"]] * 2
    assert orders[["item_count", "total_value"]].to_numpy().tolist() == [[2, 30], [2, 30]]
    assert orders["discount_value"].fillna(-1).tolist() == [3, -1]


def test_a_cart_of_another_user_or_week_is_another_cart(tmp_path):
    folder = write_table(
        tmp_path / "shop",
        "cart_abandonment",
        "cart_id,user_id,abandonment_time\n"
        "A,u1,2025-03-03T10:00:00\nA,u2,2025-03-03T11:00:00\n"
        "B,u1,2025-03-03T10:00:00\nB,,2025-03-10T10:00:00\n"
        "C,u1,2025-03-03T10:00:00\nC,u1,2025-03-10T10:00:01\n",
    )
    assert statuses(folder, "cart_abandonment") == [
        *("rejected", "accepted", "superseded", "accepted", "rejected", "accepted"),
    ]


def test_parts_of_a_session_that_follow_each_other_are_one(tmp_path):
    folder = write_table(
        tmp_path / "shop",
        "session_tracking",
        "session_id,user_id,start_time,end_time,page_sequence,drop_off_page\n"
        "long pause,,2025-03-03T23:00:00,2025-03-03T23:29:59,home,home\n"
        "long pause,,2025-03-04T00:00:00,2025-03-04T00:10:00,home,home\n"
        "cut,,2025-03-03T23:00:00,2025-03-03T23:30:00,home,home\n"
        "cut,u1,2025-03-04T00:00:00,2025-03-04T00:10:00,cart,none\n"
        "again,u1,2025-03-03T23:00:00,2025-03-03T23:30:00,home,home\n"
        "again,u1,2025-03-03T23:00:00,2025-03-03T23:40:00,home > cart,cart\n"
        "days,u1,2025-03-03T00:00:00,2025-03-04T00:00:01,home,home\n",
    )
    assert statuses(folder, "session_tracking") == [
        *("rejected", "accepted", "accepted", "merged", "superseded", "accepted", "excluded"),
    ]
    sessions = read_accepted(folder, Variables())["session_tracking"].set_index("session_id")
    cut = sessions.loc["cut"]
    assert cut["end_time"] - cut["start_time"] == pd.Timedelta(minutes=70)
    assert (cut["user_id"], cut["drop_off_page"]) == ("u1", "none")
    assert split_steps(cut["page_sequence"]) == ["home", "cart"]


def test_placeholders_and_values_that_cannot_be_read_are_left_out(tmp_path):
    folder = write_table(
        tmp_path / "shop",
        "user_feedback",
        "user_id,timestamp,feedback_text,rating\n"
        "\u00a0NULL\u200b,2025-03-03,n/a,five\n12.0,2025-03-03,none at all,0\n"
        "3.6E+13,2025-03-03,,N/A\n,,,\n-,NULL,,\n",
    )
    assert statuses(folder, "user_feedback") == ["accepted", "accepted", "accepted", "rejected"]
    feedback = read_accepted(folder, Variables())["user_feedback"]
    assert feedback["user_id"].tolist() == ["", "12", ""]
    assert feedback["feedback_text"].tolist() == ["", "none at all", ""]
    assert feedback["rating"].isna().all()


def test_a_blank_user_is_a_defect_where_most_clicks_have_one(tmp_path):
    header, named, blank = (
        "user_id,timestamp,page\n",
        "u1,2025-03-03,home\n",
        ",2025-03-03,home\n",
    )
    folder = write_table(tmp_path / "shop", "clickstream", header + named * 19 + blank)
    assert statuses(folder, "clickstream") == ["accepted"] * 19 + ["rejected"]
    folder = write_table(tmp_path / "shop", "clickstream", header + named * 18 + blank)
    assert statuses(folder, "clickstream") == ["accepted"] * 19


def test_a_request_has_a_status_or_a_time(tmp_path):
    folder = write_table(
        tmp_path / "shop",
        "api_logs",
        "timestamp,endpoint,status_code,response_time_ms\n"
        "2025-03-03,/a,200,-1\n2025-03-03,/a,,5\n2025-03-03,/a,,-\n2025-03-03,/a,,-1.0\n",
    )
    assert statuses(folder, "api_logs") == ["accepted", "accepted", "rejected", "rejected"]
    folder = write_table(tmp_path / "shop", "api_logs", "timestamp,endpoint\n")
    with pytest.raises(ValueError, match="status_code or response_time_ms"):
        read_accepted(folder, Variables())


def test_a_rejected_row_does_not_make_a_valid_row_a_duplicate(tmp_path):
    folder = write_table(
        tmp_path / "shop",
        "cart_abandonment",
        "cart_id,abandonment_time,total_value\nA,2025-03-03,5\nA,2025-03-04,-5\n",
    )
    carts = read_accepted(folder, Variables())["cart_abandonment"]
    assert carts["total_value"].tolist() == [5]
