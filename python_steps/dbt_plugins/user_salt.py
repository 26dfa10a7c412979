"""Pass the salt for hashed user ids to DuckDB, for the var hash_user_ids.

SQL refers to `getvariable('user_salt')`, so the salt never appears in compiled SQL, logs or the
manifest. A variable lives only as long as its cursor and is never stored in a database.
"""

import os

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection


class Plugin(BasePlugin):
    """Set the variable `user_salt` on each cursor when `MONITORING_USER_SALT` is set."""

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Set the variable: each new cursor starts without variables.

        Args:
            cursor: A new cursor on the build database.
        """
        salt = os.environ.get("MONITORING_USER_SALT")
        if salt:
            # the salt may be random bytes, and DuckDB accepts only UTF-8
            text = salt.encode("utf-8", "backslashreplace").decode()
            cursor.execute("set variable user_salt = ?", [text])
