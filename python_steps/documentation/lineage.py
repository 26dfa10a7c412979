"""The picture of the lineage: folders of models as boxes, dependencies between them as lines."""

from dataclasses import dataclass, field
from io import BytesIO

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path as Curve

# columns from left to right: title, then the folders of its boxes from top to bottom
COLUMNS = {
    "inputs": ("seeds/raw", "seeds/reference"),
    "staging": ("exports", "staging/base", "staging"),
    "intermediate": (
        "intermediate/behavior",
        "intermediate/reliability",
        "intermediate/feedback",
        "intermediate/inputs",
        "intermediate/calendar",
    ),
    "marts": (
        "marts/ux",
        "marts/commerce",
        "marts/reliability",
        "marts/support",
        "marts/core",
        "marts/quality",
    ),
    "KPIs, detection": ("kpis", "detection"),
    "executive": ("marts/executive",),
    "publish": ("publish",),
    "readers": ("exposures",),
}
COLORS = {
    "inputs": "#2b8a3e",
    "staging": "#8a6d3b",
    "intermediate": "#5a6b7b",
    "marts": "#1d4ed8",
    "KPIs, detection": "#6d7fb3",
    "executive": "#1d4ed8",
    "publish": "#6f42c1",
    "readers": "#333333",
}
LISTED = ("marts/executive", "seeds/raw", "exposures")  # boxes that list their members by name
NOT_DRAWN = (
    "seeds/reference",
    "intermediate/inputs",
    "intermediate/calendar",
)  # lines to nearly all
LABELS = {"staging/base": "base", "publish": "published file", "exposures": "reports, BI"}
WIDTH, GAP_X, GAP_Y = 1.06, 0.24, 0.13  # as wide as a README is shown, so text keeps its size
LINE, HEAD, PADDING = 0.145, 0.18, 0.07
STYLE = {
    "font.family": "DejaVu Sans",
    "svg.fonttype": "path",
    "svg.hashsalt": "lineage",
    "path.simplify": False,
}


@dataclass
class Box:
    """A folder in the picture, in inches from the top left."""

    folder: str
    column: str
    lines: list[str] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0

    @property
    def height(self) -> float:
        """Height of the box, for its title and its lines."""
        return 2 * PADDING + HEAD + len(self.lines) * LINE

    @property
    def title(self) -> str:
        """Title of the box."""
        return LABELS.get(self.folder, self.folder.rpartition("/")[2])


def draw_lineage(manifest: dict) -> bytes:
    """Draw the lineage as SVG. The same manifest gives the same bytes.

    Args:
        manifest: dbt's manifest.

    Raises:
        LookupError: A model or seed is in a folder that is not in `COLUMNS`.
    """
    folders = folders_of(manifest)
    boxes = _place(folders)
    edges = count_edges(manifest, folders)
    right = max(box.x for box in boxes.values()) + WIDTH + 0.1
    bottom = max(box.y + box.height for box in boxes.values()) + 0.1
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(right, bottom))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, right), ylim=(bottom, 0))
        axes.set_axis_off()
        for (source, target), count in sorted(edges.items()):
            axes.add_patch(_curve(boxes[source], boxes[target], count))
        for box in boxes.values():
            _draw_box(axes, box)
        for column in COLUMNS:
            x = next(box.x for box in boxes.values() if box.column == column)
            axes.text(x + WIDTH / 2, 0.2, column, ha="center", va="center", size=8, color="#333333")
        picture = BytesIO()
        FigureCanvasSVG(figure).print_svg(picture, metadata={"Date": None, "Creator": None})
    return picture.getvalue()


def folders_of(manifest: dict) -> dict[str, str]:
    """Map the unique id of each model, seed and exposure to its box.

    Args:
        manifest: dbt's manifest.

    Raises:
        LookupError: A model or seed is in a folder that is not in `COLUMNS`.
    """
    known = {folder for folders in COLUMNS.values() for folder in folders}
    folders = dict.fromkeys(manifest["exposures"], "exposures")
    for unique_id, node in manifest["nodes"].items():
        if node["resource_type"] not in ("model", "seed"):
            continue
        parts = node["original_file_path"].split("/")
        folder = "/".join(parts[:2] if parts[0] == "seeds" else parts[1:-1]) or node["name"]
        if folder.startswith("detection/"):
            folder = "detection"
        if folder not in known:
            raise LookupError(f"{node['original_file_path']}: no box of COLUMNS shows this folder")
        folders[unique_id] = folder
    return folders


def count_edges(manifest: dict, folders: dict[str, str]) -> dict[tuple[str, str], int]:
    """Count the dependencies between boxes.

    Args:
        manifest: dbt's manifest.
        folders: Output of `folders_of`.

    Returns:
        (source, target) to the number of references between their members. Left out are references
        within a box, those to the calendar and to the reference seeds, which most models read, and
        those from exposures, which read marts through the published file.
    """
    edges = {("publish", "exposures"): len(manifest["exposures"])}
    for unique_id, target in folders.items():
        if target == "exposures":
            continue
        for parent in manifest["nodes"][unique_id]["depends_on"].get("nodes", ()):
            # the sources of exports are not drawn: each has one model
            source = folders.get(parent, target)
            if source not in (target, *NOT_DRAWN):
                edges[source, target] = edges.get((source, target), 0) + 1
    return edges


def _place(folders):
    boxes = {folder: Box(folder, column) for column, group in COLUMNS.items() for folder in group}
    for unique_id, folder in sorted(folders.items()):
        boxes[folder].lines.append(unique_id.split(".")[2].removeprefix("core_"))
    for box in boxes.values():
        if box.folder == "publish":
            box.lines = ["monitoring.duckdb"]
        elif box.folder not in LISTED:
            kind = {"seeds": "tables", "marts": "marts"}.get(box.folder.partition("/")[0], "models")
            box.lines = [f"{len(box.lines)} {kind}"]
        if box.folder == "seeds/reference":
            box.lines.append("for all layers")
    heights = {
        column: sum(boxes[folder].height for folder in group) + GAP_Y * (len(group) - 1)
        for column, group in COLUMNS.items()
    }
    tallest = max(heights.values())
    for number, (column, group) in enumerate(COLUMNS.items()):
        y = 0.45 + (tallest - heights[column]) / 2
        for folder in group:
            boxes[folder].x, boxes[folder].y = 0.1 + number * (WIDTH + GAP_X), y
            y += boxes[folder].height + GAP_Y
    return boxes


def _curve(source, target, count):
    """Connect the right side of a box with the left side of another one."""
    start = (source.x + WIDTH, source.y + source.height / 2)
    end = (target.x, target.y + target.height / 2)
    if target.x <= source.x:  # within a column: around its left side
        start, end = (source.x, start[1]), (target.x, end[1])
        bend = -GAP_X * 0.8
        middle = [(start[0] + bend, start[1]), (end[0] + bend, end[1])]
    else:
        half = (end[0] - start[0]) / 2
        middle = [(start[0] + half, start[1]), (end[0] - half, end[1])]
    curve = Curve([start, *middle, end], [Curve.MOVETO, *[Curve.CURVE4] * 3])
    width = 0.6 + 0.25 * min(count, 10) ** 0.5
    return PathPatch(curve, fill=False, edgecolor="#9aa5b1", linewidth=width, alpha=0.75)


def _draw_box(axes, box):
    color = COLORS[box.column]
    axes.add_patch(
        FancyBboxPatch(
            (box.x, box.y),
            WIDTH,
            box.height,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor="white",
            edgecolor=color,
            linewidth=1.2,
        )
    )
    x, y = box.x + PADDING, box.y + PADDING
    axes.text(x, y + HEAD / 2, box.title, va="center", size=8, weight="bold", color=color)
    y += HEAD
    for line in box.lines:
        axes.text(x, y + LINE / 2, line, va="center", size=7, color="#333333")
        y += LINE
