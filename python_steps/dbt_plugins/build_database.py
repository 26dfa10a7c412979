"""Replace the traceback of a failed connection to the build database with a readable message."""

import re
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    """Opens the build database before dbt does."""

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Try to connect, and leave the configuration unchanged.

        Args:
            creds: dbt-duckdb's credentials, with the path of the build database.
            config: DuckDB's settings from profiles.yml.

        Raises:
            RuntimeError: The connection fails; the message says why and what to do.
        """
        try:
            duckdb.connect(creds.path, config=config).close()
        except duckdb.Error as error:
            raise RuntimeError(connection_error_message(creds.path, error)) from error


def connection_error_message(path: str, error: duckdb.Error) -> str:
    """Return why the build database cannot be opened, and what to do.

    Args:
        path: The build database.
        error: DuckDB's error.
    """
    if isinstance(error, duckdb.ParserException):
        return f"Invalid setting in profiles.yml, such as MONITORING_MEMORY_LIMIT: {error}"
    if "Could not set lock" in str(error):
        process = re.search(r"PID \d+", str(error))
        return (
            f"Another process{f' ({process[0]})' if process else ''} has locked the build database "
            f"{path}, probably another build. Nothing was built. "
            "Rerun `dbt build` when it has finished."
        )
    return (
        f"Cannot open the build database {path}: {error}\n"
        f"It is disposable: delete it and {path}.wal, or set MONITORING_BUILD_DATABASE to another "
        "file, and rerun `dbt build`."
    )
