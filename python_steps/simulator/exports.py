"""The seven files as the shop's systems would export them: spelling, formats, a few broken rows."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

# how systems write a time: mostly plain with a T, a few otherwise
TIME_STYLES = {"plain": 0.985, "blank": 0.006, "utc": 0.005, "offset": 0.004}
OFFSET_HOURS = 2

BROKEN_SHARE = 0.001
BROKEN_AT_MOST = 0.01
SWAP = "swap"  # the values of two columns change places
REPEAT = "repeat"  # the row is exported twice
# what can be wrong with a row of each table: (column, value), taken in turn
DEFECTS = {
    "clickstream": [
        ("timestamp", "yesterday"),
        ("user_id", ""),
        ("page", ""),
        ("timestamp", ""),
        ("timestamp", "1970-01-01T00:00:00"),
    ],
    "cart_abandonment": [
        (REPEAT, "cart_id"),
        ("total_value", "-20.00"),
        ("items_in_cart", "two"),
        ("items_in_cart", "-1"),
        ("abandonment_time", ""),
        ("cart_id", ""),
    ],
    "page_load_times": [
        ("load_time_ms", "-1"),
        ("load_time_ms", "n/a"),
        ("page_url", ""),
        ("timestamp", "2199-01-01T00:00:00"),
        ("load_time_ms", ""),
        ("load_time_ms", "NaN"),
    ],
    "api_logs": [
        ("status_code", "999"),
        ("response_time_ms", "-5"),
        ("status_code", ""),
        ("response_time_ms", "timeout"),
        ("service_name", ""),
        ("endpoint", ""),
        ("timestamp", "2026-02-30T10:00:00"),
        ("status_code", "OK"),
        ("response_time_ms", "inf"),
        ("timestamp", ""),
    ],
    "user_feedback": [("rating", "9"), ("timestamp", ""), ("rating", "good")],
    "session_tracking": [
        (SWAP, ("start_time", "end_time")),
        (REPEAT, "session_id"),
        ("page_sequence", ""),
        ("start_time", "soon"),
        ("end_time", ""),
        ("session_id", ""),
    ],
    "support_tickets": [(REPEAT, "ticket_id"), ("created_at", "n/a"), ("csat_score", "-3")],
}


def spell_users(numbers, pattern):
    """Write user numbers in a system's spelling, e.g. 'U{:03d}'; NaN becomes ''."""
    return ["" if np.isnan(number) else pattern.format(int(number)) for number in numbers]


def write_times(generator, start, seconds):
    """Write times as ISO 8601 text.

    Args:
        generator: numpy Generator that draws the style of each.
        start: the first day, a datetime.date or ISO date.
        seconds: array of seconds since its midnight, NaN for none.

    Returns:
        An array of texts, '' for none.
    """
    seconds = np.asarray(seconds, dtype=float)
    is_known = ~np.isnan(seconds)
    since_start = np.where(is_known, seconds, 0).astype(np.int64).astype("timedelta64[s]")
    moment = np.datetime64(start, "s") + since_start
    plain = pd.Series(np.datetime_as_string(moment))
    ahead = pd.Series(np.datetime_as_string(moment + np.timedelta64(OFFSET_HOURS, "h")))
    style = generator.choice(list(TIME_STYLES), size=len(moment), p=list(TIME_STYLES.values()))
    text = np.select(
        [style == "blank", style == "utc", style == "offset"],
        [
            plain.str.replace("T", " ", regex=False),
            plain + "Z",
            ahead + f"+{OFFSET_HOURS:02d}:00",
        ],
        plain,
    )
    return np.where(is_known, text, "")


def write_numbers(values, pattern="{:.0f}"):
    """Write numbers in a fixed format; NaN becomes ''."""
    return ["" if np.isnan(value) else pattern.format(value) for value in values]


def break_rows(generator, name, table):
    """Break a few rows of a table on purpose, so that the quarantine has something to show.

    Args:
        generator: numpy Generator that draws the rows.
        name: the table's name.
        table: all columns as text, one row an event.

    Returns:
        The table with each of its defects at least once, where that is within `BROKEN_AT_MOST`
        of its rows.
    """
    defects = DEFECTS[name]
    wanted = max(len(defects), round(len(table) * BROKEN_SHARE))
    count = min(wanted, int(len(table) * BROKEN_AT_MOST))
    table = table.reset_index(drop=True)
    twins = []
    for turn, row in enumerate(generator.choice(len(table), size=count, replace=False)):
        column, value = defects[turn % len(defects)]
        if column == REPEAT:
            twins.append(table.loc[[row]])
        elif column == SWAP:
            table.loc[row, list(value)] = table.loc[row, list(value)[::-1]].to_list()
        else:
            table.loc[row, column] = value
    return pd.concat([table, *twins]).sort_index(kind="stable").reset_index(drop=True)


def write_csvs(tables, folder):
    """Write each table to `<folder>/<name>.csv`: UTF-8, line ends of one newline.

    Args:
        tables: name to DataFrame, as `simulate` returns them.
        folder: where to; made when it is missing.

    Raises:
        OSError: when the folder or a file cannot be written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.columns)
            writer.writerows(table.itertuples(index=False, name=None))
