"""The text of a cell in a CSV file, as a build reads it."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = bool | int | float | str | date | datetime | time | timedelta

MOST_DIGITS = 15  # that a spreadsheet keeps of a number
LAST_WHOLE_NUMBER = 2**53  # above, doubles leave out whole numbers
LINE_END = re.compile("\r\n|\r|\n")
DURATION = re.compile(r"PT(\d+)H(\d+)M([\d.]+)S")  # of OpenDocument, from 24 hours on
DAY_0 = datetime(1899, 12, 31)  # of times and durations
FIRST_YEARS = (1899, 1900)


@dataclass(frozen=True)
class Column:
    """What the cells of a column are, which decides how each of them is written.

    Attributes:
        has_timestamps: A cell has a date and a time: so a date without one is midnight.
        has_durations: A cell is a time without a date: so a date in 1900 is a longer duration.
    """

    has_timestamps: bool = False
    has_durations: bool = False


def is_timestamp(cell: Cell) -> bool:
    """Return whether a cell has a date and a time.

    Args:
        cell: A cell, as python-calamine returns it.
    """
    return isinstance(cell, datetime) and cell.year not in FIRST_YEARS


def is_duration(cell: Cell) -> bool:
    """Return whether a cell has a time without a date.

    Args:
        cell: A cell, as python-calamine returns it.
    """
    return isinstance(cell, time | timedelta)


def text_of(cell: Cell, column: Column) -> str:
    """Return a cell as text: ISO dates and timestamps, durations as HH:MM:SS, numbers in full.

    Args:
        cell: A cell, as python-calamine returns it.
        column: The column of the cell.
    """
    if isinstance(cell, str):
        return LINE_END.sub("\n", cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, timedelta):
        return _duration(cell)
    if isinstance(cell, time):
        return _duration(datetime.combine(DAY_0, cell) - DAY_0)
    if column.has_durations and cell.year in FIRST_YEARS:
        midnight = time()
        at = cell if isinstance(cell, datetime) else datetime.combine(cell, midnight)
        return _duration(at - DAY_0)
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="milliseconds" if cell.microsecond else "seconds")
    return f"{cell.isoformat()}T00:00:00" if column.has_timestamps else cell.isoformat()


def has_lost_digits(cell: Cell) -> bool:
    """Return whether a cell is a whole number with more digits than a spreadsheet keeps.

    Args:
        cell: A cell, as python-calamine returns it.
    """
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return is_number and abs(cell) >= 10**MOST_DIGITS


def read_duration(text: str) -> Cell:
    """Return the duration that a text of OpenDocument states, else the text.

    Args:
        text: A text such as PT36H05M00S.
    """
    found = DURATION.fullmatch(text)
    if not found:
        return text
    hours, minutes, seconds = found.groups()
    return timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))


def _number(value):
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) <= LAST_WHOLE_NUMBER:
        return str(int(value))
    if abs(value) > LAST_WHOLE_NUMBER:
        # as spreadsheets write a rounded id, for the build to report it and not to join it
        return f"{value:.{MOST_DIGITS - 1}E}"
    # 14.970000000000001 is the sum that a spreadsheet shows as 14.97
    return f"{Decimal(f'{value:.{MOST_DIGITS}g}'):f}"


def _duration(value):
    sign = "-" if value < timedelta() else ""
    milliseconds = round(abs(value) / timedelta(milliseconds=1))
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{milliseconds:03}" if milliseconds else ""
    return f"{sign}{hours:02}:{minutes:02}:{seconds:02}{fraction}"
