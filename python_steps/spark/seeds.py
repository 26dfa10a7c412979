"""Load a seed file into a Spark session as a view with text columns."""

import csv
from pathlib import Path


def create_seed_view(session, file: str, name: str, columns: dict[str, bool], view: str) -> None:
    """Create a temporary view of a seed's rows, in file order, with every value as text.

    Args:
        session: The Spark session.
        file: Path of the CSV file: UTF-8 with a header.
        name: The file's name in error messages.
        columns: Column name to whether it is required; missing optional columns are null.
        view: Name of the view.

    Raises:
        ValueError: The header lacks a required column or repeats one, or a row's number of values
            differs from the header's; the message names file and line.
    """
    with Path(file).open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        header = [column.strip().lower() for column in next(reader, [])]
        required = [column for column, is_required in columns.items() if is_required]
        missing = [column for column in required if column not in header]
        if missing:
            raise ValueError(
                f"Missing columns in {name}: {', '.join(missing)}. "
                "Add them and rerun `dbt build --target spark`."
            )
        for column in columns:
            if header.count(column) > 1:
                raise ValueError(
                    f"Duplicate column in {name}: {column}. "
                    "Remove one and rerun `dbt build --target spark`."
                )
        positions = [header.index(column) if column in header else None for column in columns]
        rows = []
        for row in reader:
            if len(row) != len(header):
                raise ValueError(
                    f"{name}, line {reader.line_num}: expected {len(header)} values, "
                    f"found {len(row)}. Fix this and rerun `dbt build --target spark`."
                )
            rows.append([None if at is None else row[at] or None for at in positions])
    schema = ", ".join(f"`{column}` string" for column in columns)
    # a single partition preserves the file order
    session.createDataFrame(rows, schema).coalesce(1).createOrReplaceTempView(view)
