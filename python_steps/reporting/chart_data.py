"""Data of charts and reports, read from the published file by the SQL in `queries/*.sql`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from python_steps import warehouse

QUERIES = Path(__file__).with_name("queries")
MAX_WEEKS = 4
LAST_DAYS = re.compile(r"last-([1-9]\d{0,4})-days")


class PeriodError(ValueError):
    """An invalid period; the message says what is expected."""


@dataclass(frozen=True)
class Period:
    """First and last day, both included; None without data."""

    first_day: date | None
    last_day: date | None

    @property
    def previous(self) -> "Period":
        """The same number of days right before."""
        if self.first_day is None:
            return self
        last_day = self.first_day - timedelta(days=1)
        return Period(last_day - (self.last_day - self.first_day), last_day)


@dataclass(frozen=True)
class ChartData:
    """Period, currency code, and the rows of each query by the name of its file."""

    period: Period
    currency: str
    rows: dict[str, pd.DataFrame]


def read_chart_data(period: str | None = None, path: Path | None = None) -> ChartData:
    """Run all queries in one connection to the published file.

    Args:
        period: `last-28-days` (any number) up to the last day with data, `START..END` (dates such
            as 2026-08-03), or `all`. Default: the last full weeks, up to four, if there are as many
            before them to compare with; else all.
        path: The published file, as in `warehouse.read_mart`.

    Raises:
        NotPublishedError: There is no published file, or it lacks a mart of these queries.
        PeriodError: The period is invalid.
    """
    with warehouse.connect(path) as connection:
        try:
            bounds = _query(connection, "period").iloc[0]
            chosen = choose_period(
                period, _as_day(bounds["first_day"]), _as_day(bounds["last_day"])
            )
            parameters = {"first_day": chosen.first_day, "last_day": chosen.last_day}
            names = sorted(file.stem for file in QUERIES.glob("*.sql") if file.stem != "period")
            rows = {name: _query(connection, name, parameters) for name in names}
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            reason = str(error).splitlines()[0]
            raise warehouse.NotPublishedError(
                f"The published file comes from another version of the project: {reason}\n"
                "Run a full `dbt build` to publish all marts."
            ) from error
    return ChartData(chosen, str(bounds["currency"]), rows)


def choose_period(period: str | None, first_day: date | None, last_day: date | None) -> Period:
    """Parse a period; days without data at either end belong to it.

    Args:
        period: As in `read_chart_data`.
        first_day: First day of the data, None without data.
        last_day: Last day of the data.

    Raises:
        PeriodError: The period has none of the three forms, or ends before it begins.
    """
    if period is None and last_day is not None:
        weeks = min(MAX_WEEKS, ((last_day - first_day).days + 1) // 14)
        period = f"last-{7 * weeks}-days" if weeks else "all"
    if period in (None, "all"):
        return Period(first_day, last_day)
    if count := LAST_DAYS.fullmatch(period):
        if last_day is None:
            return Period(None, None)
        return Period(last_day - timedelta(days=int(count[1]) - 1), last_day)
    start, separator, end = period.partition("..")
    try:
        chosen = Period(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError:
        chosen = None
    if not separator or chosen is None:
        raise PeriodError(
            f"expected all, last-28-days, or dates such as 2026-08-03..2026-08-30, not '{period}'"
        )
    if chosen.first_day > chosen.last_day:
        raise PeriodError(f"the period ends before it begins: '{period}'")
    return chosen


def _query(connection, name: str, parameters: dict | None = None) -> pd.DataFrame:
    sql = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    named = {key: value for key, value in (parameters or {}).items() if f"${key}" in sql}
    return connection.execute(sql, named).df()


def _as_day(timestamp) -> date | None:
    return None if pd.isna(timestamp) else pd.Timestamp(timestamp).date()
