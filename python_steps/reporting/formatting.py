"""Format shares, counts, durations, money and dates. Charts and reports format nothing elsewhere.

Bounds refer to the absolute value before rounding (money: after); a lower bound belongs to its
band.

=====================  ======================================================  ===============
Unit                   Form                                                    Examples
=====================  ======================================================  ===============
share, below 10%       one decimal                                             3.0%, 0.4%
share, 10% to 99%      no decimals                                             10%, 43%
share, 99% to 100%     two decimals                                            99.00%, 99.72%
share, above 100%      no decimals                                             206%
share near 0 or 1      as many decimals as it takes: only 0 prints "0%", and   0.04%, 99.995%,
                       only 1 prints "100%"                                    100.3%
count                  thousands separators; below ten one decimal             12,345, 3.9, 4
items                  a count with its noun                                   2.4 items
ms, below 1,000        milliseconds (ms), no decimals                          340 ms
ms, below 60,000       seconds (s), one decimal                                3.4 s
ms, below 3,600,000    minutes (min), one decimal                              2.5 min
ms, above              hours (h), like the unit hours                          1.5 h
minutes, hours         with min or h, never converted; below 100 one decimal   1.9 min, 12.7 h
rating                 two decimals                                            3.38, 4.00
currency               amount and code; below 1,000 two decimals, 0 has none   52.40 EUR,
                                                                               24,056 EUR
range of money         an estimate: no decimals; "up to" if it begins at 0     1,032–2,654 EUR
null, NaN              a dash                                                  –
=====================  ======================================================  ===============

A zero decimal is dropped from counts, items and durations (4, 3 s, 16 h), but not from shares,
ratings and money (3.0%, 4.00, 52.40 EUR).

Rounding is half up, away from zero, in decimal: the shortest decimal that represents the float,
rounded to 12 places to remove float noise, is rounded once to the decimals of the table. In SQL
that is `cast(x as decimal(38, 12))`, before a multiplication by 100. So 0.0345 is 3.45% and prints
3.5%, and 0.3 - 0.2 - 0.1 prints 0%.

A figure never reads like a target that it misses: when both would print the same, both get the
decimals that tell them apart, at most three (milliseconds one; money always two), as in "2.04%
(target 2.00%)".

A change is computed from the rounded figures that are printed beside it: points for shares ("+0.4
pts" for 3.3% from 2.9%), otherwise relative, in the form of a share ("−14%" for 24,056 EUR from
28,103 EUR).
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

import pandas as pd

UNKNOWN = "–"
MINUS = "−"
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
MILLISECONDS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}
UNDER_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def format_figure(value: float | None, unit: str, *, currency: str = "currency") -> str:
    """Format a value in the form of its unit.

    Args:
        value: The value; None and NaN give a dash.
        unit: As in `seeds/reference/kpis.csv` (`share`, `count`, `items`, `ms`, `minutes`,
            `hours`, `rating`, `currency`), or the code that replaces `currency` in the marts.
        currency: That code, such as EUR.

    Raises:
        ValueError: The unit is none of these.
    """
    if pd.isna(value):
        return UNKNOWN
    if unit == "ms":
        return format_milliseconds(value)
    rounded = round_figure(value, unit, currency=currency)
    if unit == "share":
        return f"{rounded.scaleb(2):,f}%"
    if unit == "items":
        return f"{rounded:,f} {'item' if rounded == 1 else 'items'}"
    if unit == "rating":
        return f"{rounded:f}"
    symbol = {"count": "", "minutes": " min", "hours": " h"}
    return f"{rounded:,f}{symbol.get(unit, f' {currency}')}"


def format_compared(
    value: float, other: float, unit: str, *, currency: str = "currency"
) -> tuple[str, str]:
    """Format two figures so that they read the same only when they are.

    Args:
        value: A value, neither None nor NaN.
        other: What it is compared with, such as its target.
        unit: As in `format_figure`.
        currency: As in `format_figure`.
    """
    pair = (value, other)
    figures = tuple(format_figure(each, unit, currency=currency) for each in pair)
    precise = (
        _precise(value, other, unit, currency),
        _precise(other, value, unit, currency),
    )
    first, second = (figure.replace(".0%", "%") for figure in figures)
    return precise if first == second and precise[0] != precise[1] else figures


def format_share(value: float | None) -> str:
    """Format a share from 0 to 1 as a percentage."""
    return format_figure(value, "share")


def format_count(value: float | None) -> str:
    """Format a count or an expected count."""
    return format_figure(value, "count")


def format_milliseconds(value: float | None) -> str:
    """Format milliseconds as milliseconds, seconds, minutes or hours."""
    if pd.isna(value):
        return UNKNOWN
    amount, symbol = _duration(_exact(value))
    return f"{amount:,f} {symbol}"


def format_hours(value: float | None) -> str:
    """Format hours."""
    return format_figure(value, "hours")


def format_money(value: float | None, currency: str) -> str:
    """Format an amount of money."""
    return format_figure(value, "currency", currency=currency)


def format_money_range(low: float, high: float, currency: str) -> str:
    """Format an estimate that lies between two amounts."""
    least, most = (_round(_exact(value), 0) for value in (low, high))
    return f"{f'{least:,f}–' if least else 'up to '}{most:,f} {currency}"


def format_change(value: float, previous: float, unit: str, *, currency: str = "currency") -> str:
    """Format how a figure moved, as the two print: shares in points, all else relative.

    Args:
        value: The figure, neither None nor NaN.
        previous: The one before it.
        unit: As in `format_figure`.
        currency: As in `format_figure`.

    Returns:
        Such as "+0.4 pts" or "−14%"; "no change"; a dash when the previous figure prints zero.

    Raises:
        ValueError: The unit is unknown.
    """
    now, before = (round_figure(each, unit, currency=currency) for each in (value, previous))
    if now == before:
        return "no change"
    if unit == "share":
        points = (now - before).scaleb(2)
        return f"{points:+,f} {'pt' if abs(points) == 1 else 'pts'}".replace("-", MINUS)
    if not before:
        return UNKNOWN
    relative = EXACT.divide(now - before, abs(before))
    return f"{'+' if relative > 0 else ''}{format_share(relative)}".replace("-", MINUS)


def round_figure(value: float, unit: str, *, currency: str = "currency") -> Decimal:
    """Round a value to the figure that prints, in the unit of the value: 0.033 of "3.3%".

    Args:
        value: The value, neither None nor NaN.
        unit: As in `format_figure`.
        currency: As in `format_figure`.

    Raises:
        ValueError: The unit is unknown.
    """
    exact = _exact(value)
    size = abs(exact)
    if unit == "share":
        return _round(exact, _decimals_of_percent(size.scaleb(2)) + 2)
    if unit in ("count", "items"):
        return _without_zero_decimal(_round(exact, 1 if size < 10 else 0))
    if unit == "ms":
        amount, symbol = _duration(exact)
        return amount * MILLISECONDS[symbol]
    if unit in ("minutes", "hours"):
        return _round_duration(exact)
    if unit == "rating":
        return _round(exact, 2)
    if unit in ("currency", currency):
        cents = _round(exact, 2)
        return cents if 0 < abs(cents) < 1000 else _round(exact, 0)
    raise ValueError(f"unknown unit '{unit}'")


def format_number_of(count: int, noun: str) -> str:
    """Format a count with its noun, which takes an s: 1 comment, 12 comments."""
    return f"{format_count(count)} {noun}{'' if count == 1 else 's'}"


def spell_out(number: int, *, at_start: bool = False) -> str:
    """Spell out a number up to nine, at the start of a sentence up to 99, and capitalize it there.

    Args:
        number: A whole number from 0.
        at_start: Whether a sentence or title begins with it.
    """
    if number > (99 if at_start else 9):
        return format_count(number)
    if number < 20:
        word = UNDER_TWENTY[number]
    else:
        tens, ones = divmod(number, 10)
        word = TENS[tens - 2] + (f"-{UNDER_TWENTY[ones]}" if ones else "")
    return word.capitalize() if at_start else word


def format_timestamp(value: datetime | None) -> str:
    """Format a day with its time, to the minute: 4 Sep 2026 07:05."""
    return UNKNOWN if pd.isna(value) else f"{format_day(value)} {value:%Y %H:%M}"


def format_day(value: date) -> str:
    """Format a day without its year: 14 Sep."""
    return f"{value.day} {value:%b}"


def format_period(first: date, last: date) -> str:
    """Format the days from one to another, both included; the year comes last, and once."""
    if first == last:
        return f"{format_day(first)} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(last)} {last.year}"
    start = format_day(first) if first.year == last.year else f"{format_day(first)} {first.year}"
    return f"{start} to {format_day(last)} {last.year}"


def format_length(first: date, last: date) -> str:
    """Format how long a period is: three weeks, 10 days."""
    days = (last - first).days + 1
    count, noun = (days // 7, "week") if days % 7 == 0 else (days, "day")
    return f"{spell_out(count)} {noun}{'' if count == 1 else 's'}"


def _exact(value: float | Decimal) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return _round(exact, 12)


def _round(value: Decimal, decimals: int) -> Decimal:
    # plus() turns -0 into 0
    return EXACT.plus(value.quantize(Decimal(1).scaleb(-decimals), context=EXACT))


def _without_zero_decimal(value: Decimal) -> Decimal:
    return _round(value, 0) if value == value.to_integral_value() else value


def _decimals_of_percent(size: Decimal) -> int:
    if size in (0, 100):
        return 0
    decimals = 1 if size < 10 else 2 if 99 <= size < 100 else 0
    while _round(size, decimals) in (0, 100):
        decimals += 1
    return decimals


def _round_duration(value: Decimal) -> Decimal:
    return _without_zero_decimal(_round(value, 1 if abs(value) < 100 else 0))


def _precise(value: float, other: float, unit: str, currency: str) -> str:
    """Format a figure with the decimals that tell it from one that prints the same."""
    if unit == "ms":
        decimals = 0 if abs(_exact(value) - _exact(other)) >= 1 else 1
        return f"{_round(_exact(value), decimals):,f} ms"
    symbols = {"share": "%", "count": "", "rating": "", "minutes": " min", "hours": " h"}
    if unit not in symbols:
        return f"{_round(_exact(value), 2):,f} {'items' if unit == 'items' else currency}"
    number, compared = (
        _exact(each).scaleb(2) if unit == "share" else _exact(each) for each in (value, other)
    )
    apart = abs(number - compared)
    decimals = next((each for each in (1, 2) if apart >= Decimal(1).scaleb(-each)), 3)
    return f"{_round(number, decimals):,f}{symbols[unit]}"


def _duration(milliseconds: Decimal) -> tuple[Decimal, str]:
    """Choose the unit of a duration and round it in this unit."""
    size = abs(milliseconds)
    if size < MILLISECONDS["s"]:
        return _round(milliseconds, 0), "ms"
    symbol = "s" if size < MILLISECONDS["min"] else "min" if size < MILLISECONDS["h"] else "h"
    return _round_duration(EXACT.divide(milliseconds, MILLISECONDS[symbol])), symbol
