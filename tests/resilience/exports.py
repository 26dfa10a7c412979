"""Daily exports of the shipped seeds, and what can change between two builds."""

import random
from pathlib import Path

import duckdb
import pandas as pd
from conftest import PROJECT
from contract import input_contracts

# the column with the time of the event, of each input
TIMES = {
    table: next(iter(contract["times"].values())) for table, contract in input_contracts().items()
}
WITH_KEY = [table for table, contract in input_contracts().items() if contract["key"]]


class Exports:
    """One file per input and day; days after the first are pending."""

    def __init__(self, raw: Path, first: str, file_format: str, seed: int = 1):
        self.raw, self.format, self.random = raw, file_format, random.Random(seed)
        self.pending: dict[str, dict[str, pd.DataFrame]] = {}
        self.late: list[tuple[str, pd.DataFrame]] = []
        for table, time in TIMES.items():
            rows = pd.read_csv(
                PROJECT / "seeds" / "raw" / f"{table}.csv", dtype=str, keep_default_na=False
            )
            days = rows[time].str.extract(r"^(\d{4}-\d\d-\d\d)", expand=False).fillna("0000-odd")
            for day, of_day in rows.groupby(days):
                # some rows of each day arrive late
                is_late = of_day.index.isin(of_day.sample(frac=0.03, random_state=seed).index)
                self.late.append((table, of_day[is_late]))
                if day <= first:
                    self.write(table, day, of_day[~is_late])
                else:
                    self.pending.setdefault(day, {})[table] = of_day[~is_late]

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

    def add_day(self) -> None:
        day = min(self.pending)
        for table, rows in self.pending.pop(day).items():
            self.write(table, day, rows)

    def add_late_rows(self) -> None:
        """Add late-arriving rows of two earlier days, in new files."""
        for _ in range(2):
            table, rows = self.late.pop(self.random.randrange(len(self.late)))
            self.write(table, f"late-{len(self.late)}", rows)

    def correct_file(self) -> None:
        """Change some values of a day and remove a row."""
        file = self.any_file()
        rows = self.read(file)
        for column in rows.columns.intersection(["response_time_ms", "load_time_ms", "rating"]):
            rows[column] = rows[column].where(rows.index % 3 > 0, "3")
        for column in rows.columns.intersection(["user_id", "endpoint", "feedback_text"]):
            rows[column] = rows[column].where(rows.index % 5 > 0, rows[column] + "x")
        self.write(file.parent.name, file.stem, rows.iloc[1:])

    def add_duplicate_keys(self) -> None:
        """Add later and earlier versions of existing sessions, carts, orders and tickets."""
        for table in WITH_KEY:
            rows = self.read(self.any_file(table)).head(9)
            time = TIMES[table]
            rows[time] = rows[time].str.replace("T0", "T1").where(rows.index % 2 > 0, rows[time])
            self.write(table, f"again-{self.random.random()}", rows)

    def add_parts(self) -> None:
        """Add parts of sessions and lines of carts and orders."""
        rows = self.read(self.any_file("session_tracking"))
        rows = rows[pd.to_datetime(rows["end_time"], errors="coerce", utc=True).notna()].head(9)
        ended = pd.to_datetime(rows["end_time"], format="ISO8601", utc=True)
        rows["start_time"] = ended.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        rows["end_time"] = (ended + pd.Timedelta("5min")).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.write("session_tracking", f"parts-{self.random.random()}", rows)
        for table, items in (("cart_abandonment", "items_in_cart"), ("orders", "item_count")):
            file = self.any_file(table)
            rows = self.read(file)
            lines = rows.tail(1).assign(total_value="", **{items: "1"})
            self.write(table, file.stem, pd.concat([rows, lines]))

    def add_old_rows(self) -> None:
        """Add a few rows of 2001, and the second time more than may be left out."""
        name = "old-more" if list(self.raw.glob("*/old.*")) else "old"
        tickets = self.read(self.any_file("support_tickets")).head(1)
        tickets = pd.concat([tickets] * (8 if name == "old-more" else 1))
        tickets = tickets.assign(
            created_at="2001-05-06T07:08:09", resolved_at="", first_response_at=""
        )
        tickets["ticket_id"] = [f"{name}-{number}" for number in range(len(tickets))]
        self.write("support_tickets", name, tickets)
        clicks = self.read(self.any_file("clickstream")).head(1)
        clicks = pd.concat([clicks] * (800 if name == "old-more" else 100))
        clicks = clicks.assign(timestamp="2001-05-06T07:08:09")
        clicks["element_clicked"] = [f"{name} {number}" for number in range(len(clicks))]
        self.write("clickstream", name, clicks)

    def add_bot(self) -> None:
        """Add 1,300 clicks of one user in an hour."""
        rows = pd.concat([self.read(self.any_file("clickstream")).head(1)] * 1300)
        rows["timestamp"] = [
            f"2026-08-20T10:{number // 30:02d}:{number % 30 * 2:02d}" for number in range(1300)
        ]
        rows["element_clicked"] = [f"link {number}" for number in range(1300)]
        self.write("clickstream", f"bot-{self.random.random()}", rows)

    def duplicate_files(self) -> None:
        for table in ("api_logs", "clickstream", "user_feedback", "session_tracking"):
            file = self.any_file(table)
            self.write(table, f"{file.stem}-copy", self.read(file))

    def remove_files(self) -> None:
        for table in ("page_load_times", "session_tracking", "api_logs"):
            self.any_file(table).unlink()

    def rename_file(self) -> None:
        file = self.any_file()
        file.rename(file.with_stem(f"{file.stem}-moved"))

    def move_day(self) -> None:
        """Give all rows of a file another day."""
        file = self.any_file("clickstream")
        rows = self.read(file)
        rows["timestamp"] = "2026-08-20" + rows["timestamp"].str[10:]
        self.write("clickstream", file.stem, rows)

    def remove_input(self) -> None:
        for file in self.files("cart_abandonment"):
            file.unlink()

    def change_nothing(self) -> None:
        pass
