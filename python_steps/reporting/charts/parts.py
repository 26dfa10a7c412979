"""Parts that charts share: titled figures, panels, axes, legends."""

import math
import textwrap
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from python_steps.reporting.chart_data import ChartData
from python_steps.reporting.formatting import (
    format_count,
    format_day,
    format_figure,
    format_period,
    format_share,
    round_figure,
)
from python_steps.reporting.theme import BLACK, SIZE, SOFT

HALF_DAY = pd.Timedelta(hours=12)
FEW_DAYS, MAX_DATES = 14, 5
DAY_STEPS = (1, 2, 7, 14, 28, 56, 91, 182)


def titled_figure(
    title: str,
    subtitle: str,
    data: ChartData,
    since: date | None = None,
    height: float = SIZE[1],
) -> Figure:
    """Begin a figure with its title and, below it, what is drawn and for which days.

    Args:
        title: The finding; wraps when it is long.
        subtitle: What is drawn; the days are added.
        data: Source of the days.
        since: First day, when it is not that of the period.
        height: Inches.
    """
    figure = Figure(figsize=(SIZE[0], height), layout="constrained")
    lines = textwrap.wrap(title, 78)
    top = 1 - 0.15 / height  # inches as fractions of the figure
    figure.text(0.015, top, "\n".join(lines), fontsize=13, fontweight="bold", color=BLACK, va="top")
    period = data.period
    if period.first_day:
        subtitle = f"{subtitle}, {format_period(since or period.first_day, period.last_day)}"
    below = top - 0.25 * len(lines) / height
    figure.text(0.015, below, subtitle, fontsize=9.5, color=SOFT, va="top")
    figure.get_layout_engine().set(rect=(0.01, 0.01, 0.98, below - 0.35 / height))
    return figure


def titled_axes(
    title: str, subtitle: str, data: ChartData, since: date | None = None
) -> tuple[Figure, Axes]:
    """Begin a figure with one panel; arguments as in `titled_figure`."""
    figure = titled_figure(title, subtitle, data, since)
    return figure, figure.subplots()


def empty_chart(title: str, reason: str, data: ChartData) -> Figure:
    """Say why there is nothing to draw."""
    figure = titled_figure(title, "Nothing to show", data, height=1.5)
    figure.text(0.015, 0.3, reason, fontsize=12, color=SOFT, va="center")
    return figure


def ranking(
    title: str,
    subtitle: str,
    rows: pd.DataFrame,
    names: pd.Series,
    counts: str,
    data: ChartData,
    colors: tuple[str, str],
) -> Figure:
    """Draw counts as bars, the largest on top, each labeled with count and share.

    Args:
        title: The finding.
        subtitle: What is counted.
        rows: One row per bar, with a column `share`.
        names: The name of each bar.
        counts: The column of the counts.
        data: Source of the days.
        colors: Of the first bar and of the others.
    """
    figure, axes = titled_axes(title, subtitle, data)
    positions = np.arange(len(rows))
    first, others = colors
    bars = axes.barh(positions, rows[counts], color=[first] + [others] * (len(rows) - 1))
    labels = [
        f"{format_count(count)}  ({format_share(share)})"
        for count, share in zip(rows[counts], rows["share"], strict=True)
    ]
    axes.bar_label(bars, labels, padding=4)
    axes.set_yticks(positions, names)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    format_axis(axes.xaxis, "count")
    return figure


def panel_grid(figure: Figure, count: int) -> list[Axes]:
    """Lay out panels in up to three columns with common axes; unused ones are hidden."""
    columns = min(3, count)
    panels = figure.subplots(-(-count // columns), columns, sharex=True, sharey=True, squeeze=False)
    for panel in panels.ravel()[count:]:
        panel.set_visible(False)
    return list(panels.ravel())


def heat_map(axes: Axes, cells: pd.DataFrame, format_cell: Callable[[float], str]) -> None:
    """Draw a table as colored cells, each with its figure; an unknown cell stays empty."""
    values = cells.to_numpy(dtype=float)
    top = np.nanmax(values) if values.size and not np.isnan(values).all() else 1.0
    axes.pcolormesh(values, cmap="Blues", vmin=0, vmax=top or 1.0)
    axes.invert_yaxis()
    for row, column in np.argwhere(~np.isnan(values)):
        value = values[row, column]
        color = "white" if value > 0.6 * top else BLACK
        text = format_cell(value)
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=color)
    axes.set_xticks(np.arange(cells.shape[1]) + 0.5, [str(name) for name in cells.columns])
    axes.set_yticks(np.arange(cells.shape[0]) + 0.5, [str(name) for name in cells.index])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


class ExactTicks(MaxNLocator):
    """Ticks whose labels are exact: one at 12.5% would be labeled 13%, like the next one."""

    def __init__(self, unit: str, most: int):
        """Place up to `most` intervals of 1, 2 or 5, for labels in the form of a unit."""
        super().__init__(most, integer=unit in ("count", "items"), steps=[1, 2, 5, 10])
        self.unit = unit

    def tick_values(self, low: float, high: float) -> np.ndarray:
        """Return the ticks between two values: all, if fewer than two of them are exact."""
        ticks = super().tick_values(low, high)
        exact = [
            math.isclose(float(round_figure(tick, self.unit)), tick, rel_tol=1e-9, abs_tol=1e-12)
            for tick in ticks
        ]
        return ticks[exact] if sum(exact) > 1 else ticks


def format_axis(axis: Axis, unit: str, most: int = 5) -> None:
    """Label an axis with figures of a unit."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: format_figure(value, unit)))
    axis.set_major_locator(ExactTicks(unit, most))


def plot_line(axes: Axes, days: pd.Series, values: pd.Series, **style) -> None:
    """Draw a line over days; few days get dots too, because one between gaps makes no line."""
    marker = "o" if len(days) <= FEW_DAYS else None
    axes.plot(days, values, **({"marker": marker, "markersize": 3.5} | style))


def date_axis(axes: Axes, data: ChartData) -> None:
    """Let an axis show all days of the period, with a few of them labeled."""
    first, last = pd.Timestamp(data.period.first_day), pd.Timestamp(data.period.last_day)
    axes.set_xlim(first - HALF_DAY, last + HALF_DAY)
    count = (last - first).days + 1
    step = next((step for step in DAY_STEPS if count <= MAX_DATES * step), -(-count // MAX_DATES))
    ticks = pd.date_range(first, last, freq=f"{step}D")
    axes.set_xticks(ticks, [format_day(tick) for tick in ticks])


def counts_by_day(figure: Figure, axes: Axes, data: ChartData) -> None:
    """Finish a chart of counts or money by day: both axes and the legend."""
    format_axis(axes.yaxis, "count")
    date_axis(axes, data)
    legend_below(figure, axes)


def legend_below(figure: Figure, axes: Axes) -> None:
    """Put a legend below the panels, each label once."""
    handles = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    figure.legend(
        handles.values(), handles.keys(), loc="outside lower center", ncols=min(len(handles), 6)
    )
