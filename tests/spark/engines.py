"""Builds on Spark, whose marts are compared with those of DuckDB cell by cell."""

import json
import math
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import yaml
from conftest import (
    PROJECT,
    READ_BY_PARSER,
    WITHOUT_ARTIFACTS,
    Place,
    Run,
    ended,
    skip_without_builds,
    vars_of,
)

ENVIRONMENT = PROJECT / ".venv-spark"
LAKE = PROJECT / ".venv-lake"
HAS_JAVA = shutil.which("java") is not None
HAS_SPARK = HAS_JAVA and (ENVIRONMENT / "installed").exists()
HAS_LAKE = HAS_JAVA and (LAKE / "installed").exists()
# the part of `dbt build` that creates tables
MODELS = ("--resource-type", "model", "--resource-type", "seed")
# fastest for a few thousand rows; the plans are the same but not compiled
SMALL = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
JVM = " -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC"


@dataclass
class Spark:
    """A scratch folder for dbt on Spark, with its own warehouse."""

    folder: Path
    installed: Path = ENVIRONMENT
    lake: str = "parquet"
    target: str = "spark"
    writes_artifacts: bool = False
    environment: dict = field(default_factory=dict)
    settings: dict = field(default_factory=dict)
    commands: list[dict] = field(default_factory=list)

    @property
    def warehouse(self) -> Path:
        return self.folder / "spark" / "warehouse"

    def add(
        self, *words: str, keep: Path | None = None, copies=(), fails: bool = False, **variables
    ) -> Path:
        """Add a command for `run`.

        Args:
            words: The command.
            keep: A folder to copy the tables to after the command. With a lake format, whose
                files hold more than the current rows, the build writes its marts there.
            copies: Folders to replace before the command, as (source, target).
            fails: Whether the command has to fail.
            variables: The vars of the command.

        Returns:
            The file to which the output of the command will be written.
        """
        if self.lake != "parquet":
            variables |= {"lake": self.lake, "marts_folder": str(keep)}
            keep = None
        output = self.folder / f"output-{len(self.commands)}.txt"
        self.commands.append(
            {
                "words": [*words, *vars_of(variables)],
                "is_parsed_anew": bool(READ_BY_PARSER & set(variables)),
                "output": str(output),
                "fails": fails,
                "keep": keep and str(keep),
                "copies": [[str(source), str(target)] for source, target in copies],
            }
        )
        return output

    def run(self) -> Run:
        """Run all added commands in one process."""
        program = Path(__file__).with_name("run_builds.py")
        options = self._options() + ([] if self.writes_artifacts else WITHOUT_ARTIFACTS)
        texts = json.dumps(options), json.dumps(self.commands)
        return self._started("python", program, self.warehouse, *texts)

    def dbt(self, *words: str, **variables) -> Run:
        """Run a command as users do."""
        return self._started("dbt", *words, *vars_of(variables), *self._options())

    def _options(self) -> list[str]:
        self.folder.mkdir(exist_ok=True)
        profile = self.folder / "profiles.yml"
        profile.write_text(self._profile_for_few_rows(), encoding="utf-8")
        return [
            "--no-use-colors",
            *("--target", self.target),
            *("--target-path", str(self.folder / "target")),
            *("--log-path", str(self.folder / "logs")),
            *("--profiles-dir", str(self.folder)),
        ]

    def _profile_for_few_rows(self) -> str:
        profile = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
        settings = profile["monitoring"]["outputs"][self.target]["server_side_parameters"]
        settings.update(SMALL | self.settings)
        if "spark.driver.extraJavaOptions" in settings:
            settings["spark.driver.extraJavaOptions"] += JVM
        return yaml.safe_dump(profile)

    def _started(self, program: str, *words) -> Run:
        skip_without_builds()
        environment = os.environ | {"MONITORING_SPARK_HOME": str(self.folder / "spark")}
        environment |= self.environment
        return ended(
            subprocess.Popen(
                [self.installed / "bin" / program, *words],
                cwd=PROJECT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )


def differences(place: Place, tables: Path) -> tuple[int, list[str]]:
    """Return the number of cells in the published marts, and the cells that differ on Spark.

    Floats are equal within 1e-9.
    """
    cells, found = 0, []
    with duckdb.connect(place.published, read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        columns = connection.execute(
            "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
            "where not internal order by all"
        ).fetchall()
        for mart in place.marts():
            types = {name: kind for table, name, kind in columns if table == mart}
            here = _rows(connection, mart, types)
            there = _rows(connection, _files(tables, mart), types, is_spark=True)
            cells += len(here) * len(types)
            if len(here) != len(there):
                found.append(f"{mart}: {len(here)} rows on DuckDB, {len(there)} on Spark")
                continue
            for row, other in zip(here, there, strict=True):
                found += [
                    f"{mart}.{name}: {value!r} on DuckDB, {value_there!r} on Spark in {row[:3]}"
                    for name, value, value_there in zip(types, row, other, strict=True)
                    if not _is_equal(value, value_there)
                ]
    return cells, found


def check_shipped(spark: Spark, shipped: Place, tables: Path) -> None:
    """Run the commands and compare the tables that they keep with the shipped marts."""
    run = spark.run()
    assert run.code == 0, run.text
    cells, found = differences(shipped, tables)
    assert found == [], found
    assert cells > 300_000


def _files(tables: Path, mart: str) -> str:
    schema, table = mart.split(".")
    return f"read_parquet('{tables / f'{schema}.db' / table}/**/*.parquet')"


def _rows(connection, source: str, types: dict[str, str], is_spark=False) -> list[tuple]:
    def column(name: str, kind: str) -> str:
        # a timestamp on Spark is UTC with a time zone
        is_time = is_spark and kind == "TIMESTAMP"
        return f"(\"{name}\" at time zone 'UTC')::timestamp" if is_time else f'"{name}"::{kind}'

    names = ", ".join(column(name, kind) for name, kind in types.items())
    rows = connection.execute(f"select {names} from {source}").fetchall()
    exact = [number for number, kind in enumerate(types.values()) if kind != "DOUBLE"]
    return sorted(
        rows, key=lambda row: [(row[number] is None, str(row[number])) for number in exact]
    )


def _is_equal(value, other) -> bool:
    if isinstance(value, float) and isinstance(other, float):
        return math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-9)
    return value == other
