"""One shop whose exports are as real tools write them; its KPIs are counted by hand here."""

from datetime import UTC, datetime, timedelta

import pytest
from conftest import Place

HOURS = range(24)


def write(folder, name: str, header: str, rows: list[str]) -> None:
    path = folder / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def write_requests(folder) -> None:
    """Ten days of 24 requests, and one hour in which 20 failed and most got no time."""
    good = [
        f"2026-03-{day:02d} {hour:02d}:10:00 UTC,/health,200,100,probe"
        for day in range(1, 11)
        for hour in HOURS
    ]
    times = ["", "-1", "-", "30000"]
    failed = [
        f"2026-03-05 12:{minute:02d}:00 UTC,/health,{status},{times[minute % 4]},probe"
        for minute in range(20)
        for status in [504 if minute % 2 else 0]
    ]
    header = "timestamp,endpoint,status_code,response_time_ms,service_name"
    write(folder, "api_logs", header, good + failed)


def write_carts(folder) -> None:
    """Lines of one cart, a newer version, another currency, and lines of commas."""
    header = "cart_id,user_id,abandonment_time,updated_at,items_in_cart,total_value,currency"
    rows = [
        "lines,11.0,2026-03-02T10:00:00Z,,1,500,EUR",
        "lines,,2026-03-02T10:00:00Z,,2,,",
        "lines,,2026-03-02T10:00:00Z,,1,,",
        "changed,12,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z,1,10,EUR",
        "changed,12,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z,2,25,EUR",
        'comma,13,2026-03-03T10:00:00Z,,1,"1.234,50",EUR',
        "dollars,14,2026-03-03T10:00:00Z,,1,70,USD",
        "guest,NULL,2026-03-02T10:00:00Z,,1,5,EUR",
        ",,,,,,",
        ",,,,,,",
    ]
    write(folder, "cart_abandonment", header, rows)


def write_sessions(folder) -> None:
    """A daily export that cuts a session at midnight, and one that runs for days."""
    header = "session_id,user_id,start_time,end_time,page_sequence,drop_off_page"
    first = [
        "cut,,2026-03-02T23:50:00,2026-03-02T23:59:59,home -> product,",
        "recovers,11,2026-03-02T12:00:00,2026-03-02T12:30:00,home | cart | checkout,none",
        "guest,(not set),2026-03-02T12:00:00,2026-03-02T12:30:00,home > cart > checkout,none",
        "monitor,99,2026-01-01T00:00:00,2026-03-02T00:00:00,home,home",
    ]
    second = ["cut,15,2026-03-03T00:00:00,2026-03-03T00:10:00,cart -> checkout,none"]
    second += [
        f"s{hour},20,2026-03-10T{hour:02d}:00:00,2026-03-10T{hour:02d}:01:00,home,home"
        for hour in HOURS
    ]
    write(folder, "session_tracking/2026-03-02", header, first)
    write(folder, "session_tracking/2026-03-03", header, second)


def write_tickets(folder) -> None:
    """Tickets come again when they change; the tenth file of the month is not before the ninth."""
    header = "ticket_id,created_at,resolved_at,priority,status,reopen_count,csat_score"
    opened = [f"T{n},2026-03-09T08:00:00,,high,open,0," for n in range(5)]
    later = [f"T{n},2026-03-09T08:00:00,2026-03-09T10:00:00,high,solved,0,Good" for n in range(4)]
    later += ["T0,2026-03-09T08:00:00,,high,open,1,Offered"]
    later += ["old,2001-03-09T08:00:00,2001-03-09T09:00:00,high,solved,0,5"]
    later += [f"B{n},2026-03-10T08:00:00,0000-00-00 00:00:00,high,open,0," for n in range(20)]
    write(folder, "support_tickets/tickets_9", header, opened)
    write(folder, "support_tickets/tickets_10", header, later)


def write_clicks(folder) -> None:
    """A day in two files, a bot, guests, epoch milliseconds, and a click of tomorrow."""
    header = "user_id,timestamp,page,element_clicked"
    day = [
        f"u{hour},2026-03-04T{hour:02d}:{minute:02d}:00,home,menu"
        for hour in HOURS
        for minute in range(0, 60, 10)
    ]
    other = [f"\u00a0U{n:03d}\u200b,{1772877600000 + n * 60000},home,menu" for n in range(1, 31)]
    bot = [
        f"crawler,2026-03-06T10:{n // 30:02d}:{n % 30 * 2:02d},home,menu{n % 7}"
        for n in range(1500)
    ]
    tomorrow = (datetime.now(UTC) + timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M:%S")
    write(folder, "clickstream/a", header, [*day, *other])
    write(folder, "clickstream/b", header, [*day, *bot, f"u1,{tomorrow},home,menu"])


def write_feedback(folder) -> None:
    """A zero for no rating, a rating in words, and a word for no comment."""
    rows = ["u1,2026-03-05T10:00:00,good shop,0", "u2,2026-03-05T10:00:00,good shop,five"]
    rows += ["u3,2026-03-05T10:00:00,NULL,4", "u4,2026-03-05T10:00:00,good shop,5"]
    write(folder, "user_feedback", "user_id,timestamp,feedback_text,rating", rows)


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    folder = tmp_path_factory.mktemp("tools") / "raw"
    for fill in (
        write_requests,
        write_carts,
        write_sessions,
        write_tickets,
        write_clicks,
        write_feedback,
    ):
        fill(folder)
    place = Place(tmp_path_factory.mktemp("shop"))
    place.build(raw_dir=str(folder))
    return place


def kpi(shop, name: str):
    (value,) = shop.query(f"select value from executive.headline_kpis where kpi = '{name}'")[
        "value"
    ]
    return value


def audit(shop, table: str) -> dict:
    rows = shop.query(f"select * from quality.load_audit where input_table = '{table}'")
    return {
        name.removeprefix("rows_"): int(rows[name][0]) for name in rows if name.startswith("rows_")
    }


def findings(shop) -> dict[str, str]:
    rows = shop.query("select kind, subject, headline from executive.insights")
    return {f"{row.kind} {row.subject}": row.headline for row in rows.itertuples()}


def test_requests_without_a_time_count_for_availability_and_not_for_latency(shop):
    assert kpi(shop, "total_requests") == 260
    assert kpi(shop, "availability") == pytest.approx(240 / 260)
    assert kpi(shop, "avg_response_ms") == pytest.approx((240 * 100 + 5 * 30000) / 245)
    timed = shop.query("select sum(timed_count) as n from reliability.service_health_daily")
    assert timed["n"][0] == 245
    incidents = shop.query("select kind, failed_request_count from reliability.incidents")
    assert ("errors", 20) in set(incidents.itertuples(index=False, name=None))


def test_lines_of_a_cart_are_one_and_amounts_are_in_one_currency(shop):
    counted = {"read": 8, "accepted": 5, "rejected": 0, "superseded": 1, "merged": 2, "excluded": 0}
    assert audit(shop, "cart_abandonment") == counted
    assert kpi(shop, "abandoned_value") == 500 + 25 + 1234.5 + 5
    assert kpi(shop, "highest_abandoned_cart") == 1234.5
    items = shop.query("select item_count as n from commerce.carts where cart_id = 'lines'")
    assert items["n"][0] == 4
    assert findings(shop)["currency_without_rate USD"].startswith("Amounts in USD are left out")


def test_an_id_with_a_fraction_is_the_same_user_and_guests_are_no_user(shop):
    carts = shop.query("select cart_id, user_key, outcome from commerce.carts").set_index("cart_id")
    assert carts.loc["lines"].to_list() == ["11", "recovered"]
    assert carts.loc["guest", "outcome"] == "lost"
    assert carts["user_key"].isna().sum() == 1


def test_a_session_cut_at_midnight_is_one_and_one_of_days_is_none(shop):
    counted = {
        "read": 29,
        "accepted": 27,
        "rejected": 0,
        "superseded": 0,
        "merged": 1,
        "excluded": 1,
    }
    assert audit(shop, "session_tracking") == counted
    cut = shop.query("select * from ux.sessions where session_id = 'cut'").iloc[0]
    assert (cut["user_key"], cut["duration_seconds"], cut["page_count"]) == ("15", 1200, 4)
    assert (cut["entry_page"], cut["is_completed"]) == ("home", True)
    assert shop.query("select min(session_date) as d from ux.sessions")["d"][0].day == 2


def test_a_ticket_that_comes_again_is_a_newer_version(shop):
    counted = {
        "read": 31,
        "accepted": 25,
        "rejected": 0,
        "superseded": 5,
        "merged": 0,
        "excluded": 1,
    }
    assert audit(shop, "support_tickets") == counted
    tickets = shop.query("select * from support.tickets").set_index("ticket_id")
    assert tickets.loc[["T1", "T2", "T3"], "is_resolved"].all()
    assert not tickets.loc["T0", "is_resolved"]
    assert tickets.loc["T0", "is_reopened"]
    assert kpi(shop, "resolved_tickets") == 3
    assert kpi(shop, "ticket_backlog") == 22
    assert tickets["csat_score"].isna().all()


def test_copies_bots_and_a_click_of_tomorrow_are_excluded(shop):
    excluded = 144 + 1500 + 1
    assert audit(shop, "clickstream") == {
        "read": 2 * 144 + 30 + 1501, "accepted": 144 + 30, "rejected": 0, "superseded": 0,
        "merged": 0, "excluded": excluded,
    }  # fmt: skip
    assert kpi(shop, "total_clicks") == 174
    assert kpi(shop, "unique_users") == 31
    named = findings(shop)
    assert "rows_excluded clickstream" in named
    assert not [name for name in named if name.startswith("broken_element")]
    period = shop.query("select max(date_day) as d from core.dates")["d"][0]
    assert (period.year, period.month, period.day) == (2026, 3, 10)


def test_a_rating_that_is_none_or_a_word_keeps_the_comment(shop):
    assert kpi(shop, "total_feedback") == 4
    assert kpi(shop, "avg_rating") == 4.5
    texts = shop.query("select text_sentiment from support.feedback where user_key = 'u3'")
    assert texts["text_sentiment"][0] == "missing"
    assert audit(shop, "user_feedback")["rejected"] == 0
