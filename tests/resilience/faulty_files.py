"""A hundred faulty files by name: what a shop's export can look like, and what must come of it.

Each is one input file with something wrong in it, or something that only looks wrong. A file that
cannot be read is refused, with its name and the column or line; a row that cannot be used is
rejected with its reason; anything else is read, every value as it stands in the file.
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
    """A file and what must come of it.

    Attributes:
        name: What is wrong, in words.
        table: The input it is given as.
        content: The bytes of the file.
        refused: Words of the message, when the file cannot be read; the file's name is always
            among them.
        reasons: Else, of each row in order, why it cannot be used; None where it can.
        texts: Cells that a plain reading of CSV does not give, by row and column.
        suffix: The end of the file's name; only .csv files are seeds as well.
    """

    name: str
    table: str
    content: bytes
    refused: tuple[str, ...] = ()
    reasons: tuple[str | None, ...] = ()
    suffix: str = ".csv"
    is_large: bool = False

    def rows(self) -> list[dict]:
        """The rows as any reader of CSV sees them, by the column's name in lower case."""
        raw = gzip.decompress(self.content) if self.suffix.endswith("gz") else self.content
        csv.field_size_limit(2**25)
        reader = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
        header, *records = [record for record in reader if record]
        names = [name.strip().lower() for name in header]
        return [dict(zip(names, _trimmed(record, len(names)), strict=True)) for record in records]


def _trimmed(record: list[str], width: int) -> list[str]:
    """A record without the empty values behind its last column: a comma at a line's end is none."""
    return record[:width] if not any(record[width:]) else record


def _lines(table: str, *more: str) -> bytes:
    return ("\n".join([*GOOD[table], *more]) + "\n").encode()


def _text(table: str) -> str:
    return "\n".join(GOOD[table]) + "\n"


def _without(table: str, column: str) -> bytes:
    rows = list(csv.reader(GOOD[table]))
    place = rows[0].index(column)
    return "".join(",".join(row[:place] + row[place + 1 :]) + "\n" for row in rows).encode()


def _zip(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("clickstream.csv", content)
    return buffer.getvalue()


def _refused(name: str, table: str, content: bytes, *words: str, suffix: str = ".csv") -> Fault:
    return Fault(name, table, content, refused=words, suffix=suffix)


def _value(table: str, column: str, value: str, reason: str | None, name: str = "") -> Fault:
    """A third row that differs from the first in its key and one value."""
    header, first, _ = csv.reader(GOOD[table])
    row = dict(zip(header, first, strict=True))
    if header[0].endswith("_id") and table != "clickstream" and table != "user_feedback":
        row[header[0]] += "00"
    row[column] = value
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(row.values())
    content = _lines(table) + buffer.getvalue().encode()
    return Fault(name or f"{column} {value!r}", table, content, reasons=(None, None, reason))


def _read(name: str, table: str, content: bytes, rows: int = 2, suffix: str = ".csv") -> Fault:
    return Fault(name, table, content, reasons=(None,) * rows, suffix=suffix)


LINE = "line "
CLICKS = _text("clickstream")
CARTS = _text("cart_abandonment")
FEEDBACK = _text("user_feedback")

STRUCTURES = [
    *(
        _refused(f"no column {column}", table, _without(table, column), f"has no column {column}")
        for table, column in (
            ("api_logs", "service_name"),
            ("cart_abandonment", "cart_id"),
            ("clickstream", "page"),
            ("page_load_times", "load_time_ms"),
            ("session_tracking", "page_sequence"),
            ("support_tickets", "created_at"),
            ("user_feedback", "timestamp"),
        )
    ),
    _refused("column twice", "clickstream",
             CLICKS.replace("element_clicked", "Page").encode(), "has the column page more than"),
    _refused("separated by semicolons", "api_logs", _text("api_logs").replace(",", ";").encode(),
             "separated by something other than a comma"),
    _refused("separated by tabs", "clickstream", CLICKS.replace(",", "\t").encode(),
             "separated by something other than a comma"),
    _refused("separated by bars", "page_load_times",
             _text("page_load_times").replace(",", "|").encode(), "other than a comma"),
    _refused("no byte", "user_feedback", b"", "is empty: expected a header line"),
    _refused("one line end", "clickstream", b"\n", "begins with an empty line"),
    _refused("a byte order mark alone", "api_logs", b"\xef\xbb\xbf", "is empty: expected a header"),
    _refused("blanks alone", "support_tickets", b"   \n  \n", "begins with an empty line"),
    _refused("too many values", "clickstream", _lines("clickstream", "u3,2026-01-05,home,logo,x"),
             LINE + "4", "u3,2026-01-05,home,logo,x"),
    _refused("too few values", "clickstream", _lines("clickstream", "u3,2026-01-05"), LINE + "4"),
    _read("a comma at the end of each line", "page_load_times",
          "\n".join([GOOD["page_load_times"][0], *(f"{line}," for line in
                     GOOD["page_load_times"][1:])]).encode()),
    _refused("quote never closed, last line", "clickstream",
             _lines("clickstream", 'u3,2026-01-05,"home,logo'), LINE + "4"),
    _refused("quote never closed, first line", "user_feedback",
             FEEDBACK.replace("good", '"good').encode(), LINE),
    _refused("quote never closed, header", "user_feedback", b'"' + FEEDBACK.encode(),
             "line 1: a quoted name is not closed"),
    _refused("text after a closing quote, header", "session_tracking",
             b'""' + _lines("session_tracking"), "line 1: a quoted name is not closed, or has"),
    _refused("text after a closing quote", "clickstream",
             CLICKS.replace("home", '"home"page').encode(), LINE + "2"),
    _refused("Latin-1", "user_feedback", FEEDBACK.replace("good", "très bon").encode("latin-1"),
             LINE + "2"),
    _refused("Latin-1 in the header", "clickstream",
             CLICKS.replace("element_clicked", "élément").encode("latin-1"), "UTF-8"),
    _refused("UTF-16, little end first", "clickstream", CLICKS.encode("utf-16"), "UTF-8"),
    _refused("UTF-16, big end first", "api_logs",
             b"\xfe\xff" + _text("api_logs").encode("utf-16-be"), "UTF-8"),
    _refused("gzip as .csv", "clickstream", gzip.compress(CLICKS.encode()), "UTF-8"),
    _refused("zip as .csv", "page_load_times", _zip(CLICKS.encode()), "UTF-8"),
    _refused("Parquet as .csv", "user_feedback", b"PAR1\x15\x04\x15\x10\xff\xfePAR1", "UTF-8"),
    _refused("CSV as .csv.gz", "clickstream", CLICKS.encode(), "gz", suffix=".csv.gz"),
    _refused("cut off .csv.gz", "api_logs", gzip.compress(_text("api_logs").encode())[:40], "gz",
             suffix=".csv.gz"),
    _refused("CSV as .parquet", "clickstream", CLICKS.encode(), "parquet", suffix=".parquet"),
    _refused("HTML instead of CSV", "cart_abandonment",
             b"<!doctype html>\n<html><body>502 Bad Gateway</body></html>\n", "has no column"),
    _refused("JSON lines instead of CSV", "clickstream",
             b'{"user_id":"u1","timestamp":"2026-01-05"}\n', "line 1: a quoted name"),
    _refused("a comment above the header", "api_logs",
             b"# exported 2026-01-05\n" + _lines("api_logs"), "has no column"),
    _refused("a title above the header", "support_tickets",
             b"Support tickets,,,\n" + _lines("support_tickets"), "has no column"),
    _refused("no header", "user_feedback", FEEDBACK.split("\n", 1)[1].encode(), "has no column"),
    Fault("header line again", "clickstream", _lines("clickstream", GOOD["clickstream"][0]),
          reasons=(None, None, "invalid_timestamp")),
    _read("byte order mark", "clickstream", b"\xef\xbb\xbf" + CLICKS.encode()),
    _read("lines end with CR LF", "cart_abandonment", CARTS.replace("\n", "\r\n").encode()),
    _read("lines end with CR", "page_load_times",
          _text("page_load_times").replace("\n", "\r").encode()),
    _refused("lines end as they like", "clickstream",
             CLICKS.replace("logo\n", "logo\r\n").encode(), "lines end in different ways"),
    _read("no line end at the end", "user_feedback", FEEDBACK.rstrip().encode()),
    _read("blank lines at the end", "api_logs", _lines("api_logs", "", "")),
    _read("columns in another order", "clickstream",
          b"page,element_clicked,user_id,timestamp\nhome,logo,u1,2026-01-05\n", 1),
    _read("more columns", "page_load_times",
          b"browser,page_url,timestamp,os,load_time_ms\nfox,/home,2026-01-05,x,10\n", 1),
    _read("columns without a name, and of one name", "clickstream",
          b",user_id,timestamp,,page,note,Note,column 1\n0,u1,2026-01-05,1,home,2,3,4\n", 1),
    _read("no optional column", "user_feedback", b"timestamp\n2026-01-05T10:00:00\n", 1),
    _read("header in capitals and blanks", "clickstream",
          b" USER_ID , Timestamp,PAGE ,Element_Clicked\nu1,2026-01-05,home,logo\n", 1),
    _read("every value quoted, names too", "cart_abandonment",
          "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n"
                  for line in GOOD["cart_abandonment"]).encode()),
    _read("header alone", "session_tracking", GOOD["session_tracking"][0].encode(), 0),
    _read("one line end within quotes", "user_feedback",
          _lines("user_feedback", 'u3,2026-01-05,"good\nbut slow, ""really""",3'), 3),
    _read("# lines", "clickstream", _lines("clickstream", "#3,2026-01-05,#home,# no comment"), 3),
    _read("gzip in two parts", "api_logs",
          gzip.compress(_text("api_logs").encode()) + gzip.compress(b"2026-01-05,/c,200,1,x\n"), 3,
          suffix=".csv.gz"),
    Fault("a value of 10 MB", "user_feedback",
          _lines("user_feedback", f"u3,2026-01-05,{'long ' * 2_000_000},3"), reasons=(None,) * 3,
          is_large=True),
    Fault("a line of 40 MB", "user_feedback",
          _lines("user_feedback", f"u3,2026-01-05,{'long ' * 8_000_000},3"),
          refused=("line 4", "longer than 32 MiB"), is_large=True),
]  # fmt: skip

TIMES = [
    _value("clickstream", "timestamp", value, reason)
    for value, reason in (
        ("05/01/2026", "invalid_timestamp"),
        ("05/01/2026 10:00", "invalid_timestamp"),
        ("1/5/26", "invalid_timestamp"),
        ("05.01.2026", "invalid_timestamp"),
        ("5 Jan 2026", "invalid_timestamp"),
        ("1767607200", "invalid_timestamp"),
        ("1767607200000", "invalid_timestamp"),
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
        ("NaN", "invalid_load_time_ms"),
        ("inf", "invalid_load_time_ms"),
        ("-Infinity", "invalid_load_time_ms"),
        ("1,200", "invalid_load_time_ms"),
        ("1 200", "invalid_load_time_ms"),
        ("1'200", "invalid_load_time_ms"),
        ("1_200", "invalid_load_time_ms"),
        ("12,5", "invalid_load_time_ms"),
        ("1200ms", "invalid_load_time_ms"),
        ("0x4B0", "invalid_load_time_ms"),
        ("١٢٠٠", "invalid_load_time_ms"),
        ("99999999999999999999", "invalid_load_time_ms"),
        ("1e400", "invalid_load_time_ms"),
        ("null", "invalid_load_time_ms"),
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
    _value("cart_abandonment", "items_in_cart", "two", "invalid_items_in_cart"),
    _value("cart_abandonment", "items_in_cart", "1.5", "invalid_items_in_cart"),
    _value("cart_abandonment", "items_in_cart", "-1", "negative_items_in_cart"),
    _value("api_logs", "status_code", "99", "out_of_range_status_code"),
    _value("api_logs", "status_code", "600", "out_of_range_status_code"),
    _value("api_logs", "status_code", "OK", "invalid_status_code"),
    _value("api_logs", "status_code", "200.5", "invalid_status_code"),
    _value("api_logs", "response_time_ms", "-3", "negative_response_time_ms"),
    _value("user_feedback", "rating", "0", "out_of_range_rating"),
    _value("user_feedback", "rating", "6", "out_of_range_rating"),
    _value("user_feedback", "rating", "five", "invalid_rating"),
    _value("session_tracking", "end_time", "2026-01-05T09:59:59", "ends_before_start"),
    _value("support_tickets", "resolved_at", "2026-01-05T09:59:59", "ends_before_start"),
    _value("support_tickets", "resolved_at", "soon", "invalid_resolved_at"),
    _value("support_tickets", "reopen_count", "-1", "negative_reopen_count"),
    _value("cart_abandonment", "cart_id", "", "missing_cart_id"),
    _value("session_tracking", "session_id", "", "missing_session_id"),
    _value("clickstream", "user_id", " ", "missing_user_id"),
    Fault("a cart twice", "cart_abandonment",
          _lines("cart_abandonment", "C1,u1,2026-01-05T12:00:00,2,19.90"),
          reasons=("duplicate_key", None, None)),
    Fault("a session twice", "session_tracking",
          _lines("session_tracking", GOOD["session_tracking"][1]),
          reasons=("duplicate_key", None, None)),
    Fault("a ticket twice", "support_tickets",
          _lines("support_tickets", "T1,2026-01-05T09:00:00,,high,0,"),
          reasons=(None, None, "duplicate_key")),
]  # fmt: skip

TEXTS = [
    _value("user_feedback", "feedback_text", value, None, name)
    for name, value in (
        ("a formula", '=cmd|\' /C calc\'!A0'),
        ("HTML", "<script>alert(1)</script>"),
        ("SQL", "'); drop table clickstream; --"),
        ("Jinja", "{{ env_var('HOME') }}{% raw %}{# no #}"),
        ("a path", "../../etc/passwd"),
        ("null in words", "NULL"),
        ("not a number in words", "NaN"),
        ("letters of all kinds", "Zoë 👩‍👩‍👧 مرحبا ‮gnp.exe​"),
        ("backslashes", "C:\\new\\table \\N \\\" \\"),
    )
]  # fmt: skip

FAULTS = [*STRUCTURES, *TIMES, *NUMBERS, *RANGES, *TEXTS]
