"""Publish the marts: write them into a new DuckDB file and put it in the place of the old one.

A build that added to the one before writes them into a copy of the old file, and of the marts that
it rebuilt in part only those rows: writing all anew would cost more than building them.

Readers of the published file never wait for a build, nor a build for them: a reader keeps the file
that it opened, and whoever opens it afterwards sees the new one, whole. (DuckDB opens a file three
times while it connects: a connection made in the very instant of the change may fail; see
`warehouse.connect`.)
"""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pandas as pd

# DuckDB 2.0 writes files that no 1.x client opens unless it is told to keep to this format.
STORAGE_VERSION = "v1.2.0"
# Marts are many small tables: DuckDB's default of 256 KiB makes the file five times as large.
BLOCK_SIZE = 16384
FILE_NAME = "monitoring.duckdb"

# What makes a build partial: after any of these, tests may not have run or marts may be incomplete.
PARTIAL_FLAGS = (
    "SELECT",
    "EXCLUDE",
    "SELECTOR",
    "RESOURCE_TYPES",
    "EXCLUDE_RESOURCE_TYPES",
    "EMPTY",
    "SAMPLE",
)


def publish_marts(
    connection: duckdb.DuckDBPyConnection,
    marts: Iterable[str],
    flags: SimpleNamespace | None = None,
) -> pd.DataFrame:
    """Publish marts to `<warehouse>/monitoring.duckdb` when this is a whole `dbt build`.

    The warehouse is the folder `MONITORING_WAREHOUSE`, or `warehouse`.

    Args:
        connection: The build database, with every mart committed and its key in manifest.keys.
        marts: Their names as `schema.table`; the published file holds them under the same names.
        flags: dbt's flags; those of the running command when not given.

    Returns:
        One row: `published` (bool) and `message`, a sentence for the console.

    Raises:
        RuntimeError: The warehouse cannot be written to; the sentence names it and the reason.
    """
    reason = why_partial(flags or _running_flags())
    target = published_file()
    if reason:
        message = f"Not published: {reason}. {target} is as it was."
        return pd.DataFrame({"published": [False], "message": [message]})
    names = sorted(marts)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace_file(connection, names, target)
    except (OSError, duckdb.IOException, duckdb.TransactionException) as error:
        raise RuntimeError(
            f"{target} could not be written, and is as it was: {error}. Mend this and build again."
        ) from error
    message = f"Published {len(names)} marts to {target}"
    return pd.DataFrame({"published": [True], "message": [message]})


def published_file() -> Path:
    """Return where the marts are published, and read from."""
    return Path(os.environ.get("MONITORING_WAREHOUSE") or "warehouse") / FILE_NAME


def identity_of(file: Path) -> tuple[str, int, int]:
    """Tell a file from the one that takes its place: path, size in bytes, change in ns."""
    state = file.stat()
    return str(file.resolve()), state.st_size, state.st_mtime_ns


def why_partial(flags: SimpleNamespace) -> str | None:
    """Say why a dbt command is less than a whole build; None for a plain `dbt build`.

    Args:
        flags: dbt's flags: `WHICH` (the command) and the ones named in `PARTIAL_FLAGS`.
    """
    if flags.WHICH != "build":
        return f"only dbt build publishes, for dbt {flags.WHICH} leaves out the tests"
    used = [flag for flag in PARTIAL_FLAGS if getattr(flags, flag, None)]
    if used:
        options = ", ".join("--" + flag.lower().replace("_", "-").rstrip("s") for flag in used)
        return f"only a whole dbt build publishes, and this one was given {options}"
    return None


def _running_flags() -> SimpleNamespace:
    from dbt.flags import get_flags  # dbt is there when a model runs, and slow to import elsewhere

    return get_flags()


def _replace_file(connection: duckdb.DuckDBPyConnection, names: list[str], target: Path) -> None:
    """Write the marts into a file beside the target, then rename it over the target."""
    _remove_leftovers(target)
    new = target.with_name(f".{target.name}.{os.getpid()}")
    # a cursor of its own: dbt's is inside a transaction on the build database
    cursor = connection.cursor()
    try:
        rebuilt = rows_rebuilt(cursor, target)
        if rebuilt is not None:
            shutil.copyfile(target, new)
        cursor.execute(
            f"attach {literal(new)} as published "
            f"(storage_version '{STORAGE_VERSION}', block_size {BLOCK_SIZE})"
        )
        try:
            cursor.execute("begin")
            for name in names:
                if name in (rebuilt or {}):
                    _copy_rows(cursor, name, rebuilt[name])
                else:
                    _copy_mart(cursor, name)
            cursor.execute("commit")
        except BaseException:
            with suppress(duckdb.TransactionException):  # a full disk has ended it already
                cursor.execute("rollback")
            raise
        finally:
            cursor.execute("detach published")  # folds the log into the file
        new.chmod(0o444)  # a BI tool that opens it for writing by mistake is refused
        # the log of a file that is no longer there would stop every reader, so it goes first
        target.with_name(target.name + ".wal").unlink(missing_ok=True)
        new.replace(target)
        _note_published(cursor, target)
    finally:
        cursor.close()
        new.unlink(missing_ok=True)
        new.with_name(new.name + ".wal").unlink(missing_ok=True)


def rows_rebuilt(cursor: duckdb.DuckDBPyConnection, target: Path) -> dict[str, list[str]] | None:
    """Say of which marts only some rows differ from the published file, and of which rows.

    Args:
        cursor: The build database.
        target: The published file.

    Returns:
        For each such mart the SQL conditions that these rows meet; None when this build did not
        add to the one that was published, or another file is there now.
    """
    has_notes = cursor.execute(
        "select count(*) from duckdb_tables() where database_name = current_database() "
        "and schema_name = 'manifest' and table_name in ('builds', 'published', 'replaced_rows')"
    ).fetchall()
    if has_notes[0][0] < 3 or not target.exists():
        return None
    if cursor.execute("from manifest.published").fetchall() != [identity_of(target)]:
        return None
    if cursor.execute("from manifest.builds").fetchall() != [(True,)]:
        return None
    return dict(
        cursor.execute(
            "select mart, list(distinct condition order by condition) "
            "from manifest.replaced_rows group by mart"
        ).fetchall()
    )


def _note_published(cursor: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Note in the build database which file holds what it has published last."""
    cursor.execute("create schema if not exists manifest")
    cursor.execute(
        "create or replace table manifest.published (path varchar, size bigint, modified_ns bigint)"
    )
    cursor.execute("insert into manifest.published values (?, ?, ?)", identity_of(target))


def _remove_leftovers(target: Path) -> None:
    """Remove what a killed process left beside the target; a running one keeps its file."""
    for leftover in target.parent.glob(f".{target.name}.*"):
        process = leftover.name.removeprefix(f".{target.name}.").split(".")[0]
        # in a container every build may have the same process id
        is_own = process == str(os.getpid())
        if is_own or (process.isdigit() and not _is_running(int(process))):
            leftover.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # signal 0 would end the process on Windows
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _copy_rows(cursor: duckdb.DuckDBPyConnection, name: str, conditions: list[str]) -> None:
    """Put the rows of a mart that meet a condition in the place of the published ones that do."""
    schema, table = name.split(".")
    built = f"{identifier(schema)}.{identifier(table)}"
    # all rows go before any comes: a key may have moved from one condition to the other
    condition = " or ".join(f"({condition})" for condition in conditions)
    cursor.execute(f"delete from published.{built} where {condition}")
    cursor.execute(f"insert into published.{built} from {built} where {condition}")


def _copy_mart(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Copy one mart with its types, primary key and comments, in the order of its key."""
    schema, table = name.split(".")
    columns = cursor.execute(
        """
        select column_name, data_type, comment
        from duckdb_columns()
        where database_name = current_database() and schema_name = ? and table_name = ?
        order by column_index
        """,
        [schema, table],
    ).fetchall()
    comment = cursor.execute(
        """
        select comment
        from duckdb_tables()
        where database_name = current_database() and schema_name = ? and table_name = ?
        """,
        [schema, table],
    ).fetchone()
    keys = cursor.execute("select key_columns from manifest.keys where mart = ?", [name]).fetchall()
    if not keys:
        raise LookupError(f"{name} has no primary key to be published by.")
    key_columns = ", ".join(identifier(column) for column in keys[0][0])
    definitions = ", ".join(f"{identifier(column)} {data_type}" for column, data_type, _ in columns)
    published = f"published.{identifier(schema)}.{identifier(table)}"
    cursor.execute(f"create schema if not exists published.{identifier(schema)}")
    cursor.execute(f"drop table if exists {published}")
    cursor.execute(f"create table {published} ({definitions})")
    built = f"{identifier(schema)}.{identifier(table)}"
    cursor.execute(f"insert into {published} from {built} order by {key_columns}")
    # an index over rows that are there costs less than one that grows row by row
    cursor.execute(f"alter table {published} add primary key ({key_columns})")
    cursor.execute(f"comment on table {published} is {literal(comment[0])}")
    for column, _, description in columns:
        cursor.execute(
            f"comment on column {published}.{identifier(column)} is {literal(description)}"
        )


def identifier(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Quote a text for SQL; None is null."""
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"
