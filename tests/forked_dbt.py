"""dbt commands in processes that fork from one that has imported dbt and parsed the project.

A command is as real as one of the shell, but for the parse, which takes longer than many builds.
"""

import gc
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
# with the project folder as working folder, where `tests` is a package
FORKS.set_forkserver_preload(["tests.parsed_project"])


def run_dbt(words: list[str], project: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Run a dbt command; return its exit code and output."""
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8", newline="") as output:
        process = FORKS.Process(target=_main, args=(words, project, environment, output.name))
        process.start()
        process.join()
        return process.exitcode, output.read()


def _main(words: list[str], project: Path, environment: dict[str, str], output: str) -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import cli

    from tests.parsed_project import MANIFEST

    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(project)
    with Path(output).open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.argv = ["dbt", *words]  # which dbt records in its artifacts
    try:
        cli.main(args=words, prog_name="dbt", obj={"manifest": MANIFEST, "callbacks": []})
    finally:
        # a forked process ends without closing files
        DuckDBConnectionManager.close_all_connections()
        gc.collect()
