"""Measures of the Power BI project: their DAX, and its results against the marts' KPIs."""

import dataclasses
import re

import dax_reader
import pandas as pd
import pytest
from written_project import WrittenProject

from python_steps.power_bi.dax import Aggregation, UnsupportedSqlError, aggregate


@pytest.fixture(scope="module")
def project(shipped, tmp_path_factory) -> WrittenProject:
    manifest = shipped.folder / "target" / "manifest.json"
    return WrittenProject(tmp_path_factory.mktemp("powerbi"), manifest)


def test_every_metric_is_a_measure_with_its_label_description_and_a_unique_name(project, manifest):
    metrics = {metric["name"]: metric for metric in manifest["metrics"].values()}
    measures = project.measures_by_metric
    assert set(measures) == set(metrics)
    assert len({name.lower() for name in project.measures}) == len(metrics)
    for name, metric in metrics.items():
        if metric["config"]["meta"].get("unit"):
            assert measures[name].name == metric["label"]
            assert measures[name].description == f"{metric['description']} ({name})"
            assert "isHidden" not in measures[name].properties
        else:
            assert "isHidden" in measures[name].properties
            assert measures[name].properties["displayFolder"].endswith("\\Ratio components")


def columns_in(formula: str) -> list[tuple[str, str]]:
    return re.findall(r"'([^']+)'\[([^\]]+)\]", formula)


def test_formulas_reference_existing_columns_and_measures(project):
    for name, measure in project.measures.items():
        formula = measure.value
        for table, column in columns_in(formula):
            assert column in project.tables[table].named("column"), name
        for table in re.findall(r"'(\w+)'", formula):
            assert table in project.tables, name
        for referenced in re.findall(r"(?<!')\[([^\]]+)\]", formula):
            assert referenced in project.measures, name


def test_shares_are_ratios_of_sums_and_no_measure_averages(project):
    ratios = 0
    for name, measure in project.measures.items():
        assert not re.search(r"\bAVERAGEX?\(", measure.value), name
        if measure.properties["formatString"] in ("0.0%", "0.00%"):
            numerator, denominator = re.fullmatch(
                r"DIVIDE\(\[(.+)\], \[(.+)\]\)", measure.value
            ).groups()
            for part in (numerator, denominator):
                assert re.match(r"SUM|SUMX|COUNTROWS|COUNTA", project.measures[part].value), part
            ratios += 1
    assert ratios > 10


@pytest.mark.parametrize(
    ("metric", "formula"),
    [
        ("bounce_rate", "DIVIDE([Single page session count], [Session count])"),
        ("session_count", "COUNTROWS('sessions')"),
        (
            "single_page_session_count",
            "SUMX('sessions', IF('sessions'[is_single_page] == TRUE(), 1, 0))",
        ),
        ("lost_value", """SUMX('carts', IF('carts'[outcome] == "lost", 'carts'[cart_value]))"""),
        (
            "sentiment_mismatch_count",
            "SUMX('feedback', IF('feedback'[is_consistent] == FALSE(), 1, 0))",
        ),
        ("comparable_count", "COUNTA('feedback'[is_consistent])"),
        (
            "ticket_backlog",
            "CALCULATE(SUM('tickets_daily'[backlog_count]), LASTDATE('dates'[date_day]))",
        ),
        (
            "median_resolution_hours",
            "CALCULATE(MEDIAN('tickets'[resolution_hours]), "
            "USERELATIONSHIP('tickets'[resolved_date], 'dates'[date_day]))",
        ),
        ("median_session_minutes", "MEDIANX('sessions', 'sessions'[duration_seconds] / 60)"),
        (
            "load_ms",
            "SUMX('page_speed_daily', "
            "'page_speed_daily'[avg_load_ms] * 'page_speed_daily'[load_count])",
        ),
    ],
)
def test_a_metric_in_dax(project, metric, formula):
    assert project.measures_by_metric[metric].value == formula


@pytest.fixture(scope="module")
def model(project, shipped) -> dax_reader.Model:
    schemas = dict(
        shipped.query("select table_name, schema_name from duckdb_tables()").itertuples(index=False)
    )
    rows = {
        name: shipped.query(f"from {schemas[name]}.{name}")
        for name in {table for table in project.tables if table in schemas}
    }
    days_of = {
        source.split(".")[0]: source.split(".")[1]
        for source, target, is_active in project.relationships
        if is_active and target == "dates.date_day"
    }
    formulas = {name: measure.value for name, measure in project.measures.items()}
    return dax_reader.Model(rows, formulas, days_of | {"dates": "date_day"})


def test_measures_over_the_full_period_equal_the_headline_kpis(model, manifest, shipped):
    kpis = shipped.query("select kpi, value from executive.headline_kpis").set_index("kpi")["value"]
    compared = 0
    for metric in manifest["metrics"].values():
        if metric["name"] in kpis:
            assert model.figure(metric["label"]) == pytest.approx(kpis[metric["name"]], rel=1e-9)
            compared += 1
    assert compared > 30


def test_measures_of_a_day_equal_the_daily_kpis(model, manifest, shipped):
    labels = {metric["name"]: metric["label"] for metric in manifest["metrics"].values()}
    daily = shipped.query("""
        select date_day, kpi, value from executive.kpis_daily
        where date_day in ('2026-08-03', '2026-08-16', '2026-09-13')
    """)
    compared = daily[daily["kpi"].isin(labels)]
    assert len(compared) > 40
    for row in compared.itertuples():
        figure = model.on(row.date_day).figure(labels[row.kpi])
        assert (figure or 0) == pytest.approx(row.value, rel=1e-9), (row.kpi, row.date_day)


def test_a_rate_without_occurrences_is_zero_and_without_rows_blank(model, project):
    bounce_rate = project.measures_by_metric["bounce_rate"].name
    no_bounce = {"is_single_page": [False], "duration_seconds": [1.0], "session_date": ["a"]}
    sessions = pd.DataFrame(no_bounce)
    other = dataclasses.replace(model, tables=model.tables | {"sessions": sessions})
    assert other.on("a").figure(bounce_rate) == 0
    assert other.on("b").figure(bounce_rate) is None


def test_conditions_distinguish_blank_from_false():
    condition = "a in ('x', 'y\"z') and not b and c is not null and d > 0"
    assert aggregate(Aggregation("sla", "sum_boolean", condition)) == (
        """SUMX('sla', IF('sla'[a] IN {"x", "y""z"} && 'sla'[b] == FALSE() """
        """&& NOT(ISBLANK('sla'[c])) && 'sla'[d] > 0, 1, 0))"""
    )


@pytest.mark.parametrize(
    ("function", "expression"),
    [
        ("sum", "lower(a)"),
        ("sum", "a / b"),
        ("sum", "case when a then 1 else 0 end"),
        ("sum_boolean", "a or b"),
        ("sum_boolean", "not (a and b)"),
        ("count_distinct", "a"),
        ("average", "a"),
    ],
)
def test_unsupported_sql_is_rejected_and_quoted(function, expression):
    with pytest.raises(UnsupportedSqlError, match=r"Cannot translate .+ to DAX\."):
        aggregate(Aggregation("t", function, expression))
