"""A shop whose clicks and page loads are in web analytics; what it did is counted by hand here."""

import codecs
import gzip
import json
from datetime import datetime

import duckdb
import pytest
from conftest import Place

SITE = "https://shop.example.org"
NOON = 1795176000  # 2026-11-20 12:00 UTC
DAY = 86400


def ga4_event(seconds: float, name: str, user: str, **parameters) -> dict:
    """Return an event as bq extract writes it: numbers are texts, blanks are left out."""
    values = {
        key: {"int_value": str(value)} if isinstance(value, int) else {"string_value": value}
        for key, value in parameters.items()
    }
    return {
        "event_date": "20261121",  # in the time zone of the property, Auckland
        "event_timestamp": str(round((NOON + seconds) * 1_000_000)),
        "event_name": name,
        "event_params": [{"key": key, "value": value} for key, value in values.items()],
        "user_pseudo_id": user,
        "geo": {"country": "New Zealand"},
    }


def write_ga4(folder) -> None:
    """JSON lines: two browsers, one of which logs in; Parquet; and flat text as Excel saves it."""
    page = {"page_location": f"{SITE}/ga-json?utm_source=x", "ga_session_id": 77}
    events = [
        ga4_event(0.123456, "session_start", "1.1", **page),
        ga4_event(0.123456, "page_view", "1.1", **page),
        ga4_event(1, "scroll", "1.1", **page),
        ga4_event(2, "click", "1.1", **page, link_text="Buy") | {"user_id": "ann"},
        ga4_event(3, "user_engagement", "1.1", **page),
        ga4_event(41400, "click", "2.2", **page, link_id="nav-1"),  # 23:30 UTC
        ga4_event(41401, "purchase", "2.2", **page)
        | {"ecommerce": {"transaction_id": "O-1", "total_item_quantity": "2"}},
        ga4_event(0, "click", "2.2", **page) | {"event_timestamp": "1.79517E+15"},
    ]
    text = "".join(json.dumps(event) + "\n" for event in events)
    with gzip.open(folder / "events_20261120.json.gz", "wt", encoding="utf-8") as file:
        file.write(text)
    with duckdb.connect() as connection:
        connection.execute(
            f"""copy (
                select
                    '20261121' as event_date,
                    {(NOON + DAY) * 1_000_000} + number as event_timestamp,
                    name as event_name,
                    [
                        {{'key': 'page_location', 'value': {{
                            'string_value': '{SITE}/ga-parquet', 'int_value': null::bigint}}}},
                        {{'key': 'ga_session_id', 'value': {{
                            'string_value': null, 'int_value': 78}}}},
                        {{'key': 'link_text', 'value': {{
                            'string_value': text, 'int_value': null}}}}
                    ] as event_params,
                    '3.3' as user_pseudo_id,
                    null::varchar as user_id,
                    {{'transaction_id': null::varchar, 'total_item_quantity': null::bigint}}
                        as ecommerce
                from (values (1, 'page_view', null), (2, 'click', 'Size'), (3, 'first_visit', null))
                    as events (number, name, text)
            ) to '{folder / "events.parquet"}'"""
        )
    header = "event_date,event_timestamp,event_name,user_pseudo_id,ga_session_id,page_location"
    rows = [
        f"20261121,{(NOON + DAY) * 1_000_000},page_view,4.4,79,{SITE}/ga-csv",
        f"20261121,{(NOON + DAY + 1) * 1_000_000},user_engagement,4.4,79,{SITE}/ga-csv",
    ]
    text = "".join(f"{line}\r\n" for line in [header, *rows]).replace(",", "\t")
    (folder / "flat.csv").write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le"))


def write_matomo(folder) -> None:
    """Visits to a site in New York, 5 hours behind: times of actions look like Unix times."""
    first = NOON + DAY + 50400  # 2026-11-22 02:00 UTC

    def action(kind: str, seconds: int, **values) -> dict:
        return {"type": kind, "timestamp": first + seconds - 5 * 3600, **values}

    def visit(number: int, actions: list[dict], first: int, last: int, **values) -> dict:
        times = {"firstActionTimestamp": first, "lastActionTimestamp": last}
        return {"idVisit": number, "visitorId": f"ab{number}", "userId": None} | {
            "actionDetails": actions,
            **times,
            **values,
        }

    page = {"url": f"{SITE}/mat"}
    shopping = [
        action("action", 0, **page),
        action("event", 5, **page, eventCategory="Menu", eventAction="Open", eventName="Menu"),
        action("outlink", 10, url="https://other.example/"),
        action("goal", 20, **page),
        action("ecommerceAbandonedCart", 20, revenue=9),
        action("ecommerceOrder", 20, orderId="O-2", revenue=9, items=1),
        action("download", 30, url=f"{SITE}/size.pdf"),
    ]
    searching = [action("search", 60, url=f"{SITE}/mat?q=lamp", siteSearchKeyword="lamp")]
    visits = [
        visit(12, searching, first + 60, first + 60, userId="bob"),
        visit(11, [], first, first),
        visit(10, shopping, first, first + 30),
    ]
    text = json.dumps(visits).replace("/", "\\/")
    (folder / "Export _ Visits Log.json").write_text(text, encoding="utf-8")


def write_segment(folder) -> None:
    """Tracks with an event's own table, and a call from a server; typed Parquet; and pages."""

    def write(name: str, header: str, rows: list[str]) -> None:
        text = "".join(f"{line}\n" for line in [header, *rows])
        (folder / name).write_text(text, encoding="utf-8")

    calls = "id,received_at,anonymous_id,user_id,event,event_text,timestamp,context_page_path"
    cart = "m1,2026-11-23 10:05:00,x1,,product_added,Product Added,2026-11-23 10:00:00.5,/seg"
    write(
        "tracks.csv",
        f"{calls},context_library_name",
        [
            f"{cart},analytics.js",
            "m2,2026-11-23 10:05:00,x1,eve,cta,CTA,2026-11-23 10:00:10,/seg,analytics.js",
            "m3,2026-11-23 10:05:00,,eve,order_completed,Order Completed,2026-11-23 10:00:20,,"
            "analytics-node",
            "m4,2026-11-23 10:05:00,x2,,cta,CTA,2026-11-23 10:00:30,/seg,analytics.js",
            "m4,2026-11-23 10:05:00,x2,,cta,CTA,2026-11-23 10:00:30,/seg,analytics.js",
        ],
    )
    write("product_added.csv", f"{calls},label,quantity", [f"{cart},Add to cart,2"])
    with duckdb.connect() as connection:
        connection.execute(
            f"""copy (
                select
                    'm5' as id, 'x1' as anonymous_id, 'eve' as user_id, 'order_completed' as event,
                    'Order Completed' as event_text, 'O-3' as order_id, 9.5 as total,
                    timestamptz '2026-11-23 23:30:00+00' as timestamp,
                    timestamptz '2026-11-23 23:31:00+00' as received_at,
                    '/seg' as context_page_path
            ) to '{folder / "order_completed.parquet"}'"""
        )
    pages = "id,received_at,anonymous_id,user_id,timestamp,path,title,url"
    first = f"p1,2026-11-23 10:05:00 UTC,x1,,2026-11-23 10:00:00 UTC,/seg,Seg,{SITE}/seg"
    second = f"p2,2026-11-23 10:05:00 UTC,x1,eve,2026-11-23 10:00:40 UTC,/seg,Seg,{SITE}/seg"
    write("pages.csv", pages, [first, first, second])


def write_web_vitals(folder) -> None:
    """JSON lines that arrived in no order, and a German CSV with local times of New York."""
    seconds = NOON + 4 * DAY  # 2026-11-24 12:00 UTC

    def report(number: int, name: str, value: float, time: int) -> dict:
        return {"name": name, "value": value, "rating": "good", "delta": value} | {
            "id": f"v5-{number}",
            "entries": [],
            "navigationType": "navigate",
            "url": f"{SITE}/wv#top",
            "timestamp": (seconds + time) * 1000,
        }

    reports = [
        report(1, "LCP", 2000, 2),
        report(1, "LCP", 1000, 1),
        report(2, "LCP", 3000, 3),
        report(3, "CLS", 0.4, 3),
        report(4, "INP", 80, 3),
    ]
    text = "".join(json.dumps(each) + "\n" for each in reports)
    (folder / "vitals.jsonl").write_text(text, encoding="utf-8")
    rows = [
        "name;value;id;delta;navigationType;path;time",
        "LCP;1500,5;v2-1;1500,5;navigate;/wv;2026-11-24 20:00:00",
        "LCP;slow;v2-2;slow;navigate;/wv;2026-11-24 20:00:00",
    ]
    (folder / "vitals.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Build one shop from all exports of web analytics."""
    folder = tmp_path_factory.mktemp("web")
    for write in (write_ga4, write_matomo, write_segment, write_web_vitals):
        write(folder)
    place = Place(tmp_path_factory.mktemp("web_build"))
    run = place.build(
        raw_dir=str(folder),
        source_timezone="Europe/Berlin",
        export_settings={"web_vitals_beacons": {"timezone": "America/New_York"}},
        max_rejected_share=0.9,
    )
    place.folder.joinpath("summary.txt").write_text(run.text, encoding="utf-8")
    return place


def clicks(shop: Place, page: str) -> dict[str, tuple]:
    """Return day of November, clicks and users by element of a page."""
    rows = shop.query(
        f"select element, day(date_day) as day, click_count, user_count from ux.clicks_daily "
        f"where page_key = '{page}'"
    )
    return {row.element: (row.day, row.click_count, row.user_count) for row in rows.itertuples()}


def first_seen(shop: Place, user: str) -> datetime:
    return shop.query(f"select first_seen_at from core.users where user_key = '{user}'").iloc[0, 0]


def test_ga4_interactions_count_and_what_it_adds_does_not(shop):
    # a page view is no click; the purchase of 2.2 has no element; 23:30 UTC is on the 20th
    assert clicks(shop, "ga-json") == {
        "(not recorded)": (20, 1, 1),
        "Buy": (20, 1, 1),
        "nav-1": (20, 1, 1),
    }
    assert clicks(shop, "ga-parquet") == {"Size": (21, 1, 1)}
    assert clicks(shop, "ga-csv") == {}


def test_a_ga4_browser_that_logs_in_is_one_user(shop):
    assert first_seen(shop, "ann") == datetime(2026, 11, 20, 12, 0, 0, 123456)
    users = set(shop.query("select user_key from core.users")["user_key"])
    assert {"2.2", "3.3", "4.4"} <= users
    assert "1.1" not in users


def test_matomo_actions_are_on_the_page_viewed_at_their_time_in_utc(shop):
    # a page view is no click; the order has no element; the search is on its own page
    assert clicks(shop, "mat") == {
        "(not recorded)": (22, 1, 1),
        "Menu": (22, 1, 1),
        "https://other.example/": (22, 1, 1),
        f"{SITE}/size.pdf": (22, 1, 1),
        "lamp": (22, 1, 1),
    }
    assert first_seen(shop, "ab10") == datetime(2026, 11, 22, 2)
    assert first_seen(shop, "bob") == datetime(2026, 11, 22, 2, 1)


def test_segment_calls_count_once_and_only_those_of_browsers(shop):
    # m1 of both tables is one, with the label; m2, m4 and m5 have none; p1 and p2 are page views
    assert clicks(shop, "seg") == {
        "Add to cart": (23, 1, 1),
        "(not recorded)": (23, 3, 2),
    }
    # UTC although source_timezone is not; the first page view is known to be by the user
    assert first_seen(shop, "x1") == datetime(2026, 11, 23, 10, 0, 0, 500000)
    assert first_seen(shop, "eve") == datetime(2026, 11, 23, 10)


def test_the_last_lcp_of_a_page_load_is_its_load_time(shop):
    loads = shop.query(
        "select day(date_day) as day, load_count, avg_load_ms from ux.page_speed_daily "
        "where page_key = 'wv' order by 1"
    )
    # (2000 + 3000) / 2; 20:00 in New York is 1:00 UTC of the next day
    assert loads.to_dict("list") == {
        "day": [24, 25],
        "load_count": [2, 1],
        "avg_load_ms": [2500, 1500.5],
    }


def test_broken_rows_are_rejected_with_their_reason(shop):
    rejected = shop.query("select source_file, reason, raw_row from quality.rejected_rows")
    assert sorted(zip(rejected["source_file"], rejected["reason"], strict=True)) == [
        ("events_20261120.json.gz", "invalid_timestamp"),
        ("vitals.csv", "invalid_load_time_ms"),
    ]
    assert rejected["raw_row"].str.contains("1.79517E[+]15|slow").all()


def test_each_file_is_named_with_what_it_is(shop):
    summary = shop.folder.joinpath("summary.txt").read_text(encoding="utf-8")
    for name, export in [
        ("events_20261120.json.gz", "ga4_events"),
        ("events.parquet", "ga4_events"),
        ("flat.csv", "ga4_events"),
        ("Export _ Visits Log.json", "matomo_visits"),
        ("tracks.csv", "segment_tracks"),
        ("product_added.csv", "segment_tracks"),
        ("order_completed.parquet", "segment_tracks"),
        ("pages.csv", "segment_pages"),
        ("vitals.jsonl", "web_vitals_beacons"),
        ("vitals.csv", "web_vitals_beacons"),
    ]:
        assert f"{name}: read as {export} into " in summary
