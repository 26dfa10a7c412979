"""Named faults in input files, and the expected outcome of each.

Each is one input file with something wrong in it, or something that only looks wrong. A file that
cannot be read is an error with its name and the column or line; an invalid row is rejected with its
reason; everything else is read unchanged.
"""

import csv
import gzip
import io
import zipfile
from dataclasses import dataclass

GOOD = {
    "api_logs": [
        "timestamp,endpoint,status_code,response_time_ms,service_name",
        "2026-01-05T10:00:00,/a,200,120,product-api",
        "2026-01-05T10:01:00,/b,500,80.5,cart-service",
    ],
    "cart_abandonment": [
        "cart_id,user_id,abandonment_time,items_in_cart,total_value",
        "C1,u1,2026-01-05T10:00:00,2,19.90",
        "C2,u2,2026-01-05T11:00:00,1,5",
    ],
    "clickstream": [
        "user_id,timestamp,page,element_clicked",
        "u1,2026-01-05T10:00:00,home,logo",
        "u2,2026-01-05T10:01:00,cart,pay",
    ],
    "orders": [
        "order_id,ordered_at,user_id,status,item_count,total_value,discount_value,refunded_value",
        "O1,2026-01-05T10:00:00,u1,paid,2,19.90,0,0",
        "O2,2026-01-05T11:00:00,u2,refunded,1,5,,",
    ],
    "page_load_times": [
        "page_url,timestamp,load_time_ms",
        "/home,2026-01-05T10:00:00,1200",
        "/cart,2026-01-05T10:01:00,800",
    ],
    "session_tracking": [
        "session_id,user_id,start_time,end_time,page_sequence,drop_off_page",
        "S1,u1,2026-01-05T10:00:00,2026-01-05T10:10:00,home > cart,cart",
        "S2,u2,2026-01-05T11:00:00,2026-01-05T11:10:00,home,home",
    ],
    "support_tickets": [
        "ticket_id,created_at,resolved_at,priority,reopen_count,csat_score",
        "T1,2026-01-05T10:00:00,2026-01-05T12:00:00,high,0,5",
        "T2,2026-01-05T11:00:00,,low,,",
    ],
    "user_feedback": [
        "user_id,timestamp,feedback_text,rating",
        "u1,2026-01-05T10:00:00,good,5",
        "u2,2026-01-05T11:00:00,bad,1",
    ],
}


@dataclass(frozen=True)
class Fault:
    """A file and its expected outcome.

    Attributes:
        name: What is wrong.
        table: The input.
        content: The bytes of the file.
        message: Parts of the error message, if the file cannot be read; the message always has
            the file's name as well.
        reasons: Otherwise, the reject reason of each row in order, or None.
        statuses: The status of each row; empty: rejected with a reason, else accepted.
        lost: The column whose value the last row counts without, if any.
        suffix: The end of the file's name; only .csv files are tested as seeds, too.
        plain: The same rows as UTF-8 with commas, if the content is neither.
    """

    name: str
    table: str
    content: bytes
    message: tuple[str, ...] = ()
    reasons: tuple[str | None, ...] = ()
    statuses: tuple[str, ...] = ()
    lost: str | None = None
    suffix: str = ".csv"
    plain: str = ""

    def rows(self) -> list[dict]:
        """Return the rows as Python's CSV reader sees them, with column names in lower case."""
        raw = gzip.decompress(self.content) if self.suffix.endswith("gz") else self.content
        csv.field_size_limit(2**25)
        text = self.plain or raw.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        # a line of commas is no row
        header, *records = [record for record in reader if any(map(str.strip, record))]
        names = [name.strip().lower() for name in header]
        return [dict(zip(names, _trimmed(record, len(names)), strict=True)) for record in records]


def _trimmed(record: list[str], width: int) -> list[str]:
    """Drop the empty values after the last column: a comma at the end of a line is no value."""
    return record[:width] if not any(record[width:]) else record


def _lines(table: str, *more: str) -> bytes:
    return ("\n".join([*GOOD[table], *more]) + "\n").encode()


def _text(table: str) -> str:
    return "\n".join(GOOD[table]) + "\n"


def _without(table: str, column: str) -> bytes:
    rows = list(csv.reader(GOOD[table]))
    position = rows[0].index(column)
    return "".join(",".join(row[:position] + row[position + 1 :]) + "\n" for row in rows).encode()


def _zip(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("clickstream.csv", content)
    return buffer.getvalue()


def _invalid(name: str, table: str, content: bytes, *words: str, suffix: str = ".csv") -> Fault:
    return Fault(name, table, content, message=words, suffix=suffix)


def _value(
    table: str, column: str, value: str, reason: str | None, name: str = "", is_lost: bool = False
) -> Fault:
    """Append a third row that differs from the first in its key and one value."""
    header, first, _ = csv.reader(GOOD[table])
    row = dict(zip(header, first, strict=True))
    if header[0].endswith("_id") and table != "clickstream" and table != "user_feedback":
        row[header[0]] += "00"
    row[column] = value
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(row.values())
    content = _lines(table) + buffer.getvalue().encode()
    return Fault(
        name or f"{column} {value!r}",
        table,
        content,
        reasons=(None, None, reason),
        lost=column if is_lost else None,
    )


def _lost(table: str, column: str, value: str) -> Fault:
    return _value(table, column, value, None, is_lost=True)


def _read(name: str, table: str, content: bytes, rows: int = 2, suffix: str = ".csv") -> Fault:
    return Fault(name, table, content, reasons=(None,) * rows, suffix=suffix)


def _other(
    name: str, table: str, content: str, encoding: str = "utf-8", mark: bytes = b""
) -> Fault:
    """The good rows with another separator or encoding."""
    return Fault(
        name, table, mark + content.encode(encoding), reasons=(None, None), plain=_text(table)
    )


LINE = "line "
CLICKS = _text("clickstream")
CARTS = _text("cart_abandonment")
FEEDBACK = _text("user_feedback")

STRUCTURES = [
    *(
        _invalid(f"no column {column}", table, _without(table, column), f"has no column {column}")
        for table, column in (
            ("api_logs", "endpoint"),
            ("cart_abandonment", "cart_id"),
            ("clickstream", "page"),
            ("orders", "ordered_at"),
            ("page_load_times", "load_time_ms"),
            ("session_tracking", "page_sequence"),
            ("support_tickets", "created_at"),
            ("user_feedback", "timestamp"),
        )
    ),
    _invalid("neither status nor time", "api_logs", b"timestamp,endpoint\n2026-01-05,/a\n",
             "has no column status_code or response_time_ms"),
    *(
        Fault(f"no column {column}", "api_logs", _without("api_logs", column), reasons=(None, None))
        for column in ("service_name", "status_code", "response_time_ms")
    ),
    _read("no column user_id", "clickstream", _without("clickstream", "user_id")),
    _invalid("duplicate column", "clickstream",
             CLICKS.replace("element_clicked", "Page").encode(), "has the column page more than"),
    _other("separated by semicolons", "api_logs", _text("api_logs").replace(",", ";")),
    _other("separated by tabs", "clickstream", CLICKS.replace(",", "\t")),
    _other("separated by pipes", "page_load_times", _text("page_load_times").replace(",", "|")),
    _other("separated as sep= of Excel says", "api_logs",
           "sep=;\r\n" + _text("api_logs").replace(",", ";").replace("\n", "\r\n")),
    _invalid("separated by blanks", "clickstream", CLICKS.replace(",", " ").encode(),
             "has no column"),
    _invalid("no bytes", "user_feedback", b"", "is empty: expected a header line"),
    _invalid("one line ending", "clickstream", b"\n", "begins with an empty line"),
    _invalid("only a byte order mark", "api_logs", b"\xef\xbb\xbf", "is empty: expected a header"),
    _invalid("only blanks", "support_tickets", b"   \n  \n", "begins with an empty line"),
    _invalid("too many values", "clickstream", _lines("clickstream", "u3,2026-01-05,home,logo,x"),
             LINE + "4", "u3,2026-01-05,home,logo,x"),
    _invalid("too few values", "clickstream", _lines("clickstream", "u3,2026-01-05"), LINE + "4"),
    _read("a comma at the end of each line", "page_load_times",
          "\n".join([GOOD["page_load_times"][0], *(f"{line}," for line in
                     GOOD["page_load_times"][1:])]).encode()),
    _invalid("unclosed quote, last line", "clickstream",
             _lines("clickstream", 'u3,2026-01-05,"home,logo'), LINE + "4"),
    _invalid("unclosed quote, first line", "user_feedback",
             FEEDBACK.replace("good", '"good').encode(), LINE),
    _invalid("unclosed quote, header", "user_feedback", b'"' + FEEDBACK.encode(),
             "line 1: a quoted name is not closed"),
    _invalid("text after a closing quote, header", "session_tracking",
             b'""' + _lines("session_tracking"), "line 1: a quoted name is not closed, or has"),
    _invalid("text after a closing quote", "clickstream",
             CLICKS.replace("home", '"home"page').encode(), LINE + "2"),
    _invalid("Latin-1", "user_feedback", FEEDBACK.replace("good", "très bon").encode("latin-1"),
             LINE + "2"),
    _invalid("Latin-1 in the header", "clickstream",
             CLICKS.replace("element_clicked", "élément").encode("latin-1"), "UTF-8"),
    _invalid("UTF-16 without a mark", "support_tickets",
             _text("support_tickets").encode("utf-16-le"), "UTF-8"),
    _other("UTF-16, little-endian", "clickstream", CLICKS, "utf-16"),
    _other("UTF-16, big-endian", "api_logs", _text("api_logs"), "utf-16-be", b"\xfe\xff"),
    _other("UTF-16, separated by tabs", "clickstream", CLICKS.replace(",", "\t"), "utf-16"),
    _invalid("UTF-16 that is cut", "clickstream", CLICKS.encode("utf-16")[:-1], "UTF-8"),
    _invalid("gzip as .csv", "clickstream", gzip.compress(CLICKS.encode()), "UTF-8"),
    _invalid("zip as .csv", "page_load_times", _zip(CLICKS.encode()), "is a spreadsheet or ZIP"),
    _invalid("Parquet as .csv", "user_feedback", b"PAR1\x15\x04\x15\x10\xff\xfePAR1",
             "is a Parquet file"),
    _invalid("CSV as .csv.gz", "clickstream", CLICKS.encode(), "gz", suffix=".csv.gz"),
    _invalid("truncated .csv.gz", "api_logs", gzip.compress(_text("api_logs").encode())[:40], "gz",
             suffix=".csv.gz"),
    _invalid("CSV as .parquet", "clickstream", CLICKS.encode(), "parquet", suffix=".parquet"),
    _invalid("HTML instead of CSV", "cart_abandonment",
             b"<!doctype html>\n<html><body>502 Bad Gateway</body></html>\n", "has no column"),
    _invalid("JSON lines instead of CSV", "clickstream",
             b'{"user_id":"u1","timestamp":"2026-01-05"}\n', "line 1: a quoted name"),
    _invalid("comment above the header", "api_logs",
             b"# exported 2026-01-05\n" + _lines("api_logs"), "has no column"),
    _invalid("title above the header", "support_tickets",
             b"Support tickets,,,\n" + _lines("support_tickets"), "has no column"),
    _invalid("no header", "user_feedback", FEEDBACK.split("\n", 1)[1].encode(), "has no column"),
    Fault("repeated header line", "clickstream", _lines("clickstream", GOOD["clickstream"][0]),
          reasons=(None, None, "invalid_timestamp")),
    _read("byte order mark", "clickstream", b"\xef\xbb\xbf" + CLICKS.encode()),
    _read("CR LF line endings", "cart_abandonment", CARTS.replace("\n", "\r\n").encode()),
    _read("CR line endings", "page_load_times",
          _text("page_load_times").replace("\n", "\r").encode()),
    _invalid("mixed line endings", "clickstream",
             CLICKS.replace("logo\n", "logo\r\n").encode(), "lines end in different ways"),
    _read("no line ending at the end", "user_feedback", FEEDBACK.rstrip().encode()),
    _read("blank lines at the end", "api_logs", _lines("api_logs", "", "")),
    _read("lines of commas", "cart_abandonment", _lines("cart_abandonment", ",,,,", " ,,,,")),
    _read("columns in another order", "clickstream",
          b"page,element_clicked,user_id,timestamp\nhome,logo,u1,2026-01-05\n", 1),
    _read("extra columns", "page_load_times",
          b"browser,page_url,timestamp,os,load_time_ms\nfox,/home,2026-01-05,x,10\n", 1),
    _read("unnamed columns and duplicate extra columns", "clickstream",
          b",user_id,timestamp,,page,note,Note,column 1\n0,u1,2026-01-05,1,home,2,3,4\n", 1),
    _read("no optional columns", "user_feedback", b"timestamp\n2026-01-05T10:00:00\n", 1),
    _read("header in upper case with blanks", "clickstream",
          b" USER_ID , Timestamp,PAGE ,Element_Clicked\nu1,2026-01-05,home,logo\n", 1),
    _read("every value and name quoted", "cart_abandonment",
          "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n"
                  for line in GOOD["cart_abandonment"]).encode()),
    _read("only a header", "session_tracking", GOOD["session_tracking"][0].encode(), 0),
    _read("a line ending within quotes", "user_feedback",
          _lines("user_feedback", 'u3,2026-01-05,"good\nbut slow, ""really""",3'), 3),
    _read("lines that start with #", "clickstream",
          _lines("clickstream", "#3,2026-01-05,#home,# no comment"), 3),
    _read("gzip with two members", "api_logs",
          gzip.compress(_text("api_logs").encode()) + gzip.compress(b"2026-01-05,/c,200,1,x\n"), 3,
          suffix=".csv.gz"),
    Fault("a value of 3 MB", "user_feedback",
          _lines("user_feedback", f"u3,2026-01-05,{'long ' * 600_000},3"), reasons=(None,) * 3),
    Fault("a line of 5 MB", "user_feedback",
          _lines("user_feedback", f"u3,2026-01-05,{'long ' * 1_000_000},3"),
          message=("line 4", "longer than 4 MiB")),
]  # fmt: skip

TIMES = [
    _value("clickstream", "timestamp", value, reason)
    for value, reason in (
        ("05/01/2026", "invalid_timestamp"),
        ("05/01/2026 10:00", "invalid_timestamp"),
        ("1/5/26", "invalid_timestamp"),
        ("05.01.2026", "invalid_timestamp"),
        ("5 Jan 2026", "invalid_timestamp"),
        ("1767607200", None),
        ("1767607200000", None),
        ("2026-01-05 10:00:00 UTC", None),
        ("20260105T100000Z", None),
        ("NULL", "missing_timestamp"),
        ("46027.4167", "invalid_timestamp"),
        ("2026-02-30", "invalid_timestamp"),
        ("2026-13-01", "invalid_timestamp"),
        ("2026-01-05T24:61:00", "invalid_timestamp"),
        ("10:00:00", "invalid_timestamp"),
        ("2026-W02", "invalid_timestamp"),
        ("2026-01-05 10:00 CET", "invalid_timestamp"),
        ("-2026-01-05", "invalid_timestamp"),
        ("now", "invalid_timestamp"),
        ("infinity", "invalid_timestamp"),
        ("", "missing_timestamp"),
        ("  ", "missing_timestamp"),
        ("1970-01-01T00:00:00", "out_of_range_timestamp"),
        ("2199-01-01T00:00:00", "out_of_range_timestamp"),
        ("2026-01-05T10:00:00+05:30", None),
        ("2026-01-05 10:00:00.123456Z", None),
    )
]

NUMBERS = [
    _value("page_load_times", "load_time_ms", value, reason)
    for value, reason in (
        ("NaN", "missing_load_time_ms"),
        ("inf", "invalid_load_time_ms"),
        ("-Infinity", "invalid_load_time_ms"),
        ("1,200", "invalid_load_time_ms"),
        ("1 200", "invalid_load_time_ms"),
        ("1'200", "invalid_load_time_ms"),
        ("1_200", "invalid_load_time_ms"),
        ("12,5", None),
        ("1.234,5", None),
        ("1200ms", "invalid_load_time_ms"),
        ("0x4B0", "invalid_load_time_ms"),
        ("١٢٠٠", "invalid_load_time_ms"),
        ("99999999999999999999", "invalid_load_time_ms"),
        ("1e400", "invalid_load_time_ms"),
        ("null", "missing_load_time_ms"),
        ("true", "invalid_load_time_ms"),
        ("-1", "negative_load_time_ms"),
        ("1.2e3", None),
        ("+1200", None),
    )
]

RANGES = [
    _value("cart_abandonment", "total_value", "€19.90", "invalid_total_value"),
    _value("cart_abandonment", "total_value", "19.90 EUR", "invalid_total_value"),
    _value("cart_abandonment", "total_value", "-5", "negative_total_value"),
    _lost("cart_abandonment", "items_in_cart", "two"),
    _lost("cart_abandonment", "items_in_cart", "1.5"),
    _value("cart_abandonment", "items_in_cart", "-1", "negative_items_in_cart"),
    _value("api_logs", "status_code", "99", "out_of_range_status_code"),
    _value("api_logs", "status_code", "600", "out_of_range_status_code"),
    _value("api_logs", "status_code", "OK", "invalid_status_code"),
    _value("api_logs", "status_code", "200.5", "invalid_status_code"),
    _value("api_logs", "response_time_ms", "-3", "negative_response_time_ms"),
    _value("api_logs", "response_time_ms", "-1", None),
    _value("api_logs", "response_time_ms", "-", None),
    _value("api_logs", "response_time_ms", "", None),
    _value("user_feedback", "rating", "0", None),
    _value("user_feedback", "rating", "6", "out_of_range_rating"),
    _lost("user_feedback", "rating", "five"),
    _value("session_tracking", "end_time", "2026-01-05T09:59:59", "ends_before_start"),
    _value("support_tickets", "resolved_at", "2026-01-05T09:59:59", "ends_before_start"),
    _value("support_tickets", "resolved_at", "soon", "invalid_resolved_at"),
    _value("support_tickets", "reopen_count", "-1", "negative_reopen_count"),
    _value("support_tickets", "resolved_at", "0000-00-00 00:00:00", None),
    _lost("support_tickets", "csat_score", "Good"),
    _value("cart_abandonment", "cart_id", "", "missing_cart_id"),
    _value("cart_abandonment", "cart_id", "3.65794E+13", "invalid_cart_id"),
    _value("session_tracking", "session_id", "", "missing_session_id"),
    _lost("clickstream", "user_id", "3.65794E+13"),
    # a third of the clicks are of guests
    _value("clickstream", "user_id", " ", None),
    Fault("a blank user where most are known", "clickstream",
          _lines("clickstream", *GOOD["clickstream"][1:] * 9, ",2026-01-05T10:00:00,home,logo"),
          reasons=(None,) * 20 + ("missing_user_id",)),
    Fault("newer version of a cart", "cart_abandonment",
          _lines("cart_abandonment", "C1,u1,2026-01-05T12:00:00,2,19.90"),
          reasons=(None,) * 3, statuses=("superseded", "accepted", "accepted")),
    Fault("line of a cart", "cart_abandonment",
          _lines("cart_abandonment", "C2,u2,2026-01-05T11:00:00,1,"),
          reasons=(None,) * 3, statuses=("accepted", "accepted", "merged")),
    Fault("cart of another user", "cart_abandonment",
          _lines("cart_abandonment", "C1,u3,2026-01-05T12:00:00,2,19.90"),
          reasons=("duplicate_key", None, None)),
    _value("orders", "order_id", "", "missing_order_id"),
    _value("orders", "order_id", "3.65794E+13", "invalid_order_id"),
    _value("orders", "total_value", "19.90 EUR", "invalid_total_value", "order of 19.90 EUR"),
    _value("orders", "total_value", "-19.90", "negative_total_value"),
    _value("orders", "discount_value", "10%", "invalid_discount_value"),
    _value("orders", "discount_value", "-2", "negative_discount_value"),
    _value("orders", "refunded_value", "in full", "invalid_refunded_value"),
    _value("orders", "refunded_value", "-19.90", "negative_refunded_value"),
    _value("orders", "item_count", "-1", "negative_item_count"),
    _lost("orders", "item_count", "two"),
    _value("orders", "status", "lost in post", None),
    Fault("newer version of an order", "orders",
          _lines("orders", "O1,2026-01-05T10:00:00,u1,refunded,2,19.90,0,19.90"),
          reasons=(None,) * 3, statuses=("superseded", "accepted", "accepted")),
    Fault("line of an order", "orders", _lines("orders", "O2,2026-01-05T11:00:00,,,1,,,"),
          reasons=(None,) * 3, statuses=("accepted", "accepted", "merged")),
    Fault("order of another user", "orders",
          _lines("orders", "O1,2026-01-05T12:00:00,u3,paid,2,19.90,0,0"),
          reasons=("duplicate_key", None, None)),
    Fault("newer version of a session", "session_tracking",
          _lines("session_tracking", GOOD["session_tracking"][1]),
          reasons=(None,) * 3, statuses=("superseded", "accepted", "accepted")),
    Fault("part of a session", "session_tracking",
          _lines("session_tracking", "S2,u2,2026-01-05T11:40:00,2026-01-05T11:50:00,cart,none"),
          reasons=(None,) * 3, statuses=("accepted", "accepted", "merged")),
    Fault("another session", "session_tracking",
          _lines("session_tracking", "S2,u2,2026-01-05T11:40:01,2026-01-05T11:50:00,cart,none"),
          reasons=(None, "duplicate_key", None)),
    Fault("newer version of a ticket", "support_tickets",
          _lines("support_tickets", "T1,2026-01-05T10:00:00,,high,1,"),
          reasons=(None,) * 3, statuses=("superseded", "accepted", "accepted")),
    Fault("another ticket", "support_tickets",
          _lines("support_tickets", "T1,2026-01-03T10:00:00,,high,0,"),
          reasons=("duplicate_key", None, None)),
    Fault("a session of more than a day", "session_tracking",
          _lines("session_tracking", "S3,u3,2026-01-05T10:00:00,2026-01-06T10:00:01,home,home"),
          reasons=(None,) * 3, statuses=("accepted", "accepted", "excluded")),
]  # fmt: skip

TEXTS = [
    _value("user_feedback", "feedback_text", value, None, name)
    for name, value in (
        ("a formula", '=cmd|\' /C calc\'!A0'),
        ("HTML", "<script>alert(1)</script>"),
        ("SQL", "'); drop table clickstream; --"),
        ("Jinja", "{{ env_var('HOME') }}{% raw %}{# no #}"),
        ("a path", "../../etc/passwd"),
        ("the word NULL", "NULL"),
        ("the word NaN", "NaN"),
        ("emoji, Arabic and bidirectional text", "Zoë 👩‍👩‍👧 مرحبا ‮gnp.exe​"),
        ("backslashes", "C:\\new\\table \\N \\\" \\"),
    )
]  # fmt: skip

FAULTS = [*STRUCTURES, *TIMES, *NUMBERS, *RANGES, *TEXTS]
