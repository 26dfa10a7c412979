"""Export marts as CSV or Parquet, for tools that cannot open a DuckDB file.

CSV is protected against formula injection: the marts contain user input, and spreadsheets execute
text that looks like a formula. Text and column names that start with = + - @ (full-width variants
included, leading whitespace ignored), a tab or a line break are prefixed with an apostrophe.
Numbers, including negative ones, and Parquet files are not changed. The CSV delimiter is a comma:
spreadsheets with another list separator need it set on import.
"""

import os
import shutil
from pathlib import Path

import duckdb
from tqdm import tqdm

from python_steps import warehouse
from python_steps.publishing.publish import identifier, literal

FORMATS = ("csv", "parquet")
FORMULA = r"^[\s\p{Z}\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]"
ESCAPE_FORMULAS = f"""
create temp macro escape_formula(cell) as
    case when regexp_matches(cell, '{FORMULA}') then '''' || cell else cell end
"""
COLUMNS = """
select column_name, escape_formula(column_name), numeric_precision is not null
from duckdb_columns()
where database_name = current_database() and schema_name = ? and table_name = ?
order by column_index
"""


def export_marts(
    out: Path,
    *,
    file_format: str = "csv",
    marts: list[str] | None = None,
    published: Path | None = None,
) -> list[Path]:
    """Write each mart to `<out>/<schema>/<table>.<format>`, all from one snapshot.

    Output is byte-identical for the same published file. CSV is UTF-8 with a header and LF line
    endings, quoted as in RFC 4180; null is an empty field, empty text is `""`. Rows are ordered by
    primary key. Files are moved into place at the end, so a failed export leaves no partial output.

    Args:
        out: Output folder, created if missing. Existing exports are overwritten.
        file_format: One of `FORMATS`.
        marts: Names as `schema.table`; all marts when None.
        published: The published file, as in `warehouse.read_mart`.

    Returns:
        The files written.

    Raises:
        NotPublishedError: There is no published file, or it lacks a mart.
        OSError: The folder is not writable.
    """
    new = out.resolve() / f".exporting-{os.getpid()}"
    with warehouse.connect(published, writes_to=new) as connection:
        chosen = [warehouse.split_name(connection, name, published) for name in marts or ()]
        tables = chosen or warehouse.tables(connection)
        connection.execute(ESCAPE_FORMULAS)
        new.mkdir(parents=True, exist_ok=True)
        try:
            for schema, table in tqdm(
                tables, desc="Exporting marts", unit="mart", leave=False, delay=2, disable=None
            ):
                (new / schema).mkdir(exist_ok=True)
                _copy(connection, schema, table, new / schema / f"{table}.{file_format}")
            return [_move(path, out / path.relative_to(new)) for path in sorted(new.glob("*/*"))]
        except duckdb.IOException as error:
            raise OSError(str(error)) from error
        finally:
            shutil.rmtree(new)


def _copy(connection: duckdb.DuckDBPyConnection, schema: str, table: str, path: Path) -> None:
    """Write one mart in the format of the file's extension."""
    rows = warehouse.rows_in_order(connection, schema, table)
    options = "format parquet"
    if path.suffix == ".csv":
        cells = ", ".join(
            f"{column if is_number else f'escape_formula(cast({column} as varchar))'} as {header}"
            for column, header, is_number in (
                (identifier(name), identifier(header), is_number)
                for name, header, is_number in connection.execute(
                    COLUMNS, [schema, table]
                ).fetchall()
            )
        )
        rows = f"select {cells} {rows}"
        options = "format csv, header"
    connection.execute(f"copy ({rows}) to {literal(path)} ({options})")


def _move(path: Path, target: Path) -> Path:
    target.parent.mkdir(exist_ok=True)
    return path.replace(target)
