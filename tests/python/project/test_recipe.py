"""The recipe of CONTRIBUTING.md is complete: following it adds an input and a KPI to a copy."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, Place, Run
from contract import tracked_files
from recipe_steps import STEPS

HEADING = "## Add an input and a KPI"
MOST_FILES = 22
CHANGED_MODELS = (
    "base_demo", "stg_demo", "int_input_coverage", "load_audit", "rejected_rows",
    "int_kpi_components_daily",
)  # fmt: skip
# test files that read inputs, KPIs or the manifest
TESTS = (
    "tests/python/oracle",
    "tests/python/project/test_project.py",
    "tests/python/project/test_layout.py",
    "tests/python/project/test_evaluator_rules.py",
    "tests/python/builds/test_kpis_match_oracle.py",
)


def recipe_files() -> dict[int, list[str]]:
    """Read the files of each numbered step, which are before its colon."""
    page = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = page.split(HEADING)[1].split("\n## ")[0]
    steps = re.findall(r"^(\d+)\. (.*?):", section, re.M | re.S)
    return {int(number): re.findall(r"`([\w./-]+/[\w.-]+)`", files) for number, files in steps}


def test_the_steps_of_the_recipe_are_those_that_are_tested():
    edited = {
        number: list(dict.fromkeys(edit.file for edit in edits)) for number, edits in STEPS.items()
    }
    # the last step is a command
    assert recipe_files() == edited | {max(STEPS) + 1: []}


def copy_tracked_files(folder: Path) -> Path:
    """Copy the tracked files into a git repository, in which changes can be listed."""
    for name in tracked_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, folder / name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
    return folder


def changed_files(project: Path) -> list[str]:
    """List the files that differ from the index."""
    listed = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )
    # the first letter of a line is the state of the index: all of it is new
    return [line[3:] for line in listed.stdout.splitlines() if line[1] != " "]


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    """Follow the recipe in a copy of the project and build it."""
    project = copy_tracked_files(tmp_path_factory.mktemp("recipe"))
    for edits in STEPS.values():
        for edit in edits:
            edit.apply(project)
    place = Place(tmp_path_factory.mktemp("recipe_build"), project, writes_artifacts=True)
    place.build()
    return place


def run_in(place: Place, *words) -> Run:
    """Run a Python module of the copy."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, words)],
        cwd=place.project,
        env=os.environ | {"PYTHONPATH": str(place.project)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Run(done.returncode, done.stdout)


def test_the_kpi_is_published_and_the_load_audit_has_the_input(place):
    kpi = place.query("select * from executive.headline_kpis where kpi = 'total_demos'")
    assert kpi["value"].to_list() == [3]
    audit = place.query("select * from quality.load_audit where input_table = 'demo'")
    assert audit[["status", "rows_read", "rows_accepted"]].to_numpy().tolist() == [["loaded", 3, 3]]


def test_unit_tests_of_the_changed_models_pass(place):
    selected = [f"{model},test_type:unit" for model in CHANGED_MODELS]
    run = place.dbt("test", "--select", *selected)
    assert run.code == 0, run.text
    for name in ("an_invalid_demo_is_rejected_with_its_reason", "a_rejected_demo_is_left_out"):
        assert name in run.text


def test_the_generated_files_follow_and_few_files_change(place):
    manifest = place.folder / "target" / "manifest.json"
    build = place.folder / "build.duckdb"
    before = set(changed_files(place.project))
    assert before == {edit.file for edits in STEPS.values() for edit in edits}
    for words in (
        ("python_steps.documentation", "--manifest", manifest, "--build", build),
        ("python_steps", "power-bi", "--manifest", manifest),
    ):
        run = run_in(place, *words)
        assert run.code == 0, run.text
    generated = set(changed_files(place.project)) - before
    assert all(name.startswith(("docs/", "powerbi/")) for name in generated), generated
    assert len(before | generated) <= MOST_FILES, sorted(before | generated)
    assert "total_demos" in (place.project / "docs" / "kpis.md").read_text(encoding="utf-8")


@pytest.mark.full
def test_the_tests_of_the_copy_pass(place):
    run = run_in(place, "pytest", "-n", "0", "-q", "--shipped", place.folder, *TESTS)
    assert run.code == 0, run.text
    manifest = json.loads((place.folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    assert "seed.monitoring.demo" in manifest["nodes"]
