"""One value at a time: numbers, timestamps, ids, users, pages."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LARGEST_NUMBER = 1e15
EPOCH = datetime(1970, 1, 1)
# no-break, zero-width and wide blanks, and the marks of the direction of writing
BLANKS = " \t\n\r\u00a0\u2007\u200b\u200e\u200f\u202f\u2060\u3000\ufeff"

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
INTEGER = re.compile(r"[+-]?\d+(\.0*)?", re.ASCII)
# one comma that has other than three digits after it, below any points
DECIMAL_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d{1,12}),(\d{1,2}|\d{4,6})", re.ASCII)
# commas above a point, or more than one of them
THOUSANDS = re.compile(r"[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,4})", re.ASCII)
DATE = r"(?P<year>\d{4})(?P<dash>[-/]?)(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})"
SECONDS = r"(?P=colon)(?P<second>\d\d)(?P<fraction>\.\d+)?"
CLOCK = rf"(?P<hour>\d{{1,2}})(?P<colon>:?)(?P<minute>\d\d)({SECONDS})?"
ZONE = r"Z|(?P<sign>[+-])(?P<zone_hours>0\d|1[0-5])(:?(?P<zone_minutes>[0-5]\d))?"
TIMESTAMP = re.compile(rf"{DATE}((?P<between>[T ]){CLOCK}( ?(?P<zone>{ZONE}))?)?", re.ASCII)
UNIX_TIME = re.compile(r"(\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(\.\d*)?", re.ASCII)
ROUNDED_ID = re.compile(r"\d(\.\d+)?[eE]\+\d+", re.ASCII)
GUESTS = {
    *("0", "-1", "guest", "anonymous", "anon", "unknown"),
    "00000000-0000-0000-0000-000000000000",
}
NUMBERED_USER = re.compile(r"(user|usr|u)[-_ ]*0*([0-9]+)")


def parse_number(text: str) -> float | None:
    """Parse a finite decimal below 1e15; None for anything else.

    A comma is read where it can only be a decimal comma, or only separate thousands.
    """
    if DECIMAL_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if abs(number) < LARGEST_NUMBER else None


def parse_integer(text: str) -> float | None:
    """Parse a whole number written as 3 or 3.0; None for anything else."""
    return parse_number(text) if INTEGER.fullmatch(text) else None


def parse_time(text: str, source_timezone: str = "UTC") -> datetime | None:
    """Parse an ISO 8601 timestamp or a Unix time to UTC; None for anything else."""
    if UNIX_TIME.fullmatch(text):
        return parse_unix_time(text)
    text = text.upper().replace(",", ".")
    # the name of a zone after its offset, and the words for no offset
    text = re.sub(r"\[.*\]$", "", text)
    text = re.sub(r" ?(UTC|GMT)$", "Z", text)
    text = re.sub(f"[{BLANKS}]+", " ", text)
    found = TIMESTAMP.fullmatch(text)
    return None if found is None else parse_iso_time(found.groupdict(), source_timezone)


def parse_unix_time(text: str) -> datetime:
    """Parse seconds, milliseconds, microseconds or nanoseconds, by their number of digits."""
    units = {10: 1, 13: 1000, 16: 10**6, 19: 10**9}
    whole = text.split(".", 1)[0]
    unit = next(unit for digits, unit in units.items() if len(whole) <= digits)
    fraction = float(f"0.{text.partition('.')[2]}0")
    microseconds = int(whole) * 10**6 // unit + int(fraction * 10**6 / unit)
    return EPOCH + timedelta(microseconds=microseconds)


def parse_iso_time(parts: dict[str, str | None], source_timezone: str) -> datetime | None:
    """Build a time in UTC, without an offset, from the parts of an ISO 8601 timestamp."""
    is_basic = parts["dash"] == ""
    if is_basic and (len(parts["month"] + parts["day"]) < 4 or parts["between"] == " "):
        return None
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    if parts["colon"] == "" and (len(parts["hour"]) < 2 or parts["between"] == " "):
        return None
    # 24:00 ends a day
    is_next_day = (hour, minute, second) == (24, 0, 0)
    try:
        time = datetime(
            *(int(parts[name]) for name in ("year", "month", "day")),
            0 if is_next_day else hour,
            minute,
            second,
            int((parts["fraction"] or ".")[1:7].ljust(6, "0")),
        ) + timedelta(days=is_next_day)
        if parts["zone"] is None:
            local = time.replace(tzinfo=ZoneInfo(source_timezone))
            return local.astimezone(UTC).replace(tzinfo=None)
        offset = timedelta(
            hours=int(parts["zone_hours"] or 0), minutes=int(parts["zone_minutes"] or 0)
        )
        return time + offset if parts["sign"] == "-" else time - offset
    except (ValueError, OverflowError):
        return None


def clean_id(text: str) -> str:
    """Drop the fraction that pandas writes in a column of whole numbers with gaps."""
    return text[:-2] if re.fullmatch(r"\d+\.0", text, re.ASCII) else text


def is_rounded_id(text: str) -> bool:
    """Return whether a spreadsheet has rounded an id: 36579400000001 becomes 3.65794E+13."""
    return bool(ROUNDED_ID.fullmatch(text))


def user_key(user_id: str) -> str:
    """Normalize the spellings of a user id; blank stays blank, and so is a guest."""
    cleaned = user_id.strip().lower()
    if cleaned in GUESTS:
        return ""
    numbered = NUMBERED_USER.fullmatch(cleaned)
    return f"u{numbered[2]}" if numbered else cleaned


def clean_page(page: str) -> str:
    """Lower a page's name and drop its query string and outer slashes; '/' when nothing is left."""
    path = page.lower().split("?", 1)[0]
    return path.strip(" \t\r\n/") or "/"


def split_steps(page_sequence: str) -> list[str]:
    """Split the pages of a session, in order and as written; merged parts have a line each."""
    return [step.strip() for step in re.split(r"[>\n]", page_sequence) if step.strip()]
