"""Hand the salt of user ids to DuckDB, for the var hash_user_ids.

A plugin of dbt-duckdb (profiles.yml). SQL speaks of `getvariable('user_salt')` alone, so the salt
is in no compiled SQL, log or manifest; a variable lives as long as its cursor, and is in no
database.
"""

import os

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection


class Plugin(BasePlugin):
    """Set the variable `user_salt` on each cursor when `MONITORING_USER_SALT` is set."""

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Set the variable, for variables are lost from cursor to cursor.

        Args:
            cursor: A cursor of the build database that dbt is about to use.
        """
        salt = os.environ.get("MONITORING_USER_SALT")
        if salt:
            # random bytes need not be UTF-8, and DuckDB takes nothing else
            text = salt.encode("utf-8", "backslashreplace").decode()
            cursor.execute("set variable user_salt = ?", [text])
