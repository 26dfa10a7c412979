"""Say in a sentence why the build database cannot be opened; dbt alone answers with a traceback."""

import re
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    """Opens the build database before dbt does (dbt-duckdb calls it; see profiles.yml)."""

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Try the build database; the configuration stays as it is.

        Raises:
            RuntimeError: It cannot be opened; the sentence says why and what to do.
        """
        try:
            duckdb.connect(creds.path, config=config).close()
        except duckdb.Error as error:
            raise RuntimeError(why_closed(creds.path, error)) from error


def why_closed(path: str, error: duckdb.Error) -> str:
    """Say why the build database cannot be opened, and what to do.

    Args:
        path: The build database.
        error: What DuckDB says.
    """
    if isinstance(error, duckdb.ParserException):
        return f"A setting in profiles.yml, such as MONITORING_MEMORY_LIMIT, is wrong: {error}"
    if "Could not set lock" in str(error):
        process = re.search(r"PID \d+", str(error))
        return (
            f"Another program has the build database {path} open"
            f"{f' ({process[0]})' if process else ''}, perhaps another build: "
            "nothing was built. Build again when it has ended."
        )
    return (
        f"The build database {path} cannot be opened: {error}\n"
        f"It is disposable: delete it and {path}.wal, or name another file in "
        "MONITORING_BUILD_DATABASE, and build again."
    )
