"""PDF reports: the summary first, then findings and charts, then data quality and definitions.

fpdf2 lays out the text. pypdf merges the charts into its pages as matplotlib draws them, so they
stay sharp at any size and their text can be searched.
"""

import io
from datetime import UTC, datetime, time
from pathlib import Path

import matplotlib
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, TextEmphasis, XPos, YPos
from fpdf.fonts import FontFace
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from python_steps.reporting import content
from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.charts import Chart, charts_for
from python_steps.reporting.formatting import UNKNOWN, format_count, format_timestamp
from python_steps.reporting.theme import BLACK, BLUE, GRAY, PALE, RED, SOFT, THEME

FONT = "DejaVu Sans"
FONT_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
CARD = "#F3F4F6"
# darker than in charts: they color text
SEVERITY_COLORS = {"critical": RED, "warning": "#B97F00", "info": GRAY}
STATUS_COLORS = {"met": "#00694D", "missed": "#A33B00"}
MARGIN, WIDTH = 15, 180  # mm, of 210
TILE_HEIGHT, TILE_GAP, TILES_PER_ROW = 23, 3, 3
POINTS_PER_MM = 72 / 25.4


def chart_pages(figures: dict[str, Figure]) -> dict[str, PageObject]:
    """Render each chart as a PDF page; all share their embedded fonts.

    Args:
        figures: The charts by name.
    """
    buffer = io.BytesIO()
    with matplotlib.rc_context(THEME), PdfPages(buffer) as file:
        for figure in figures.values():
            file.savefig(figure)
    return dict(zip(figures, PdfReader(buffer).pages, strict=True))


def write_pdf(
    data: ChartData, pictures: dict[str, PageObject], audience: str | None = None
) -> bytes:
    """Write the report of one audience, or of all.

    Args:
        data: From `chart_data.read_chart_data`.
        pictures: From `chart_pages`, with all charts of the audience.
        audience: `managers`, `ux`, `it` or `support`. Default: all.
    """
    readers = content.chosen_readers(audience)
    title = readers[0].title if audience else content.ALL_AUDIENCES
    pages = _Pages(f"{content.TITLE}: {title}", content.period(data))
    pages.set_creation_date(_end_of(data))
    _first_page(pages, data, readers)
    if audience:
        _section(pages, data, readers, readers[0], charts_for(audience), pictures)
    else:
        shown = set()
        for reader in readers:
            own = [chart for chart in charts_for(reader.audience) if chart.name not in shown]
            shown.update(chart.name for chart in own)
            pages.heading(reader.title)
            if reader is not readers[0]:  # their tiles are on the first page
                _tiles(pages, content.tiles(data, [reader]))
            _section(pages, data, readers, reader, own, pictures)
    _last_page(pages, data, readers)
    return _with_charts(pages)


class _Pages(FPDF):
    """A4 pages of text with running titles, which record where charts go."""

    def __init__(self, title: str, period: str):
        super().__init__(format="A4")
        self.running_title = title
        self.period = period
        self.charts: list[tuple[int, float, PageObject]] = []  # page, mm from top, chart
        fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
        for style, name in FONT_FILES.items():
            self.add_font(FONT, style, fonts / name)
        self.set_margins(MARGIN, 18)
        self.c_margin = 0  # align text with boxes
        self.set_auto_page_break(auto=True, margin=18)
        self.set_title(f"{title}, {period}")
        self.set_subject("Findings, KPIs and charts of the published marts")
        self.set_creator("monitoring report")
        self.set_lang("en")
        self.alias_nb_pages(None)  # a comment with {nb} in it stays as it is

    def header(self) -> None:
        if self.page_no() > 1:
            self.set_y(9)
            self.put(self.running_title, 7.5, color=SOFT, width=WIDTH / 2, stay=True)
            self.put(self.period, 7.5, color=SOFT, align="R")
            self.set_y(18)

    def footer(self) -> None:
        self.set_y(-12)
        self.put(f"Page {self.page_no()}", 7.5, color=SOFT, align="C")

    def put(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        color: str = BLACK,
        width: float = 0,
        align: str = "L",
        stay: bool = False,
    ) -> None:
        """Write text at the cursor, wrapped; `stay` leaves the cursor to its right."""
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(color)
        self.multi_cell(
            width, size * 0.48, text, align=align,
            new_x=XPos.RIGHT if stay else XPos.LMARGIN, new_y=YPos.TOP if stay else YPos.NEXT,
        )  # fmt: skip

    def height_of(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """Measure the height of text written by `put`, in mm."""
        self.set_font(FONT, "B" if bold else "", size)
        return self.multi_cell(width, size * 0.48, text, dry_run=True, output="HEIGHT")

    def heading(self, text: str, level: int = 0, room: float = 45) -> None:
        """Begin a section with its bookmark, on a new page when less than `room` mm are left."""
        if (level == 0 and self.get_y() > 30) or self.will_page_break(room):
            self.add_page()
        self.start_section(text, level)
        if level and self.get_y() > self.t_margin:
            self.ln(4)
        self.put(text, 14 if level == 0 else 11, bold=True, color=BLUE if level == 0 else BLACK)
        self.ln(2)

    def rows(self, headings: list[str], widths: list[float], rows: list[list], align: str) -> None:
        """Write a table; each further page repeats its headings."""
        self.set_font(FONT, "", 7.5)
        self.set_text_color(BLACK)
        self.set_draw_color(PALE)
        self.set_fill_color(255)
        with self.table(
            col_widths=widths,
            text_align=[{"L": "LEFT", "R": "RIGHT"}[letter] for letter in align],
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis=TextEmphasis.B, color=SOFT),
            line_height=3.7,
            padding=(0.9, 1.2),
            v_align="TOP",
        ) as table:
            table.row(headings)
            for cells in rows:
                row = table.row()
                for cell in cells:
                    text, style = cell if isinstance(cell, tuple) else (cell, None)
                    row.cell(text, style=style)

    def chart(self, chart: Chart, picture: PageObject) -> None:
        """Reserve room for a chart, with its question below it."""
        height = _height_of(picture)
        if self.will_page_break(height + 9):
            self.add_page()
        self.charts.append((self.page_no(), self.get_y(), picture))
        self.set_y(self.get_y() + height)
        self.put(chart.question, 8.5, color=SOFT)
        self.ln(5)


def _first_page(pages: _Pages, data: ChartData, readers: list[content.Reader]) -> None:
    pages.add_page()
    pages.put(pages.running_title, 20, bold=True)
    comparison = content.comparison(data)
    pages.put(f"{pages.period}{comparison and f', {comparison}'}", 10, color=SOFT)
    pages.put(content.TIME_ZONES, 7.5, color=SOFT)
    pages.ln(4)
    pages.start_section("Summary")
    _tiles(pages, content.tiles(data, readers[:1]))
    pages.ln(2)
    pages.put("What to do first", 14, bold=True, color=BLUE)
    pages.ln(2)
    findings = content.first_findings(data, readers)
    if not findings:
        pages.put(content.NO_FINDINGS, 9)
    for finding in findings:
        _card(pages, finding)
    if findings:
        pages.put(content.RANKING, 7.5, color=SOFT)


def _tiles(pages: _Pages, tiles: list[content.Tile]) -> None:
    if not tiles:
        pages.put(content.NO_KPIS, 9)
    for start in range(0, len(tiles), TILES_PER_ROW):
        _row_of_tiles(pages, tiles[start : start + TILES_PER_ROW])


def _row_of_tiles(pages: _Pages, tiles: list[content.Tile]) -> None:
    top = pages.get_y()
    width = (WIDTH - TILE_GAP * (TILES_PER_ROW - 1)) / TILES_PER_ROW
    for position, tile in enumerate(tiles):
        left = MARGIN + position * (width + TILE_GAP)
        pages.set_fill_color(CARD)
        pages.rect(left, top, width, TILE_HEIGHT, style="F", round_corners=True, corner_radius=1.5)
        for offset, text, size, bold, color in (
            (1.5, tile.name, 8, False, SOFT),
            (5, tile.value, 15, True, BLACK),
            (12.5, tile.change, 7, False, SOFT),
            (15.8, tile.previous, 7, False, SOFT),
            (19.1, tile.target, 7, False, STATUS_COLORS.get(tile.status, SOFT)),
        ):
            pages.set_xy(left + 2, top + offset)
            pages.put(text, size, bold=bold, color=color, width=width - 4)
    pages.set_xy(MARGIN, top + TILE_HEIGHT + TILE_GAP)


def _card(pages: _Pages, finding: content.Finding) -> None:
    """Write a finding with severity, next step and estimated impact, all on one page."""
    indent = 4
    lines = (
        (f"{finding.severity.upper()}   {finding.headline}", 9, True, BLACK),
        (finding.evidence, 8, False, BLACK),
        (f"{finding.owner}: {finding.action}", 8, True, BLACK),
        (finding.remark, 8, False, SOFT),
    )
    width = WIDTH - indent
    height = sum(pages.height_of(text, size, width, bold=bold) for text, size, bold, _ in lines)
    if pages.will_page_break(height + 4):
        pages.add_page()
    top = pages.get_y()
    pages.set_fill_color(SEVERITY_COLORS[finding.severity])
    pages.rect(MARGIN, top, 1.2, height, style="F")
    for text, size, bold, color in lines:
        pages.set_x(MARGIN + indent)
        pages.put(text, size, bold=bold, color=color, width=width)
    pages.ln(4)


def _section(
    pages: _Pages,
    data: ChartData,
    readers: list[content.Reader],
    reader: content.Reader,
    charts: list[Chart],
    pictures: dict[str, PageObject],
) -> None:
    findings = content.further_findings(data, readers, reader)
    if findings:
        pages.heading(content.findings_title(readers, reader), 1)
        pages.rows(
            ["Severity", "Finding", "Next step", "Estimated impact"],
            [17, 75, 58, 30],
            [
                [
                    (each.severity, FontFace(color=SEVERITY_COLORS[each.severity], emphasis="B")),
                    f"{each.headline} {each.evidence}",
                    f"{each.owner}: {each.action}",
                    each.impact or UNKNOWN,
                ]
                for each in findings
            ],
            "LLLR",
        )
    comments = content.comments(data) if reader.audience == "support" else []
    if comments:
        pages.heading("Latest negative comments", 1)
        pages.rows(
            ["Submitted", "Rating", "Comment", "Issues"],
            [34, 14, 92, 40],
            [
                [
                    format_timestamp(row["submitted_at"]),
                    format_count(row["rating"]),
                    row["feedback_text"],
                    row["issues"] or "",
                ]
                for row in comments
            ],
            "LRLL",
        )
    if charts:
        pages.heading("Charts", 1, room=_height_of(pictures[charts[0].name]) + 20)
        for chart in charts:
            pages.chart(chart, pictures[chart.name])


def _last_page(pages: _Pages, data: ChartData, readers: list[content.Reader]) -> None:
    pages.heading("Data quality and definitions")
    pages.heading("Data quality", 1)
    pages.rows(
        ["Input", "Status", "Rows read", "Rejected", "First event", "Last event"],
        [40, 22, 22, 22, 37, 37],
        [
            [
                row["input_table"],
                row["status"],
                format_count(row["rows_read"]),
                format_count(row["rows_rejected"]),
                format_timestamp(row["first_event_at"]),
                format_timestamp(row["last_event_at"]),
            ]
            for row in content.audit(data)
        ],
        "LLRRLL",
    )
    pages.heading("Definitions", 1)
    pages.rows(
        ["Department", "KPI", "Unit", "Definition"],
        [25, 45, 18, 92],
        [
            [row["department"], row["kpi_name"], row["unit"], row["definition"]]
            for row in content.definitions(data, readers)
        ],
        "LLLL",
    )
    pages.ln(3)
    pages.put(content.FOOTNOTE, 7.5, color=SOFT)


def _end_of(data: ChartData) -> datetime:
    """Date the document by its data, not the clock, so the same data gives the same bytes."""
    day = data.period.last_day or datetime.min.date()
    return datetime.combine(day, time(), UTC)


def _height_of(picture: PageObject) -> float:
    """Height of a chart at text width, in mm."""
    return WIDTH * float(picture.mediabox.height) / float(picture.mediabox.width)


def _with_charts(pages: _Pages) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(bytes(pages.output())))
    for number, top, picture in pages.charts:
        page = writer.pages[number - 1]
        bottom = float(page.mediabox.height) - (top + _height_of(picture)) * POINTS_PER_MM
        scale = WIDTH * POINTS_PER_MM / float(picture.mediabox.width)
        place = Transformation().scale(scale).translate(MARGIN * POINTS_PER_MM, bottom)
        page.merge_transformed_page(picture, place)
    for page in writer.pages:
        page.compress_content_streams()
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
