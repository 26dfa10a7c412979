"""Read-only access to the published file for charts, reports, exports and the evaluation."""

from pathlib import Path

import duckdb
import pandas as pd

from python_steps.publishing.publish import file_identity, identifier, literal, published_file

# SQL in a read-only database can still read and write other files; these settings forbid it.
CONFIGURATION = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


class NotPublishedError(LookupError):
    """There is no published file, or the mart is not in it; the message says what to do."""


def read_mart(name: str, path: Path | None = None) -> pd.DataFrame:
    """Read a mart from the published file.

    Args:
        name: The mart as `schema.table`, such as `ux.sessions`.
        path: The published file. Default: `monitoring.duckdb` in the folder `MONITORING_WAREHOUSE`,
            or in `warehouse`.

    Returns:
        Rows and columns of the mart, ordered by its primary key; timestamps are UTC without a zone.

    Raises:
        NotPublishedError: The file is missing, or the mart is not in it.
    """
    with connect(path) as connection:
        schema, table = split_name(connection, name, path)
        return connection.sql(rows_in_order(connection, schema, table)).df()


def connect(path: Path | None = None, writes_to: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open the published file read-only, with access to no other file.

    Args:
        path: As in `read_mart`.
        writes_to: Absolute path of a folder whose files the connection may read and write as well.
            It then uses one thread, so the same rows give the same bytes.

    Raises:
        NotPublishedError: The file is missing, or it is not a DuckDB file.
    """
    path = path or published_file()
    if not path.is_file():
        raise NotPublishedError(
            f"There is no published file {path}.\n"
            "`dbt build` writes it; MONITORING_WAREHOUSE names another folder."
        )
    try:
        if writes_to is None:
            return _open_one_file(path, CONFIGURATION)
        connection = _open_one_file(path, {})
    except duckdb.Error as error:
        raise NotPublishedError(
            f"{path} cannot be read: {error}\nRun a full `dbt build` to replace it."
        ) from error
    # a folder can be allowed only after start, and only before the configuration is locked
    connection.execute(f"set allowed_directories = [{literal(writes_to)}]; set threads = 1")
    for setting, value in CONFIGURATION.items():
        connection.execute(f"set {setting} = {value}")
    return connection


def _open_one_file(path: Path, config: dict) -> duckdb.DuckDBPyConnection:
    """Open a file read-only; try again if it was replaced in the meantime.

    DuckDB opens a file three times while it connects, and reads from the third with the block
    layout of the second: if they are two different files it fails, at once or at a later read.
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
    """Return the marts as (schema, table), sorted."""
    return connection.execute(
        "select schema_name, table_name from duckdb_tables() order by all"
    ).fetchall()


def split_name(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path | None = None
) -> tuple[str, str]:
    """Split the name of an existing mart into schema and table.

    Args:
        connection: From `connect`.
        name: As in `read_mart`.
        path: The file to name in the message.

    Raises:
        NotPublishedError: The mart does not exist.
    """
    existing = tables(connection)
    schema, _, table = name.partition(".")
    if (schema, table) not in existing:
        raise NotPublishedError(
            f"{path or published_file()} holds no mart {name}{_alternatives(schema, existing)}."
            "\nRun a full `dbt build` to publish all marts."
        )
    return schema, table


def rows_in_order(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> str:
    """Return SQL that reads a mart, ordered by its primary key if it has one.

    Args:
        connection: From `connect`.
        schema: Schema of an existing mart.
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


def _alternatives(schema: str, tables: list[tuple[str, str]]) -> str:
    """Name the marts of the schema, or all schemas if there is no such schema."""
    names = [table for each, table in tables if each == schema]
    if names:
        return f"; marts in {schema}: {', '.join(names)}"
    schemas = dict.fromkeys(each for each, _ in tables)
    return f"; schemas: {', '.join(schemas)}" if schemas else ""
