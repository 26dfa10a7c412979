"""Charts for support: sentiment, issues, tickets, resolution times."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.charts.parts import (
    counts_by_day,
    empty_chart,
    format_axis,
    heat_map,
    legend_below,
    plot_line,
    titled_axes,
)
from python_steps.reporting.formatting import (
    format_count,
    format_day,
    format_hours,
    format_number_of,
    format_share,
)
from python_steps.reporting.theme import BLACK, BLUE, GREEN, PALE, SKY

SENTIMENTS = ("negative", "neutral", "positive")


def draw_sentiment(data: ChartData) -> Figure:
    """Draw comments by text sentiment and rating sentiment."""
    rows = data.rows["sentiment_matrix"]
    if rows.empty:
        return empty_chart("Sentiment and rating", "No comments with both text and rating.", data)
    first = rows.iloc[0]
    share, comments = first["agreeing_share"], format_number_of(first["total_count"], "comment")
    title = f"Sentiment and rating agree in {format_share(share)} of {comments}"
    counts = (
        rows.pivot(index="text_sentiment", columns="rating_sentiment", values="comment_count")
        .reindex(index=SENTIMENTS, columns=SENTIMENTS)
        .fillna(0)
    )
    figure, axes = titled_axes(title, "Comments by text sentiment and rating sentiment", data)
    heat_map(axes, counts, format_count)
    axes.set_xlabel("Rating sentiment")
    axes.set_ylabel("Text sentiment")
    return figure


def draw_issues(data: ChartData) -> Figure:
    """Draw comments by week for the most frequent issues."""
    rows = data.rows["issues"]
    if rows.empty:
        return empty_chart("Issues in comments", "No comments that mention an issue.", data)
    first = rows.iloc[0]
    title = f"Top issue: {first['issue']}, {format_number_of(first['total_count'], 'comment')}"
    figure, axes = titled_axes(title, "Comments per week by issue, positive ones included", data)
    weeks = sorted(rows["week_start"].unique())
    for issue in dict.fromkeys(rows["issue"]):
        own = rows[rows["issue"] == issue].set_index("week_start")["feedback_count"]
        plot_line(axes, weeks, own.reindex(weeks).fillna(0), label=issue)
    axes.set_ylim(bottom=0)
    counts_by_day(figure, axes, data)
    return figure


def draw_tickets(data: ChartData) -> Figure:
    """Draw tickets created and resolved by day over the backlog."""
    rows = data.rows["tickets"]
    if rows.empty:
        return empty_chart("Tickets", "No tickets in this period.", data)
    first = rows.iloc[0]
    title = "No ticket stayed open overnight"
    if first["peak_backlog"]:
        tickets = format_number_of(first["peak_backlog"], "open ticket")
        title = f"Backlog peaked at {tickets} on {format_day(first['peak_day'])}"
    figure, axes = titled_axes(title, "Tickets per day", data)
    axes.fill_between(
        rows["date_day"], rows["backlog_count"], color=PALE, step="mid", linewidth=0,
        label="open at end of day",
    )  # fmt: skip
    plot_line(axes, rows["date_day"], rows["created_count"], color=BLUE, label="created")
    plot_line(axes, rows["date_day"], rows["resolved_count"], color=GREEN, label="resolved")
    axes.set_ylim(bottom=0)
    counts_by_day(figure, axes, data)
    return figure


def draw_resolution_times(data: ChartData) -> Figure:
    """Draw median and 90th percentile of the resolution time by priority, with the SLA target."""
    rows = data.rows["resolution_times"]
    if rows.empty:
        return empty_chart("Resolution times", "No tickets resolved in this period.", data)
    worst = rows.sort_values(["met_share", "priority"]).iloc[0]
    title = "No priority has a target"
    if pd.notna(worst["met_share"]):
        share = format_share(worst["met_share"])
        name = worst["priority"][:1].upper() + worst["priority"][1:]
        title = f"{name} priority misses its target most often: {share} resolved in time"
        if worst["met_share"] == 1:
            title = "All resolved tickets met their target"
    figure, axes = titled_axes(title, "Resolution time by priority, resolved tickets", data)
    positions = np.arange(len(rows))
    boxed = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    for offset, column, label, color in (
        (-0.19, "median_hours", "median", BLUE),
        (0.19, "p90_hours", "90th percentile", SKY),
    ):
        bars = axes.barh(positions + offset, rows[column], height=0.36, label=label, color=color)
        labels = [format_hours(value) for value in rows[column]]
        axes.bar_label(bars, labels, padding=5, zorder=5, bbox=boxed)
    targets = rows["target_hours"]
    axes.vlines(targets, positions - 0.42, positions + 0.42, color=BLACK, label="target", zorder=4)
    axes.set_yticks(positions, rows["priority"])
    axes.invert_yaxis()
    axes.margins(x=0.12)
    format_axis(axes.xaxis, "hours")
    legend_below(figure, axes)
    return figure
