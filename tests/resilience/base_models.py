"""The base models, run on given files in one process: what each reads or refuses."""

import gc
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import duckdb
from conftest import PROJECT
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

TABLES = (
    "api_logs", "cart_abandonment", "clickstream", "page_load_times", "session_tracking",
    "support_tickets", "user_feedback",
)  # fmt: skip


@dataclass(frozen=True)
class Refused:
    """What the build said at its end of a table whose file could not be read."""

    message: str


@dataclass(frozen=True)
class Read:
    """The rows of a table in their order.

    `texts` are the rows as read, with the columns of the contract; `reasons` say why each cannot be
    used, None where it can; `rejected` are the texts of those that cannot, as they are kept.
    """

    texts: list[dict]
    reasons: list[str | None]
    rejected: list[dict]


class BaseModels:
    """dbt with the manifest of a project, parsed once."""

    def __init__(self, folder: Path, project: Path = PROJECT):
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

    def read_files(self, raw_dir: Path) -> dict[str, Read | Refused]:
        """Run the base models on a raw_dir."""
        return self._outcomes([], {"raw_dir": str(raw_dir)})

    def read_seeds(self) -> dict[str, Read | Refused]:
        """Load the seeds of the project as they are now, and run the base models on them."""
        return self._outcomes(["path:seeds/raw"], {})

    def _outcomes(self, nodes: list[str], variables: dict) -> dict[str, Read | Refused]:
        said = {}

        def listen(event):
            if event.info.name == "PrintEvent" and (
                found := re.match(r" *(?:base_)?(\w+): (.*)", event.data.msg, re.DOTALL)
            ):
                said[found[1]] = found[2]

        words = ["build", "--select", "staging.base", "pages", *nodes]
        words += ["--vars", json.dumps(variables)]
        words += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
        done = self._invoke(dbtRunner(manifest=self.manifest, callbacks=[listen]), *words)
        if done.exception:
            raise done.exception
        # dbt keeps the database open, locked to itself, and errors keep what they happened in
        DuckDBConnectionManager.close_all_connections()
        gc.collect()
        outcomes = {}
        with duckdb.connect(self.database, read_only=True) as connection:
            for result in done.result:
                table = re.sub("^base_", "", result.node.name)
                if table not in TABLES:
                    assert str(result.status) != "error", result.message
                elif str(result.status) == "error":
                    outcomes[table] = Refused(said[table])
                elif result.node.name != table and str(result.status) == "success":
                    outcomes[table] = self._rows(connection, table, result.node.compiled_code)
        assert set(outcomes) == set(TABLES)
        return outcomes

    def _rows(self, connection, table: str, compiled: str) -> Read:
        imports = compiled.rsplit("select * from base_", 1)[0]
        texts = connection.execute(
            f"{imports} select raw_row from {table} order by input_row"
        ).fetchall()
        judged = connection.execute(
            f"select reject_reason, rejected_row from base.base_{table} order by input_row"
        ).fetchall()
        return Read(
            texts=[row[0] for row in texts],
            reasons=[reason for reason, _ in judged],
            rejected=[json.loads(row) for _, row in judged if row is not None],
        )

    def _invoke(self, runner: dbtRunner, *words):
        with patch.dict(os.environ, self.environment):
            return runner.invoke(
                [
                    *words, "--quiet", "--project-dir", str(self.project),
                    "--profiles-dir", str(self.project),
                    "--target-path", str(self.folder / "target"),
                    "--log-path", str(self.folder / "logs"),
                ]
            )  # fmt: skip
