"""Simulated exports with the values that engines parse differently, as CSV and typed Parquet."""

import csv
import shutil
from datetime import date
from pathlib import Path

from python_steps.simulator.simulate import simulate

# across the night on which daylight saving time ends in Berlin, with one incident of each kind
SHOP = {
    "days": 28,
    "sessions_per_day": 120,
    "seed": 7,
    "start": date(2026, 10, 5),
    "incidents": None,
}
ZONES = {"source_timezone": "Europe/Berlin", "reporting_timezone": "America/New_York"}
TIMES = [
    "2026-10-20",
    "2026-10-20 24:00:00",
    "2026-10-20T24:00",
    "2026-10-20T24:00:00Z",
    "2026-10-20 24:00 -0530",
    "2026-10-20T24:00:00.0+02:00",
    "2026-10-20T24:00:01Z",
    "2026-10-20 23:60:00",
    "2026-10-20 23:59:60",
    "2026-10-20 25:00:00",
    "2026-10-25 02:30:00",
    "2026-10-25 03:00:00",
    "2026-10-25T02:59:59.999999",
    "2026-03-29 02:30:00",
    "2026-10-20T10:00+02:00",
    "2026-10-20T10:00:00Z",
    "2026-10-20T10:00 -0530",
    "2026-10-20 10:00:00.1234567+02",
    "2026-10-20 10:00:00.5",
    "2026-10-20T10:00:00+14:00",
    "2026-10-20T10:00:00+25:00",
    "2026-10-20T10:00:00-12",
    "2026-10-20T10:00:00+16:00",
    "2026-10-20T10:00:00+02:75",
    "2026-10-20 10:00 +0530",
    "2026-02-30 10:00:00",
    "20.10.2026",
    "2026-10-20 10",
    "1989-12-31 23:59:59",
    "2199-01-01",
    "now",
    " 2026-10-20 10:00:00\t",
    "",
]
NUMBERS = [
    "0",
    "1",
    "01",
    "+5",
    "-0",
    "-3",
    "3.",
    "3.0",
    ".5",
    "1e3",
    "1E-2",
    "1e15",
    "1e400",
    "1_000",
    "0x1F",
    "nan",
    "inf",
    "two",
    "",
    " 7 ",
    "1,5",
    "2.675",
    "0.1",
    "99999999999999999999",
]
TEXTS = [
    "it's",
    'a "quoted" word',
    "back\\slash \\n and \\' at the end\\",
    "two\nlines",
    "two\r\nlines, with CR",
    "comma, and ; and | and\ttab",
    "Grüße aus Köln ñ İstanbul ẞ ÅÄÖ ΟΔΥΣΣΕΥΣ",
    "日本語 🎉 emoji",
    "NULL",
    "null",
    "None",
    "N/A",
    "   ",
    "#comment",
    "{braces} ${variable} %s {{ jinja }}",
    "--dash /* star */",
    "The checkout is slow and broken!!! I can’t pay",
    "not bad, don't love it",
]
PAGES = [
    "/Home/",
    "HOME?x=1",
    "/",
    "//cart//",
    "?q",
    "/produits/été",
    "a>b",
    ">",
    "home > product",
    "Cart\\x",
    "https://x.org/fr/été.html#top",
    "/p%C3%A9/%ff",
    "/50%/a+b%2Bc",
    "/P%C3%89/1/2/ord-12345.html",
    "#/kasse;sid=1/",
    "/checkouts/Z2NwLWV1cm9wZS-1/thank_you",
    "home->a => b",
    "home → a > b",
    "a, b;c",
    "/a,/b",
    '["a, b", "\\/c", null]',
    "[a, b]",
    "a &gt; b",
]
STATUSES = [
    "wc-on-hold",
    "On hold",
    "ON__HOLD",
    "Paid",
    "wc-paid",
    "ŞIPPED",
    "paid ",
    "-",
    "voided",
]
USERS = [
    "U001",
    "u-1",
    "user_0001",
    "USR 7",
    "u0",
    "000",
    "",
    " ",
    "ünïcode",
    "u1\n",
    "O'Neil",
    "u1x",
]


def write_csv(folder: Path) -> Path:
    """Write all inputs as CSV."""
    simulate(
        **SHOP, file_format="csv", out=folder, ground_truth_path=folder.with_suffix(".incidents")
    )
    ordinary = "2026-10-21 12:00:00"

    def add(table: str, rows: list[list[str]]) -> None:
        with (folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    def header(table: str) -> list[str]:
        return (folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")

    def rows_of(table: str, *rows: dict[str, str]) -> None:
        names = header(table)
        add(table, [[row.get(name, "") for name in names] for row in rows])

    for time in TIMES:
        rows_of("clickstream", click := {"user_id": "u1", "timestamp": time, "page": "home"}, click)
        rows_of("user_feedback", {"timestamp": time, "user_id": "u2", "rating": "3"})
    for number in NUMBERS:
        rows_of(
            "api_logs",
            {
                "timestamp": ordinary,
                "endpoint": "/a",
                "status_code": number,
                "response_time_ms": "5",
                "service_name": "odd",
            },
            {
                "timestamp": ordinary,
                "endpoint": "/b",
                "status_code": "200",
                "response_time_ms": number,
                "service_name": "odd",
            },
        )
        rows_of(
            "page_load_times", {"page_url": "odd", "timestamp": ordinary, "load_time_ms": number}
        )
        rows_of("user_feedback", {"timestamp": ordinary, "user_id": "u3", "rating": number})
        rows_of(
            "cart_abandonment",
            {
                "cart_id": f"n{number}",
                "user_id": "u4",
                "abandonment_time": ordinary,
                "items_in_cart": number,
                "total_value": number,
            },
        )
        for column in ("total_value", "discount_value", "refunded_value", "item_count"):
            order = {"order_id": f"{column} {number}", "user_id": "u4", "ordered_at": ordinary}
            rows_of("orders", order | {"total_value": "10", column: number})
    for status in STATUSES:
        rows_of("orders", {"order_id": f"s{status}", "ordered_at": ordinary, "status": status})
    for text in TEXTS:
        rows_of("user_feedback", {"timestamp": ordinary, "user_id": text, "feedback_text": text})
        rows_of(
            "clickstream",
            {"user_id": text, "timestamp": ordinary, "page": text, "element_clicked": text},
        )
        rows_of(
            "api_logs",
            {
                "timestamp": ordinary,
                "endpoint": text,
                "status_code": "500",
                "response_time_ms": "1",
                "service_name": text,
            },
        )
    for page in PAGES:
        rows_of(
            "page_load_times", {"page_url": page, "timestamp": ordinary, "load_time_ms": "10.5"}
        )
        rows_of(
            "session_tracking",
            {
                "session_id": f"s{page}",
                "user_id": "u5",
                "start_time": ordinary,
                "end_time": "2026-10-21 12:10:00.25",
                "page_sequence": page,
                "drop_off_page": page,
            },
        )
    for user in USERS:
        rows_of("clickstream", {"user_id": user, "timestamp": ordinary, "page": "home"})
        # one cart for all users: ties and duplicate keys
        rows_of(
            "cart_abandonment",
            {
                "cart_id": "same",
                "user_id": user,
                "abandonment_time": ordinary,
                "items_in_cart": "1",
                "total_value": "10",
            },
        )
        rows_of(
            "orders",
            {"order_id": f"o{user}", "user_id": user, "ordered_at": ordinary, "cart_id": "same"},
            {"order_id": "same", "user_id": user, "ordered_at": ordinary, "total_value": "10"},
        )
    return folder


def write_parquet(folder: Path) -> Path:
    """Write the shop as typed Parquet, one file per input and day.

    Clicks and feedback are absent, and the tickets are a CSV file with only a header.
    """
    simulate(
        **SHOP,
        file_format="parquet",
        out=folder,
        ground_truth_path=folder.with_suffix(".incidents"),
    )
    for table in ("clickstream", "user_feedback", "support_tickets"):
        shutil.rmtree(folder / table)
    (folder / "support_tickets.csv").write_text("ticket_id,created_at\n", encoding="utf-8")
    return folder
