"""Figures in a person's form."""

from datetime import date

import pandas as pd
import pytest

from python_steps.reporting import words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 %"), (0.005, "0.5 %"), (0.0996, "10.0 %"), (0.42, "42 %"), (-25, "-2,500 %")],
)
def test_a_share_has_a_decimal_below_ten_percent(value, text):
    assert words.share(value) == text


@pytest.mark.parametrize(("value", "text"), [(340.4, "340 ms"), (1000, "1.0 s"), (3449, "3.4 s")])
def test_a_duration_is_in_seconds_from_one_on(value, text):
    assert words.duration(value) == text


@pytest.mark.parametrize(("value", "text"), [(9.94, "9.9 h"), (10, "10 h"), (58.4, "58 h")])
def test_hours_have_a_decimal_below_ten(value, text):
    assert words.hours(value) == text


def test_counts_and_money_have_commas_and_whole_units():
    assert words.count(12345.4) == "12,345"
    assert words.money(1234.5, "EUR") == "1,234 EUR"


@pytest.mark.parametrize(
    "form", [words.count, words.share, words.duration, words.hours, lambda x: words.money(x, "EUR")]
)
def test_what_is_not_known_is_a_dash(form):
    assert form(float("nan")) == "–"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0321, "share", "up 3.2 points"),
        (-0.0005, "share", "down 0.1 points"),
        (0.0004, "share", "no change"),
        (-0.144, "EUR", "down 14 %"),
        (12.5, "count", "up 1,250 %"),
        (0, "count", "no change"),
    ],
)
def test_a_share_moves_by_points_and_all_else_by_a_part(value, unit, text):
    assert words.change(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.4213, "share", "42.1 %"), (1234.5, "EUR", "1,234 EUR"), (1234, "count", "1,234")],
)
def test_a_figure_has_the_form_of_its_unit(value, unit, text):
    assert words.figure(value, unit, "EUR") == text


def test_a_range_of_money_names_its_currency_once():
    assert words.money_range(0, 2653.6, "EUR") == "0–2,654 EUR"


def test_a_moment_has_its_year_and_minute():
    assert words.moment(pd.Timestamp("2026-09-04 07:05:59")) == "4 Sep 2026, 07:05"
    assert words.moment(None) == words.moment(pd.NaT) == "–"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 9, 14), date(2026, 9, 14), "14 Sep 2026"),
        (date(2026, 8, 3), date(2026, 9, 13), "3 Aug to 13 Sep 2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "30 Dec 2025 to 2 Jan 2026"),
    ],
)
def test_days_name_their_year_once_unless_there_are_two(first, last, text):
    assert words.days(first, last) == text
