"""A seed's file as a view of texts in a Spark session."""

import csv
from pathlib import Path


def show_rows(session, file: str, name: str, columns: dict[str, bool], view: str) -> None:
    """Make a temporary view of the rows of a seed's file, in their order, every value a text.

    Args:
        session: The Spark session.
        file: Path of the CSV file, in UTF-8, with a header.
        name: The file as messages name it.
        columns: {column: whether the file must have it}; the others are null.
        view: Name of the view.

    Raises:
        ValueError: The header lacks a column or has one twice, or a row has another number of
            values; one sentence with file and line.
    """
    with Path(file).open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        header = [column.strip().lower() for column in next(reader, [])]
        missing = [column for column, needed in columns.items() if needed and column not in header]
        if missing:
            raise ValueError(f"{name} has no column {', '.join(missing)}.")
        for column in columns:
            if header.count(column) > 1:
                raise ValueError(f"{name} has the column {column} more than once.")
        places = [header.index(column) if column in header else None for column in columns]
        rows = []
        for row in reader:
            if len(row) != len(header):
                raise ValueError(
                    f"{name}, line {reader.line_num}: expected {len(header)} values, "
                    f"found {len(row)}."
                )
            rows.append([None if place is None else row[place] or None for place in places])
    schema = ", ".join(f"`{column}` string" for column in columns)
    # one partition keeps the order of the file
    session.createDataFrame(rows, schema).coalesce(1).createOrReplaceTempView(view)
