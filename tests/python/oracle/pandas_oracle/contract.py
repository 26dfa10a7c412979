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
        currency: The currency of all amounts; None: the most common one of the orders, else of the
            carts, else EUR.
        as_of: The time that counts as now (UTC); None: the latest accepted event.
        build_started_at: The clock that future timestamps are compared with (UTC, no offset).
        source_timezone: The time zone of timestamps without an offset.
        max_rejected_share: The share of blanks up to which a blank is a defect in columns that
            most rows fill.
        polarity: The polarity of a feedback text, as a function or a mapping of texts.
        pages: The seed of page aliases.
        kpi_columns: The seed of the columns that each KPI needs.
        sla_targets: The seed of target hours per priority.
        order_statuses: The seed of what the statuses of orders mean.
        exchange_rates: The seed of units of the shop's currency for one of another.
        recovery_window_hours: The time after abandonment within which a cart can be recovered.
        neutral_band: The largest absolute polarity that is neutral.
        rating_min: The lowest rating of the scale.
        rating_max: The highest rating of the scale.
        throttling_is_bad: Whether a throttled request (429) counts against availability.
    """

    currency: str | None = None
    as_of: str | None = None
    build_started_at: datetime | None = None
    source_timezone: str = "UTC"
    max_rejected_share: float = 0.05
    polarity: Callable[[str], float] | Mapping[str, float] = textblob_polarity
    pages: Path = REFERENCE / "pages.csv"
    kpi_columns: Path = REFERENCE / "kpi_columns.csv"
    sla_targets: Path = REFERENCE / "sla_targets.csv"
    order_statuses: Path = REFERENCE / "order_statuses.csv"
    exchange_rates: Path = REFERENCE / "exchange_rates.csv"
    recovery_window_hours: float = 24
    neutral_band: float = 0.1
    rating_min: float = 1
    rating_max: float = 5
    throttling_is_bad: bool = True


@dataclass(frozen=True)
class Column:
    """What the contract requires of a column.

    Attributes:
        kind: text, id, time (of an event), version (a time that orders the rows of a key),
            integer or number.
        is_required: Whether a file must have the column, and a row a value in it.
        is_filled_by_most: Whether a blank is a defect if most rows have a value.
        is_negative_allowed: Whether a number may be below 0.
        loses_value: Whether a row counts without a value that cannot be parsed.
    """

    kind: str
    is_required: bool = False
    is_filled_by_most: bool = False
    is_negative_allowed: bool = True
    loses_value: bool = False


REQUIRED_TEXT = Column("text", is_required=True)
REQUIRED_TIME = Column("time", is_required=True)
REQUIRED_ID = Column("id", is_required=True)
TEXT = Column("text")
TIME = Column("time")
VERSION = Column("version", loses_value=True)
USER = Column("id", loses_value=True)
OTHER_ID = Column("id", loses_value=True)
ITEMS = Column("integer", is_negative_allowed=False, loses_value=True)
AMOUNT = Column("number", is_negative_allowed=False)

TABLES: dict[str, dict[str, Column]] = {
    "clickstream": {
        "user_id": Column("id", is_filled_by_most=True, loses_value=True),
        "timestamp": REQUIRED_TIME,
        "page": REQUIRED_TEXT,
        "element_clicked": TEXT,
    },
    "cart_abandonment": {
        "cart_id": REQUIRED_ID,
        "abandonment_time": REQUIRED_TIME,
        "updated_at": VERSION,
        "user_id": USER,
        "items_in_cart": ITEMS,
        "total_value": AMOUNT,
        "currency": TEXT,
    },
    "orders": {
        "order_id": REQUIRED_ID,
        "ordered_at": REQUIRED_TIME,
        "updated_at": VERSION,
        "user_id": USER,
        "session_id": OTHER_ID,
        "cart_id": OTHER_ID,
        "status": TEXT,
        "total_value": AMOUNT,
        "currency": TEXT,
        "item_count": ITEMS,
        "discount_value": AMOUNT,
        "refunded_value": AMOUNT,
    },
    "page_load_times": {
        "page_url": REQUIRED_TEXT,
        "timestamp": REQUIRED_TIME,
        "load_time_ms": Column("number", is_required=True, is_negative_allowed=False),
    },
    "api_logs": {
        "timestamp": REQUIRED_TIME,
        "endpoint": REQUIRED_TEXT,
        "status_code": Column("integer", is_filled_by_most=True),
        "response_time_ms": Column("number", is_negative_allowed=False),
        "service_name": Column("text", is_filled_by_most=True),
    },
    "user_feedback": {
        "timestamp": REQUIRED_TIME,
        "user_id": USER,
        "feedback_text": TEXT,
        "rating": Column("number", loses_value=True),
    },
    "session_tracking": {
        "session_id": REQUIRED_ID,
        "start_time": REQUIRED_TIME,
        "end_time": REQUIRED_TIME,
        "page_sequence": REQUIRED_TEXT,
        "user_id": USER,
        "drop_off_page": TEXT,
    },
    "support_tickets": {
        "ticket_id": REQUIRED_ID,
        "created_at": REQUIRED_TIME,
        "updated_at": VERSION,
        "user_id": USER,
        "resolved_at": TIME,
        "first_response_at": TIME,
        "category": TEXT,
        "priority": TEXT,
        "channel": TEXT,
        "status": TEXT,
        "subject": TEXT,
        "reopen_count": Column("integer", is_negative_allowed=False, loses_value=True),
        "csat_score": Column("number", loses_value=True),
    },
}

# what tools write for a missing value
PLACEHOLDERS = {
    *("null", "none", "nan", "nat", "nil", "n/a", "#n/a", "<na>", "<null>", "-", "--", "\\n"),
    *("(not set)", "(null)", "(none)", "(empty)", "(blank)", "undefined"),
}
# what tools write for a missing time that is optional
PLACEHOLDER_DATES = {
    *("0000-00-00", "0001-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "0"),
}

STARTS_AND_ENDS = {
    "session_tracking": ("start_time", ["end_time"]),
    "support_tickets": ("created_at", ["resolved_at", "first_response_at"]),
}
