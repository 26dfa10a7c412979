"""Export files, spelled and formatted as source systems do, with a few broken rows."""

import csv
import shutil
from datetime import timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from python_steps.simulator import parameters, sampling

# table: column to (type, SQL expression over the simulated events)
TABLES = {
    "clickstream": {
        "user_id": ("varchar", "format('U{:03d}', \"user\")"),
        "timestamp": ("timestamp", '"at"'),
        "page": ("varchar", "page"),
        "element_clicked": ("varchar", "element"),
    },
    "cart_abandonment": {
        "user_id": ("varchar", "format('U{:03d}', \"user\")"),
        "cart_id": ("varchar", "format('C{:d}', number)"),
        "abandonment_time": ("timestamp", '"at"'),
        "items_in_cart": ("integer", "items"),
        "total_value": ("decimal(12, 2)", "nullif(value, -1)"),
    },
    "page_load_times": {
        "page_url": ("varchar", "url"),
        "timestamp": ("timestamp", '"at"'),
        "load_time_ms": ("integer", "load_ms"),
    },
    "api_logs": {
        "timestamp": ("timestamp", '"at"'),
        "endpoint": ("varchar", "endpoint"),
        "status_code": ("integer", "status"),
        "response_time_ms": ("integer", "response_ms"),
        "service_name": ("varchar", "service"),
    },
    "user_feedback": {
        "user_id": ("varchar", "format('user{:03d}', nullif(\"user\", 0))"),
        "timestamp": ("timestamp", '"at"'),
        "feedback_text": ("varchar", "nullif(text, '')"),
        "rating": ("integer", "nullif(rating, 0)"),
    },
    "session_tracking": {
        "session_id": ("varchar", "format('s{:05d}', number)"),
        "user_id": ("varchar", "format('u{:03d}', \"user\")"),
        "start_time": ("timestamp", '"at"'),
        "end_time": ("timestamp", "ended"),
        "page_sequence": ("varchar", "pages"),
        "drop_off_page": ("varchar", "drop_off_page"),
    },
    "support_tickets": {
        "ticket_id": ("varchar", "format('T{:04d}', number)"),
        "user_id": ("varchar", "format('user{:03d}', \"user\")"),
        "created_at": ("timestamp", '"at"'),
        "first_response_at": ("timestamp", "nullif(first_response, -1)"),
        "resolved_at": ("timestamp", "nullif(resolved, -1)"),
        "category": ("varchar", "category"),
        "priority": ("varchar", "priority"),
        "channel": ("varchar", "channel"),
        "status": ("varchar", "status"),
        "subject": ("varchar", "subject"),
        "reopen_count": ("integer", "reopened"),
        "csat_score": ("integer", "nullif(csat, 0)"),
    },
    "orders": {
        "order_id": ("varchar", "format('#{:d}', number)"),
        "user_id": ("varchar", "format('U{:03d}', \"user\")"),
        "session_id": ("varchar", "format('s{:05d}', session)"),
        "cart_id": ("varchar", "format('C{:d}', nullif(cart, 0))"),
        "ordered_at": ("timestamp", '"at"'),
        "status": ("varchar", "status"),
        "total_value": ("decimal(12, 2)", "cast(value as decimal(12, 2))"),
        "currency": ("varchar", f"'{parameters.CURRENCY}'"),
        "item_count": ("integer", "items"),
        "discount_value": ("decimal(12, 2)", "cast(discount as decimal(12, 2))"),
        "refunded_value": ("decimal(12, 2)", "cast(refunded as decimal(12, 2))"),
        "updated_at": ("timestamp", "nullif(updated, -1)"),
    },
}
SWAP = "swap"  # the values of two columns are swapped
REPEAT = "repeat"  # the row is exported twice
# defects of each table as (column, value), used in rotation
DEFECTS = {
    "clickstream": (
        ("timestamp", "yesterday"),
        ("user_id", ""),
        ("page", ""),
        ("timestamp", ""),
        ("timestamp", "1970-01-01T00:00:00"),
    ),
    "cart_abandonment": (
        (REPEAT, "cart_id"),
        ("total_value", "-20.00"),
        ("items_in_cart", "two"),
        ("items_in_cart", "-1"),
        ("abandonment_time", ""),
        ("cart_id", ""),
    ),
    "page_load_times": (
        ("load_time_ms", "-1"),
        ("load_time_ms", "n/a"),
        ("page_url", ""),
        ("timestamp", "2199-01-01T00:00:00"),
        ("load_time_ms", ""),
        ("load_time_ms", "NaN"),
    ),
    "api_logs": (
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
    ),
    "user_feedback": (("rating", "9"), ("timestamp", ""), ("rating", "good")),
    "session_tracking": (
        (SWAP, ("start_time", "end_time")),
        (REPEAT, "session_id"),
        ("page_sequence", ""),
        ("start_time", "soon"),
        ("end_time", ""),
        ("session_id", ""),
    ),
    "support_tickets": ((REPEAT, "ticket_id"), ("created_at", "n/a"), ("csat_score", "-3")),
    "orders": (
        (REPEAT, "order_id"),
        ("total_value", "n/a"),
        ("ordered_at", ""),
        ("order_id", ""),
        ("discount_value", "-5.00"),
    ),
}
GROUND_TRUTH_FILE = "injected_incidents.csv"
GROUND_TRUTH_COLUMNS = (
    "incident_id",
    "kind",
    "subject",
    "started_at",
    "ended_at",
    "strength",
    "carts_lost",
    "value_lost",
    "ticket_count",
    "feedback_count",
)


class Exports:
    """Writes the eight exports, one chunk of time after another."""

    def __init__(self, folder, file_format, start, seed, expected_sessions):
        """Create empty files.

        Args:
            folder: an existing folder without any of the tables.
            file_format: 'csv' for `<table>.csv`, 'parquet' for
                `<table>/date=<day>/part-<n>.parquet`. In Parquet, values that do not fit the
                column type (such as the time 'yesterday') are null.
            start: first day, a datetime.date.
            seed: seed of the random numbers. They are streams apart from the events, which makes
                the events the same in both formats.
            expected_sessions: approximate total; spreads the broken rows evenly over the period.
        """
        self._folder = Path(folder)
        self._format = file_format
        self._start = start
        self._start_seconds = int(np.datetime64(start, "s").astype(np.int64))
        # a separate stream for orders: the other files are the same with and without them
        self._generators = dict.fromkeys(TABLES, np.random.default_rng([seed, 1]))
        self._generators["orders"] = np.random.default_rng([seed, 4])
        self._expected_sessions = expected_sessions
        self._rows = dict.fromkeys(TABLES, 0)
        self._broken = dict.fromkeys(TABLES, 0)
        self._parts = {}  # folder of a day to the number of its latest file
        self._connection = duckdb.connect(
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        )
        if file_format == "csv":
            for name, columns in TABLES.items():
                with self._path(name).open("w", encoding="utf-8", newline="") as file:
                    csv.writer(file, lineterminator="\n").writerow(columns)

    @property
    def row_count(self):
        """Number of rows written so far."""
        return sum(self._rows.values())

    def write(self, tables):
        """Write the events of one chunk.

        Args:
            tables: table name to DataFrame, output of `shop.Shop.simulate`: one row per event,
                sorted by time, with the columns that `TABLES` reads; times are seconds since the
                start, and `at` is the time of the event.

        Raises:
            OSError: A file cannot be written.
        """
        for name, events in tables.items():
            rows = self._break(name, events)
            self._rows[name] += len(rows)
            if self._format == "csv":
                self._append(name, rows)
            else:
                self._write_days(name, rows)

    def _append(self, name, rows):
        part = self._path(name).with_suffix(".part")
        self._copy(rows, name, part, "(format csv, header false)")
        with self._path(name).open("ab") as file, part.open("rb") as piece:
            shutil.copyfileobj(piece, file)
        part.unlink()

    def _write_days(self, name, rows):
        days = rows["at"].to_numpy() // parameters.DAY_SECONDS
        first, last = int(days[0]), int(days[-1])
        bounds = np.searchsorted(days, np.arange(first, last + 2))
        for day, begin, end in zip(range(first, last + 1), bounds, bounds[1:], strict=False):
            if begin == end:
                continue
            folder = self._folder / name / f"date={self._start + timedelta(days=day)}"
            folder.mkdir(parents=True, exist_ok=True)
            part = self._parts[folder] = self._parts.get(folder, -1) + 1
            self._copy(
                rows.iloc[begin:end], name, folder / f"part-{part}.parquet", "(format parquet)"
            )

    def close(self):
        """Close the DuckDB connection."""
        self._connection.close()

    def _path(self, name):
        return self._folder / f"{name}.csv"

    def _break(self, name, events):
        """Draw the broken rows; the column `defect` is the number of the defect, 0 for none."""
        generator = self._generators[name]
        expected = self._expected_sessions * parameters.ROWS_PER_SESSION[name]
        share = max(parameters.BROKEN_SHARE, 1.5 * len(DEFECTS[name]) / expected)
        share = min(share, parameters.MAX_BROKEN_SHARE)
        due = int((self._rows[name] + len(events)) * share) - self._broken[name]
        chosen = generator.choice(len(events), size=min(due, len(events)), replace=False)
        turns = (self._broken[name] + np.arange(len(chosen))) % len(DEFECTS[name])
        self._broken[name] += len(chosen)
        defect = np.zeros(len(events), dtype=np.int8)
        defect[chosen] = 1 + turns
        styles = sampling.bounds(list(parameters.TIME_STYLES.values()))
        style = sampling.pick(generator, styles, len(events)).astype(np.int8)
        rows = events.assign(defect=defect, time_style=style)
        is_repeated = np.isin(
            defect, [1 + turn for turn, each in enumerate(DEFECTS[name]) if each[0] == REPEAT]
        )
        return rows.loc[np.repeat(rows.index, 1 + is_repeated)] if is_repeated.any() else rows

    def _copy(self, rows, name, path, options):
        columns = ", ".join(
            f'{self._broken_expression(name, column)} as "{column}"' for column in TABLES[name]
        )
        self._connection.register("events", rows)
        target = str(path).replace("'", "''")
        self._connection.execute(f"copy (select {columns} from events) to '{target}' {options}")
        self._connection.unregister("events")

    def _broken_expression(self, name, column):
        """Return the SQL of a column, including its defects."""
        kind = TABLES[name][column][0]
        cases = []
        for number, (broken, value) in enumerate(DEFECTS[name], start=1):
            if broken == column:
                text = f"nullif('{value}', '')"
                typed = text if self._format == "csv" else f"try_cast({text} as {kind})"
                cases.append(f"when {number} then {typed}")
            elif broken == SWAP and column in value:
                other = value[1 - value.index(column)]
                cases.append(f"when {number} then {self._expression(name, other)}")
        expression = self._expression(name, column)
        return f"case defect {' '.join(cases)} else {expression} end" if cases else expression

    def _expression(self, name, column):
        """Return the SQL of a column without defects: typed for Parquet, text for CSV."""
        kind, expression = TABLES[name][column]
        if kind == "timestamp":
            moment = f"make_timestamp(({expression} + {self._start_seconds}) * 1000000)"
            return moment if self._format == "parquet" else _format_time(moment)
        return f"cast({expression} as {kind if self._format == 'parquet' else 'varchar'})"


def _format_time(moment):
    """Return the SQL that formats a timestamp in the style of its row."""
    plain = f"strftime({moment}, '%Y-%m-%dT%H:%M:%S')"
    ahead = f"strftime({moment} + interval {parameters.OFFSET_HOURS} hour, '%Y-%m-%dT%H:%M:%S')"
    written = {
        "plain": plain,
        "blank": f"strftime({moment}, '%Y-%m-%d %H:%M:%S')",
        "utc": f"{plain} || 'Z'",
        "offset": f"{ahead} || '+{parameters.OFFSET_HOURS:02d}:00'",
    }
    cases = [
        f"when {code} then {written[style]}" for code, style in enumerate(parameters.TIME_STYLES)
    ]
    return f"case time_style {' '.join(cases)} end"


def ground_truth(incidents, start):
    """Return the ground truth as a table.

    Args:
        incidents: list of `incidents.Incident`, sorted by start.
        start: first day, a datetime.date.

    Returns:
        A DataFrame with the columns `GROUND_TRUTH_COLUMNS`, one row per incident; times are UTC,
        values are in the currency of the shop, rounded to cents.
    """
    midnight = np.datetime64(start, "s")
    rows = [
        (
            f"I{number:02d}",
            each.kind,
            each.subject,
            midnight + np.timedelta64(each.started, "s"),
            midnight + np.timedelta64(each.ended, "s"),
            each.strength,
            each.carts_lost,
            round(each.value_lost, 2) + 0.0,  # avoids -0.0
            each.ticket_count,
            each.feedback_count,
        )
        for number, each in enumerate(incidents, start=1)
    ]
    return pd.DataFrame(rows, columns=list(GROUND_TRUTH_COLUMNS))


def write_ground_truth(injected, path):
    """Write the output of `ground_truth` as CSV.

    Raises:
        OSError: The file cannot be written.
    """
    injected.to_csv(
        path, index=False, float_format="%.2f", date_format="%Y-%m-%dT%H:%M:%S", lineterminator="\n"
    )
