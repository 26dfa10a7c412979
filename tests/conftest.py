"""Real builds in scratch folders; the project's own target/ and warehouse/ are never touched."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import duckdb
import pandas as pd
import pytest
from forked_dbt import run_dbt
from selenium import webdriver

from python_steps.publishing.export import export_marts
from python_steps.reporting.chart_data import ChartData, read_chart_data
from python_steps.reporting.charts import CHARTS, draw
from python_steps.reporting.page import write_page
from python_steps.warehouse import read_mart

PROJECT = Path(__file__).parents[1]
FIXTURES = PROJECT / "tests" / "fixtures"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
# no background requests, so the tests do not depend on the network
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# manifest.json, run_results.json and dbt.log take a second of each command
WITHOUT_ARTIFACTS = ["--no-write-json", "--log-level-file", "none"]
# the only vars on which the manifest depends (tests/python/builds/test_vars.py)
READ_BY_PARSER = {"baseline_days", "burn_rules", "funnel_steps", "lake"}
PUBLISH = """
import sys
from types import SimpleNamespace
import duckdb
from python_steps.publishing.publish import publish_marts
with duckdb.connect(sys.argv[1]) as build:
    publish_marts(build, sys.argv[2:], SimpleNamespace(WHICH="build"))
"""


def pytest_addoption(parser):
    parser.addoption(
        "--full",
        action="store_true",
        help="run all faults and rounds of the resilience tests: hours (make resilience)",
    )
    parser.addoption(
        "--no-builds",
        action="store_true",
        help="skip tests that start dbt, and others that take long (make check)",
    )
    parser.addoption(
        "--shipped",
        type=Path,
        metavar="FOLDER",
        help="use this build of the shipped seeds: build.duckdb, target/ and warehouse/",
    )


def pytest_configure(config):
    Place.may_build = not config.getoption("--no-builds")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--full"):
        deselected = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=deselected)
        items[:] = [item for item in items if item not in deselected]
    # files that take minutes come first, so that no worker ends long before the other
    suites = {"spark": 0, "resilience": 1}
    items.sort(key=lambda item: suites.get(item.path.relative_to(PROJECT / "tests").parts[0], 2))


@pytest.fixture(scope="session")
def is_full(request) -> bool:
    """Return whether the suites run in full or in their short form."""
    return request.config.getoption("--full")


def skip_without_builds() -> None:
    if not Place.may_build:
        pytest.skip("needs a build")


@dataclass
class Run:
    """Exit code and output of a command."""

    code: int
    text: str


def ended(process: subprocess.Popen) -> Run:
    """Wait for a started command; return its exit code and output."""
    text, _ = process.communicate()
    return Run(process.returncode, text)


def vars_of(variables: dict) -> list[str]:
    """Return the option of dbt that sets vars."""
    return ["--vars", json.dumps(variables)] if variables else []


@dataclass
class Place:
    """A scratch folder for dbt commands, with its own build database and warehouse."""

    folder: Path
    project: Path = PROJECT
    environment: dict = field(default_factory=dict)
    writes_artifacts: bool = False
    may_build: ClassVar[bool] = True

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def published(self) -> Path:
        return self.warehouse / "monitoring.duckdb"

    def surroundings(self) -> dict[str, str]:
        """Return the environment variables of a command that runs here."""
        return os.environ | {
            "MONITORING_BUILD_DATABASE": str(self.folder / "build.duckdb"),
            "MONITORING_WAREHOUSE": str(self.warehouse),
            **self.environment,
        }

    def start(self, *words: str, output=subprocess.PIPE, **variables) -> subprocess.Popen:
        """Start a dbt command in a new process group; its output goes to `output`."""
        dbt = Path(sys.executable).with_name("dbt")
        return self._run_on([dbt, *self._command(words, variables)], output)

    def _command(self, words: tuple[str, ...], variables: dict) -> list[str]:
        return [
            *("--no-use-colors", *words),
            *("--target-path", str(self.folder / "target")),
            *("--log-path", str(self.folder / "logs")),
            *([] if self.writes_artifacts else WITHOUT_ARTIFACTS),
            *vars_of(variables),
        ]

    def _run_on(self, command: list, output) -> subprocess.Popen:
        skip_without_builds()
        return subprocess.Popen(
            command,
            cwd=self.project,
            env=self.surroundings(),
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def dbt(self, *words: str, **variables) -> Run:
        """Run a dbt command; with the parsed project, unless its vars change what is parsed."""
        if self.project != PROJECT or READ_BY_PARSER & set(variables):
            return ended(self.start(*words, **variables))
        skip_without_builds()
        command = self._command(words, variables)
        return Run(*run_dbt(command, self.project, self.surroundings()))

    def start_publish(self, database: Path, marts: list[str], output=subprocess.PIPE, before=""):
        """Start publishing marts of a build database, after running the Python code in before."""
        return self._run_on([sys.executable, "-c", before + PUBLISH, database, *marts], output)

    def publish(self, database: Path, marts: list[str], before="") -> Run:
        return ended(self.start_publish(database, marts, before=before))

    def step(self, *words) -> Run:
        """Run a step of python_steps."""
        command = [sys.executable, "-m", "python_steps", *words]
        return ended(self._run_on([str(word) for word in command], subprocess.PIPE))

    @cached_property
    def first_run(self) -> Run:
        """The output of the first build; of a new one if this place was built elsewhere."""
        return self.build()

    def build(self, **variables) -> Run:
        run = self.dbt("build", **variables)
        assert run.code == 0, run.text
        return run

    def query(self, sql: str) -> pd.DataFrame:
        with duckdb.connect(self.published, read_only=True) as connection:
            return connection.execute(sql).df()

    def marts(self) -> list[str]:
        tables = self.query(
            "select schema_name || '.' || table_name as mart from duckdb_tables() order by mart"
        )
        return tables["mart"].tolist()

    def cells(self, order: str = "") -> dict[str, list[tuple]]:
        """Return the rows of every mart, by default in the order of the file."""
        with duckdb.connect(self.published, read_only=True) as connection:
            return {
                mart: connection.execute(f"select * from {mart} {order}").fetchall()
                for mart in self.marts()
            }


def page_of(data: ChartData, audience: str | None = None) -> str:
    """Return the HTML page of the data, with its charts."""
    return write_page(data, {chart.name: draw(chart, data) for chart in CHARTS}, audience)


def copy_project(folder: Path) -> Path:
    """Copy the project without environments and build output, to build it."""
    skip_without_builds()
    project = folder / "project"
    ignored = (".venv", ".git", "target", "logs", "warehouse", "reports", ".*_cache")
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns(*ignored))
    return project


def code_blocks(page: str, language: str) -> list[str]:
    """Return the code blocks of a language in a Markdown page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def folder_of_a_reader(published: Path, folder: Path) -> Path:
    """Put the published file and its Parquet export where docs/ says they are."""
    (folder / "warehouse").mkdir()
    shutil.copy(published, folder / "warehouse")
    export_marts(folder / "reports" / "data", file_format="parquet", published=published)
    return folder


def one_line(text: str) -> str:
    """Collapse white space, because messages wrap."""
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="session")
def shipped(request, tmp_path_factory) -> Place:
    """Build and publish the shipped seeds."""
    if folder := request.config.getoption("--shipped"):
        return Place(folder)
    place = Place(tmp_path_factory.mktemp("shipped"), writes_artifacts=True)
    place.first_run = place.build()
    return place


@pytest.fixture(scope="session")
def builds() -> None:
    """Skip tests that take as long as builds with --no-builds."""
    skip_without_builds()


@pytest.fixture(scope="session")
def mart(shipped):
    """Reads a mart of the shipped seeds."""
    return lambda name: read_mart(name, shipped.published)


@pytest.fixture(scope="session")
def chart_data(shipped) -> ChartData:
    """The data of all charts for all days of the shipped seeds."""
    return read_chart_data("all", shipped.published)


@pytest.fixture(scope="session")
def figures(chart_data) -> dict:
    """Each chart of the shipped seeds by its name."""
    return {chart.name: draw(chart, chart_data) for chart in CHARTS}


@pytest.fixture(scope="session")
def manifest(shipped) -> dict:
    """Return dbt's manifest of the project."""
    return json.loads((shipped.folder / "target" / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def docs(shipped) -> Path:
    """Generate the dbt docs of the shipped seeds as one page, next to manifest and catalog."""
    run = shipped.dbt("docs", "generate", "--static")
    assert run.code == 0, run.text
    return shipped.folder / "target" / "static_index.html"


@pytest.fixture(scope="session")
def without_data(tmp_path_factory) -> Place:
    """Build and publish a shop with one input, which has a header and no rows."""
    place = Place(tmp_path_factory.mktemp("without_data"))
    raw = place.folder / "raw"
    raw.mkdir()
    header = "cart_id,abandonment_time\n"
    (raw / "cart_abandonment.csv").write_text(header, encoding="utf-8")
    place.build(raw_dir=str(raw))
    return place


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Start headless Chromium, if it is installed."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("profile")
    for flag in [*FLAGS, f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    log = webdriver.ChromeService(DRIVER, log_output=os.devnull)
    with webdriver.Chrome(options=options, service=log) as driver:
        driver.implicitly_wait(10)  # on a busy machine a page may render after its load event
        yield driver
