"""Charts for IT draw the values of the marts, checked with plain pandas."""

import pandas as pd
import pytest
from drawn import cells, lines, row_labels, title, whole_percent

from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import CHARTS, draw


def test_service_health_has_one_cell_per_service_and_day_with_the_worst_service_on_top(
    figures, mart
):
    days = mart("reliability.service_health_daily")
    errors = days.groupby("service_name")["error_count"].sum().sort_values(ascending=False)
    columns = ["error_rate", "availability", "p95_response_ms"]
    for axes, column in zip(figures["service_health"].axes, columns, strict=False):
        table = days.pivot(index="service_name", columns="date_day", values=column)
        assert row_labels(axes) == errors.index.tolist()
        assert cells(axes) == pytest.approx(table.loc[errors.index].to_numpy(), nan_ok=True)
        assert axes.yaxis_inverted(), "the first service is on top"
    worst = errors.idxmax()
    requests = days.groupby("service_name")["request_count"].sum()
    assert title(figures["service_health"]) == (
        f"{worst}: {whole_percent(errors.max() / errors.sum())} of errors, "
        f"{whole_percent(requests[worst] / requests.sum())} of requests"
    )


def test_the_worst_cell_of_service_health_is_the_darkest(figures):
    for axes, worst in zip(figures["service_health"].axes, (max, min, max), strict=False):
        mesh = axes.collections[0]
        values = mesh.get_array().compressed()
        brightness = mesh.to_rgba(values)[:, :3].sum(axis=1)
        assert values[brightness.argmin()] == worst(values)


def test_error_budgets_are_drawn_by_day_and_exhausted_ones_are_named(figures, mart):
    days = mart("reliability.slo_status_daily").sort_values("date_day")
    for axes, (slo, own) in zip(figures["error_budgets"].axes, days.groupby("slo"), strict=True):
        assert axes.get_title("left") == slo
        expected = {
            name: line["error_budget_remaining"].tolist()
            for name, line in own.groupby("service_name")
        }
        assert {name: list(line) for name, line in lines(axes).items()} == expected
    ends = days.groupby(["service_name", "slo"])["error_budget_remaining"].last()
    exhausted = ends[ends < 0]
    assert title(figures["error_budgets"]) == (
        f"{len(exhausted)} of {len(ends)} error budgets are exhausted: "
        + ", ".join(dict.fromkeys(exhausted.index.get_level_values("service_name")))
    )


def test_each_burn_rate_alert_is_a_bar_from_its_start_to_its_end(figures, mart):
    alerts = mart("reliability.burn_alerts")
    (axes,) = figures["burn_alerts"].axes
    drawn = {(*map(pd.Timestamp, line.get_xdata()), line.get_label()) for line in axes.lines}
    assert drawn == {(row.started_at, row.ended_at, row.severity) for row in alerts.itertuples()}


def test_the_title_of_burn_rate_alerts_counts_pages_and_tickets(shipped, mart):
    first_day = pd.Timestamp("2026-08-24")
    alerts = mart("reliability.burn_alerts")
    severities = alerts.loc[alerts["ended_at"] > first_day, "severity"].value_counts()
    assert severities.to_dict() == {"ticket": 6, "page": 1}
    data = read_chart_data("last-21-days", shipped.published)
    chart = next(chart for chart in CHARTS if chart.name == "burn_alerts")
    assert title(draw(chart, data)) == "7 burn rate alerts: 1 would page, 6 would open a ticket"
    data.rows["burn_alerts"] = data.rows["burn_alerts"].assign(alert_count=1, ticket_count=0)
    assert title(draw(chart, data)) == "1 burn rate alert: 1 would page"
