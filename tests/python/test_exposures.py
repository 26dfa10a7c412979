"""Each exposure names the marts that its document reads, and no other."""

import re
from dataclasses import replace

import pytest
from conftest import PROJECT

from python_steps.reporting.chart_data import QUERIES, read_chart_data
from python_steps.reporting.charts import AUDIENCES, charts_for, draw
from python_steps.reporting.page import write_page
from python_steps.reporting.pdf import chart_pages, write_pdf

ASKED_OF = re.compile(r"\b(?:from|join)\s+(\w+\.\w+)")


class Noted(dict):
    """The rows of each query, with a note of those that somebody has asked for."""

    def __init__(self, rows):
        super().__init__(rows)
        self.asked = {"period"}

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


@pytest.fixture(scope="module")
def exposures(manifest):
    models = {
        node["unique_id"]: f"{node['schema']}.{node['alias']}"
        for node in manifest["nodes"].values()
    }
    return {
        exposure["name"]: {models[node] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }


@pytest.fixture(scope="module")
def data(shipped):
    return read_chart_data(path=shipped.published)


def marts_read(data, work) -> set[str]:
    """The marts of the queries whose rows the work looks at."""
    noted = Noted(data.rows)
    work(replace(data, rows=noted))
    return {
        mart
        for query in noted.asked
        for mart in ASKED_OF.findall((QUERIES / f"{query}.sql").read_text(encoding="utf-8"))
    }


def draw_all(data, audience=None):
    return {chart.name: draw(chart, data) for chart in charts_for(audience)}


def write_report(data, audience=None):
    figures = draw_all(data, audience)
    write_page(data, figures, audience)
    write_pdf(data, chart_pages(figures), audience)


def test_the_charts_read_what_their_exposure_says(exposures, data):
    assert exposures["charts"] == marts_read(data, draw_all)


@pytest.mark.parametrize("audience", [None, *AUDIENCES])
def test_a_report_reads_what_its_exposure_says(exposures, data, audience):
    name = f"report_{audience}" if audience else "report"
    assert exposures[name] == marts_read(data, lambda noted: write_report(noted, audience))


def test_a_bi_tool_may_read_every_mart(exposures, shipped):
    assert exposures["bi_tools"] == set(shipped.marts())


def test_power_bi_reads_the_marts_of_its_queries(exposures):
    tables = (PROJECT / "powerbi" / "monitoring.SemanticModel" / "definition" / "tables").glob("*")
    queries = "".join(path.read_text(encoding="utf-8") for path in tables)
    assert exposures["power_bi"] == set(re.findall(r'Mart\("(.+)"\)', queries))


def test_every_exposure_names_its_owner_and_what_it_is_for(manifest):
    for exposure in manifest["exposures"].values():
        assert exposure["owner"]["name"] and exposure["label"] and exposure["description"]
