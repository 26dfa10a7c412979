"""Charts for managers draw the values of the marts, checked with plain pandas."""

import pytest
from drawn import area, cells, lines, subtitle, title, whole_percent

from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import CHARTS, draw

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def test_daily_kpis_are_drawn_with_baseline_and_usual_range_over_all_events(figures, mart):
    days, insights = mart("executive.kpis_daily"), mart("executive.insights")
    names = mart("executive.headline_kpis").set_index("kpi_name")["kpi"]
    events = insights[(insights["nature"] == "event") & (insights["severity"] != "info")]
    assert len(figures["kpis_daily"].axes) == 6
    for axes in figures["kpis_daily"].axes:
        own = days[days["kpi"] == names[axes.get_title("left")]].sort_values("date_day")
        drawn = lines(axes)
        assert list(drawn["actual"]) == own["value"].tolist()
        baseline = own["baseline"].to_numpy(dtype=float)
        assert drawn["baseline"] == pytest.approx(baseline, nan_ok=True)
        assert area(axes).max() == pytest.approx(own["usual_high"].max())
        assert area(axes).min() == pytest.approx(own["usual_low"].min())
        assert len(axes.patches) == len(events)
    assert title(figures["kpis_daily"]) == (
        f"{NUMBERS[len(events)]} critical or warning events in six weeks"
    )


@pytest.mark.parametrize(
    ("count", "has_baseline", "expected"),
    [
        (1, True, "One critical or warning event in three weeks"),
        (0, True, "No critical or warning events in three weeks"),
        (0, False, "Not enough history for a baseline"),
    ],
)
def test_the_title_of_daily_kpis_fits_one_event_none_and_a_short_history(
    shipped, count, has_baseline, expected
):
    data = read_chart_data("last-21-days", shipped.published)
    data.rows["events"] = data.rows["events"].head(count)
    if not has_baseline:
        data.rows["kpis_daily"]["baseline"] = float("nan")
    chart = next(chart for chart in CHARTS if chart.name == "kpis_daily")
    assert title(draw(chart, data)) == expected


def test_cart_value_stacks_lost_recovered_and_open_value(figures, mart):
    days = mart("commerce.cart_abandonment_daily").sort_values("date_day")
    (axes,) = figures["cart_value"].axes
    heights = [bar.get_height() for bar in axes.patches]
    stacked = days[["lost_value", "recovered_value", "open_value"]].to_numpy().T.ravel()
    assert heights == pytest.approx(stacked)
    recovered = days["recovered_value"].sum() / days["abandoned_value"].sum()
    assert title(figures["cart_value"]) == (
        f"{days['lost_value'].sum():,.0f} EUR in carts lost; "
        f"{whole_percent(recovered)} of abandoned value recovered"
    )


def test_retention_leaves_out_the_first_week_and_unfinished_weeks(figures, mart):
    weeks = mart("ux.retention_weekly").query("week_number > 0").dropna()
    expected = weeks.pivot(index="cohort_week", columns="week_number", values="retention_rate")
    (axes,) = figures["retention"].axes
    assert cells(axes) == pytest.approx(expected.to_numpy(), nan_ok=True)
    first = weeks[weeks["week_number"] == 1]
    share = first["active_user_count"].sum() / first["cohort_size"].sum()
    assert title(figures["retention"]) == (
        f"{whole_percent(share)} of new visitors returned the following week"
    )


def test_the_subtitle_of_retention_names_the_weeks_it_shows(shipped):
    retention = next(chart for chart in CHARTS if chart.name == "retention")
    figure = draw(retention, read_chart_data("last-7-days", shipped.published))
    assert subtitle(figure).endswith(", 3 Aug to 13 Sep 2026")
