"""Reading, validating and deduplicating the rows of all inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from .contract import (
    EARLIEST_EVENT,
    KEYS_AND_ORDERS,
    STARTS_AND_ENDS,
    TABLES,
    Column,
    Variables,
)
from .parsing import parse_integer, parse_number, parse_time


@dataclass(frozen=True)
class Shop:
    """The accepted rows of all inputs, with the reference data needed to interpret them."""

    tables: dict[str, pd.DataFrame]
    present: frozenset[str]
    as_of: pd.Timestamp
    page_keys: dict[str, str]
    funnel_steps: dict[str, float]
    sla_targets: dict[str, float]
    variables: Variables


def read_table(folder: Path, table: str) -> pd.DataFrame | None:
    """Read the rows of an input as text; None when the file is absent."""
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
    """Parse trimmed text as its type; blank or invalid becomes null, text is kept."""
    if kind == "text":
        return texts
    if kind == "time":
        times = [parse_time(text, source_timezone) for text in texts]
        return pd.Series(times, index=texts.index, dtype="datetime64[us]")
    parse = parse_integer if kind == "integer" else parse_number
    return pd.Series([parse(text) for text in texts], index=texts.index, dtype="float64")


def latest_allowed(variables: Variables) -> datetime:
    """Return the latest time of a valid event: as_of, and at most one day from now."""
    clock = variables.build_started_at or datetime.now(UTC).replace(tzinfo=None)
    tomorrow = clock + timedelta(days=1)
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
    """Parse the rows of an input and keep those that the contract accepts."""
    is_valid = pd.Series(True, index=rows.index)
    parsed = {}
    for name, column in TABLES[table].items():
        texts = rows[name].str.strip()
        values = convert(texts, column.kind, variables.source_timezone)
        is_blank = texts == ""
        if column.is_required:
            is_valid &= ~is_blank
        is_valid &= is_blank | values.notna()
        is_valid &= ~is_out_of_range(name, column, values, variables)
        parsed[name] = values
    accepted = pd.DataFrame(parsed, index=rows.index)
    is_valid &= ~ends_before_start(table, accepted)
    return keep_latest_per_key(table, accepted[is_valid])


def ends_before_start(table: str, rows: pd.DataFrame) -> pd.Series:
    """Return whether each row has an end before its start."""
    is_reversed = pd.Series(False, index=rows.index)
    start, ends = STARTS_AND_ENDS.get(table, (None, []))
    for end in ends:
        is_reversed |= rows[end] < rows[start]
    return is_reversed


def keep_latest_per_key(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per key, the latest by its times; the later in the file breaks ties."""
    if table not in KEYS_AND_ORDERS:
        return rows
    key, order = KEYS_AND_ORDERS[table]
    ordered = rows.assign(source_row=rows.index).sort_values(
        [*order, "source_row"], na_position="first"
    )
    return ordered.drop_duplicates(key, keep="last").sort_index().drop(columns="source_row")


def read_accepted(folder: Path, variables: Variables) -> dict[str, pd.DataFrame]:
    """Read the accepted rows of every input that is present."""
    read = {table: read_table(Path(folder), table) for table in TABLES}
    return {
        table: accept_rows(table, rows, variables)
        for table, rows in read.items()
        if rows is not None
    }


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
    """Return an input without rows."""
    return accept_rows(table, pd.DataFrame(columns=list(TABLES[table]), dtype=str), variables)
