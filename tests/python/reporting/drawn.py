"""Reads back what a figure shows."""

import numpy as np


def title(figure) -> str:
    return figure.texts[0].get_text().replace("\n", " ")


def subtitle(figure) -> str:
    return figure.texts[1].get_text()


def bar_widths(axes) -> list[float]:
    return [bar.get_width() for bar in axes.patches]


def row_labels(axes) -> list[str]:
    return [tick.get_text() for tick in axes.get_yticklabels()]


def lines(axes) -> dict[str, np.ndarray]:
    """The values of each labeled line."""
    return {
        line.get_label(): np.asarray(line.get_ydata(), dtype=float)
        for line in axes.lines
        if not line.get_label().startswith("_")
    }


def cells(axes) -> np.ndarray:
    """The values of the first mesh, NaN where a cell is empty."""
    return np.ma.filled(axes.collections[0].get_array().astype(float), np.nan)


def area(axes) -> np.ndarray:
    """The heights of the first filled area."""
    return axes.collections[0].get_paths()[0].vertices[:, 1]


def whole_percent(share: float) -> str:
    return f"{100 * share:.0f}%"
