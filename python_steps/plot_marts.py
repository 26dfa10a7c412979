"""Draw the charts of the published file."""

from pathlib import Path

from tqdm import tqdm

from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import charts_for, draw, save

FORMATS = ("png", "svg")


def plot_marts(
    out: Path,
    *,
    audience: str | None = None,
    period: str | None = None,
    published: Path | None = None,
) -> list[Path]:
    """Write each chart as PNG and SVG.

    Args:
        out: The folder; created if missing. Existing charts are overwritten.
        audience: Only the charts of `managers`, `ux`, `it` or `support`. Default: all.
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
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for chart in tqdm(
        charts_for(audience),
        desc="Drawing charts",
        unit="chart",
        leave=False,
        delay=2,
        disable=None,
    ):
        figure = draw(chart, data)
        for file_format in FORMATS:
            path = out / f"{chart.name}.{file_format}"
            save(figure, path)
            written.append(path)
    return written
