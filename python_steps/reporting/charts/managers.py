"""Charts for managers: KPIs by day, abandoned carts, retention."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.charts.parts import (
    counts_by_day,
    date_axis,
    empty_chart,
    format_axis,
    heat_map,
    legend_below,
    plot_line,
    titled_axes,
    titled_figure,
)
from python_steps.reporting.formatting import (
    format_count,
    format_day,
    format_length,
    format_money,
    format_share,
    spell_out,
)
from python_steps.reporting.theme import BLACK, BLUE, GRAY, GREEN, PALE, RED, SEVERITY_COLORS


def draw_kpis(data: ChartData) -> Figure:
    """Draw six KPIs by day with baseline, usual range and target; events are shaded."""
    rows, events = data.rows["kpis_daily"], data.rows["events"]
    if rows.empty:
        return empty_chart("Daily KPIs", "No KPIs in this period.", data)
    length = format_length(data.period.first_day, data.period.last_day)
    if len(events):
        noun = "event" if len(events) == 1 else "events"
        count = spell_out(len(events), at_start=True)
        title = f"{count} critical or warning {noun} in {length}"
    elif rows["baseline"].isna().all():
        title = "Not enough history for a baseline"
    else:
        title = f"No critical or warning events in {length}"
    figure = titled_figure(title, "Daily KPIs; shaded: critical and warning events", data)
    names = list(dict.fromkeys(rows["kpi"]))
    panels = figure.subplots(2, 3, sharex=True).ravel()
    for panel in panels[len(names) :]:
        panel.set_visible(False)
    for panel, name in zip(panels, names, strict=False):
        own = rows[rows["kpi"] == name]
        days = own["date_day"]
        for event in events.itertuples():
            panel.axvspan(
                event.period_start, event.period_end, label=event.severity,
                color=SEVERITY_COLORS[event.severity], alpha=0.25, linewidth=0,
            )  # fmt: skip
        panel.fill_between(
            days, own["usual_low"], own["usual_high"], color=PALE, alpha=0.6, linewidth=0,
            label="usual range (5th to 95th percentile)",
        )  # fmt: skip
        plot_line(panel, days, own["baseline"], color=BLACK, linewidth=1, label="baseline")
        plot_line(panel, days, own["value"], color=BLUE, label="actual")
        panel.axhline(own["target"].iloc[0], color=GRAY, linestyle=":", label="target")
        panel.set_title(own["kpi_name"].iloc[0])
        format_axis(panel.yaxis, own["unit"].iloc[0])
        date_axis(panel, data)
    legend_below(figure, panels[0])
    return figure


def draw_cart_value(data: ChartData) -> Figure:
    """Draw the value of abandoned carts by day: lost, recovered, still open."""
    rows = data.rows["cart_value"]
    if rows.empty or not rows[["lost_value", "recovered_value", "open_value"]].to_numpy().sum():
        return empty_chart("Abandoned carts", "No abandoned carts with a value.", data)
    first = rows.iloc[0]
    title = (
        f"{format_money(first['total_lost_value'], data.currency)} in carts lost; "
        f"{format_share(first['recovered_share'])} of abandoned value recovered"
    )
    subtitle = f"Value of abandoned carts in {data.currency}, by day of abandonment"
    figure, axes = titled_axes(title, subtitle, data)
    bottom = np.zeros(len(rows))
    for column, label, color in (
        ("lost_value", "lost", RED),
        ("recovered_value", "recovered", GREEN),
        ("open_value", "still open", PALE),
    ):
        axes.bar(rows["date_day"], rows[column], bottom=bottom, label=label, color=color)
        bottom = bottom + rows[column].to_numpy()
    counts_by_day(figure, axes, data)
    return figure


def draw_retention(data: ChartData) -> Figure:
    """Draw the share of new visitors who returned, by week after their first visit."""
    rows = data.rows["retention"]
    if rows.empty:
        return empty_chart("Retention", "No users in this period.", data)
    first = rows.iloc[0]
    if pd.isna(first["week_1_rate"]):
        return empty_chart("Retention", "No week after a first visit is complete.", data)
    title = f"{format_share(first['week_1_rate'])} of new visitors returned the following week"
    # everyone is active in the first week, and an unfinished week has no rate yet
    later = rows[(rows["week_number"] > 0) & rows["retention_rate"].notna()]
    rates = later.pivot(index="cohort_week", columns="week_number", values="retention_rate")
    sizes = rows.drop_duplicates("cohort_week").set_index("cohort_week")["cohort_size"]
    rates.index = [f"{format_day(week)} ({format_count(sizes[week])})" for week in rates.index]
    figure, axes = titled_axes(
        title,
        # nothing before the first export says who had been there
        "Share of new visitors who returned; the first week in the data includes earlier visitors",
        data,
        since=rows["cohort_week"].min(),
    )
    heat_map(axes, rates, format_share)
    axes.set_xlabel("Weeks after first visit")
    axes.set_ylabel("Week of first visit (visitors)")
    return figure
