"""One HTML page for all readers: findings, KPIs, charts, data quality, definitions."""

import io
import re
from pathlib import Path
from xml.sax.saxutils import escape

import jinja2
import matplotlib
import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure

from python_steps import words
from python_steps.chart_data import ChartData
from python_steps.charts import CHARTS, THEME, draw

# reader: what their section is called, and whose KPIs and findings stand in it
SECTIONS = {
    "managers": ("Managers", ("commerce",)),
    "ux": ("UX", ("ux",)),
    "it": ("IT", ("reliability", "quality")),
    "support": ("Support", ("support",)),
}
TEMPLATE = "page.html.j2"


def write_page(data: ChartData, audience: str | None = None) -> str:
    """Write the page; text from outside is escaped, and nothing is fetched from elsewhere.

    Args:
        data: What `chart_data.read_chart_data` returns.
        audience: Only the section of `managers`, `ux`, `it` or `support`; all when not given.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    chosen = [name for name in SECTIONS if audience in (None, name)]
    when = data.period
    return environment.get_template(TEMPLATE).render(
        words=words,
        period=words.days(when.first_day, when.last_day) if when.first_day else "no data",
        insights=_records(_of(data, "insights", chosen)),
        sections=[_section(data, name) for name in chosen],
        audit=[
            row | {"first": _moment(row["first_event_at"]), "last": _moment(row["last_event_at"])}
            for row in _records(data.rows["load_audit"])
        ],
        definitions=_records(data.rows["definitions"]),
    )


def _section(data: ChartData, audience: str) -> dict:
    title, _ = SECTIONS[audience]
    return {
        "audience": audience,
        "title": title,
        "tiles": [_tile(row, data) for row in _of(data, "kpi_tiles", [audience]).itertuples()],
        "insights": _records(_of(data, "insights", [audience])),
        "comments": [
            row | {"when": _moment(row["submitted_at"])}
            for row in _records(data.rows["comments"] if audience == "support" else pd.DataFrame())
        ],
        "charts": [
            {
                "svg": _inline(draw(chart, data), f"{audience}-{chart.name}"),
                "purpose": chart.purpose,
            }
            for chart in CHARTS
            if audience in chart.audiences
        ],
    }


def _of(data: ChartData, query: str, audiences: list[str]) -> pd.DataFrame:
    rows = data.rows[query]
    departments = [name for audience in audiences for name in SECTIONS[audience][1]]
    return rows[rows["department"].isin(departments)]


def _records(rows: pd.DataFrame) -> list[dict]:
    known = rows.astype(object).where(rows.notna(), None)
    return known.to_dict("records")


def _tile(row, data: ChartData) -> dict:
    change = "no days before to compare with"
    if pd.notna(row.value_before):
        change = f"before: {_figure_of(row.value_before, row.unit, data)}"
    if pd.notna(row.target):
        change += f"; target {_figure_of(row.target, row.unit, data)}"
    return {
        "name": row.kpi_name,
        "value": _figure_of(row.value, row.unit, data),
        "change": change,
        "definition": row.definition,
    }


def _figure_of(value: float, unit: str, data: ChartData) -> str:
    if unit == "share":
        return words.fine_share(value)
    if unit == data.currency:
        return words.money(value, unit)
    return words.count(value)


def _moment(value) -> str:
    return words.UNKNOWN if value is None else f"{words.day(value)} {value:%Y, %H:%M}"


def _inline(figure: Figure, name: str) -> Markup:
    """Turn a figure into an SVG element of the page, with ids of its own and a title."""
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
