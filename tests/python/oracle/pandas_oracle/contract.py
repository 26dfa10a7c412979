"""What a build can be configured with, and the columns of each input."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[4] / "seeds" / "reference"
EARLIEST_EVENT = datetime(1990, 1, 1)


def textblob_polarity(text: str) -> float:
    """TextBlob's polarity, without the shop's lexicon."""
    from textblob import TextBlob

    return TextBlob(text).sentiment.polarity


@dataclass(frozen=True)
class Variables:
    """The settings of a build, with their defaults.

    Attributes:
        as_of: The time that counts as now (UTC); None: the latest accepted event.
        build_started_at: The clock that future timestamps are compared with (UTC, no offset).
        source_timezone: The time zone of timestamps without an offset.
        polarity: The polarity of a feedback text, as a function or a mapping of texts.
        pages: The seed of page aliases.
        sla_targets: The seed of target hours per priority.
        recovery_window_hours: The time after abandonment within which a cart can be recovered.
        neutral_band: The largest absolute polarity that is neutral.
        rating_min: The lowest rating of the scale.
        rating_max: The highest rating of the scale.
        throttling_is_bad: Whether a throttled request (429) counts against availability.
    """

    as_of: str | None = None
    build_started_at: datetime | None = None
    source_timezone: str = "UTC"
    polarity: Callable[[str], float] | Mapping[str, float] = textblob_polarity
    pages: Path = REFERENCE / "pages.csv"
    sla_targets: Path = REFERENCE / "sla_targets.csv"
    recovery_window_hours: float = 24
    neutral_band: float = 0.1
    rating_min: float = 1
    rating_max: float = 5
    throttling_is_bad: bool = True


@dataclass(frozen=True)
class Column:
    """What the contract requires of an input column."""

    kind: str
    is_required: bool = False
    is_negative_allowed: bool = True


REQUIRED_TEXT = Column("text", is_required=True)
REQUIRED_TIME = Column("time", is_required=True)
TEXT = Column("text")
TIME = Column("time")

TABLES: dict[str, dict[str, Column]] = {
    "clickstream": {
        "user_id": REQUIRED_TEXT,
        "timestamp": REQUIRED_TIME,
        "page": REQUIRED_TEXT,
        "element_clicked": TEXT,
    },
    "cart_abandonment": {
        "cart_id": REQUIRED_TEXT,
        "abandonment_time": REQUIRED_TIME,
        "user_id": TEXT,
        "items_in_cart": Column("integer", is_negative_allowed=False),
        "total_value": Column("number", is_negative_allowed=False),
    },
    "page_load_times": {
        "page_url": REQUIRED_TEXT,
        "timestamp": REQUIRED_TIME,
        "load_time_ms": Column("number", is_required=True, is_negative_allowed=False),
    },
    "api_logs": {
        "timestamp": REQUIRED_TIME,
        "endpoint": REQUIRED_TEXT,
        "status_code": Column("integer", is_required=True),
        "response_time_ms": Column("number", is_required=True, is_negative_allowed=False),
        "service_name": REQUIRED_TEXT,
    },
    "user_feedback": {
        "timestamp": REQUIRED_TIME,
        "user_id": TEXT,
        "feedback_text": TEXT,
        "rating": Column("number"),
    },
    "session_tracking": {
        "session_id": REQUIRED_TEXT,
        "start_time": REQUIRED_TIME,
        "end_time": REQUIRED_TIME,
        "page_sequence": REQUIRED_TEXT,
        "user_id": TEXT,
        "drop_off_page": TEXT,
    },
    "support_tickets": {
        "ticket_id": REQUIRED_TEXT,
        "created_at": REQUIRED_TIME,
        "user_id": TEXT,
        "resolved_at": TIME,
        "first_response_at": TIME,
        "category": TEXT,
        "priority": TEXT,
        "channel": TEXT,
        "status": TEXT,
        "subject": TEXT,
        "reopen_count": Column("integer", is_negative_allowed=False),
        "csat_score": Column("number"),
    },
}

STARTS_AND_ENDS = {
    "session_tracking": ("start_time", ["end_time"]),
    "support_tickets": ("created_at", ["resolved_at", "first_response_at"]),
}

# of rows with the same key, the last in this order is kept; nulls sort first
KEYS_AND_ORDERS = {
    "cart_abandonment": ("cart_id", ["abandonment_time"]),
    "session_tracking": ("session_id", ["start_time", "end_time"]),
    "support_tickets": ("ticket_id", ["created_at", "resolved_at"]),
}
