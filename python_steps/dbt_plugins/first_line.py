"""Read the header line of a CSV file, whatever bytes the file has.

DuckDB's own reader stops at a file that is not UTF-8. A build names all files whose headers are
wrong at once, so their first lines are read here.
"""

import gzip
import re
from pathlib import Path

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

LONGEST_LINE = 32 * 2**20
NOT_UTF_8 = "\0, line 1: the file is not UTF-8 text."
LINE_END = re.compile(rb"\r\n|\r|\n")


class Plugin(BasePlugin):
    """Adds the SQL function `first_line`."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Create the function.

        Args:
            conn: The connection to the build database.
        """
        conn.create_function(
            "first_line", first_line, ["VARCHAR"], "VARCHAR", null_handling="special"
        )


def first_line(path: str) -> str | None:
    """Read the first line of a CSV file.

    Args:
        path: The file, compressed if its name ends with .gz.

    Returns:
        The line without byte order mark; a NUL and what is wrong when it cannot be read; None when
        the file has no line.
    """
    opened = gzip.open if path.lower().endswith(".gz") else Path.open
    try:
        with opened(Path(path), "rb") as file:
            start = file.read(2**16)
            while not LINE_END.search(start) and len(start) < LONGEST_LINE:
                more = file.read(2**20)
                if not more:
                    break
                start += more
        line = LINE_END.split(start, maxsplit=1)[0].decode("utf-8-sig")
    except UnicodeDecodeError:
        return NOT_UTF_8
    except (OSError, EOFError) as error:
        return f"\0 cannot be read: {error}."
    if "\0" in line:
        # UTF-16 of a header in English
        return NOT_UTF_8
    return line if line or LINE_END.search(start) else None
