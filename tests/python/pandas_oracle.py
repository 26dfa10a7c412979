"""The headline KPIs worked out a second time, in plain pandas, as an analyst would.

The warehouse computes its figures in SQL. This module computes the same figures from the
input files and the written definitions alone, and shares no code with the models: where the
two disagree, one of them misreads a definition.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

REPOSITORY = Path(__file__).resolve().parents[2]

NOT_RECORDED = "(not recorded)"
EARLIEST_EVENT = datetime(1990, 1, 1)
LARGEST_NUMBER = 1e15
CART_STEP = 3

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
TIMESTAMP = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"([T ]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}(:?\d{2})?)?)?",
    re.ASCII,
)
NUMBERED_USER = re.compile(r"(user|usr|u)[-_ ]*0*([0-9]+)")


def textblob_polarity(text: str) -> float:
    """TextBlob's own polarity, unaltered."""
    from textblob import TextBlob

    return TextBlob(text).sentiment.polarity


@dataclass(frozen=True)
class Variables:
    """What a build can be told, with its defaults.

    Attributes:
        as_of: the moment that counts as now; the latest accepted event when not given.
        build_started_at: the clock that rows from the future are measured by (UTC, no offset).
        source_timezone: the zone of timestamps that carry no offset.
        polarity: the score of a feedback text, as a function or a dictionary of texts.
        pages: the seed of page aliases.
        sla_targets: the seed of target hours per priority.
        recovery_window_hours: how long after its abandonment a cart can be recovered.
        neutral_band: polarities up to this far from zero are neutral.
        rating_min: the lowest rating of the scale.
        rating_max: the highest rating of the scale.
        throttling_is_bad: whether a throttled request counts against the availability.
    """

    as_of: str | None = None
    build_started_at: datetime | None = None
    source_timezone: str = "UTC"
    polarity: Callable[[str], float] | Mapping[str, float] = textblob_polarity
    pages: Path = REPOSITORY / "seeds/reference/pages.csv"
    sla_targets: Path = REPOSITORY / "seeds/reference/sla_targets.csv"
    recovery_window_hours: float = 24
    neutral_band: float = 0.1
    rating_min: float = 1
    rating_max: float = 5
    throttling_is_bad: bool = True


@dataclass(frozen=True)
class Column:
    """What the contract asks of one input column."""

    kind: str
    is_required: bool = False
    is_negative_allowed: bool = True


@dataclass(frozen=True)
class Shop:
    """The accepted rows of all inputs, with what is needed to read them."""

    tables: dict[str, pd.DataFrame]
    present: frozenset[str]
    as_of: pd.Timestamp
    page_keys: dict[str, str]
    funnel_steps: dict[str, float]
    sla_targets: dict[str, float]
    variables: Variables


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

# of two rows with one key the last in this order stays; a null comes before any value
KEYS_AND_ORDERS = {
    "cart_abandonment": ("cart_id", ["abandonment_time"]),
    "session_tracking": ("session_id", ["start_time", "end_time"]),
    "support_tickets": ("ticket_id", ["created_at", "resolved_at"]),
}


# Values


def parse_number(text: str) -> float | None:
    """A plain decimal, finite and of a size that money and time can have; else None."""
    if not NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if abs(number) < LARGEST_NUMBER else None


def parse_integer(text: str) -> float | None:
    """A number without a fraction, whichever way it is written; else None."""
    number = parse_number(text)
    return number if number is not None and number.is_integer() else None


def parse_time(text: str, source_timezone: str = "UTC") -> datetime | None:
    """A strict ISO timestamp as UTC without an offset; None when it is anything else."""
    if not TIMESTAMP.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r" (?=[Z+-])", "", text))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(source_timezone))
        return moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def user_key(user_id: str) -> str:
    """One name for a person who is written in several ways; blank stays blank."""
    cleaned = user_id.strip().lower()
    numbered = NUMBERED_USER.fullmatch(cleaned)
    return f"u{numbered[2]}" if numbered else cleaned


def clean_page(page: str) -> str:
    """A page's name without capitals, query string and outer slashes; '/' when none is left."""
    path = page.lower().split("?", 1)[0]
    return path.strip(" \t\r\n/") or "/"


def split_steps(page_sequence: str) -> list[str]:
    """The pages of a session in their order, as they were written."""
    return [step.strip() for step in page_sequence.split(">") if step.strip()]


# Rows: read, judged, deduplicated


def read_table(folder: Path, table: str) -> pd.DataFrame | None:
    """The rows of one input as text; None when the file is absent."""
    path = folder / f"{table}.csv"
    if not path.exists():
        return None
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    rows.columns = [name.strip().lower() for name in rows.columns]
    for name, column in TABLES[table].items():
        if name not in rows and column.is_required:
            raise ValueError(f"{path} has no column {name}")
    return rows.reindex(columns=list(TABLES[table]), fill_value="")


def convert(texts: pd.Series, kind: str, source_timezone: str) -> pd.Series:
    """Trimmed text as its type; what is blank or does not parse becomes null, text stays."""
    if kind == "text":
        return texts
    if kind == "time":
        moments = [parse_time(text, source_timezone) for text in texts]
        return pd.Series(moments, index=texts.index, dtype="datetime64[us]")
    parse = parse_integer if kind == "integer" else parse_number
    return pd.Series([parse(text) for text in texts], index=texts.index, dtype="float64")


def latest_allowed(variables: Variables) -> datetime:
    """No event can be later: as_of when given, and never more than a day from now."""
    clock = variables.build_started_at or datetime.now(UTC).replace(tzinfo=None)
    tomorrow = clock + timedelta(days=1)
    return min(given_as_of(variables) or tomorrow, tomorrow)


def given_as_of(variables: Variables) -> datetime | None:
    """The as_of that was asked for, which must be a timestamp; None when none was."""
    if not variables.as_of:
        return None
    moment = parse_time(variables.as_of)
    if moment is None:
        raise ValueError(f"as_of is not an ISO timestamp: {variables.as_of}")
    return moment


def is_out_of_range(
    name: str, column: Column, values: pd.Series, variables: Variables
) -> pd.Series:
    """Whether a value stands outside what its column can hold; a null never does."""
    if column.kind == "text":
        return pd.Series(False, index=values.index)
    if column.kind == "time":
        return (values < EARLIEST_EVENT) | (values > latest_allowed(variables))
    if name == "status_code":
        return values.notna() & (values != 0) & ~values.between(100, 599)
    if name == "rating":
        return values.notna() & ~values.between(variables.rating_min, variables.rating_max)
    return (values < 0) & (not column.is_negative_allowed)


def accept_rows(table: str, rows: pd.DataFrame, variables: Variables) -> pd.DataFrame:
    """The rows of an input that the contract accepts, typed."""
    is_usable = pd.Series(True, index=rows.index)
    typed = {}
    for name, column in TABLES[table].items():
        texts = rows[name].str.strip()
        values = convert(texts, column.kind, variables.source_timezone)
        is_blank = texts == ""
        if column.is_required:
            is_usable &= ~is_blank
        is_usable &= is_blank | values.notna()
        is_usable &= ~is_out_of_range(name, column, values, variables)
        typed[name] = values
    accepted = pd.DataFrame(typed, index=rows.index)
    is_usable &= ~ends_before_start(table, accepted)
    return keep_latest_per_key(table, accepted[is_usable])


def ends_before_start(table: str, rows: pd.DataFrame) -> pd.Series:
    """Whether something in the row ends before it starts."""
    is_reversed = pd.Series(False, index=rows.index)
    start, ends = STARTS_AND_ENDS.get(table, (None, []))
    for end in ends:
        is_reversed |= rows[end] < rows[start]
    return is_reversed


def keep_latest_per_key(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per key, the latest by its own time, the later in the file among equals."""
    if table not in KEYS_AND_ORDERS:
        return rows
    key, order = KEYS_AND_ORDERS[table]
    ordered = rows.assign(source_row=rows.index).sort_values(
        [*order, "source_row"], na_position="first"
    )
    return ordered.drop_duplicates(key, keep="last").sort_index().drop(columns="source_row")


def read_accepted(folder: Path, variables: Variables) -> dict[str, pd.DataFrame]:
    """The accepted rows of every input that is present."""
    read = {table: read_table(Path(folder), table) for table in TABLES}
    return {
        table: accept_rows(table, rows, variables)
        for table, rows in read.items()
        if rows is not None
    }


def latest_event(tables: Mapping[str, pd.DataFrame]) -> pd.Timestamp:
    """The latest time in any accepted row of any input."""
    moments = [
        rows[name]
        for table, rows in tables.items()
        for name, column in TABLES[table].items()
        if column.kind == "time"
    ]
    return pd.concat(moments).max() if moments else pd.NaT


def open_shop(folder: Path, variables: Variables) -> Shop:
    """All that the departments' figures are made of."""
    accepted = read_accepted(folder, variables)
    pages = pd.read_csv(variables.pages, dtype=str, keep_default_na=False)
    targets = pd.read_csv(variables.sla_targets, dtype=str, keep_default_na=False)
    steps = pd.to_numeric(pages["funnel_step"].str.strip()).set_axis(pages["page_key"]).dropna()
    hours = pd.to_numeric(targets["target_hours"]).set_axis(
        targets["priority"].str.strip().str.lower()
    )
    return Shop(
        tables={table: accepted.get(table, no_rows(table, variables)) for table in TABLES},
        present=frozenset(accepted),
        as_of=pd.Timestamp(given_as_of(variables) or latest_event(accepted)),
        page_keys=dict(zip(pages["alias"], pages["page_key"], strict=True)),
        funnel_steps=steps.to_dict(),
        sla_targets=hours.dropna().to_dict(),
        variables=variables,
    )


def no_rows(table: str, variables: Variables) -> pd.DataFrame:
    """An input without rows."""
    return accept_rows(table, pd.DataFrame(columns=list(TABLES[table]), dtype=str), variables)


# Figures


def figure(kpi: str, value: Any, answer: str | None = None) -> dict[str, Any]:
    """A KPI that is a figure, or the figure of the one that is the answer."""
    is_missing = value is None or pd.isna(value)
    return {
        "kpi": kpi,
        "value": None if is_missing else float(value),
        "answer": answer,
        "numerator": None,
        "denominator": None,
    }


def ratio(kpi: str, numerator: float, denominator: float) -> dict[str, Any]:
    """A share with both of its sides; null when there is nothing to have a share of."""
    value = numerator / denominator if denominator else None
    sides = {"numerator": float(numerator), "denominator": float(denominator)}
    return figure(kpi, value) | sides


def largest(kpi: str, figures: pd.Series) -> dict[str, Any]:
    """Who or what has the largest figure; the smallest name among equals."""
    known = figures.dropna()
    if known.empty:
        return figure(kpi, None)
    answer = min(known.index[known == known.max()])
    return figure(kpi, known.max(), answer)


def unless_absent(shop: Shop, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures of a table, all of them unknown when the table is absent."""
    if table in shop.present:
        return rows
    return [figure(row["kpi"], None) for row in rows]


def find_page_keys(shop: Shop, pages: pd.Series) -> pd.Series:
    """The page_key of each written page; blank stays blank."""

    def find_page_key(page: str) -> str:
        cleaned = clean_page(page)
        return shop.page_keys.get(cleaned, cleaned) if page else ""

    return pages.map(find_page_key)


def hours_between(start: pd.Series, end: pd.Series | pd.Timestamp) -> pd.Series:
    """Time passed, in hours."""
    return (end - start).dt.total_seconds() / 3600


# UX


def ux_kpis(shop: Shop) -> list[dict[str, Any]]:
    """What users clicked, how fast their pages came and where their visits ended."""
    return [
        *unless_absent(shop, "clickstream", click_kpis(shop)),
        *unless_absent(shop, "page_load_times", page_speed_kpis(shop)),
        *unless_absent(shop, "session_tracking", session_kpis(shop)),
    ]


def click_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Figures of the clickstream."""
    clicks = shop.tables["clickstream"]
    elements = clicks["element_clicked"]
    return [
        figure("total_clicks", len(clicks)),
        figure("unique_users", clicks["user_id"].map(user_key).nunique()),
        largest("most_clicked_element", elements[elements != ""].value_counts()),
        largest("most_clicked_page", find_page_keys(shop, clicks["page"]).value_counts()),
    ]


def page_speed_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Figures of the page loads."""
    loads = shop.tables["page_load_times"]
    milliseconds = loads["load_time_ms"]
    per_page = milliseconds.groupby(find_page_keys(shop, loads["page_url"])).mean()
    return [
        figure("total_page_loads", len(loads)),
        figure("avg_load_ms", milliseconds.mean()),
        figure("p75_load_ms", milliseconds.quantile(0.75, interpolation="linear")),
        largest("slowest_page", per_page),
    ]


def find_completed(sessions: pd.DataFrame) -> pd.Series:
    """Whether a session ended in a purchase."""
    return sessions["drop_off_page"].str.lower() == "none"


def session_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Figures of the sessions."""
    sessions = shop.tables["session_tracking"]
    minutes = hours_between(sessions["start_time"], sessions["end_time"]) * 60
    step_counts = sessions["page_sequence"].map(split_steps).map(len)
    is_completed = find_completed(sessions)
    drop_offs = find_page_keys(shop, sessions["drop_off_page"][~is_completed])
    return [
        figure("total_sessions", len(sessions)),
        figure("avg_session_minutes", minutes.mean()),
        figure("median_session_minutes", minutes.quantile(0.5, interpolation="linear")),
        ratio("bounce_rate", (step_counts == 1).sum(), len(sessions)),
        ratio("session_conversion_rate", is_completed.sum(), len(sessions)),
        largest("most_common_drop_off_page", drop_offs[drop_offs != ""].value_counts()),
    ]


# Commerce


def commerce_kpis(shop: Shop) -> list[dict[str, Any]]:
    """What was left in carts, and what of it came back."""
    return [
        *unless_absent(shop, "cart_abandonment", cart_kpis(shop)),
        *unless_absent(shop, "session_tracking", [cart_abandonment_rate(shop)]),
    ]


def cart_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Figures of the abandoned carts."""
    carts = shop.tables["cart_abandonment"]
    values = carts["total_value"]
    is_recovered = carts["cart_id"].isin(find_recovered_carts(shop))
    window = timedelta(hours=shop.variables.recovery_window_hours)
    is_open = ~is_recovered & (carts["abandonment_time"] + window > shop.as_of)
    return [
        figure("abandoned_carts", len(carts)),
        figure("avg_items_per_abandoned_cart", carts["items_in_cart"].mean()),
        figure("avg_abandoned_cart_value", values.mean()),
        largest("highest_abandoned_cart", values.set_axis(carts["cart_id"])),
        figure("abandoned_value", values.sum()),
        figure("lost_value", values[~is_recovered & ~is_open].sum()),
        ratio("cart_recovery_rate", is_recovered.sum(), len(carts)),
    ]


def find_recovered_carts(shop: Shop) -> set[str]:
    """The carts that a completed session of their user brought back.

    A session brings back one cart, the latest of those that it could, whether or not another
    session brought that one back before.
    """
    carts = shop.tables["cart_abandonment"]
    sessions = shop.tables["session_tracking"]
    carts = carts.assign(user_key=carts["user_id"].map(user_key))
    sessions = sessions.assign(user_key=sessions["user_id"].map(user_key))
    completed = sessions[find_completed(sessions) & (sessions["user_key"] != "")]
    pairs = carts.merge(completed, on="user_key", suffixes=("_of_cart", ""))
    delay = pairs["end_time"] - pairs["abandonment_time"]
    window = timedelta(hours=shop.variables.recovery_window_hours)
    in_time = pairs[(delay > timedelta(0)) & (delay <= window)]
    latest_first = in_time.sort_values(["abandonment_time", "cart_id"], ascending=[False, True])
    return set(latest_first.drop_duplicates("session_id")["cart_id"])


def cart_abandonment_rate(shop: Shop) -> dict[str, Any]:
    """The sessions that came as far as the cart and bought nothing."""
    sessions = shop.tables["session_tracking"]

    def reaches_cart(page_sequence: str) -> bool:
        pages = find_page_keys(shop, pd.Series(split_steps(page_sequence), dtype=str))
        return any(shop.funnel_steps.get(page, 0) >= CART_STEP for page in pages)

    reached = sessions[sessions["page_sequence"].map(reaches_cart).astype(bool)]
    return ratio("cart_abandonment_rate", (~find_completed(reached)).sum(), len(reached))


# Reliability


def reliability_kpis(shop: Shop) -> list[dict[str, Any]]:
    """How often services failed and how long they took."""
    return unless_absent(shop, "api_logs", request_kpis(shop))


def request_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Figures of the requests; a failed one is timed like any other."""
    requests = shop.tables["api_logs"]
    status = requests["status_code"]
    milliseconds = requests["response_time_ms"]
    is_error = (status >= 400) | (status == 0)
    is_bad = (status >= 500) | (status == 0)
    if shop.variables.throttling_is_bad:
        is_bad |= status == 429
    errors = requests[is_error]
    return [
        figure("total_requests", len(requests)),
        figure("total_errors", is_error.sum()),
        ratio("error_rate", is_error.sum(), len(requests)),
        ratio("availability", (~is_bad).sum(), len(requests)),
        figure("avg_response_ms", milliseconds.mean()),
        figure("p95_response_ms", milliseconds.quantile(0.95, interpolation="linear")),
        largest("slowest_service", milliseconds.groupby(requests["service_name"]).mean()),
        largest("most_errors_service", errors["service_name"].value_counts()),
        largest("most_errors_endpoint", errors["endpoint"].value_counts()),
    ]


# Support


def support_kpis(shop: Shop) -> list[dict[str, Any]]:
    """What users said, and how their tickets went."""
    return [
        *unless_absent(shop, "user_feedback", feedback_kpis(shop)),
        *unless_absent(shop, "support_tickets", ticket_kpis(shop)),
    ]


def feedback_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Figures of the feedback."""
    feedback = shop.tables["user_feedback"]
    ratings = feedback["rating"].dropna()
    has_both = (feedback["feedback_text"] != "") & feedback["rating"].notna()
    both = feedback[has_both]
    felt = both["feedback_text"].map(lambda text: text_sentiment(text, shop.variables))
    rated = both["rating"].map(lambda rating: rating_sentiment(rating, shop.variables))
    is_satisfied = ratings.map(lambda rating: on_five_points(rating, shop.variables)) >= 4
    return [
        figure("total_feedback", len(feedback)),
        figure("avg_rating", ratings.mean()),
        ratio("csat_rate", is_satisfied.sum(), len(ratings)),
        figure("sentiment_mismatch_count", (felt != rated).sum()),
        ratio("sentiment_consistency_rate", (felt == rated).sum(), len(both)),
    ]


def text_sentiment(text: str, variables: Variables) -> str:
    """The sentiment of a text, by its polarity."""
    scorer = variables.polarity
    polarity = scorer(text) if callable(scorer) else scorer[text]
    if polarity > variables.neutral_band:
        return "positive"
    return "negative" if polarity < -variables.neutral_band else "neutral"


def rating_sentiment(rating: float, variables: Variables) -> str:
    """The sentiment of a rating; what lies between 2 and 4 of 5 is neutral."""
    points = on_five_points(rating, variables)
    if points >= 4:
        return "positive"
    return "negative" if points <= 2 else "neutral"


def on_five_points(rating: float, variables: Variables) -> float:
    """A rating of any scale as one from 1 to 5."""
    width = variables.rating_max - variables.rating_min
    return 1 + 4 * (rating - variables.rating_min) / width


def ticket_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Figures of the support tickets."""
    tickets = shop.tables["support_tickets"]
    resolved = tickets[tickets["resolved_at"].notna()]
    hours = hours_between(resolved["created_at"], resolved["resolved_at"])
    categories = tickets["category"].replace("", NOT_RECORDED)
    return [
        figure("total_tickets", len(tickets)),
        figure("resolved_tickets", len(resolved)),
        figure("ticket_backlog", len(tickets) - len(resolved)),
        figure("median_resolution_hours", hours.quantile(0.5, interpolation="linear")),
        figure("p90_resolution_hours", hours.quantile(0.9, interpolation="linear")),
        sla_attainment_rate(shop),
        largest("most_common_ticket_category", categories.value_counts()),
    ]


def sla_attainment_rate(shop: Shop) -> dict[str, Any]:
    """The tickets resolved within the target of their priority.

    An open ticket counts once it is past its target, and a priority without a target never does.
    """
    tickets = shop.tables["support_tickets"]
    target = tickets["priority"].str.lower().map(shop.sla_targets).astype("float64")
    is_resolved = tickets["resolved_at"].notna()
    hours = hours_between(tickets["created_at"], tickets["resolved_at"].fillna(shop.as_of))
    met = (is_resolved & (hours <= target)).sum()
    breached = (hours > target).sum()
    return ratio("sla_attainment_rate", met, met + breached)


# All departments


def headline_kpis(folder: Path, **variables: Any) -> pd.DataFrame:
    """Every headline KPI of the contract, one row each, from the CSVs of a folder.

    Args:
        folder: holds any of the seven inputs as `<table>.csv`.
        **variables: see `Variables`.

    Returns:
        kpi, value, answer, numerator, denominator; None where there is no figure.
    """
    shop = open_shop(folder, Variables(**variables))
    rows = [
        *ux_kpis(shop),
        *commerce_kpis(shop),
        *reliability_kpis(shop),
        *support_kpis(shop),
    ]
    return pd.DataFrame(rows, dtype=object)
