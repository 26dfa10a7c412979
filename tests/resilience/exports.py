"""Daily exports of the shipped shop, and what may happen to them between two builds."""

import random
from pathlib import Path

import duckdb
import pandas as pd
from conftest import PROJECT

TIMES = {
    "api_logs": "timestamp",
    "cart_abandonment": "abandonment_time",
    "clickstream": "timestamp",
    "page_load_times": "timestamp",
    "session_tracking": "start_time",
    "support_tickets": "created_at",
    "user_feedback": "timestamp",
}
KEYS = {
    "cart_abandonment": "cart_id",
    "session_tracking": "session_id",
    "support_tickets": "ticket_id",
}


class Exports:
    """One file an input and day; the days up to the first are there, the others are to come."""

    def __init__(self, raw: Path, first: str, file_format: str, seed: int = 1):
        self.raw, self.format, self.random = raw, file_format, random.Random(seed)
        self.to_come: dict[str, dict[str, pd.DataFrame]] = {}
        self.late: list[tuple[str, pd.DataFrame]] = []
        for table, time in TIMES.items():
            rows = pd.read_csv(
                PROJECT / "seeds" / "raw" / f"{table}.csv", dtype=str, keep_default_na=False
            )
            days = rows[time].str.extract(r"^(\d{4}-\d\d-\d\d)", expand=False).fillna("0000-odd")
            for day, of_day in rows.groupby(days):
                # some rows of each day come late
                is_late = of_day.index.isin(of_day.sample(frac=0.03, random_state=seed).index)
                self.late.append((table, of_day[is_late]))
                if day <= first:
                    self.write(table, day, of_day[~is_late])
                else:
                    self.to_come.setdefault(day, {})[table] = of_day[~is_late]

    def write(self, table: str, name: str, rows: pd.DataFrame) -> None:
        file = self.raw / table / f"{name}.{self.format}"
        file.parent.mkdir(parents=True, exist_ok=True)
        if self.format == "csv":
            rows.to_csv(file, index=False, lineterminator="\n")
        else:
            with duckdb.connect() as connection:
                connection.register("rows", rows)
                connection.execute(f"copy (from rows) to '{file}' (format parquet)")

    def read(self, file: Path) -> pd.DataFrame:
        if self.format == "csv":
            return pd.read_csv(file, dtype=str, keep_default_na=False)
        with duckdb.connect() as connection:
            return connection.execute(f"from '{file}'").df()

    def files(self, table: str = "*") -> list[Path]:
        return sorted(self.raw.glob(f"{table}/*.{self.format}"))

    def any_file(self, table: str = "*") -> Path:
        return self.random.choice(self.files(table))

    def a_day_comes(self) -> None:
        day = min(self.to_come)
        for table, rows in self.to_come.pop(day).items():
            self.write(table, day, rows)

    def late_rows_come(self) -> None:
        """Rows of two days that came before, in files of their own."""
        for _ in range(2):
            table, rows = self.late.pop(self.random.randrange(len(self.late)))
            self.write(table, f"late-{len(self.late)}", rows)

    def a_file_is_corrected(self) -> None:
        """Some values of a day become other ones, and a row goes."""
        file = self.any_file()
        rows = self.read(file)
        for column in rows.columns.intersection(["response_time_ms", "load_time_ms", "rating"]):
            rows[column] = rows[column].where(rows.index % 3 > 0, "3")
        for column in rows.columns.intersection(["user_id", "endpoint", "feedback_text"]):
            rows[column] = rows[column].where(rows.index % 5 > 0, rows[column] + "x")
        self.write(file.parent.name, file.stem, rows.iloc[1:])

    def rows_with_keys_of_before_come(self) -> None:
        """Later and earlier versions of sessions, carts and tickets that are there already."""
        for table in KEYS:
            rows = self.read(self.any_file(table)).head(9)
            time = TIMES[table]
            rows[time] = rows[time].str.replace("T0", "T1").where(rows.index % 2 > 0, rows[time])
            self.write(table, f"again-{self.random.random()}", rows)

    def a_file_comes_twice(self) -> None:
        for table in ("api_logs", "clickstream", "user_feedback", "session_tracking"):
            file = self.any_file(table)
            self.write(table, f"{file.stem}-copy", self.read(file))

    def a_file_goes(self) -> None:
        for table in ("page_load_times", "session_tracking", "api_logs"):
            self.any_file(table).unlink()

    def a_file_is_renamed(self) -> None:
        file = self.any_file()
        file.rename(file.with_stem(f"{file.stem}-moved"))

    def a_day_moves(self) -> None:
        """All rows of a file are found to be of another day."""
        file = self.any_file("clickstream")
        rows = self.read(file)
        rows["timestamp"] = "2026-08-20" + rows["timestamp"].str[10:]
        self.write("clickstream", file.stem, rows)

    def an_input_goes(self) -> None:
        for file in self.files("cart_abandonment"):
            file.unlink()

    def nothing_happens(self) -> None:
        pass
