"""The period of charts and reports: parsed, chosen by default, applied to every query."""

from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest

from python_steps.__main__ import main
from python_steps.reporting.chart_data import Period, PeriodError, choose_period, read_chart_data
from python_steps.warehouse import NotPublishedError

FIRST, LAST = date(2026, 8, 3), date(2026, 9, 13)


def test_a_period_limits_the_days_of_every_chart(shipped, mart):
    data = read_chart_data("last-7-days", shipped.published)
    assert data.period == Period(date(2026, 9, 7), LAST)
    days = mart("ux.funnel_daily")
    own = days[days["date_day"] >= "2026-09-07"].groupby("step_number")["session_count"].sum()
    assert data.rows["funnel"]["session_count"].tolist() == own.tolist()
    for name, rows in data.rows.items():
        if "date_day" in rows:
            assert rows["date_day"].min() == pd.Timestamp("2026-09-07"), name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all", Period(FIRST, LAST)),
        (None, Period(date(2026, 8, 24), LAST)),
        ("last-1-days", Period(LAST, LAST)),
        ("2026-09-01..2026-09-01", Period(date(2026, 9, 1), date(2026, 9, 1))),
    ],
)
def test_a_period_is_parsed(text, expected):
    assert choose_period(text, FIRST, LAST) == expected


@pytest.mark.parametrize(
    ("days", "shown"), [(13, 13), (14, 7), (41, 14), (42, 21), (56, 28), (700, 28)]
)
def test_the_default_period_leaves_as_many_weeks_to_compare_with(days, shown):
    period = choose_period(None, LAST - timedelta(days=days - 1), LAST)
    assert period == Period(LAST - timedelta(days=shown - 1), LAST)


def test_the_previous_period_has_the_same_length_and_ends_the_day_before():
    period = Period(date(2026, 8, 24), date(2026, 9, 13))
    assert period.previous == Period(date(2026, 8, 3), date(2026, 8, 23))
    assert Period(LAST, LAST).previous == Period(date(2026, 9, 12), date(2026, 9, 12))
    assert Period(None, None).previous == Period(None, None)


@pytest.mark.parametrize("text", [None, "all", "last-3-days"])
def test_without_data_there_is_no_period(text):
    assert choose_period(text, None, None) == Period(None, None)


@pytest.mark.parametrize(
    "text",
    [
        "never",
        "last-0-days",
        "2026-09-01",
        "2026-09-31..2026-10-01",
        "..",
        "2026-09-02..2026-09-01",
    ],
)
def test_an_invalid_period_is_rejected_with_a_message(text, capsys, shipped, monkeypatch):
    with pytest.raises(PeriodError):
        choose_period(text, FIRST, LAST)
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(shipped.warehouse))
    with pytest.raises(SystemExit) as stopped:
        main(["plot", "--period", text])
    assert stopped.value.code == 2
    assert f"'{text}'" in capsys.readouterr().err


def test_a_published_file_of_another_version_is_rejected_with_a_message(tmp_path):
    path = tmp_path / "monitoring.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create schema core; create table core.dates (date_day date)")
    with pytest.raises(NotPublishedError, match="another version of the project"):
        read_chart_data(path=path)
