"""The build of the shipped seeds: unit tests, marts, summary and determinism."""

import json
import re

import pytest
from conftest import Place


# they pin every var, so that they pass with all vars changed as well (test_vars.py)
@pytest.mark.full
def test_every_dbt_unit_test_passes(shipped, manifest):
    run = shipped.dbt("test", "--select", "test_type:unit")
    assert run.code == 0, run.text
    assert int(re.search(r"(\d+) unit tests in ", run.text)[1]) == len(manifest["unit_tests"])


def test_every_mart_of_the_shipped_seeds_has_rows(shipped):
    assert [mart for mart, rows in shipped.cells().items() if not rows] == []


def test_the_build_prints_headline_kpis_and_the_published_file(shipped):
    text = shipped.first_run.text
    assert "Cart abandonment" in text
    assert f"Published {len(shipped.marts())} marts to {shipped.published}" in text


@pytest.fixture(
    scope="module",
    params=[pytest.param("America/New_York", marks=pytest.mark.full), "Asia/Kolkata"],
)
def elsewhere(request, tmp_path_factory) -> Place:
    """Build the shipped seeds on a machine in another time zone."""
    folder = tmp_path_factory.mktemp("elsewhere")
    place = Place(folder, environment={"TZ": request.param}, writes_artifacts=True)
    place.build()
    return place


def test_a_second_build_in_another_time_zone_has_the_same_cells(shipped, elsewhere):
    assert elsewhere.cells() == shipped.cells()


def test_a_build_keeps_its_budget_of_nodes_and_statements(elsewhere):
    """Counts are stable where seconds are not: dbt takes about 50 ms a node and 5 a statement."""
    results = json.loads((elsewhere.folder / "target" / "run_results.json").read_text("utf-8"))
    assert len(results["results"]) <= 150
    log = (elsewhere.folder / "logs" / "dbt.log").read_text("utf-8")
    statements = re.findall(r": On [\w.]+: (?!BEGIN|COMMIT|ROLLBACK|Close)", log)
    assert 350 < len(statements) <= 470
