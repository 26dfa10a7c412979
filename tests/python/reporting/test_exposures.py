"""Each exposure names exactly the marts that its report reads."""

import re
from dataclasses import replace

import pytest
from conftest import PROJECT

from python_steps.reporting.chart_data import QUERIES, read_chart_data
from python_steps.reporting.charts import AUDIENCES, charts_for, draw
from python_steps.reporting.page import write_page
from python_steps.reporting.pdf import chart_pages, write_pdf

MART = re.compile(r"\b(?:from|join)\s+(\w+\.\w+)")


class RecordedRows(dict):
    """The rows of each query, which records the queries that are read."""

    def __init__(self, rows):
        super().__init__(rows)
        self.read = {"period"}

    def __getitem__(self, name):
        self.read.add(name)
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
    """The marts of the queries whose rows `work` reads."""
    recorded = RecordedRows(data.rows)
    work(replace(data, rows=recorded))
    return {
        mart
        for query in recorded.read
        for mart in MART.findall((QUERIES / f"{query}.sql").read_text(encoding="utf-8"))
    }


def draw_all(data, audience=None):
    return {chart.name: draw(chart, data) for chart in charts_for(audience)}


def write_report(data, audience=None):
    figures = draw_all(data, audience)
    write_page(data, figures, audience)
    write_pdf(data, chart_pages(figures), audience)


def test_the_exposure_of_the_charts_names_the_marts_they_read(exposures, data):
    assert exposures["charts"] == marts_read(data, draw_all)


@pytest.mark.parametrize("audience", [None, *AUDIENCES])
def test_the_exposure_of_a_report_names_the_marts_it_reads(exposures, data, audience):
    name = f"report_{audience}" if audience else "report"
    assert exposures[name] == marts_read(data, lambda data: write_report(data, audience))


def test_the_exposure_of_bi_tools_names_every_mart(exposures, shipped):
    assert exposures["bi_tools"] == set(shipped.marts())


def test_the_exposure_of_power_bi_names_the_marts_of_its_queries(exposures):
    tables = (PROJECT / "powerbi" / "monitoring.SemanticModel" / "definition" / "tables").glob("*")
    queries = "".join(path.read_text(encoding="utf-8") for path in tables)
    assert exposures["power_bi"] == set(re.findall(r'Mart\("(.+)"\)', queries))


def test_every_exposure_has_an_owner_a_label_and_a_description(manifest):
    for exposure in manifest["exposures"].values():
        assert exposure["owner"]["name"] and exposure["label"] and exposure["description"]
