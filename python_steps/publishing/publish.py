"""Publish step of write-audit-publish: swap the audited marts into the published file atomically.

dbt writes the marts to the build database and audits them with its tests. When all tests pass, this
step writes the marts to a new DuckDB file next to the published one and renames it over that file.
It is idempotent: publishing the same build again gives the same rows, and a crash at any point
leaves the old file intact and at most a leftover that the next run removes.

After an incremental build the new file starts as a copy of the published one, and only the replaced
rows are written: rewriting every mart would cost more than building them.

Readers and builds never block each other. An open connection keeps reading the old file; a new one
reads the new file. (DuckDB opens a file three times while it connects, so a connection attempt
during the swap may fail; `warehouse.connect` retries.)
"""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pandas as pd

# DuckDB 2.0 files are unreadable for 1.x clients unless they are written in this older format.
STORAGE_VERSION = "v1.2.0"
# Marts are many small tables: with DuckDB's default of 256 KiB the file is five times as large.
BLOCK_SIZE = 16384
FILE_NAME = "monitoring.duckdb"

# Flags of a partial build: with any of them, tests may be skipped or marts incomplete.
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
    """Publish marts to `<warehouse>/monitoring.duckdb` if this is a full `dbt build`.

    The warehouse is the folder named by MONITORING_WAREHOUSE, or `warehouse`.

    Args:
        connection: The build database, with every mart committed, its key in
            manifest.keys and its comments in manifest.descriptions.
        marts: Names as `schema.table`, kept in the published file.
        flags: dbt's flags; those of the running command when None.

    Returns:
        One row with `published` (bool) and `message` for the console.

    Raises:
        RuntimeError: The published file cannot be written; the message names it and the cause.
    """
    reason = partial_build_reason(flags or _running_flags())
    target = published_file()
    if reason:
        message = f"Not published: {reason}. {target} is unchanged."
        return pd.DataFrame({"published": [False], "message": [message]})
    names = sorted(marts)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace_file(connection, names, target)
    except (OSError, duckdb.IOException, duckdb.TransactionException) as error:
        raise RuntimeError(
            f"Could not write {target}: {error}. The published file is unchanged. "
            "Fix this and rerun `dbt build`."
        ) from error
    message = f"Published {len(names)} marts to {target}"
    return pd.DataFrame({"published": [True], "message": [message]})


def published_file() -> Path:
    """Return the path of the published file."""
    return Path(os.environ.get("MONITORING_WAREHOUSE") or "warehouse") / FILE_NAME


def file_identity(file: Path) -> tuple[str, int, int]:
    """Return path, size in bytes and modification time in ns, which differ after a swap."""
    state = file.stat()
    return str(file.resolve()), state.st_size, state.st_mtime_ns


def partial_build_reason(flags: SimpleNamespace) -> str | None:
    """Return why a dbt command is not a full build; None for a plain `dbt build`.

    Args:
        flags: dbt's flags: `WHICH` (the command) and those in `PARTIAL_FLAGS`.
    """
    if flags.WHICH != "build":
        return f"`dbt {flags.WHICH}` skips the tests, and only a full `dbt build` publishes"
    used = [flag for flag in PARTIAL_FLAGS if getattr(flags, flag, None)]
    if used:
        options = ", ".join("--" + flag.lower().replace("_", "-").rstrip("s") for flag in used)
        return f"this build used {options}, and only a full `dbt build` publishes"
    return None


def _running_flags() -> SimpleNamespace:
    from dbt.flags import get_flags  # already loaded when a model runs, slow to import otherwise

    return get_flags()


def _replace_file(connection: duckdb.DuckDBPyConnection, names: list[str], target: Path) -> None:
    """Write the marts to a new file next to the target, then rename it over the target."""
    _remove_leftovers(target)
    new = target.with_name(f".{target.name}.{os.getpid()}")
    # dbt's own cursor is inside a transaction on the build database
    cursor = connection.cursor()
    try:
        replaced = _replaced_rows(cursor, target)
        if replaced is not None:
            shutil.copyfile(target, new)
        cursor.execute(
            f"attach {literal(new)} as published "
            f"(storage_version '{STORAGE_VERSION}', block_size {BLOCK_SIZE})"
        )
        try:
            cursor.execute("begin")
            for name in names:
                if name in (replaced or {}):
                    _replace_rows(cursor, name, replaced[name])
                else:
                    _copy_mart(cursor, name)
            cursor.execute("commit")
        except BaseException:
            # a full disk, for one, has already aborted the transaction
            with suppress(duckdb.TransactionException):
                cursor.execute("rollback")
            raise
        finally:
            cursor.execute("detach published")  # checkpoints the WAL into the file
        new.chmod(0o444)  # rejects BI tools that try to open it for writing
        # a stale WAL would block every reader of the new file, so it is deleted first
        target.with_name(target.name + ".wal").unlink(missing_ok=True)
        new.replace(target)
        _record_published_file(cursor, target)
    finally:
        cursor.close()
        new.unlink(missing_ok=True)
        new.with_name(new.name + ".wal").unlink(missing_ok=True)


def _replaced_rows(cursor: duckdb.DuckDBPyConnection, target: Path) -> dict[str, list[str]] | None:
    """Return which rows an incremental build replaced, per mart that it did not rebuild in full.

    Args:
        cursor: The build database.
        target: The published file.

    Returns:
        SQL conditions of the replaced rows, by mart. None unless this is an incremental build on
        top of the published one, and the published file is still the one that it wrote.
    """
    state_tables = cursor.execute(
        "select count(*) from duckdb_tables() where database_name = current_database() "
        "and schema_name = 'manifest' and table_name in ('builds', 'published', 'replaced_rows')"
    ).fetchall()
    if state_tables[0][0] < 3 or not target.exists():
        return None
    if cursor.execute("from manifest.published").fetchall() != [file_identity(target)]:
        return None
    if cursor.execute("select is_incremental from manifest.builds").fetchall() != [(True,)]:
        return None
    return dict(
        cursor.execute(
            "select mart, list(distinct condition order by condition) "
            "from manifest.replaced_rows group by mart"
        ).fetchall()
    )


def _record_published_file(cursor: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Record in the build database which file holds its latest published state."""
    cursor.execute("create schema if not exists manifest")
    cursor.execute(
        "create or replace table manifest.published (path varchar, size bigint, modified_ns bigint)"
    )
    cursor.execute("insert into manifest.published values (?, ?, ?)", file_identity(target))


def _remove_leftovers(target: Path) -> None:
    """Delete temporary files of killed processes, and keep those of running ones."""
    for leftover in target.parent.glob(f".{target.name}.*"):
        process = leftover.name.removeprefix(f".{target.name}.").split(".")[0]
        # in containers, every build may have the same process id
        is_own = process == str(os.getpid())
        if is_own or (process.isdigit() and not _is_running(int(process))):
            leftover.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # on Windows, os.kill would terminate the process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _replace_rows(cursor: duckdb.DuckDBPyConnection, name: str, conditions: list[str]) -> None:
    """Delete the published rows of a mart that match any condition, then insert the built ones."""
    schema, table = name.split(".")
    built = f"{identifier(schema)}.{identifier(table)}"
    # delete everything first: a key may have moved from one condition to another
    condition = " or ".join(f"({condition})" for condition in conditions)
    cursor.execute(f"delete from published.{built} where {condition}")
    cursor.execute(f"insert into published.{built} from {built} where {condition}")


def _copy_mart(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Copy a mart with types, primary key and comments, ordered by its key."""
    schema, table = name.split(".")
    columns = cursor.execute(
        """
        select column_name, data_type
        from duckdb_columns()
        where database_name = current_database() and schema_name = ? and table_name = ?
        order by column_index
        """,
        [schema, table],
    ).fetchall()
    keys = cursor.execute("select key_columns from manifest.keys where mart = ?", [name]).fetchall()
    if not keys:
        raise LookupError(
            f"{name} has no primary key, and published rows are ordered by it. "
            "Declare one in the model's contract."
        )
    key_columns = ", ".join(identifier(column) for column in keys[0][0])
    definitions = ", ".join(f"{identifier(column)} {data_type}" for column, data_type in columns)
    published = f"published.{identifier(schema)}.{identifier(table)}"
    cursor.execute(f"create schema if not exists published.{identifier(schema)}")
    cursor.execute(f"drop table if exists {published}")
    cursor.execute(f"create table {published} ({definitions})")
    built = f"{identifier(schema)}.{identifier(table)}"
    cursor.execute(f"insert into {published} from {built} order by {key_columns}")
    # building the index once is cheaper than maintaining it row by row
    cursor.execute(f"alter table {published} add primary key ({key_columns})")
    descriptions = cursor.execute(
        "select column_name, description from manifest.descriptions where mart = ?", [name]
    ).fetchall()
    for column, description in descriptions:
        commented = f"column {published}.{identifier(column)}" if column else f"table {published}"
        cursor.execute(f"comment on {commented} is {literal(description)}")


def identifier(name: str) -> str:
    """Quote an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Quote an SQL string literal; None becomes null."""
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"
