"""DuckDB's Python client: reads every mart, then tries to write. `read_marts.py FILE`."""

import hashlib
import json
import os
import struct
import sys
from datetime import date, datetime, timedelta

import duckdb

UNPRIVILEGED = 65534
MARTS = "select schema_name, table_name from duckdb_tables() where not internal order by all"


def digest(rows) -> list:
    """Return the row count and a hash of all cells in order, bit by bit for doubles."""
    rows = list(rows)
    cells = b"".join(_bytes(cell) for row in rows for cell in row)
    return [len(rows), hashlib.sha256(cells).hexdigest()]


def _bytes(cell) -> bytes:
    if cell is None:
        return b"-"
    if isinstance(cell, bool):
        text = str(cell).lower()
    elif isinstance(cell, float):
        text = struct.pack(">d", cell).hex()
    elif isinstance(cell, datetime):
        text = str((cell - datetime(1970, 1, 1)) // timedelta(microseconds=1))
    elif isinstance(cell, date):
        text = str((cell - date(1970, 1, 1)).days)
    elif isinstance(cell, (int, str)):
        text = str(cell)
    else:
        raise TypeError(f"unexpected type of cell: {cell!r}")
    encoded = text.encode()
    return b"%d:%b" % (len(encoded), encoded)


def read_marts(connection) -> dict:
    marts = connection.execute(MARTS).fetchall()
    return {
        f"{schema}.{table}": digest(connection.execute(f"from {schema}.{table}").fetchall())
        for schema, table in marts
    }


def drop_root() -> None:
    """Become an unprivileged user: root may write to any file, whatever its mode."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(UNPRIVILEGED)
        os.setuid(UNPRIVILEGED)


def error_of(attempt) -> str | None:
    """Return the error message of an attempt to write; None when it succeeds."""
    try:
        attempt()
    except Exception as error:  # each client has its own error types
        return str(error)
    return None


def main(path: str) -> None:
    with duckdb.connect(path, read_only=True) as connection:
        found = {
            "version": duckdb.__version__,
            "marts": read_marts(connection),
            "write": error_of(lambda: connection.execute("delete from ux.sessions")),
        }
    drop_root()
    with duckdb.connect(path, read_only=True) as connection:
        found["read_unprivileged"] = connection.execute(
            "select count(*) from ux.sessions"
        ).fetchone()
    found["open_for_writing"] = error_of(lambda: duckdb.connect(path))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
