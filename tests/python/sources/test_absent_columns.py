"""A shop whose optional columns have other names: nothing is 0 or 100% because of it."""

from datetime import datetime

import duckdb
import pytest
from conftest import PROJECT, Place

RENAMED = {
    "support_tickets": {"resolved_at": "solved_at", "first_response_at": "first_reply_at"},
    "session_tracking": {"drop_off_page": "exit_page"},
    "cart_abandonment": {"user_id": "customer_id", "total_value": "cart_total"},
    "orders": {
        "cart_id": "checkout_id",
        "total_value": "order_total",
        "discount_value": "discount_amount",
        "refunded_value": "refunds",
    },
    "user_feedback": {"rating": "stars"},
}
# each has a value where the columns have their names
UNKNOWN_KPIS = {
    "abandoned_value",
    "avg_abandoned_cart_value",
    "avg_order_value",
    "avg_rating",
    "cart_abandonment_rate",
    "cart_recovery_rate",
    "csat_rate",
    "discount_share",
    "highest_abandoned_cart",
    "lost_value",
    "median_resolution_hours",
    "most_common_drop_off_page",
    "net_revenue",
    "p90_resolution_hours",
    "refunded_value",
    "resolved_tickets",
    "revenue",
    "sentiment_consistency_rate",
    "sentiment_mismatch_count",
    "session_conversion_rate",
    "sla_attainment_rate",
    "ticket_backlog",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Build the small shop at noon UTC of March 20, stated with an offset."""
    folder = tmp_path_factory.mktemp("absent")
    for path in (PROJECT / "tests" / "fixtures" / "shop_small").glob("*.csv"):
        header, rows = path.read_text(encoding="utf-8").split("\n", 1)
        for name, other in RENAMED.get(path.stem, {}).items():
            assert name in header.split(",")
            header = ",".join(other if each == name else each for each in header.split(","))
        (folder / path.name).write_text(f"{header}\n{rows}", encoding="utf-8")
    variables = {"max_rejected_share": 0.9, "as_of": "2025-03-20T07:00:00-05:00"}
    place = Place(tmp_path_factory.mktemp("absent_build"))
    run = place.build(raw_dir=str(folder), **variables)
    place.folder.joinpath("summary.txt").write_text(run.text, encoding="utf-8")
    return place


def test_kpis_that_need_an_absent_column_are_null(shop):
    found = shop.query("select kpi from executive.headline_kpis where value is null")["kpi"]
    assert set(found) >= UNKNOWN_KPIS
    kept = shop.query("select kpi from executive.headline_kpis where value is not null")["kpi"]
    assert {"total_tickets", "abandoned_carts", "total_feedback", "bounce_rate"} <= set(kept)
    daily = shop.query("select distinct kpi from executive.kpis_daily")["kpi"]
    assert not UNKNOWN_KPIS & set(daily)


def test_no_verdict_follows_from_an_absent_column(shop):
    assert set(shop.query("from commerce.carts")["outcome"]) == {"unknown"}
    tickets = shop.query("from support.tickets")
    assert tickets["is_resolved"].isna().all()
    assert not set(tickets["sla_status"]) & {"met", "breached"}
    queues = shop.query("from support.tickets_daily")
    assert queues["backlog_count"].isna().all()
    findings = shop.query("from executive.insights")
    assert not set(findings["kind"]) & {"sla_breaches", "ticket_backlog"}
    missed = findings[findings["kind"] == "below_target"]["subject"]
    assert not UNKNOWN_KPIS & set(missed)


def test_an_absent_column_is_named_with_the_one_that_looks_like_it(shop):
    audit = shop.query("from quality.load_audit").set_index("input_table")
    findings = shop.query("from executive.insights where kind = 'column_absent'")
    for table, columns in RENAMED.items():
        absent = set(audit.loc[table, "columns_absent"].split(", "))
        # an absent cart_id is no defect: most orders have no abandoned cart
        assert set(columns) - absent <= {"cart_id"}
        assert set(columns.values()) <= set(audit.loc[table, "columns_ignored"].split(", "))
    summary = shop.folder.joinpath("summary.txt").read_text(encoding="utf-8")
    for column, other in [
        ("support_tickets.resolved_at", "solved_at"),
        ("cart_abandonment.user_id", "customer_id"),
        ("user_feedback.rating", "stars"),
        ("session_tracking.drop_off_page", "exit_page"),
    ]:
        assert f"{column} ({other} looks like it): " in summary
        named = findings[findings["headline"].str.contains(column, regex=False)]
        assert len(named) == 1
        assert f"; {other} looks like it" in named.iloc[0]["evidence"]


def test_the_offset_of_as_of_counts(shop):
    with duckdb.connect(shop.folder / "build.duckdb", read_only=True) as connection:
        as_of = connection.execute("select as_of from intermediate.int_reporting_period").fetchall()
    assert as_of == [(datetime(2025, 3, 20, 12),)]
