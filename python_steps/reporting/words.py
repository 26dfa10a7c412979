"""Figures and days in a person's form: 12,345; 42 %; 3.4 s; 1,234 EUR; 14 Sep."""

from datetime import date, datetime

import pandas as pd

UNKNOWN = "–"


def count(value: float) -> str:
    """A count or another whole number, with commas between the thousands."""
    return UNKNOWN if pd.isna(value) else f"{value:,.0f}"


def share(value: float) -> str:
    """A share from 0 to 1 as a percentage, with a decimal below 10 %, where it tells."""
    if pd.isna(value):
        return UNKNOWN
    percent = 100 * value
    return f"{percent:,.0f} %" if abs(percent) >= 10 or percent == 0 else f"{percent:.1f} %"


def fine_share(value: float) -> str:
    """A share from 0 to 1 as a percentage with one decimal, to be held against another."""
    return UNKNOWN if pd.isna(value) else f"{100 * value:,.1f} %"


def duration(milliseconds: float) -> str:
    """Milliseconds, from one second on in seconds."""
    if pd.isna(milliseconds):
        return UNKNOWN
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"


def hours(value: float) -> str:
    """Hours, with a decimal below ten."""
    if pd.isna(value):
        return UNKNOWN
    return f"{value:.0f} h" if value >= 10 else f"{value:.1f} h"


def money(value: float, currency: str) -> str:
    """A sum of money in whole units of its currency."""
    return UNKNOWN if pd.isna(value) else f"{value:,.0f} {currency}"


def money_range(low: float, high: float, currency: str) -> str:
    """A sum of money that lies between two."""
    return f"{low:,.0f}–{money(high, currency)}"


def figure(value: float, unit: str, currency: str) -> str:
    """A figure in the form of its unit: `share`, the currency, or something that is counted."""
    if unit == "share":
        return fine_share(value)
    return money(value, currency) if unit == currency else count(value)


def change(value: float, unit: str) -> str:
    """How a figure moved: a share by points of a percentage, all else by a part of itself."""
    size = 100 * abs(value)
    moved = f"{size:.1f} points" if unit == "share" else f"{size:,.0f} %"
    if moved.startswith(("0.0 ", "0 ")):
        return "no change"
    return f"{'up' if value > 0 else 'down'} {moved}"


def moment(value: datetime) -> str:
    """A day and the time on it, to the minute."""
    return UNKNOWN if pd.isna(value) else f"{day(value)} {value:%Y, %H:%M}"


def day(value: date) -> str:
    """A day without its year: 14 Sep."""
    return f"{value.day} {value:%b}"


def days(first: date, last: date) -> str:
    """From one day to another, both included, with the year at the end."""
    if first == last:
        return f"{day(first)} {first.year}"
    start = day(first) if first.year == last.year else f"{day(first)} {first.year}"
    return f"{start} to {day(last)} {last.year}"
