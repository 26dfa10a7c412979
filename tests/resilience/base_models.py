"""Runs the base models on given files in one process, and returns what each read."""

import gc
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import duckdb
from conftest import PROJECT, WITHOUT_ARTIFACTS, skip_without_builds
from contract import INPUTS
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt_common.exceptions import DbtBaseException


@dataclass(frozen=True)
class ReadError:
    """The message at the end of a build for an input whose file could not be read."""

    message: str


@dataclass(frozen=True)
class Read:
    """The rows of an input, in the order of the file.

    Attributes:
        texts: The rows as read, with the columns of the contract.
        reasons: The reason why each row is rejected, or None.
        statuses: Whether each row is accepted, rejected, excluded, superseded or merged.
        lost: The columns whose values each row counts without, or None.
        rejected: The rejected rows as text, as quality.rejected_rows publishes them.
    """

    texts: list[dict]
    reasons: list[str | None]
    statuses: list[str]
    lost: list[str | None]
    rejected: list[dict]


class BaseModels:
    """dbt on a project that is parsed once."""

    def __init__(self, folder: Path, project: Path = PROJECT):
        skip_without_builds()
        self.folder, self.project = folder, project
        self.database = folder / "build.duckdb"
        folder.mkdir(parents=True, exist_ok=True)
        self.environment = {
            "MONITORING_BUILD_DATABASE": str(self.database),
            "MONITORING_WAREHOUSE": str(folder / "warehouse"),
        }
        parsed = self._invoke(dbtRunner(), "parse")
        assert parsed.success, parsed.exception
        self.manifest = parsed.result

    def read_files(self, raw_dir: Path, tables=frozenset(INPUTS)) -> dict[str, Read | ReadError]:
        """Run the base models of some inputs on a raw_dir.

        A file without a valid header stops a build before it reads anything. It is left out, and
        the others are read.
        """
        stopped = {}
        while read := tables - set(stopped):
            try:
                return self._outcomes(read, [], {"raw_dir": str(raw_dir)}) | stopped
            except DbtBaseException as error:
                messages = [line.strip() for line in str(error).splitlines() if line.strip()]
                faulty = [
                    (file, line)
                    for line in messages
                    for file in re.findall(rf"{re.escape(str(raw_dir))}/([\w./-]*\w)", line)
                ]
                if not faulty:
                    raise
                for file, line in faulty:
                    table = re.split("[./]", file)[0]
                    stopped[table] = ReadError(line)
                    self._leave_out(raw_dir, table)
        return stopped

    @staticmethod
    def _leave_out(raw_dir: Path, table: str) -> None:
        left_out = raw_dir.with_name(f"{raw_dir.name}-left-out")
        left_out.mkdir(exist_ok=True)
        for path in raw_dir.glob(f"{table}*"):
            path.rename(left_out / path.name)

    def read_seeds(self) -> dict[str, Read | ReadError]:
        """Load the current seeds of the project and run the base models on them."""
        return self._outcomes(frozenset(INPUTS), ["path:seeds/raw"], {})

    def _outcomes(
        self, tables: frozenset[str], seeds: list[str], variables: dict
    ) -> dict[str, Read | ReadError]:
        messages = {}

        def listen(event):
            if event.info.name == "PrintEvent" and (
                found := re.match(r" *(?:base_)?(\w+): (.*)", event.data.msg, re.DOTALL)
            ):
                messages[found[1]] = found[2]

        words = ["build", "--select", *(f"base_{table}" for table in sorted(tables)), *seeds]
        words += ["--vars", json.dumps(variables)]
        words += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
        done = self._invoke(dbtRunner(manifest=self.manifest, callbacks=[listen]), *words)
        if done.exception:
            raise done.exception
        # dbt keeps the database open and locked, and errors keep references to their frames
        DuckDBConnectionManager.close_all_connections()
        gc.collect()
        outcomes = {}
        with duckdb.connect(self.database, read_only=True) as connection:
            for result in done.result:
                table = re.sub("^base_", "", result.node.name)
                if table not in INPUTS:
                    assert str(result.status) != "error", result.message
                elif str(result.status) == "error":
                    outcomes[table] = ReadError(messages[table])
                elif result.node.name != table and str(result.status) == "success":
                    outcomes[table] = self._rows(connection, table, result.node.compiled_code)
        # sessions and carts can be derived from clicks and orders, so they wait for these
        skipped = tables - outcomes.keys()
        waited_for = [outcomes.get(table) for table in ("clickstream", "orders")]
        assert not skipped or any(isinstance(each, ReadError) for each in waited_for)
        return outcomes | self._outcomes(skipped, seeds, variables) if skipped else outcomes

    def _rows(self, connection, table: str, compiled: str) -> Read:
        imports = compiled.rsplit("select * from base_", 1)[0]
        texts = connection.execute(
            f"{imports} select raw_row from {table} where not is_blank"
        ).fetchall()
        base = connection.table(f"base.base_{table}")
        # an input without values that a row can lose has no such column
        lost = "lost_values" if "lost_values" in base.columns else "null"
        validated = connection.execute(
            f"select reject_reason, row_status, {lost}, rejected_row from base.base_{table} "
            "where row_status <> 'blank' order by coalesce(input_row, rowid)"
        ).fetchall()
        return Read(
            texts=[row[0] for row in texts],
            reasons=[row[0] for row in validated],
            statuses=[row[1] for row in validated],
            lost=[row[2] for row in validated],
            rejected=[json.loads(row[3]) for row in validated if row[3] is not None],
        )

    def _invoke(self, runner: dbtRunner, *words):
        with patch.dict(os.environ, self.environment):
            return runner.invoke(
                [
                    *words, "--quiet", *WITHOUT_ARTIFACTS, "--project-dir", str(self.project),
                    "--profiles-dir", str(self.project),
                    "--target-path", str(self.folder / "target"),
                    "--log-path", str(self.folder / "logs"),
                ]
            )  # fmt: skip
