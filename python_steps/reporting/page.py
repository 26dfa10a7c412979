"""One HTML page for all audiences: findings, KPIs, charts, data quality, definitions."""

import io
import re
from pathlib import Path
from xml.sax.saxutils import escape

import jinja2
import matplotlib
from markupsafe import Markup
from matplotlib.figure import Figure

from python_steps.reporting import content
from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.charts import charts_for
from python_steps.reporting.formatting import UNKNOWN, format_count, format_timestamp
from python_steps.reporting.theme import THEME

TEMPLATE = "page.html.j2"


def write_page(data: ChartData, figures: dict[str, Figure], audience: str | None = None) -> str:
    """Render the page; all text from the data is escaped, and the page loads nothing.

    Args:
        data: From `chart_data.read_chart_data`.
        figures: The charts of the audience by name.
        audience: Only the section of `managers`, `ux`, `it` or `support`. Default: all sections.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    readers = content.chosen_readers(audience)
    environment.filters |= {"count": format_count, "timestamp": format_timestamp}
    return environment.get_template(TEMPLATE).render(
        text=content,
        unknown=UNKNOWN,
        period=content.period(data),
        comparison=content.comparison(data),
        first=content.first_findings(data, readers),
        sections=[_section(data, figures, readers, reader) for reader in readers],
        audit=content.audit(data),
        definitions=content.definitions(data, readers),
    )


def _section(
    data: ChartData,
    figures: dict[str, Figure],
    readers: list[content.Reader],
    reader: content.Reader,
) -> dict:
    return {
        "reader": reader,
        "tiles": content.tiles(data, [reader]),
        "findings_title": content.findings_title(readers, reader),
        "findings": content.further_findings(data, readers, reader),
        "comments": content.comments(data) if reader.audience == "support" else [],
        "charts": [
            {
                "svg": _inline(figures[chart.name], f"{reader.audience}-{chart.name}"),
                "question": chart.question,
            }
            for chart in charts_for(reader.audience)
        ],
    }


def _inline(figure: Figure, name: str) -> Markup:
    """Convert a figure to an SVG element with unique ids and alternative text."""
    buffer = io.StringIO()
    with matplotlib.rc_context(THEME):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'(\sid="|xlink:href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    title = escape(figure.texts[0].get_text().replace("\n", " "))
    opening, rest = svg.split(">", 1)
    return Markup(f'{opening} role="img" aria-label="{title}">{rest}')
