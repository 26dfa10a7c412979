"""Write the reports of the published file: an HTML page and PDFs."""

from pathlib import Path

from tqdm import tqdm

from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import AUDIENCES, charts_for, draw
from python_steps.reporting.page import write_page
from python_steps.reporting.pdf import chart_pages, write_pdf


def write_reports(
    out: Path,
    *,
    audience: str | None = None,
    period: str | None = None,
    published: Path | None = None,
) -> list[Path]:
    """Write `report.html`, `report.pdf`, and one `report-<audience>.pdf` per audience.

    Args:
        out: The folder; created if missing. Existing reports are overwritten.
        audience: Only `report-<audience>.html` and `.pdf`, for `managers`, `ux`, `it` or `support`.
            Default: all.
        period: As in `chart_data.read_chart_data`.
        published: The published file, as in `warehouse.read_mart`.

    Returns:
        The files written.

    Raises:
        NotPublishedError: There is no published file.
        PeriodError: The period is invalid.
        OSError: The folder is not writable.
    """
    data = read_chart_data(period, published)
    figures = {
        chart.name: draw(chart, data)
        for chart in tqdm(
            charts_for(audience),
            desc="Drawing charts",
            unit="chart",
            leave=False,
            delay=2,
            disable=None,
        )
    }
    out.mkdir(parents=True, exist_ok=True)
    page = out / f"{_name(audience)}.html"
    page.write_text(write_page(data, figures, audience), encoding="utf-8", newline="\n")
    written = [page]
    documents = [audience] if audience else [None, *AUDIENCES]
    pictures = chart_pages(figures)
    for document in tqdm(
        documents, desc="Writing PDFs", unit="file", leave=False, delay=2, disable=None
    ):
        path = out / f"{_name(document)}.pdf"
        path.write_bytes(write_pdf(data, pictures, document))
        written.append(path)
    return written


def _name(audience: str | None) -> str:
    return f"report-{audience}" if audience else "report"
