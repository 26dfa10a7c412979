"""Write the report in PBIR format: one JSON file per page and per visual.

Schemas: https://developer.microsoft.com/json-schemas/fabric/item/report (each file names its own).
The versions are those of Power BI Desktop in 2025, not the latest: newer releases open older files,
older releases do not open newer ones.
"""

import json

from python_steps.power_bi.pages import DAY, PAGES, Page, Visual
from python_steps.power_bi.star import KPIS, Star
from python_steps.power_bi.tmdl import stable_id

SCHEMAS = "https://developer.microsoft.com/json-schemas/fabric/item/report"
WIDTH = 1280
MARGIN = 16
GAP = 12
HEADER = 64
SLICER_WIDTH = 300
# ranks and impact ranges must not be summed
NO_TOTALS = {"total": [{"properties": {"totals": {"expr": {"Literal": {"Value": "false"}}}}}]}
NULL = {"Literal": {"Value": "null"}}
SAME_PERIOD = {"groupName": "Period", "fieldChanges": True, "filterChanges": True}


def report_files(star: Star) -> dict[str, str]:
    """Return the files of the report's definition folder, as path to text."""
    names = [_name("page", page.name) for page in PAGES]
    files = {
        "version.json": {"$schema": _schema("versionMetadata/1.0.0"), "version": "2.0.0"},
        "report.json": _report(),
        "pages/pages.json": {
            "$schema": _schema("pagesMetadata/1.0.0"),
            "pageOrder": names,
            "activePageName": names[0],
        },
    }
    for page, name in zip(PAGES, names, strict=True):
        visuals, height = _visuals(page, star)
        files[f"pages/{name}/page.json"] = {
            "$schema": _schema("page/2.0.0"),
            "name": name,
            "displayName": page.name,
            "displayOption": "FitToWidth",
            "height": height,
            "width": WIDTH,
        }
        for visual in visuals:
            files[f"pages/{name}/visuals/{visual['name']}/visual.json"] = visual
    return {path: as_json(content) for path, content in files.items()}


def as_json(content: dict) -> str:
    """Format JSON as Power BI Desktop does: indented by two, non-ASCII text unescaped."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _schema(name: str) -> str:
    return f"{SCHEMAS}/definition/{name}/schema.json"


def _name(*words: str) -> str:
    return stable_id("/".join(words)).replace("-", "")[:20]


def _report() -> dict:
    theme = {"name": "CY24SU10", "reportVersionAtImport": "5.61", "type": "SharedResources"}
    return {
        "$schema": _schema("report/2.0.0"),
        "themeCollection": {"baseTheme": theme},
        "settings": {
            "useStylableVisualContainerHeader": True,
            "defaultDrillFilterOtherVisuals": True,
            "allowChangeFilterTypes": True,
            "useEnhancedTooltips": True,
        },
    }


def _visuals(page: Page, star: Star) -> tuple[list[dict], int]:
    """Return the visuals of a page from top to bottom, and the page height in px."""
    inside = WIDTH - 2 * MARGIN
    header = {"x": MARGIN, "y": MARGIN, "height": HEADER}
    visuals = [_heading(page, header | {"width": inside - SLICER_WIDTH - GAP})]
    if any(each.type not in ("tableEx", "card") for _, row in page.rows for each in row):
        x = WIDTH - MARGIN - SLICER_WIDTH
        period = Visual("slicer", "Period", {"Values": [DAY]})
        visuals.append(_visual(page, period, header | {"x": x, "width": SLICER_WIDTH}, star))
    y = MARGIN + HEADER + GAP
    for height, row in page.rows:
        unit = (inside - GAP * (len(row) - 1)) / sum(visual.width for visual in row)
        x = MARGIN
        for visual in row:
            width = visual.width * unit
            box = {"x": round(x, 2), "y": y, "height": height, "width": round(width, 2)}
            visuals.append(_visual(page, visual, box, star))
            x += width + GAP
        y += height + GAP
    for order, visual in enumerate(visuals):
        visual["position"] |= {"z": order * 1000, "tabOrder": order * 1000}
    return visuals, y - GAP + MARGIN


def _heading(page: Page, box: dict) -> dict:
    paragraphs = [
        {
            "textRuns": [
                {"value": page.name, "textStyle": {"fontSize": "18pt", "fontWeight": "bold"}}
            ]
        },
        {"textRuns": [{"value": page.question, "textStyle": {"fontSize": "11pt"}}]},
    ]
    return {
        "$schema": _schema("visualContainer/2.0.0"),
        "name": _name("visual", page.name, "heading"),
        "position": box,
        "visual": {
            "visualType": "textbox",
            "objects": {"general": [{"properties": {"paragraphs": paragraphs}}]},
        },
    }


def _visual(page: Page, visual: Visual, box: dict, star: Star) -> dict:
    fields = [each for fields in visual.roles.values() for each in fields]
    # independent of the title, so that rewording a title does not move the file
    name = _name("visual", page.name, visual.type, *fields)
    roles = {
        role: {"projections": [_projection(each, star, role) for each in fields]}
        for role, fields in visual.roles.items()
    }
    query = {"queryState": roles}
    if visual.sort:
        field, direction = visual.sort
        query["sortDefinition"] = {
            "sort": [{"field": _field(field, star), "direction": direction}],
            "isDefaultSort": False,
        }
    shown = {"visualType": visual.type, "query": query}
    if visual.type == "tableEx":
        shown["objects"] = NO_TOTALS
    if visual.type == "slicer":
        shown["syncGroup"] = SAME_PERIOD
    shown["visualContainerObjects"] = {"title": [{"properties": _title(visual.title)}]}
    shown["drillFilterOtherVisuals"] = True
    content = {
        "$schema": _schema("visualContainer/2.0.0"),
        "name": name,
        "position": box,
        "visual": shown,
    }
    if visual.where:
        filters = [_filter(name, column, values) for column, values in visual.where.items()]
        content["filterConfig"] = {"filters": filters}
    return content


def _title(title: str) -> dict:
    if not title:
        return {"show": _literal("false")}
    text = title.replace("'", "''")
    return {"show": _literal("true"), "text": _literal(f"'{text}'")}


def _literal(value: str) -> dict:
    return {"expr": {"Literal": {"Value": value}}}


def _field(field: str, star: Star) -> dict:
    """Return the query expression of a field: a metric's measure, or a column."""
    if field.startswith("["):
        measure = star.measure(field.strip("[]"))
        return {"Measure": {"Expression": _source(KPIS), "Property": measure.name}}
    table, column = field.split(".")
    return {"Column": {"Expression": _source(table), "Property": column}}


def _source(table: str) -> dict:
    return {"SourceRef": {"Entity": table}}


def _projection(field: str, star: Star, role: str) -> dict:
    (reference,) = _field(field, star).values()
    table, name = reference["Expression"]["SourceRef"]["Entity"], reference["Property"]
    projection = {
        "field": _field(field, star),
        "queryRef": f"{table}.{name}",
        "nativeQueryRef": name,
    }
    if not field.startswith("[") and role in ("Category", "Rows", "Columns"):
        projection["active"] = True
    return projection


def _filter(visual: str, field: str, values: list[str]) -> dict:
    table, column = field.split(".")
    alias = table[0]
    source = {"Column": {"Expression": {"SourceRef": {"Source": alias}}, "Property": column}}
    listed = [[{"Literal": {"Value": f"'{value}'"}}] for value in values]
    condition = {"In": {"Expressions": [source], "Values": listed or [[NULL]]}}
    if not values:
        condition = {"Not": {"Expression": condition}}
    return {
        "name": _name("filter", visual, field),
        "field": {"Column": {"Expression": _source(table), "Property": column}},
        "type": "Categorical",
        "filter": {
            "Version": 2,
            "From": [{"Name": alias, "Entity": table, "Type": 0}],
            "Where": [{"Condition": condition}],
        },
    }
