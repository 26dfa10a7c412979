"""The rule for numbers, amounts and dates, band by band."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from python_steps.reporting import formatting

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0%"),
        (0.0004, "0.04%"),
        (0.00049, "0.05%"),
        (0.005, "0.5%"),
        (0.03, "3.0%"),
        (0.0345, "3.5%"),
        (0.0996, "10.0%"),
        (0.1, "10%"),
        (0.125, "13%"),
        (0.42, "42%"),
        (0.9899, "99%"),
        (0.99, "99.00%"),
        (0.9947, "99.47%"),
        (0.99994, "99.99%"),
        (0.99995, "99.995%"),
        (0.999996, "99.9996%"),
        (1, "100%"),
        (1.003, "100.3%"),
        (2.06, "206%"),
        (-0.034, "-3.4%"),
        (-25, "-2,500%"),
    ],
)
def test_a_share_has_the_decimals_of_its_band(value, text):
    assert formatting.format_share(value) == text


def test_only_an_exact_share_of_one_prints_as_100_percent():
    assert formatting.format_share(1 - 1e-11) == "99.999999999%"
    assert formatting.format_share(0.1 * 3 + 0.7) == "100%", "float noise is no difference"
    assert formatting.format_share(0.3 - 0.2 - 0.1) == "0%"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.3, "0.3"),
        (0.04, "0"),
        (3.94, "3.9"),
        (3.96, "4"),
        (4, "4"),
        (9.96, "10"),
        (10, "10"),
        (16.2, "16"),
        (12345.4, "12,345"),
        (-1234.5, "-1,235"),
    ],
)
def test_a_count_has_a_decimal_below_ten_when_it_is_not_whole(value, text):
    assert formatting.format_count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (340.4, "340 ms"),
        (999.4, "999 ms"),
        (1000, "1 s"),
        (3449, "3.4 s"),
        (3450, "3.5 s"),
        (59_999, "60 s"),
        (60_000, "1 min"),
        (150_000, "2.5 min"),
        (3_600_000, "1 h"),
        (45_720_000, "12.7 h"),
        (540_000_000, "150 h"),
    ],
)
def test_milliseconds_become_seconds_minutes_and_hours(value, text):
    assert formatting.format_milliseconds(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(9.94, "9.9 h"), (10, "10 h"), (12.74, "12.7 h"), (58.4, "58.4 h"), (149.5, "150 h")],
)
def test_hours_have_a_decimal_below_100(value, text):
    assert formatting.format_hours(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 EUR"),
        (52.4, "52.40 EUR"),
        (0.005, "0.01 EUR"),
        (999.99, "999.99 EUR"),
        (1000, "1,000 EUR"),
        (24056.5, "24,057 EUR"),
        (-52.4, "-52.40 EUR"),
    ],
)
def test_money_has_cents_below_1000(value, text):
    assert formatting.format_money(value, "EUR") == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0, 2653.6, "up to 2,654 EUR"), (0.4, 66, "up to 66 EUR"), (1032, 2654, "1,032–2,654 EUR")],
)
def test_a_range_of_money_is_whole_and_names_its_currency_once(low, high, text):
    assert formatting.format_money_range(low, high, "EUR") == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.4213, "share", "42%"),
        (1234, "count", "1,234"),
        (2.44, "items", "2.4 items"),
        (1, "items", "1 item"),
        (1429.2, "ms", "1.4 s"),
        (1.92, "minutes", "1.9 min"),
        (61.9, "hours", "61.9 h"),
        (3.376, "rating", "3.38"),
        (4, "rating", "4.00"),
        (2.675, "rating", "2.68"),
        (1234.5, "EUR", "1,235 EUR"),
        (1234.5, "currency", "1,235 EUR"),
    ],
)
def test_a_figure_has_the_form_of_its_unit(value, unit, text):
    assert formatting.format_figure(value, unit, currency="EUR") == text


def test_every_unit_of_the_kpis_has_a_form(mart):
    for unit in mart("executive.headline_kpis")["unit"].unique():
        assert formatting.format_figure(1.5, unit, currency="EUR")[0] in "12", unit


def test_an_unknown_unit_is_an_error():
    with pytest.raises(ValueError, match="unknown unit 'furlong'"):
        formatting.format_figure(1, "furlong")


@pytest.mark.parametrize("unit", ["share", "count", "items", "ms", "minutes", "hours", "EUR"])
@pytest.mark.parametrize("value", [NAN, None, pd.NA])
def test_a_missing_value_is_a_dash(unit, value):
    assert formatting.format_figure(value, unit, currency="EUR") == "–"


@pytest.mark.parametrize("number", [np.float64(0.0345), Decimal("0.0345"), 0.0345])
def test_rounding_is_half_up_on_the_shortest_decimal_of_any_numeric_type(number):
    assert formatting.format_share(number) == "3.5%"
    assert formatting.format_count(np.int64(1234)) == "1,234"


@pytest.mark.parametrize(
    ("value", "previous", "unit", "text"),
    [
        (0.0332, 0.0288, "share", "+0.4 pts"),  # 3.3% and 2.9%; 0.44 before rounding
        (0.0325, 0.0285, "share", "+0.4 pts"),
        (0.4331, 0.5729, "share", "−14 pts"),
        (0.118, 0.096, "share", "+2.4 pts"),  # 12% and 9.6%
        (0.9973, 0.9925, "share", "+0.48 pts"),
        (0.57, 0.56, "share", "+1 pt"),
        (0.0301, 0.0299, "share", "no change"),
        (24056.2, 28103.4, "EUR", "−14%"),
        (4505, 4692, "count", "−4.0%"),
        (10.4, 9.6, "hours", "+8.3%"),
        (135, 10, "count", "+1,250%"),
        (1662, 1680, "ms", "no change"),  # 1.7 s and 1.7 s
        (5, 0, "count", "–"),
        (0, 0, "count", "no change"),
    ],
)
def test_a_change_is_that_of_the_figures_as_printed(value, previous, unit, text):
    assert formatting.format_change(value, previous, unit, currency="EUR") == text


@pytest.mark.parametrize(
    ("number", "at_start", "text"),
    [
        (0, False, "zero"),
        (9, False, "nine"),
        (10, False, "10"),
        (1, True, "One"),
        (15, True, "Fifteen"),
        (40, True, "Forty"),
        (67, True, "Sixty-seven"),
        (1234, True, "1,234"),
    ],
)
def test_numbers_are_spelled_out_up_to_nine_and_at_the_start_up_to_99(number, at_start, text):
    assert formatting.spell_out(number, at_start=at_start) == text


def test_a_noun_agrees_with_its_count():
    assert formatting.format_number_of(1, "comment") == "1 comment"
    assert formatting.format_number_of(1200, "comment") == "1,200 comments"


def test_a_timestamp_has_its_year_and_minute():
    assert formatting.format_timestamp(pd.Timestamp("2026-09-04 07:05:59")) == "4 Sep 2026 07:05"
    assert formatting.format_timestamp(None) == formatting.format_timestamp(pd.NaT) == "–"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 9, 14), date(2026, 9, 14), "14 Sep 2026"),
        (date(2026, 9, 7), date(2026, 9, 13), "7–13 Sep 2026"),
        (date(2026, 8, 3), date(2026, 9, 13), "3 Aug to 13 Sep 2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "30 Dec 2025 to 2 Jan 2026"),
        (date(2025, 9, 30), date(2026, 9, 2), "30 Sep 2025 to 2 Sep 2026"),
    ],
)
def test_a_period_names_month_and_year_once_unless_there_are_two(first, last, text):
    assert formatting.format_period(first, last) == text


@pytest.mark.parametrize(
    ("last", "text"),
    [
        (date(2026, 9, 1), "one day"),
        (date(2026, 9, 7), "one week"),
        (date(2026, 9, 10), "10 days"),
        (date(2026, 9, 21), "three weeks"),
    ],
)
def test_the_length_of_a_period_is_in_weeks_when_they_are_whole(last, text):
    assert formatting.format_length(date(2026, 9, 1), last) == text


@pytest.mark.parametrize(
    ("value", "other", "unit", "texts"),
    [
        (0.8, 0.7, "share", ("80%", "70%")),
        (0.0204, 0.02, "share", ("2.04%", "2.00%")),
        (0.7031, 0.7, "share", ("70.3%", "70.0%")),
        (0.0996, 0.1, "share", ("9.96%", "10.00%")),
        (0.9947, 0.995, "share", ("99.47%", "99.50%")),
        (0.02, 0.02, "share", ("2.0%", "2.0%")),
        (0.99749, 0.9975, "share", ("99.749%", "99.750%")),
        (0.70000004, 0.7, "share", ("70%", "70%")),
        (2540, 2500, "ms", ("2,540 ms", "2,500 ms")),
        (2500.4, 2500, "ms", ("2,500.4 ms", "2,500.0 ms")),
        (999.8, 1000.2, "ms", ("1,000 ms", "1 s")),
        (3.996, 4, "rating", ("3.996", "4.000")),
        (24.04, 24, "hours", ("24.04 h", "24.00 h")),
        (24056.4, 24056, "currency", ("24,056.40 currency", "24,056.00 currency")),
    ],
)
def test_figures_that_differ_never_read_the_same(value, other, unit, texts):
    assert formatting.format_compared(value, other, unit) == texts
    assert formatting.format_compared(other, value, unit) == texts[::-1]
