"""A DuckDB client in Python: reads every mart, then tries to write. `read_marts.py FILE`."""

import hashlib
import json
import os
import struct
import sys
from datetime import date, datetime, timedelta

import duckdb

NOBODY = 65534
MARTS = "select schema_name, table_name from duckdb_tables() where not internal order by all"


def digest(rows) -> list:
    """Number of rows and a hash of all cells in their order, exact to the bit of each double."""
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
        raise TypeError(f"a cell of a type that no mart has: {cell!r}")
    encoded = text.encode()
    return b"%d:%b" % (len(encoded), encoded)


def read_marts(connection) -> dict:
    marts = connection.execute(MARTS).fetchall()
    return {
        f"{schema}.{table}": digest(connection.execute(f"from {schema}.{table}").fetchall())
        for schema, table in marts
    }


def give_up_root() -> None:
    """Go on as nobody: root may write what it likes, whatever a file's mode says."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def refusal(attempt) -> str | None:
    """What is said to an attempt to write; None when it is let through."""
    try:
        attempt()
    except Exception as error:  # each client has errors of its own
        return str(error)
    return None


def main(path: str) -> None:
    with duckdb.connect(path, read_only=True) as connection:
        said = {
            "version": duckdb.__version__,
            "marts": read_marts(connection),
            "write": refusal(lambda: connection.execute("delete from ux.sessions")),
        }
    give_up_root()
    with duckdb.connect(path, read_only=True) as connection:
        said["read_by_nobody"] = connection.execute("select count(*) from ux.sessions").fetchone()
    said["open_for_writing"] = refusal(lambda: duckdb.connect(path))
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1])
