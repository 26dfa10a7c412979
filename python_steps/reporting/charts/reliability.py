"""Charts for IT: service health, error budgets, burn rate alerts."""

import numpy as np
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.charts.parts import (
    HALF_DAY,
    date_axis,
    empty_chart,
    format_axis,
    legend_below,
    plot_line,
    titled_axes,
    titled_figure,
)
from python_steps.reporting.formatting import format_count, format_number_of, format_share
from python_steps.reporting.theme import BLACK, SEVERITY_COLORS, WORSE

MAX_SERVICES = 12


def draw_service_health(data: ChartData) -> Figure:
    """Draw error rate, availability and response time of each service by day."""
    rows = data.rows["service_health"]
    if rows.empty:
        return empty_chart("Service health", "No requests in this period.", data)
    by_errors = rows.sort_values(["total_errors", "service_name"], ascending=[False, True])
    worst = by_errors.iloc[0]
    title = "No request returned an error"
    if worst["total_errors"]:
        errors, requests = (format_share(worst[f"{each}_share"]) for each in ("error", "request"))
        title = f"{worst['service_name']}: {errors} of errors, {requests} of requests"
    figure = titled_figure(title, "By service and day; darker is worse", data)
    services = by_errors["service_name"].unique()[:MAX_SERVICES]
    days = pd.date_range(data.period.first_day, data.period.last_day)
    edges = date2num([*(days - HALF_DAY), days[-1] + HALF_DAY])
    panels = figure.subplots(3, 1, sharex=True)
    for panel, (column, name, unit, color_map) in zip(
        panels,
        (
            ("error_rate", "Error rate", "share", WORSE),
            ("availability", "Availability", "share", WORSE.reversed()),
            ("p95_response_ms", "Response time, 95th percentile", "ms", WORSE),
        ),
        strict=True,
    ):
        cells = rows.pivot(index="service_name", columns="date_day", values=column)
        mesh = panel.pcolormesh(
            edges, np.arange(len(services) + 1) - 0.5,
            cells.reindex(index=services, columns=days).to_numpy(dtype=float), cmap=color_map,
        )  # fmt: skip
        panel.invert_yaxis()
        panel.set_yticks(range(len(services)), services)
        panel.spines[:].set_visible(False)
        panel.tick_params(axis="y", length=0)
        panel.set_title(name)
        scale = figure.colorbar(mesh, ax=panel, pad=0.01, aspect=8)
        scale.outline.set_visible(False)
        format_axis(scale.ax.yaxis, unit, most=3)
        date_axis(panel, data)
    return figure


def draw_error_budgets(data: ChartData) -> Figure:
    """Draw the error budget remaining by day, one panel per SLO."""
    rows = data.rows["error_budgets"].dropna(subset=["error_budget_remaining"])
    if rows.empty:
        return empty_chart("Error budgets", "No requests with an SLO in this period.", data)
    ends = rows.drop_duplicates(["service_name", "slo"])
    exhausted = ends[ends["remaining_at_end"] < 0]
    title = "No error budget is exhausted"
    if len(exhausted):
        services = ", ".join(dict.fromkeys(exhausted["service_name"]))
        verb = "is" if len(exhausted) == 1 else "are"
        budgets = format_number_of(len(ends), "error budget")
        title = f"{format_count(len(exhausted))} of {budgets} {verb} exhausted: {services}"
    figure = titled_figure(title, "Error budget remaining by service; below 0%: exhausted", data)
    panels = figure.subplots(1, rows["slo"].nunique(), sharex=True, squeeze=False)[0]
    for panel, (slo, own) in zip(panels, rows.groupby("slo"), strict=True):
        for service, line in own.groupby("service_name"):
            plot_line(panel, line["date_day"], line["error_budget_remaining"], label=service)
        panel.axhline(0, color=BLACK, linewidth=0.8)
        panel.set_title(slo)
        format_axis(panel.yaxis, "share")
        date_axis(panel, data)
    legend_below(figure, panels[0])
    return figure


def draw_burn_alerts(data: ChartData) -> Figure:
    """Draw each burn rate alert from start to end, one lane per service and SLO."""
    rows = data.rows["burn_alerts"]
    if rows.empty:
        return empty_chart("Burn rate alerts", "No burn rate alerts in this period.", data)
    first = rows.iloc[0]
    figure, axes = titled_axes(_count_alerts(first), "Burn rate alerts by service and SLO", data)
    lanes = list(dict.fromkeys(rows["service_name"] + ", " + rows["slo"]))
    for row in rows.itertuples():
        lane = lanes.index(f"{row.service_name}, {row.slo}")
        is_page = row.severity == "page"
        axes.plot(
            [row.started_at, row.ended_at], [lane - 0.15 if is_page else lane + 0.15] * 2,
            color=SEVERITY_COLORS[row.severity], linewidth=7, solid_capstyle="butt",
            label=row.severity,
        )  # fmt: skip
    axes.set_yticks(range(len(lanes)), lanes)
    axes.set_ylim(len(lanes) - 0.4, -0.6)
    date_axis(axes, data)
    legend_below(figure, axes)
    return figure


def _count_alerts(row: pd.Series) -> str:
    """Say how many alerts there were, and what those of each severity would have led to."""
    outcomes = [
        f"{format_count(count)} would {outcome}"
        for severity, outcome in (("page", "page"), ("ticket", "open a ticket"))
        if (count := row[f"{severity}_count"])
    ]
    return f"{format_number_of(row['alert_count'], 'burn rate alert')}: {', '.join(outcomes)}"
