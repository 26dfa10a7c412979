"""Promises of the properties files: data tests that a build runs with their model, in one query."""

import re
import shutil

import duckdb
import pytest
import yaml
from conftest import PROJECT, Place, Run, copy_project

SESSIONS = "models/marts/ux/sessions.yml"
RATES = "seeds/reference/exchange_rates.csv"


def replace(file, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> Run:
    """Build a project in which a mart and a seed break their promises."""
    folder = tmp_path_factory.mktemp("broken")
    project = copy_project(folder)
    page_count = "      - name: page_count\n        description: \"{{ doc('page_count') }}\"\n"
    replace(
        project / SESSIONS,
        f"{page_count}        data_type: bigint\n        data_tests:\n",
        f"{page_count}        data_type: integer\n        data_tests:\n          - unique\n"
        "          - accepted_values: {arguments: {values: [1], quote: false}, "
        "config: {where: page_count > 8}}\n",
    )
    with (project / RATES).open("a", encoding="utf-8") as rates:
        rates.write("XTS,-1\n")
    run = Place(folder, project).dbt("build")
    assert run.code == 1
    return run


def test_a_broken_promise_fails_its_model_and_is_named(broken):
    failed = re.search(r"Failed: (.*sessions.*)", broken.text)[1]
    assert re.findall(r"(\w+) \(rows: \d+\)", failed) == [
        "accepted_values_sessions_page_count__False__1",
        "contract",
        "unique_sessions_page_count",
    ]
    assert re.search(r"Done\..* ERROR=2 ", broken.text)


@pytest.mark.parametrize(
    "problem",
    [
        "fails for unique_field = 3, n_records = ",
        "page_count: column 7, BIGINT, the contract says 7, INTEGER",
        "rate -1.0 is not greater than 0",
    ],
)
def test_the_summary_shows_rows_that_break_a_promise(broken, problem):
    assert problem in broken.text.split("Not published: ")[1]


def test_a_build_checks_foreign_keys(shipped, place):
    shutil.copy(shipped.folder / "build.duckdb", place.folder)
    with duckdb.connect(place.folder / "build.duckdb") as connection:
        connection.execute("delete from core.dates where date_day = date '2026-09-13'")
    run = place.dbt("build", "--select", "every_foreign_key_is_found")
    assert run.code == 1
    problem = r"kpis_daily.date_day: not in dates.date_day are \d+ rows, such as 2026-09-13"
    assert re.search(problem, run.text)


def test_audits_run_what_a_build_leaves_out():
    selector = yaml.safe_load((PROJECT / "selectors.yml").read_text(encoding="utf-8"))
    left_out = re.findall(r"'method': 'test_name', 'value': '(\w+)'", str(selector))
    macro = (PROJECT / "macros" / "quality" / "audit.sql").read_text(encoding="utf-8")
    listed = re.search(r"test_metadata.name in \[(.*?)\]", macro, re.S)[1]
    audited = re.findall(r"'(\w+)'", listed)
    assert sorted(left_out) == sorted([*audited, "relationships"])


def test_the_audit_of_foreign_keys_reads_the_tables_of_relationships_tests(manifest):
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    key = "test.monitoring.every_foreign_key_is_found"
    read = set(manifest["nodes"][key]["depends_on"]["nodes"])
    related = [
        test for test in tests if (test.get("test_metadata") or {}).get("name") == "relationships"
    ]
    assert len(related) == 33
    assert read == {node for test in related for node in test["depends_on"]["nodes"]}
