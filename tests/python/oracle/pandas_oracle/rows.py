"""Reading and validating the rows of all inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from .contract import (
    EARLIEST_EVENT,
    PLACEHOLDER_DATES,
    PLACEHOLDERS,
    STARTS_AND_ENDS,
    TABLES,
    Column,
    Variables,
)
from .parsing import (
    BLANKS,
    clean_id,
    is_rounded_id,
    parse_integer,
    parse_number,
    parse_time,
)
from .versions import resolve_versions

LONGEST_SESSION = timedelta(hours=24)


@dataclass(frozen=True)
class Shop:
    """The accepted rows of all inputs, with the reference data needed to interpret them."""

    tables: dict[str, pd.DataFrame]
    present: frozenset[str]
    unavailable: frozenset[str]
    as_of: pd.Timestamp
    page_keys: dict[str, str]
    funnel_steps: dict[str, float]
    sla_targets: dict[str, float]
    order_statuses: dict[str, str]
    exchange_rates: dict[str, float]
    variables: Variables


def read_table(folder: Path, table: str) -> pd.DataFrame | None:
    """Read the rows of an input as text; None when the file is absent.

    The columns are those that the contract and the file both have. Lines of blanks are no rows.
    """
    path = folder / f"{table}.csv"
    if not path.exists():
        return None
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    rows.columns = [name.strip().lower() for name in rows.columns]
    for name, column in TABLES[table].items():
        if name not in rows and column.is_required:
            raise ValueError(f"{path} has no column {name}")
    if table == "api_logs" and not {"status_code", "response_time_ms"} & set(rows):
        raise ValueError(f"{path} has no column status_code or response_time_ms")
    rows = rows[[name for name in TABLES[table] if name in rows]]
    rows = rows.apply(lambda texts: texts.str.strip(BLANKS))
    return rows[(rows != "").any(axis=1)]


def drop_placeholders(name: str, column: Column, texts: pd.Series) -> pd.Series:
    """Blank the words and dates that stand for a missing value."""
    is_missing = texts.str.lower().isin(PLACEHOLDERS)
    if name == "drop_off_page":
        # of a session that completed
        is_missing &= texts.str.lower() != "none"
    if column.kind in ("time", "version") and not column.is_required:
        is_missing |= texts.str[:10].isin(PLACEHOLDER_DATES)
    return texts.mask(is_missing, "")


def convert(texts: pd.Series, kind: str, source_timezone: str) -> pd.Series:
    """Parse trimmed text as its type; blank or invalid becomes null, or blank for text and ids."""
    if kind == "text":
        return texts
    if kind == "id":
        ids = texts.map(clean_id)
        return ids.mask(ids.map(is_rounded_id).astype(bool), "")
    if kind in ("time", "version"):
        times = [parse_time(text, source_timezone) for text in texts]
        return pd.Series(times, index=texts.index, dtype="datetime64[us]")
    parse = parse_integer if kind == "integer" else parse_number
    return pd.Series([parse(text) for text in texts], index=texts.index, dtype="float64")


def clock(variables: Variables) -> datetime:
    """Return the time of the build."""
    return variables.build_started_at or datetime.now(UTC).replace(tzinfo=None)


def latest_allowed(variables: Variables) -> datetime:
    """Return the latest time of a valid event: as_of, and at most one day from now."""
    tomorrow = clock(variables) + timedelta(days=1)
    return min(given_as_of(variables) or tomorrow, tomorrow)


def given_as_of(variables: Variables) -> datetime | None:
    """Parse the variable as_of; None when it is not set."""
    if not variables.as_of:
        return None
    time = parse_time(variables.as_of)
    if time is None:
        raise ValueError(f"as_of is not an ISO timestamp: {variables.as_of}")
    return time


def is_out_of_range(
    name: str, column: Column, values: pd.Series, variables: Variables
) -> pd.Series:
    """Return whether each value is outside the range of its column; a null is not."""
    if column.kind in ("text", "id", "version"):
        return pd.Series(False, index=values.index)
    if column.kind == "time":
        return (values < EARLIEST_EVENT) | (values > latest_allowed(variables))
    if name == "status_code":
        return values.notna() & (values != 0) & ~values.between(100, 599)
    if name == "rating":
        return values.notna() & ~values.between(variables.rating_min, variables.rating_max)
    return (values < 0) & (not column.is_negative_allowed)


def classify_rows(table: str, rows: pd.DataFrame, variables: Variables) -> pd.DataFrame:
    """Parse the rows of an input.

    Returns:
        The rows in the order of the file, with null in the columns that the file lacks, and a
        `row_status`: accepted, rejected, excluded, superseded or merged.
    """
    is_valid = pd.Series(True, index=rows.index)
    parsed = {}
    for name, column in TABLES[table].items():
        is_absent = name not in rows
        read = pd.Series("", index=rows.index, dtype=str) if is_absent else rows[name]
        texts = drop_placeholders(name, column, read)
        if name == "response_time_ms":
            # a load balancer writes it for a request without a response
            texts = texts.mask(texts.map(parse_number) == -1, "")
        values = convert(texts, column.kind, variables.source_timezone)
        if name == "rating" and variables.rating_min > 0:
            # exports write it for no rating
            values = values.mask(values == 0)
        is_blank = texts == ""
        most = (1 - variables.max_rejected_share) * len(rows)
        is_filled = column.is_filled_by_most and not is_absent and (~is_blank).sum() >= most
        if column.is_required or is_filled:
            is_valid &= ~is_blank
        if not column.loses_value:
            is_valid &= is_blank | (values.notna() & (values != ""))
        is_valid &= ~is_out_of_range(name, column, values, variables)
        parsed[name] = values
    result = pd.DataFrame(parsed, index=rows.index)
    if table == "api_logs":
        is_valid &= result["status_code"].notna() | result["response_time_ms"].notna()
    is_valid &= ~ends_before_start(table, result)
    result["row_status"] = "rejected"
    is_excluded = is_valid & is_no_event_yet(table, result, variables)
    result.loc[is_excluded, "row_status"] = "excluded"
    is_accepted = is_valid & ~is_excluded
    result.loc[is_accepted, "row_status"] = "accepted"
    result.loc[is_accepted] = resolve_versions(table, result[is_accepted])
    return result


def is_no_event_yet(table: str, rows: pd.DataFrame, variables: Variables) -> pd.Series:
    """Return whether each row is later than the build, or is a session that no person has."""
    times = [name for name, column in TABLES[table].items() if column.kind == "time"]
    is_excluded = (rows[times] > clock(variables)).any(axis=1)
    if table == "session_tracking":
        is_excluded |= rows["end_time"] - rows["start_time"] > LONGEST_SESSION
    return is_excluded


def ends_before_start(table: str, rows: pd.DataFrame) -> pd.Series:
    """Return whether each row has an end before its start."""
    is_reversed = pd.Series(False, index=rows.index)
    start, ends = STARTS_AND_ENDS.get(table, (None, []))
    for end in ends:
        is_reversed |= rows[end] < rows[start]
    return is_reversed


def read_rows(folder: Path, variables: Variables) -> dict[str, pd.DataFrame]:
    """Read all rows of every input that is present, with their status."""
    read = {table: read_table(Path(folder), table) for table in TABLES}
    return {
        table: classify_rows(table, rows, variables)
        for table, rows in read.items()
        if rows is not None
    }


def read_accepted(folder: Path, variables: Variables) -> dict[str, pd.DataFrame]:
    """Read the accepted rows of every input that is present."""
    return {
        table: rows[rows["row_status"] == "accepted"].drop(columns="row_status")
        for table, rows in read_rows(folder, variables).items()
    }


def find_unavailable(folder: Path, variables: Variables) -> frozenset[str]:
    """Find the KPIs that need a column that no file has, or an input that is absent.

    A column is not needed where another input has rows that show the same.
    """
    needs = pd.read_csv(variables.kpi_columns, dtype=str)
    read = {table: read_table(Path(folder), table) for table in TABLES}
    columns = {table: set() if rows is None else set(rows) for table, rows in read.items()}
    return frozenset(
        need.kpi
        for need in needs.itertuples()
        if need.column_name not in columns[need.input_table]
        and (pd.isna(need.or_input) or read[need.or_input] is None or read[need.or_input].empty)
    )


def latest_event(tables: Mapping[str, pd.DataFrame]) -> pd.Timestamp:
    """Return the latest time in any accepted row of any input."""
    times = [
        rows[name]
        for table, rows in tables.items()
        for name, column in TABLES[table].items()
        if column.kind == "time"
    ]
    return pd.concat(times).max() if times else pd.NaT


def open_shop(folder: Path, variables: Variables) -> Shop:
    """Read everything that the KPIs of all departments are computed from."""
    accepted = read_accepted(folder, variables)
    pages = pd.read_csv(variables.pages, dtype=str, keep_default_na=False)
    targets = pd.read_csv(variables.sla_targets, dtype=str, keep_default_na=False)
    statuses = pd.read_csv(variables.order_statuses, dtype=str, keep_default_na=False)
    rates = pd.read_csv(variables.exchange_rates, dtype={"currency": str, "rate": float})
    steps = pd.to_numeric(pages["funnel_step"].str.strip()).set_axis(pages["page_key"]).dropna()
    hours = pd.to_numeric(targets["target_hours"]).set_axis(
        targets["priority"].str.strip().str.lower()
    )
    return Shop(
        tables={table: accepted.get(table, no_rows(table, variables)) for table in TABLES},
        present=frozenset(accepted),
        unavailable=find_unavailable(folder, variables),
        as_of=pd.Timestamp(given_as_of(variables) or latest_event(accepted)),
        page_keys=dict(zip(pages["alias"], pages["page_key"], strict=True)),
        funnel_steps=steps.to_dict(),
        sla_targets=hours.dropna().to_dict(),
        order_statuses=dict(zip(statuses["status"], statuses["meaning"], strict=True)),
        exchange_rates=dict(zip(rates["currency"], rates["rate"], strict=True)),
        variables=variables,
    )


def no_rows(table: str, variables: Variables) -> pd.DataFrame:
    """Return an input without rows."""
    return classify_rows(table, pd.DataFrame(columns=list(TABLES[table]), dtype=str), variables)
