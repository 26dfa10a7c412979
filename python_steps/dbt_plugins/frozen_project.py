"""Keep Python's garbage collector away from the parsed project.

dbt holds the project as some hundred thousand objects, which live until the command ends. Each full
collection walks through all of them: a tenth of the time of a small build.
"""

import gc

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection


class Plugin(BasePlugin):
    """Freezes what exists when the build database is opened."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Exclude all objects that exist now from further collections.

        Args:
            conn: The connection to the build database, which is left unchanged.
        """
        gc.freeze()
