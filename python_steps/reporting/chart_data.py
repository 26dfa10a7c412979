"""What charts show, asked of the published file: every figure is worked out in `queries/*.sql`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from python_steps import warehouse

QUERIES = Path(__file__).with_name("queries")
MOST_WEEKS = 4
LAST_DAYS = re.compile(r"last-([1-9]\d{0,4})-days")


class PeriodError(ValueError):
    """A period that cannot be read; the text says what was expected."""


@dataclass(frozen=True)
class Period:
    """The days that charts speak of, first and last included; None where there is no data."""

    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class ChartData:
    """The rows of each query by its name, the period they speak of, and the currency of money."""

    period: Period
    currency: str
    rows: dict[str, pd.DataFrame]


def read_chart_data(period: str | None = None, path: Path | None = None) -> ChartData:
    """Run all queries on one state of the published file.

    Args:
        period: `last-28-days` (any number), counted from the last day there is, `START..END`,
            two days such as 2026-08-03, or `all`; when not given as many whole weeks, four at
            most, as there are before them to compare with.
        path: The published file, as in `warehouse.read_mart`.

    Raises:
        NotPublishedError: There is no published file, or it lacks a mart that is asked for.
        PeriodError: The period cannot be read.
    """
    with warehouse.connect(path) as connection:
        try:
            bounds = _ask(connection, "period").iloc[0]
            chosen = choose_period(
                period, _as_day(bounds["first_day"]), _as_day(bounds["last_day"])
            )
            parameters = {"first_day": chosen.first_day, "last_day": chosen.last_day}
            names = sorted(file.stem for file in QUERIES.glob("*.sql") if file.stem != "period")
            rows = {name: _ask(connection, name, parameters) for name in names}
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            gist = str(error).splitlines()[0]
            raise warehouse.NotPublishedError(
                f"The published file is of another version of the project: {gist}\n"
                "A whole `dbt build` publishes all marts."
            ) from error
    return ChartData(chosen, str(bounds["currency"]), rows)


def choose_period(period: str | None, first_day: date | None, last_day: date | None) -> Period:
    """Read a period in words; days without data at its ends stay part of it.

    Args:
        period: As in `read_chart_data`.
        first_day: First day of the data, None where there is none.
        last_day: Last day of the data.

    Raises:
        PeriodError: It says neither, or ends before it begins.
    """
    if period is None and last_day is not None:
        weeks = min(MOST_WEEKS, ((last_day - first_day).days + 1) // 14)
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
            f"expected all, last-28-days, or two days as 2026-08-03..2026-08-30, not '{period}'"
        )
    if chosen.first_day > chosen.last_day:
        raise PeriodError(f"the period ends before it begins: '{period}'")
    return chosen


def _ask(connection, name: str, parameters: dict | None = None) -> pd.DataFrame:
    query = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    named = {key: value for key, value in (parameters or {}).items() if f"${key}" in query}
    return connection.execute(query, named).df()


def _as_day(moment) -> date | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).date()
