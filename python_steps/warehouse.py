"""Read the published file: the only way by which charts, reports and evaluations reach a mart."""

from pathlib import Path

import duckdb
import pandas as pd

from python_steps.publishing.publish import file_identity, identifier, literal, published_file

# A file opened read-only can still read and write others: these close that door, and keep it so.
CONFIGURATION = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


class NotPublishedError(LookupError):
    """There is no published file, or it does not hold the mart; the text says what to do."""


def read_mart(name: str, path: Path | None = None) -> pd.DataFrame:
    """Read a mart of the published file.

    Args:
        name: The mart as `schema.table`, such as `ux.sessions`.
        path: The published file; `monitoring.duckdb` in the folder `MONITORING_WAREHOUSE`, or
            `warehouse`, when not given.

    Returns:
        One row a row of the mart, in the order of its primary key, and its columns
        with their names; timestamps are UTC, without a zone.

    Raises:
        NotPublishedError: There is no such file, or no such mart in it.
    """
    with connect(path) as connection:
        schema, table = split_name(connection, name, path)
        return connection.sql(rows_in_order(connection, schema, table)).df()


def connect(path: Path | None = None, writes_to: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open the published file for reading, and for nothing else.

    Args:
        path: As in `read_mart`.
        writes_to: The one folder, by its absolute path, whose files the connection may read and
            write besides (by one thread, so that the same rows give the same bytes).

    Raises:
        NotPublishedError: There is no such file, or it is no DuckDB file.
    """
    path = path or published_file()
    if not path.is_file():
        raise NotPublishedError(
            f"There is no published file {path}.\n"
            "`dbt build` writes it; MONITORING_WAREHOUSE names the folder if it is another one."
        )
    try:
        if writes_to is None:
            return _open_one_file(path, CONFIGURATION)
        connection = _open_one_file(path, {})
    except duckdb.Error as error:
        raise NotPublishedError(
            f"{path} cannot be read: {error}\nA full `dbt build` replaces it."
        ) from error
    # only a database that has started takes a folder, and only before the door is closed
    connection.execute(f"set allowed_directories = [{literal(writes_to)}]; set threads = 1")
    for setting, value in CONFIGURATION.items():
        connection.execute(f"set {setting} = {value}")
    return connection


def _open_one_file(path: Path, config: dict) -> duckdb.DuckDBPyConnection:
    """Open a file read-only, again when another one has taken its place meanwhile.

    DuckDB opens a file three times while it connects, and trusts the third with what the second
    has said of its blocks: when they are not the same file it fails, at once or at a later read.
    """
    while True:
        before = file_identity(path)
        try:
            connection = duckdb.connect(path, read_only=True, config=config)
        except duckdb.Error:
            if file_identity(path) == before:
                raise
            continue
        if file_identity(path) == before:
            return connection
        connection.close()


def tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Name the marts as (schema, table), in the order of their names."""
    return connection.execute(
        "select schema_name, table_name from duckdb_tables() order by all"
    ).fetchall()


def split_name(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path | None = None
) -> tuple[str, str]:
    """Split the name of a mart that is there into schema and table.

    Args:
        connection: The published file, open.
        name: As in `read_mart`.
        path: The file's name in the message.

    Raises:
        NotPublishedError: There is no such mart.
    """
    there = tables(connection)
    schema, _, table = name.partition(".")
    if (schema, table) not in there:
        raise NotPublishedError(
            f"{path or published_file()} holds no mart {name}{_what_there_is(schema, there)}."
            "\nA whole `dbt build` publishes all marts of the project."
        )
    return schema, table


def rows_in_order(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> str:
    """Write the SQL that gives the rows of a mart in the order of its primary key, if it has one.

    Args:
        connection: The published file, open.
        schema: The schema of a mart that is there.
        table: Its table.
    """
    keys = connection.execute(
        "select constraint_column_names from duckdb_constraints() "
        "where schema_name = ? and table_name = ? and constraint_type = 'PRIMARY KEY'",
        [schema, table],
    ).fetchall()
    order = ", ".join(identifier(column) for key in keys for column in key[0])
    rows = f"from {identifier(schema)}.{identifier(table)}"
    return f"{rows} order by {order}" if order else rows


def _what_there_is(schema: str, tables: list[tuple[str, str]]) -> str:
    """Name the marts of the schema, or the schemas when there is no such one."""
    names = [table for each, table in tables if each == schema]
    if names:
        return f"; those of {schema} are {', '.join(names)}"
    schemas = dict.fromkeys(each for each, _ in tables)
    return f"; its schemas are {', '.join(schemas)}" if schemas else ""
