"""The look of every chart and PDF: colors that color-blind readers can tell apart, and one font.

The font ships with matplotlib and ids are not random, so the same rows give the same picture on
every machine.
"""

import matplotlib

# Okabe and Ito's palette
BLUE, ORANGE, GREEN, RED, PINK, SKY = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9",
)  # fmt: skip
BLACK, SOFT, GRAY, PALE = "#222222", "#555555", "#8A8A8A", "#D9D9D9"
# orange and red mean bad and nothing else, so no line gets them by its position
LINE_COLORS = (BLUE, GREEN, PINK, SKY, BLACK, GRAY)
SEVERITY_COLORS = {"critical": RED, "warning": ORANGE, "page": RED, "ticket": ORANGE}
# with more shades matplotlib would draw a scale as pixels
WORSE = matplotlib.colormaps["OrRd"].resampled(40)
SIZE = (9, 5)  # inches
THEME = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GRAY,
    "axes.labelcolor": BLACK,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.prop_cycle": matplotlib.cycler(color=LINE_COLORS),
    "xtick.color": BLACK,
    "ytick.color": BLACK,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "text.parse_math": False,  # labels are data: a price in dollars is not a formula
    "svg.fonttype": "none",  # text stays text and can be searched
    "svg.hashsalt": "monitoring",  # otherwise ids are random
    "pdf.fonttype": 42,
}
