"""Charts for support draw the values of the marts, checked with plain pandas."""

from dataclasses import replace

import pandas as pd
import pytest
from drawn import area, bar_widths, cells, lines, row_labels, title, whole_percent

from python_steps.reporting.charts import CHARTS, draw


def test_the_sentiment_matrix_counts_comments_with_both_text_and_rating(figures, mart):
    feedback = mart("support.feedback")
    both = feedback[
        ~feedback["text_sentiment"].isin(["missing", "not_readable"])
        & feedback["rating_sentiment"].notna()
    ]
    expected = pd.crosstab(both["text_sentiment"], both["rating_sentiment"])
    (axes,) = figures["sentiment_matrix"].axes
    assert cells(axes).tolist() == expected.to_numpy().tolist()
    share = (both["text_sentiment"] == both["rating_sentiment"]).mean()
    assert title(figures["sentiment_matrix"]) == (
        f"Sentiment and rating agree in {whole_percent(share)} of {len(both)} comments"
    )


def test_issues_are_counted_by_week_for_the_five_most_frequent(figures, mart):
    days = mart("support.issues_daily").merge(mart("core.dates"))
    total = days.groupby("issue")["feedback_count"].sum().sort_values(ascending=False)
    weeks = days.pivot_table(
        index="week_start", columns="issue", values="feedback_count", aggfunc="sum", fill_value=0
    )
    (axes,) = figures["issues"].axes
    assert {name: list(line) for name, line in lines(axes).items()} == {
        issue: weeks[issue].tolist() for issue in total.index[:5]
    }
    assert title(figures["issues"]) == f"Top issue: {total.index[0]}, {total.iloc[0]} comments"


def test_tickets_created_and_resolved_are_drawn_by_day_over_the_backlog(figures, mart):
    days = mart("support.tickets_daily").groupby("date_day").sum(numeric_only=True)
    (axes,) = figures["tickets"].axes
    drawn = lines(axes)
    assert list(drawn["created"]) == days["created_count"].tolist()
    assert list(drawn["resolved"]) == days["resolved_count"].tolist()
    backlog = days["backlog_count"]
    assert area(axes).max() == backlog.max()
    peak = backlog.idxmax()
    assert title(figures["tickets"]) == (
        f"Backlog peaked at {backlog.max()} open tickets on {peak.day} {peak:%b}"
    )


def test_resolution_times_are_percentiles_of_resolved_tickets_with_the_sla_target(figures, mart):
    tickets = mart("support.tickets")
    resolved = tickets[tickets["is_resolved"]].groupby("priority")
    (axes,) = figures["resolution_times"].axes
    order = row_labels(axes)
    assert order == ["urgent", "high", "medium", "low"]
    medians = resolved["resolution_hours"].median()[order]
    tails = resolved["resolution_hours"].quantile(0.9)[order]
    assert bar_widths(axes) == pytest.approx([*medians, *tails])
    targets = [segment[0][0] for segment in axes.collections[0].get_segments()]
    assert targets == resolved["sla_target_hours"].max()[order].tolist()
    met = resolved["sla_status"].apply(lambda status: (status == "met").mean())
    assert title(figures["resolution_times"]) == (
        f"{met.idxmin().capitalize()} priority misses its target most often: "
        f"{whole_percent(met.min())} resolved in time"
    )


def test_no_priority_misses_its_target_most_often_when_none_does(chart_data):
    rows = chart_data.rows | {
        "resolution_times": chart_data.rows["resolution_times"].assign(met_share=1.0)
    }
    chart = next(chart for chart in CHARTS if chart.name == "resolution_times")
    drawn = draw(chart, replace(chart_data, rows=rows))
    assert title(drawn) == "All resolved tickets met their target"
