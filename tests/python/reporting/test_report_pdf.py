"""The PDFs, read back: pages, text, bookmarks, metadata, charts."""

import io
import re

import pandas as pd
import pytest
from conftest import FIXTURES, one_line
from pypdf import PdfReader

from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import CHARTS, draw
from python_steps.reporting.formatting import (
    format_count,
    format_figure,
    format_money_range,
    format_timestamp,
)
from python_steps.reporting.pdf import chart_pages, write_pdf
from python_steps.warehouse import read_mart

AUDIENCES = ["managers", "ux", "it", "support"]
HOSTILE = "terrible **checkout** {nb} <b>$x$</b> Ärger Привет"
A4 = (595.28, 841.89)


def documents(data):
    pictures = chart_pages({chart.name: draw(chart, data) for chart in CHARTS})
    return {
        audience: PdfReader(io.BytesIO(write_pdf(data, pictures, audience)))
        for audience in (None, *AUDIENCES)
    }


def text_of(pages) -> str:
    """The text of pages on one line; hyphens at the end of a line belong to the text."""
    return one_line(" ".join(page.extract_text() for page in pages))


@pytest.fixture(scope="module")
def data(shipped):
    return read_chart_data(path=shipped.published)


@pytest.fixture(scope="module")
def pdfs(data):
    return documents(data)


@pytest.fixture(scope="module", params=[None, *AUDIENCES])
def audience(request):
    return request.param


def bookmarks(pdf, outline=None):
    names = []
    for entry in pdf.outline if outline is None else outline:
        if isinstance(entry, list):
            names.append(bookmarks(pdf, entry))
        else:
            names.append(entry["/Title"])
    return names


def test_pages_are_numbered_a4_portrait(pdfs, audience):
    pages = pdfs[audience].pages
    for number, page in enumerate(pages, start=1):
        assert (page.mediabox.width, page.mediabox.height) == pytest.approx(A4, abs=0.1)
        assert f"Page {number}" in page.extract_text().splitlines()


def test_the_first_page_has_tiles_and_findings_with_impact_owner_and_next_step(
    pdfs, audience, data
):
    first = text_of(pdfs[audience].pages[:1])
    tiles = data.rows["kpi_tiles"]
    for tile in tiles[tiles["audience"] == (audience or "managers")].itertuples():
        assert tile.kpi_name in first
        assert format_figure(tile.value, tile.unit, currency="EUR") in first
        previous = format_figure(tile.previous_value, tile.unit, currency="EUR")
        assert f"from {previous}" in first
    insights = data.rows["insights"]
    owners = {"ux": ["ux"], "it": ["reliability", "quality"], "support": ["support"]}
    if audience in owners:
        insights = insights[insights["department"].isin(owners[audience])]
    for insight in insights.head(5).itertuples():
        assert one_line(f"{insight.severity.upper()} {insight.headline}") in first
        assert insight.evidence in first
        assert f"{insight.owner}: {insight.recommended_action}" in first
        sources = {"low": "no other source", "medium": "one other source"}
        sources = sources.get(insight.confidence, "two or more other sources")
        sources = sources if insight.nature == "event" else "–"
        assert f"Corroborated by: {sources}." in first
        if insight.impact_high > 0:
            impact = format_money_range(insight.impact_low, insight.impact_high, "EUR")
            assert f"Estimated impact: {impact}. Corroborated" in first
    text = text_of(pdfs[audience].pages)
    assert all(headline in text for headline in insights["headline"])


def test_each_audience_gets_its_charts_with_their_questions_and_each_chart_once(pdfs, audience):
    text = text_of(pdfs[audience].pages)
    for chart in CHARTS:
        is_own = audience is None or audience in chart.audiences
        assert text.count(chart.question) == is_own, chart.name


def test_charts_are_vectors_and_text_not_pixels(pdfs, audience, data):
    pdf = pdfs[audience]
    assert not any(page.images for page in pdf.pages)
    text = text_of(pdf.pages)
    for chart in CHARTS:
        if audience is None or audience in chart.audiences:
            title = draw(chart, data).texts[0].get_text()
            assert one_line(title) in text
    fonts = {
        font.get_object()["/BaseFont"].split("+")[1]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all(font.startswith("DejaVuSans") for font in fonts)


def test_charts_do_not_overlap_on_their_pages(pdfs, data):
    """The title of a chart is above its own question and below that of the previous chart."""
    places = []
    for number, page in enumerate(pdfs["managers"].pages):

        def visit(text, matrix, position, *_, number=number):
            x, y = position[4] * matrix[0] + matrix[4], position[5] * matrix[3] + matrix[5]
            if text.strip():
                places.append((number, -y, x, text.strip()))

        page.extract_text(visitor_text=visit)
    lines = [text for *_, text in sorted(places)]
    own = [chart for chart in CHARTS if "managers" in chart.audiences]
    expected = [
        text for chart in own for text in (draw(chart, data).texts[0].get_text(), chart.question)
    ]
    assert [line for line in lines if line in expected] == expected
    assert all(15 * 72 / 25.4 - 1 <= x <= 195 * 72 / 25.4 for *_, x, _ in places)


def test_bookmarks_lead_to_each_section(pdfs):
    charts = ["Findings", "Charts"]
    last = ["Data quality and definitions", ["Data quality", "Definitions"]]
    managers = ["Findings for shop management", "Charts"]
    support = ["Findings", "Latest negative comments", "Charts"]
    assert bookmarks(pdfs[None]) == [
        "Summary", "Managers", managers, "UX", charts, "IT", charts, "Support", support, *last,
    ]  # fmt: skip
    pdf = pdfs["managers"]
    assert bookmarks(pdf) == ["Summary", ["More findings", "Charts"], *last]
    for name, page in (("Summary", 0), ("Data quality and definitions", -2)):
        entry = next(
            each for each in pdf.outline if not isinstance(each, list) and each["/Title"] == name
        )
        assert pdf.get_destination_page_number(entry) == page % len(pdf.pages)


def test_metadata_names_title_period_and_language(pdfs, audience):
    metadata = pdfs[audience].metadata
    titles = {"ux": "UX", "it": "IT", "support": "Support", "managers": "Managers"}
    title = titles.get(audience, "all departments")
    assert metadata.title == f"Shop monitoring: {title}, 24 Aug to 13 Sep 2026"
    assert metadata.creation_date.date().isoformat() == "2026-09-13", "from the data, not the clock"
    assert pdfs[audience].root_object["/Lang"] == "en"


def test_the_last_pages_audit_the_inputs_and_define_the_kpis(pdfs, shipped):
    audit = read_mart("quality.load_audit", shipped.published)
    kpis = read_mart("executive.headline_kpis", shipped.published).set_index("kpi")
    for audience, departments in (("support", ["support"]), (None, kpis["department"].unique())):
        text = text_of(pdfs[audience].pages[-3:])
        for row in audit.itertuples():
            expected = f"{row.input_table} {row.status} {format_count(row.rows_read)}"
            first_event = format_timestamp(row.first_event_at)
            assert f"{expected} {format_count(row.rows_rejected)} {first_event}" in text
        for kpi in kpis[kpis["department"].isin(departments)].itertuples():
            assert f"{kpi.kpi_name} {kpi.unit} {kpi.definition}" in text
    assert kpis.loc["availability", "definition"] in text_of(pdfs["managers"].pages[-2:]), "a tile"
    assert kpis.loc["availability", "definition"] not in text_of(pdfs["support"].pages)


def test_support_gets_the_latest_negative_comments(pdfs, data):
    text = text_of(pdfs["support"].pages)
    comments = data.rows["comments"]
    assert len(comments) == 8
    for comment in comments.itertuples():
        issues = (comment.issues or "").replace(",", ", ")
        assert one_line(f"{comment.feedback_text} {issues}") in text


def test_text_from_the_data_is_printed_as_it_is(place, tmp_path):
    """Long words, other scripts, and text that looks like markup or a placeholder."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("session_tracking", "user_feedback"):
        table = pd.read_csv(FIXTURES / "shop_small" / f"{name}.csv", dtype=str)
        if name == "user_feedback":
            table["rating"] = "1"
            table["feedback_text"] = f"{HOSTILE} {'x' * 200}"
        table.to_csv(folder / f"{name}.csv", index=False)
    place.build(raw_dir=str(folder), max_rejected_share=0.9)
    text = text_of(documents(read_chart_data("all", place.published))["support"].pages)
    assert HOSTILE in text
    assert text.replace(" ", "").count("x" * 200) >= 1


def test_the_pdfs_of_a_shop_without_data_say_so(without_data):
    for name, pdf in documents(read_chart_data(path=without_data.published)).items():
        text = text_of(pdf.pages)
        assert "no data" in text, name
        assert "No KPIs in this period." in text
        assert not re.search(r"\bNone\b|\bnan\b|NaT", text)
