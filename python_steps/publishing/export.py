"""Write the marts as CSV or Parquet, for tools that do not open a DuckDB file.

A spreadsheet runs a text that begins like a formula, and the marts hold texts of strangers. So in
CSV a text, or a column's name, whose first character is one of = + - @ (full-width ones and those
behind blanks included), a tab or a line break gets an apostrophe before it. Nothing else is
changed: numbers stay numbers, negative ones too. Parquet has types, and nothing in it is changed.
The separator is the comma: a spreadsheet that is set to another one splits texts, and must be told.
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
NEUTRALISE = f"""
create temp macro neutralised(cell) as
    case when regexp_matches(cell, '{FORMULA}') then '''' || cell else cell end
"""
COLUMNS = """
select column_name, neutralised(column_name), numeric_precision is not null
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
    """Write each mart to `<out>/<schema>/<table>.<format>`, all of one state of the published file.

    The same published file gives the same bytes. CSV is UTF-8 with a header, quoted by RFC 4180,
    its lines end with LF; null is an empty cell, an empty text `""`. Rows stand in the order of
    the key. All files appear at the end, each whole: an export that breaks off leaves none.

    Args:
        out: The folder; made when it is not there. Files of earlier exports are written over.
        file_format: One of `FORMATS`.
        marts: Their names as `schema.table`; all when not given.
        published: The published file, as in `warehouse.read_mart`.

    Returns:
        The files written.

    Raises:
        NotPublishedError: There is no published file, or no such mart in it.
        OSError: The folder cannot be written to.
    """
    new = out.resolve() / f".exporting-{os.getpid()}"
    with warehouse.connect(published, writes_to=new) as connection:
        chosen = [warehouse.split_name(connection, name, published) for name in marts or ()]
        tables = chosen or warehouse.tables(connection)
        connection.execute(NEUTRALISE)
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
    """Write one mart to a file whose name ends with its format."""
    rows = warehouse.rows_in_order(connection, schema, table)
    options = "format parquet"
    if path.suffix == ".csv":
        cells = ", ".join(
            f"{column if is_number else f'neutralised(cast({column} as varchar))'} as {header}"
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
