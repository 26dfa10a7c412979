"""Write the documents of the published file."""

from pathlib import Path

from python_steps.chart_data import read_chart_data
from python_steps.report_page import write_page


def write_reports(
    out: Path,
    *,
    audience: str | None = None,
    period: str | None = None,
    published: Path | None = None,
) -> list[Path]:
    """Write the HTML page, `report.html`, or `report-<audience>.html` for some readers only.

    Args:
        out: The folder; made when it is not there. A page of earlier times is written over.
        audience: `managers`, `ux`, `it` or `support`; all of them when not given.
        period: As in `chart_data.read_chart_data`.
        published: The published file, as in `warehouse.read_mart`.

    Returns:
        The files written.

    Raises:
        NotPublishedError: There is no published file.
        PeriodError: The period cannot be read.
        OSError: The folder cannot be written to.
    """
    page = write_page(read_chart_data(period, published), audience)
    out.mkdir(parents=True, exist_ok=True)
    path = out / (f"report-{audience}.html" if audience else "report.html")
    path.write_text(page, encoding="utf-8", newline="\n")
    return [path]
