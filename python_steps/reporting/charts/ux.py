"""Charts for UX teams: funnel, drop-offs, clicks, page speed."""

import pandas as pd
from matplotlib.figure import Figure

from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.charts.parts import (
    date_axis,
    empty_chart,
    format_axis,
    panel_grid,
    plot_line,
    ranking,
    titled_axes,
    titled_figure,
)
from python_steps.reporting.formatting import format_count, format_milliseconds, format_share
from python_steps.reporting.theme import BLUE, GREEN, RED, SKY

MAX_PAGES = 12
STEPS = {
    "product": "Product page",
    "cart": "Cart",
    "checkout": "Checkout",
    "completed": "Purchase",
}
LOSSES = {
    "home": "of sessions never reach a product page",
    "product": "of product-page sessions never reach the cart",
    "cart": "of cart sessions never reach checkout",
    "checkout": "of checkout sessions were abandoned",
}


def draw_funnel(data: ChartData) -> Figure:
    """Draw the sessions that reached each step; the step that loses most is colored."""
    rows = data.rows["funnel"]
    if rows.empty or not rows["session_count"].sum():
        return empty_chart("Funnel", "No session reached a step of the funnel.", data)
    worst = rows[rows["loss_rank"] == 1].iloc[0]
    title = "No session dropped off"
    if worst["drop_off_count"]:
        title = f"{format_share(worst['drop_off_rate'])} {LOSSES[worst['step']]}"
    figure, axes = titled_axes(title, "Sessions that reached each step or a later one", data)
    first_step = "All sessions" if rows["has_all_sessions"].iloc[0] else "Any page"
    names = [STEPS.get(step, first_step) for step in rows["step"]]
    colors = [RED if step == worst["step"] else BLUE for step in rows["step"]]
    bars = axes.barh(names, rows["session_count"], color=colors)
    labels = [
        format_count(row.session_count)
        + ("" if pd.isna(row.drop_off_rate) else f"  ({format_share(row.drop_off_rate)} drop-off)")
        for row in rows.itertuples()
    ]
    axes.bar_label(bars, labels, padding=4)
    axes.invert_yaxis()
    axes.margins(x=0.25)
    format_axis(axes.xaxis, "count")
    return figure


def draw_drop_offs(data: ChartData) -> Figure:
    """Draw the last pages of sessions without a purchase."""
    rows = data.rows["drop_off_pages"]
    if rows.empty:
        return empty_chart("Drop-offs", "No session without a purchase has a last page.", data)
    first = rows.iloc[0]
    share, page = format_share(first["share"]), first["drop_off_page"]
    title = f"{share} of sessions without a purchase end on the {page} page"
    subtitle = "Sessions without a purchase, by last page"
    names = rows["drop_off_page"]
    return ranking(title, subtitle, rows, names, "session_count", data, (RED, BLUE))


def draw_clicks(data: ChartData) -> Figure:
    """Draw the elements with the most clicks."""
    rows = data.rows["clicked_elements"]
    if rows.empty:
        return empty_chart("Clicks", "No clicks in this period.", data)
    first = rows.iloc[0]
    share = format_share(first["share"])
    title = f"{first['element']} on the {first['page_key']} page gets {share} of all clicks"
    names = rows["element"] + "  (" + rows["page_key"] + ")"
    return ranking(title, "Clicks by element", rows, names, "click_count", data, (BLUE, SKY))


def draw_page_speed(data: ChartData) -> Figure:
    """Draw the daily load times of each page, with the bounds for good and poor."""
    rows = data.rows["page_speed"]
    if rows.empty:
        return empty_chart("Page speed", "No page loads in this period.", data)
    first = rows.iloc[0]
    title = (
        f"Load time peaked at {format_milliseconds(first['slowest_ms'])} "
        f"on the {first['slowest_page']} page (75th percentile)"
    )
    subtitle = "75th percentile of load times by page, band: median to 95th"
    bounds = [("good up to", first["good_ms"], GREEN), ("poor above", first["poor_ms"], RED)]
    bounds = [bound for bound in bounds if pd.notna(bound[1])]
    if bounds:
        names = ", ".join(f"{name} {format_milliseconds(value)}" for name, value, _ in bounds)
        subtitle += f"; dotted lines: {names}"
    figure = titled_figure(title, subtitle, data)
    pages = list(dict.fromkeys(rows["page_key"]))[:MAX_PAGES]
    panels = panel_grid(figure, len(pages))
    for panel, page in zip(panels, pages, strict=False):
        own = rows[rows["page_key"] == page]
        panel.fill_between(
            own["date_day"], own["p50_load_ms"], own["p95_load_ms"],
            color=SKY, alpha=0.4, linewidth=0,
        )  # fmt: skip
        plot_line(panel, own["date_day"], own["p75_load_ms"], color=BLUE)
        for _, value, color in bounds:
            panel.axhline(value, color=color, linestyle=":", linewidth=1.2)
        panel.set_title(page)
        format_axis(panel.yaxis, "ms")
        date_axis(panel, data)
    panels[0].set_ylim(bottom=0)  # of all panels: they share it
    return figure
