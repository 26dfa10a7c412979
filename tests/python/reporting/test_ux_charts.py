"""Charts for UX teams draw the values of the marts, checked with plain pandas."""

from drawn import area, bar_widths, row_labels, subtitle, title, whole_percent
from matplotlib.colors import to_hex

from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import CHARTS, draw
from python_steps.reporting.theme import RED


def test_the_funnel_draws_all_sessions_of_each_step_and_colors_the_largest_loss(figures, mart):
    days = mart("ux.funnel_daily")
    steps = days.groupby("step_number")[["session_count", "drop_off_count"]].sum()
    (axes,) = figures["funnel"].axes
    assert bar_widths(axes) == steps["session_count"].tolist()
    worst = steps["drop_off_count"].argmax()
    colors = [to_hex(bar.get_facecolor()).upper() for bar in axes.patches]
    assert [color == RED for color in colors] == [i == worst for i in range(len(steps))]
    lost = steps["drop_off_count"].iloc[worst] / steps["session_count"].iloc[worst]
    assert worst == 1
    assert title(figures["funnel"]) == (
        f"{whole_percent(lost)} of product-page sessions never reach the cart"
    )


def test_the_first_step_of_the_funnel_is_named_all_sessions_only_if_it_has_them_all(
    figures, shipped, mart
):
    (axes,) = figures["funnel"].axes
    assert len(mart("ux.sessions")) == bar_widths(axes)[0]
    assert row_labels(axes) == ["All sessions", "Product page", "Cart", "Checkout", "Purchase"]
    data = read_chart_data("all", shipped.published)
    data.rows["funnel"]["has_all_sessions"] = False
    funnel = next(chart for chart in CHARTS if chart.name == "funnel")
    (axes,) = draw(funnel, data).axes
    assert row_labels(axes)[0] == "Any page"


def test_drop_offs_are_the_last_pages_of_sessions_that_do_not_complete(figures, mart):
    sessions = mart("ux.sessions")
    pages = sessions.loc[~sessions["is_completed"], "drop_off_page"].value_counts()
    (axes,) = figures["drop_off_pages"].axes
    assert dict(zip(row_labels(axes), bar_widths(axes), strict=True)) == pages.head(10).to_dict()
    share = pages.iloc[0] / pages.sum()
    assert title(figures["drop_off_pages"]) == (
        f"{whole_percent(share)} of sessions without a purchase end on the {pages.index[0]} page"
    )


def test_clicks_are_those_of_the_ten_most_clicked_elements(figures, mart):
    days = mart("ux.clicks_daily")
    clicks = days.groupby(["page_key", "element"])["click_count"].sum().nlargest(10)
    (axes,) = figures["clicked_elements"].axes
    assert bar_widths(axes) == clicks.tolist()
    page, element = clicks.index[0]
    share = clicks.iloc[0] / days["click_count"].sum()
    assert title(figures["clicked_elements"]) == (
        f"{element} on the {page} page gets {whole_percent(share)} of all clicks"
    )


def test_page_speed_draws_the_75th_percentile_of_each_day_and_both_bounds(figures, mart):
    days = mart("ux.page_speed_daily")
    panels = [axes for axes in figures["page_speed"].axes if axes.get_visible()]
    assert [axes.get_title("left") for axes in panels] == sorted(days["page_key"].unique())
    for axes in panels:
        own = days[days["page_key"] == axes.get_title("left")].sort_values("date_day")
        speed, good, poor = (line.get_ydata() for line in axes.lines)
        assert list(speed) == own["p75_load_ms"].tolist()
        assert (good[0], poor[0]) == (2500, 4000)
        assert area(axes).max() == own["p95_load_ms"].max()
        assert area(axes).min() == own["p50_load_ms"].min()
    slowest = days.loc[days["p75_load_ms"].idxmax()]
    assert title(figures["page_speed"]) == (
        f"Load time peaked at {slowest['p75_load_ms'] / 1000:.1f} s "
        f"on the {slowest['page_key']} page (75th percentile)"
    )
    assert "dotted lines: good up to 2.5 s, poor above 4 s" in subtitle(figures["page_speed"])
