"""Pass the code version to DuckDB, for the var incremental.

Only the code that wrote a build may add to it: SQL compares `getvariable('code_version')` with the
version of the previous build. On Spark, spark/plugin/dbt_monitoring.py passes the same version.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

PROJECT = Path(__file__).parents[2]
# Files that determine the tables. Raw seeds are data, and incremental builds do not read them.
CODE = (
    "dbt_project.yml",
    "macros/**/*.sql",
    "models/**/*.sql",
    "models/**/*.py",
    "models/**/*.yml",
    "seeds/raw/*.yml",
    "seeds/reference/*",
    "python_steps/sentiment/score_relation.py",
    "python_steps/sentiment/scoring.py",
)
PACKAGES = ("dbt-core", "dbt-duckdb", "pandas", "textblob")


class Plugin(BasePlugin):
    """Set the variable `code_version` on each cursor."""

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Set the variable: each new cursor starts without variables.

        Args:
            cursor: A new cursor on the build database.
        """
        cursor.execute("set variable code_version = ?", [code_version(PROJECT)])


@cache
def code_version(project: Path) -> str:
    """Return a hash of the files and package versions that determine a build's tables.

    Args:
        project: The project folder.
    """
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for pattern in CODE:
        for path in sorted(project.glob(pattern)):
            digest.update(f"{path.relative_to(project).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
