"""Hand the version of the code to DuckDB, for the var incremental.

A plugin of dbt-duckdb (profiles.yml). What a build left can be added to only by the same code: SQL
compares `getvariable('code_version')` with that of the build before. (On Spark the plugin of its
environment hands over the same.)
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

PROJECT = Path(__file__).parents[2]
# What tables are made of. Raw seeds are data, and incremental builds read none.
CODE = (
    "dbt_project.yml",
    "macros/**/*.sql",
    "models/**/*.sql",
    "models/**/*.py",
    "models/**/*.yml",
    "seeds/raw/*.yml",
    "seeds/reference/*",
    "python_steps/sentiment/scored_texts.py",
    "python_steps/sentiment/scoring.py",
)
PACKAGES = ("dbt-core", "dbt-duckdb", "pandas", "textblob")


class Plugin(BasePlugin):
    """Set the variable `code_version` on each cursor."""

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Set the variable, for variables are lost from cursor to cursor.

        Args:
            cursor: A cursor of the build database that dbt is about to use.
        """
        cursor.execute("set variable code_version = ?", [code_version(PROJECT)])


@cache
def code_version(project: Path) -> str:
    """Return a hash of the files and packages that the tables of a build follow from.

    Args:
        project: The folder of the project.
    """
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    for pattern in CODE:
        for path in sorted(project.glob(pattern)):
            digest.update(f"{path.relative_to(project).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
