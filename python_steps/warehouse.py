"""Read the published file: the only way by which charts, reports and evaluations reach a mart."""

from pathlib import Path

import duckdb
import pandas as pd

from python_steps.publish import published_file

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
        One row a row of the mart, in the order of the file (its primary key), and its columns
        with their names; timestamps are UTC, without a zone.

    Raises:
        NotPublishedError: There is no such file, or no such mart in it.
    """
    with connect(path) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        schema, _, table = name.partition(".")
        if (schema, table) not in tables:
            raise NotPublishedError(
                f"{path or published_file()} holds no mart {name}{_what_there_is(schema, tables)}."
                "\nA whole `dbt build` publishes all marts of the project."
            )
        quoted = (part.replace('"', '""') for part in (schema, table))
        return connection.table('"{}"."{}"'.format(*quoted)).df()


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open the published file for reading, and for nothing else.

    Args:
        path: As in `read_mart`.

    Raises:
        NotPublishedError: There is no such file.
    """
    path = path or published_file()
    if not path.is_file():
        raise NotPublishedError(
            f"There is no published file {path}.\n"
            "`dbt build` writes it; MONITORING_WAREHOUSE names the folder if it is another one."
        )
    return duckdb.connect(path, read_only=True, config=CONFIGURATION)


def _what_there_is(schema: str, tables: list[tuple[str, str]]) -> str:
    """Name the marts of the schema, or the schemas when there is no such one."""
    names = [table for each, table in tables if each == schema]
    if names:
        return f"; those of {schema} are {', '.join(names)}"
    schemas = dict.fromkeys(each for each, _ in tables)
    return f"; its schemas are {', '.join(schemas)}" if schemas else ""
