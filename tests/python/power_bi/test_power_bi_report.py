"""Report of the Power BI project: fields, joins and layout of its visuals."""

import json
import re

import pytest
from written_project import REPORT, WrittenProject


@pytest.fixture(scope="module")
def project(shipped, tmp_path_factory) -> WrittenProject:
    manifest = shipped.folder / "target" / "manifest.json"
    return WrittenProject(tmp_path_factory.mktemp("powerbi"), manifest)


def fields(node):
    """Every column and measure in a visual's JSON, including filters and sort order."""
    if isinstance(node, list):
        for each in node:
            yield from fields(each)
    elif isinstance(node, dict):
        for kind in ("Column", "Measure"):
            if kind in node and "Property" in node[kind]:
                yield kind.lower(), node[kind]["Expression"]["SourceRef"], node[kind]["Property"]
        for each in node.values():
            yield from fields(each)


def test_visuals_use_existing_visible_fields(project):
    checked = 0
    for path, visual in project.visuals.items():
        filters = visual.get("filterConfig", {}).get("filters", [])
        aliases = {
            source["Name"]: source["Entity"]
            for each in filters
            for source in each["filter"]["From"]
        }
        for kind, source, name in fields(visual):
            table = source.get("Entity") or aliases[source["Source"]]
            assert name in project.tables[table].named(kind), path
            assert "isHidden" not in project.tables[table].named(kind)[name].properties, (
                path,
                name,
            )
            checked += 1
        for role in visual["visual"].get("query", {"queryState": {}})["queryState"].values():
            for each in role["projections"]:
                ((kind, source, name),) = fields(each)
                assert each["queryRef"] == f"{source['Entity']}.{name}"
                assert each["nativeQueryRef"] == name
    assert checked > 100


def test_measures_and_categories_of_a_visual_are_related(project):
    """A category that does not filter a measure would show the same value in each row."""
    joined = {}
    for source, target, is_active in project.relationships:
        if is_active:
            joined.setdefault(source.split(".")[0], set()).add(target.split(".")[0])

    def facts(measure: str) -> set[str]:
        formula = project.measures[measure].value
        parts = re.findall(r"(?<!')\[([^\]]+)\]", formula)
        found = set(re.findall(r"'([^']+)'", formula.partition(", LASTDATE")[0])) - {"dates"}
        return found.union(*(facts(part) for part in parts))

    compared = 0
    for path, visual in project.visuals.items():
        state = visual["visual"].get("query", {"queryState": {}})["queryState"]
        named = list(fields(state))
        categories = [source["Entity"] for kind, source, _ in named if kind == "column"]
        for fact in set().union(*(facts(name) for kind, _, name in named if kind == "measure")):
            for table in categories:
                assert table == fact or table in joined.get(fact, set()), (path, fact, table)
                compared += 1
    assert compared > 20


def test_every_audience_has_a_page_with_kpis_and_findings_and_no_overlaps(project):
    pages = json.loads(
        (project.folder / REPORT / "pages" / "pages.json").read_text(encoding="utf-8")
    )
    names = []
    for name in pages["pageOrder"]:
        page = json.loads(
            (project.folder / REPORT / "pages" / name / "page.json").read_text("utf-8")
        )
        names.append(page["displayName"])
        shown = [
            each for path, each in project.visuals.items() if path.startswith(f"pages/{name}/")
        ]
        types = {each["visual"]["visualType"] for each in shown}
        if page["displayName"] != "Data and definitions":
            assert {"card", "lineChart", "tableEx", "slicer", "textbox"} <= types
            assert any("insights" in json.dumps(each) for each in shown)
        boxes = [each["position"] for each in shown]
        for box in boxes:
            assert box["x"] >= 0 and box["x"] + box["width"] <= page["width"]
            assert box["y"] >= 0 and box["y"] + box["height"] <= page["height"]
            for other in boxes:
                assert box is other or (
                    box["x"] + box["width"] <= other["x"]
                    or other["x"] + other["width"] <= box["x"]
                    or box["y"] + box["height"] <= other["y"]
                    or other["y"] + other["height"] <= box["y"]
                ), f"two visuals overlap on {page['displayName']}"
    assert names == ["Managers", "UX", "IT", "Support", "Data and definitions"]
