"""Every chart: query results in, a matplotlib figure out, with a title that states the finding.

Nothing is computed here; the numbers come finished from `chart_data`. One module per group of
readers draws the charts, and `CHARTS` lists them in the order of the reports.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.charts import managers, reliability, support, ux
from python_steps.reporting.theme import THEME


@dataclass(frozen=True)
class Chart:
    """A chart, its audiences, the question it helps to decide, and the function that draws it."""

    name: str
    audiences: tuple[str, ...]
    question: str
    draw: Callable[[ChartData], Figure]


AUDIENCES = ("managers", "ux", "it", "support")
CHARTS = (
    Chart("kpis_daily", ("managers",), "Which KPI moved, and when?", managers.draw_kpis),
    Chart("funnel", ("managers", "ux"), "Which step should we fix first?", ux.draw_funnel),
    Chart("drop_off_pages", ("ux",), "On which page do we lose visitors?", ux.draw_drop_offs),
    Chart("clicked_elements", ("ux",), "Which elements do visitors use most?", ux.draw_clicks),
    Chart("page_speed", ("ux", "it"), "Which page is slow, and since when?", ux.draw_page_speed),
    Chart(
        "cart_value",
        ("managers",),
        "How much abandoned cart value comes back?",
        managers.draw_cart_value,
    ),
    Chart(
        "service_health", ("it",), "Which service needs attention?", reliability.draw_service_health
    ),
    Chart(
        "error_budgets",
        ("it",),
        "Should we ship features or improve reliability?",
        reliability.draw_error_budgets,
    ),
    Chart(
        "burn_alerts",
        ("it",),
        "Would we be paged for the right things?",
        reliability.draw_burn_alerts,
    ),
    Chart("sentiment_matrix", ("support",), "Can we trust ratings alone?", support.draw_sentiment),
    Chart("issues", ("support", "managers"), "What do customers talk about?", support.draw_issues),
    Chart("tickets", ("support",), "When do we need more staff?", support.draw_tickets),
    Chart(
        "resolution_times",
        ("support",),
        "Which priority misses its target?",
        support.draw_resolution_times,
    ),
    Chart("retention", ("managers", "ux"), "Do new visitors come back?", managers.draw_retention),
)


def charts_for(audience: str | None) -> list[Chart]:
    """Return the charts of an audience, or all charts when it is None."""
    return [chart for chart in CHARTS if audience is None or audience in chart.audiences]


def draw(chart: Chart, data: ChartData) -> Figure:
    """Draw a chart in the common theme."""
    with matplotlib.rc_context(THEME):
        figure = chart.draw(data)
        # the layout solver differs from run to run by less than a pixel, which changes the bytes
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        for axes in figure.axes:
            axes.set_position([round(value, 4) for value in axes.get_position().bounds])
        return figure


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG or SVG, by the file's suffix; the same figure gives the same bytes."""
    metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
    with matplotlib.rc_context(THEME):
        figure.savefig(path, dpi=150, metadata=metadata)
