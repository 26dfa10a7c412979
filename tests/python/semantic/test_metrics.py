"""Metrics of the semantic layer, queried with MetricFlow, against the KPIs of the marts."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import PROJECT

MF = Path(sys.executable).with_name("mf")
# KPIs whose answer is a name, or that need rows that no mart keeps
NOT_METRICS = {
    "highest_abandoned_cart",
    "most_clicked_element",
    "most_clicked_page",
    "most_common_drop_off_page",
    "most_common_ticket_category",
    "most_errors_endpoint",
    "most_errors_service",
    "order_conversion_rate",  # on days of both exports
    "p75_load_ms",
    "p95_response_ms",
    "slowest_page",
    "slowest_service",
    "unique_users",
}


@pytest.fixture(scope="module")
def mf(shipped, tmp_path_factory):
    """Run mf on the shipped build. It reads dbt's target folder only from the project folder."""
    folder = tmp_path_factory.mktemp("mf")
    for path in PROJECT.iterdir():
        if path.name not in ("target", "logs"):
            (folder / path.name).symlink_to(path)
    (folder / "target").symlink_to(shipped.folder / "target")

    def run(*words: str) -> str:
        done = subprocess.run(
            [MF, *words], cwd=folder, env=shipped.surroundings(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def ask(mf, tmp_path_factory):
    def ask(metrics, *by: str) -> pd.DataFrame:
        answer = tmp_path_factory.mktemp("answer") / "rows.csv"
        words = ["--group-by", ",".join(by)] if by else []
        mf("query", "--metrics", ",".join(metrics), *words, "--csv", str(answer))
        return pd.read_csv(answer)

    return ask


@pytest.fixture(scope="module")
def headline(shipped):
    return shipped.query("from executive.headline_kpis").set_index("kpi")


@pytest.fixture(scope="module")
def metrics(manifest, headline):
    """The metrics that are KPIs; the others are numerators and denominators."""
    named = {metric["name"]: metric for metric in manifest["metrics"].values()}
    return {name: metric for name, metric in named.items() if name in headline.index}


def test_every_kpi_that_marts_can_compute_is_a_metric_with_its_name_unit_and_definition(
    metrics, headline
):
    assert set(metrics) == set(headline.index) - NOT_METRICS
    units = pd.read_csv(PROJECT / "seeds" / "reference" / "kpis.csv").set_index("kpi")["unit"]
    for name, metric in metrics.items():
        assert metric["label"] == headline.loc[name, "kpi_name"]
        assert metric["description"] == headline.loc[name, "definition"]
        assert metric["config"]["meta"]["unit"] == units[name]


def test_the_configuration_is_valid(mf):
    assert "ERRORS: 0" in mf("validate-configs")


def test_metrics_over_the_full_period_equal_the_headline_kpis(ask, metrics, headline):
    found = ask(metrics).iloc[0]
    expected = headline.loc[list(metrics), "value"]
    pd.testing.assert_series_equal(
        found[list(metrics)].astype(float), expected, check_names=False, rtol=1e-9, atol=0
    )


def test_metrics_by_day_equal_the_daily_kpis(ask, metrics, shipped):
    daily = shipped.query("select date_day, kpi, value from executive.kpis_daily")
    names = sorted(set(daily["kpi"]) & set(metrics))
    assert len(names) > 10
    found = ask(names, "metric_time__day").rename(columns={"metric_time__day": "date_day"})
    found["date_day"] = pd.to_datetime(found["date_day"])
    daily["date_day"] = pd.to_datetime(daily["date_day"])
    both = found.melt("date_day", var_name="kpi").merge(
        daily, on=["date_day", "kpi"], suffixes=("_metric", "_mart")
    )
    both = both.dropna()
    assert len(both) > 300
    pd.testing.assert_series_equal(
        both["value_metric"], both["value_mart"], check_names=False, rtol=1e-9
    )


def test_a_ratio_by_page_is_a_ratio_of_sums(ask, shipped):
    found = ask(["avg_load_ms"], "page__page_name").set_index("page__page_name")["avg_load_ms"]
    expected = shipped.query("""
        select page_name, sum(avg_load_ms * load_count) / sum(load_count) as avg_load_ms
        from ux.page_speed_daily inner join core.pages using (page_key) group by page_name
    """).set_index("page_name")["avg_load_ms"]
    pd.testing.assert_series_equal(
        found.sort_index(), expected.sort_index(), check_names=False, rtol=1e-9
    )
