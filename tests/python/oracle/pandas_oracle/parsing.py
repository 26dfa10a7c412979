"""One value at a time: numbers, timestamps, users, pages."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LARGEST_NUMBER = 1e15

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
TIMESTAMP = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"([T ]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}(:?\d{2})?)?)?",
    re.ASCII,
)
NUMBERED_USER = re.compile(r"(user|usr|u)[-_ ]*0*([0-9]+)")


def parse_number(text: str) -> float | None:
    """Parse a plain, finite decimal below 1e15; None for anything else."""
    if not NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if abs(number) < LARGEST_NUMBER else None


def parse_integer(text: str) -> float | None:
    """Parse a number without a fraction, such as 3 or 3.0; None for anything else."""
    number = parse_number(text)
    return number if number is not None and number.is_integer() else None


def parse_time(text: str, source_timezone: str = "UTC") -> datetime | None:
    """Parse a strict ISO 8601 timestamp to UTC without an offset; None for anything else."""
    if not TIMESTAMP.fullmatch(text):
        return None
    try:
        time = datetime.fromisoformat(re.sub(r" (?=[Z+-])", "", text))
        if time.tzinfo is None:
            time = time.replace(tzinfo=ZoneInfo(source_timezone))
        return time.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def user_key(user_id: str) -> str:
    """Normalize the spellings of a user id; blank stays blank."""
    cleaned = user_id.strip().lower()
    numbered = NUMBERED_USER.fullmatch(cleaned)
    return f"u{numbered[2]}" if numbered else cleaned


def clean_page(page: str) -> str:
    """Lower a page's name and drop its query string and outer slashes; '/' when nothing is left."""
    path = page.lower().split("?", 1)[0]
    return path.strip(" \t\r\n/") or "/"


def split_steps(page_sequence: str) -> list[str]:
    """Split the pages of a session, in order and as written."""
    return [step.strip() for step in page_sequence.split(">") if step.strip()]
