"""The Power BI project, held against the published file, the metrics and itself."""

import dataclasses
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import dax_reader
import jsonschema
import pandas as pd
import pytest
import referencing
from conftest import PROJECT
from pbi_parsers import dax, pq

from python_steps.__main__ import main
from python_steps.power_bi.dax import Measured, NotInDaxError, aggregate

SCHEMAS = PROJECT.parent / "shared" / "powerbi_schemas"
HOST = "https://developer.microsoft.com/json-schemas/"
MODEL = "monitoring.SemanticModel/definition"
REPORT = "monitoring.Report/definition"
TYPES = {
    "VARCHAR": "string",
    "BIGINT": "int64",
    "INTEGER": "int64",
    "DOUBLE": "double",
    "BOOLEAN": "boolean",
    "DATE": "dateTime",
    "TIMESTAMP": "dateTime",
}


@dataclass
class Item:
    """An object of a TMDL file: its kind and name, what it says of itself, and what is in it."""

    kind: str
    name: str
    value: str = ""
    description: str = ""
    properties: dict = field(default_factory=dict)
    items: list = field(default_factory=list)

    def of(self, kind: str) -> list["Item"]:
        return [item for item in self.items if item.kind == kind]

    def named(self, kind: str) -> dict[str, "Item"]:
        return {item.name: item for item in self.of(kind)}


KINDS = (
    "model|database|ref table|table|column|measure|partition|relationship|expression|annotation|"
    "dataAccessOptions"
)
HEAD = re.compile(rf"({KINDS})(?: ('(?:[^']|'')+'|[^ ]+))?(?: ?= ?(.*))?")


def read_tmdl(text: str) -> list[Item]:
    """The objects of a TMDL file, by its indentation; fails on a line that is none of TMDL."""
    top = Item("file", "")
    stack = [(-1, top)]
    described = ""
    block = None  # an expression of several lines, which ends where less is indented
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip("\t"))
        words = line.strip()
        if not words:
            continue
        if block and depth >= block[0]:
            block[1].append(line[block[0] :])
            continue
        if block:
            block[2]("\n".join(block[1]))
            block = None
        while stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1]
        assert depth == stack[-1][0] + 1, f"indented too far: {line}"
        if words.startswith("///"):
            described = words.removeprefix("///").strip()
            continue
        head = HEAD.fullmatch(words)
        if head and not (head[1] == "model" and depth):
            item = Item(head[1], (head[2] or "").strip("'").replace("''", "'"), head[3] or "")
            item.description, described = described, ""
            parent.items.append(item)
            stack.append((depth, item))
            if words.endswith("="):
                block = (depth + 2, [], lambda value, item=item: setattr(item, "value", value))
            continue
        assert not described, f"a description of no object: {line}"
        if words.endswith(" ="):
            name = words.removesuffix(" =")
            block = (
                depth + 2,
                [],
                lambda value, at=parent, n=name: at.properties.update({n: value}),
            )
            continue
        name, _, value = words.partition(":")
        assert re.fullmatch(r"[a-zA-Z]+", name), f"no property: {line}"
        parent.properties[name] = value.strip() or True
    if block:
        block[2]("\n".join(block[1]))
    return top.items


@pytest.fixture(scope="module")
def written(shipped, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("powerbi")
    manifest = shipped.folder / "target" / "manifest.json"
    assert main(["power_bi", "--manifest", str(manifest), "--out", str(out)]) == 0
    return out


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def tables(written) -> dict[str, Item]:
    found = {}
    for path in sorted((written / MODEL / "tables").glob("*.tmdl")):
        (table,) = read_tmdl(path.read_text(encoding="utf-8"))
        assert (table.kind, table.name) == ("table", path.stem)
        found[table.name] = table
    return found


@pytest.fixture(scope="module")
def measures(tables) -> dict[str, Item]:
    return tables["KPIs"].named("measure")


@pytest.fixture(scope="module")
def relationships(written) -> list[tuple[str, str, bool]]:
    text = (written / MODEL / "relationships.tmdl").read_text(encoding="utf-8")
    return [
        (
            item.properties["fromColumn"],
            item.properties["toColumn"],
            "isActive" not in item.properties,
        )
        for item in read_tmdl(text)
    ]


@pytest.fixture(scope="module")
def visuals(written) -> dict[str, dict]:
    return {
        path: json.loads(content)
        for path, content in files(written / REPORT).items()
        if path.endswith("visual.json")
    }


def test_the_folder_powerbi_is_what_the_project_gives_today(written):
    kept, new = files(PROJECT / "powerbi"), files(written)
    assert sorted(kept) == sorted(new)
    assert [path for path in new if kept[path] != new[path]] == []


def test_the_same_manifest_gives_the_same_bytes_in_another_process(written, shipped, tmp_path):
    manifest = shipped.folder / "target" / "manifest.json"
    command = [sys.executable, "-m", "python_steps", "power_bi", "--manifest", manifest]
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Kolkata"}
    subprocess.run([*command, "--out", tmp_path], cwd=PROJECT, env=environment, check=True)
    assert files(tmp_path) == files(written)


def test_what_an_earlier_project_had_more_is_gone(shipped, tmp_path):
    old = tmp_path / MODEL / "tables" / "dropped.tmdl"
    old.parent.mkdir(parents=True)
    old.write_text("table dropped\n", encoding="utf-8")
    manifest = shipped.folder / "target" / "manifest.json"
    main(["power_bi", "--manifest", str(manifest), "--out", str(tmp_path)])
    assert not old.exists() and (old.parent / "dates.tmdl").exists()


def test_without_a_manifest_it_says_what_to_run(tmp_path, capsys):
    missing = tmp_path / "manifest.json"
    assert main(["power_bi", "--manifest", str(missing), "--out", str(tmp_path)]) == 1
    assert f"{missing} is not there: run `dbt parse`" in capsys.readouterr().err


@pytest.mark.skipif(not SCHEMAS.exists(), reason="the public schemas are not here")
def test_every_json_file_fits_the_public_schema_that_it_names(written):
    def schema_of(address: str) -> dict:
        return json.loads((SCHEMAS / address.removeprefix(HOST)).read_text(encoding="utf-8"))

    registry = referencing.Registry(
        retrieve=lambda address: referencing.Resource.from_contents(
            schema_of(address), referencing.jsonschema.DRAFT7
        )
    )
    checked = 0
    for path, content in files(written).items():
        if path.endswith(".tmdl"):
            continue
        parsed = json.loads(content)
        schema = schema_of(parsed["$schema"])
        validator = jsonschema.Draft7Validator(schema, registry=registry)
        assert [error.message for error in validator.iter_errors(parsed)] == [], path
        checked += 1
    assert checked > 50


def test_every_formula_is_dax_and_every_query_is_m(written, tables, measures):
    for name, measure in measures.items():
        assert dax.to_ast(measure.value), name
    for name, table in tables.items():
        (partition,) = table.of("partition")
        assert pq.to_ast(partition.properties["source"]), name
    text = (written / MODEL / "expressions.tmdl").read_text(encoding="utf-8")
    expressions = {item.name: item.value for item in read_tmdl(text)}
    assert list(expressions) == ["Source", "Folder", "Database file", "Mart"]
    for name, expression in expressions.items():
        assert pq.to_ast(expression.partition(" meta [")[0]), name
    assert expressions["Source"].startswith('"Parquet" meta [IsParameterQuery=true')


def test_the_model_lists_its_tables(written, tables):
    items = read_tmdl((written / MODEL / "model.tmdl").read_text(encoding="utf-8"))
    assert sorted(item.name for item in items if item.kind == "ref table") == sorted(tables)
    (model,) = [item for item in items if item.kind == "model"]
    assert model.properties["defaultPowerBIDataSourceVersion"] == "powerBI_V3"


def test_tables_are_the_marts_column_by_column_with_type_and_description(tables, shipped):
    marts = shipped.query("""
        select schema_name, table_name, column_name, data_type, comment
        from duckdb_columns() where not internal order by column_index
    """)
    assert set(tables) == {"KPIs", *marts["table_name"]}
    for (schema, name), columns in marts.groupby(["schema_name", "table_name"]):
        table = tables[name]
        assert table.description.endswith(f"({schema}.{name})")
        found = table.of("column")
        assert [column.name for column in found] == columns["column_name"].tolist()
        for column, (_, published) in zip(found, columns.iterrows(), strict=True):
            assert column.properties["dataType"] == TYPES[published["data_type"]]
            assert column.properties["sourceColumn"] == column.name
            assert column.properties["summarizeBy"] == "none"
            assert column.description == " ".join(published["comment"].split())
        (partition,) = table.of("partition")
        query = partition.properties["source"]
        assert f'Mart("{schema}.{name}")' in query
        for column in columns["column_name"]:
            assert query.count(f'"{column}"') == 2


def test_dates_is_the_date_table(tables):
    assert tables["dates"].properties["dataCategory"] == "Time"
    assert "isKey" in tables["dates"].named("column")["date_day"].properties
    assert [name for name in tables if "dataCategory" in tables[name].properties] == ["dates"]


def test_columns_are_sorted_by_columns_of_their_table_one_to_one(tables, shipped):
    found = []
    for table in tables.values():
        columns = table.named("column")
        schema = table.description.rpartition("(")[2].partition(".")[0]
        for column in columns.values():
            if by := column.properties.get("sortByColumn"):
                found.append(column.name)
                pairs = shipped.query(
                    f"select distinct {column.name}, {by} from {schema}.{table.name}"
                )
                assert pairs[column.name].is_unique and pairs[by].is_unique
    assert found == ["day_name", "step"]


def test_what_only_joins_is_hidden(tables):
    hidden = {
        name: [column.name for column in table.of("column") if "isHidden" in column.properties]
        for name, table in tables.items()
    }
    assert hidden["sessions"] == ["user_key", "session_date"]
    assert hidden["tickets"] == ["user_key"]
    assert hidden["incidents"] == ["incident_id", "started_date"]
    assert hidden["page_speed_daily"] == ["date_day", "page_key"]
    assert hidden["dates"] == hidden["pages"] == hidden["users"] == []


def test_facts_lead_to_dimensions_and_each_by_one_way(tables, relationships, shipped):
    active, dimensions = set(), set()
    for source, target, is_active in relationships:
        table, column = source.split(".")
        dimension, key = target.split(".")
        assert column in tables[table].named("column")
        assert key in tables[dimension].named("column")
        dimensions.add(dimension)
        if is_active:
            assert (table, dimension) not in active, f"two ways from {table} to {dimension}"
            active.add((table, dimension))
    assert dimensions == {"dates", "pages", "users", "headline_kpis"}
    assert not [source for source, _, _ in relationships if source.split(".")[0] in dimensions]
    # a dimension knows every value of the facts, and has one row for each
    schemas = dict(
        shipped.query("select table_name, schema_name from duckdb_tables()").itertuples(index=False)
    )
    for source, target, _ in relationships:
        (table, column), (dimension, key) = source.split("."), target.split(".")
        facts, keys = f"{schemas[table]}.{table}", f"{schemas[dimension]}.{dimension}"
        lost = shipped.query(
            f"select {column} from {facts} where {column} not in (from {keys} select {key})"
        )
        assert len(lost) == 0, source
        assert shipped.query(f"select {key} from {keys}")[key].is_unique, target


def test_relationships_are_those_that_dbt_tests(relationships, manifest):
    tested = set()
    for test in manifest["nodes"].values():
        if (test.get("test_metadata") or {}).get("name") == "relationships":
            asked = test["test_metadata"]["kwargs"]
            mart = manifest["nodes"][test["attached_node"]]
            (dimension,) = re.findall(r"ref\('(\w+)'\)", asked["to"])
            name = manifest["nodes"].get(f"model.monitoring.{dimension}", {}).get("alias")
            if mart["access"] == "public" and name:
                tested.add((f"{mart['alias']}.{asked['column_name']}", f"{name}.{asked['field']}"))
    assert {(source, target) for source, target, _ in relationships} == tested


def test_only_days_of_resolution_and_further_pages_of_a_session_are_joined_on_demand(relationships):
    inactive = {source for source, _, is_active in relationships if not is_active}
    assert inactive == {"tickets.resolved_date", "sessions.exit_page", "sessions.drop_off_page"}


def test_every_metric_is_a_measure_in_its_words_and_no_name_occurs_twice(measures, manifest):
    metrics = {metric["name"]: metric for metric in manifest["metrics"].values()}
    said = {item.description.rpartition("(")[2].rstrip(")"): item for item in measures.values()}
    assert set(said) == set(metrics)
    assert len({name.lower() for name in measures}) == len(metrics)
    for name, metric in metrics.items():
        if metric["config"]["meta"].get("unit"):
            assert said[name].name == metric["label"]
            assert said[name].description == f"{metric['description']} ({name})"
            assert "isHidden" not in said[name].properties
        else:
            assert "isHidden" in said[name].properties
            assert said[name].properties["displayFolder"].endswith("\\Parts of ratios")


def columns_named(formula: str) -> list[tuple[str, str]]:
    return re.findall(r"'([^']+)'\[([^\]]+)\]", formula)


def test_formulas_name_columns_and_measures_that_are_there(tables, measures):
    for name, measure in measures.items():
        formula = measure.value
        for table, column in columns_named(formula):
            assert column in tables[table].named("column"), name
        for table in re.findall(r"'(\w+)'", formula):
            assert table in tables, name
        for asked in re.findall(r"(?<!')\[([^\]]+)\]", formula):
            assert asked in measures, name


def test_a_ratio_is_one_of_sums_and_nothing_averages_averages(measures):
    ratios = 0
    for name, measure in measures.items():
        assert not re.search(r"\bAVERAGEX?\(", measure.value), name
        if measure.properties["formatString"] == "0.0%":
            numerator, denominator = re.fullmatch(
                r"DIVIDE\(\[(.+)\], \[(.+)\]\)", measure.value
            ).groups()
            for part in (numerator, denominator):
                assert re.match(r"SUM|SUMX|COUNTROWS|COUNTA", measures[part].value), part
            ratios += 1
    assert ratios > 10


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("Bounce rate", "DIVIDE([Single page session count], [Session count])"),
        ("Session count", "COUNTROWS('sessions')"),
        (
            "Single page session count",
            "SUMX('sessions', IF('sessions'[is_single_page] == TRUE(), 1, 0))",
        ),
        ("Lost value", """SUMX('carts', IF('carts'[outcome] == "lost", 'carts'[cart_value]))"""),
        (
            "Text and rating at odds",
            "SUMX('feedback', IF('feedback'[is_consistent] == FALSE(), 1, 0))",
        ),
        ("Compared count", "COUNTA('feedback'[is_consistent])"),
        (
            "Open tickets",
            "CALCULATE(SUM('tickets_daily'[backlog_count]), LASTDATE('dates'[date_day]))",
        ),
        (
            "Median resolution",
            "CALCULATE(MEDIAN('tickets'[resolution_hours]), "
            "USERELATIONSHIP('tickets'[resolved_date], 'dates'[date_day]))",
        ),
        ("Median session", "MEDIANX('sessions', 'sessions'[duration_seconds] / 60)"),
        (
            "Load ms",
            "SUMX('page_speed_daily', "
            "'page_speed_daily'[avg_load_ms] * 'page_speed_daily'[load_count])",
        ),
    ],
)
def test_a_metric_in_dax(measures, name, formula):
    assert measures[name].value == formula


@pytest.fixture(scope="module")
def model(tables, measures, relationships, shipped) -> dax_reader.Model:
    schemas = dict(
        shipped.query("select table_name, schema_name from duckdb_tables()").itertuples(index=False)
    )
    rows = {
        name: shipped.query(f"from {schemas[name]}.{name}")
        for name in {table for table in tables if table in schemas}
    }
    days_of = {
        source.split(".")[0]: source.split(".")[1]
        for source, target, is_active in relationships
        if is_active and target == "dates.date_day"
    }
    formulas = {name: measure.value for name, measure in measures.items()}
    return dax_reader.Model(rows, formulas, days_of | {"dates": "date_day"})


def test_measures_over_the_whole_period_are_the_headline_kpis(model, manifest, shipped):
    kpis = shipped.query("select kpi, value from executive.headline_kpis").set_index("kpi")["value"]
    compared = 0
    for metric in manifest["metrics"].values():
        if metric["name"] in kpis:
            assert model.figure(metric["label"]) == pytest.approx(kpis[metric["name"]], rel=1e-9)
            compared += 1
    assert compared > 30


def test_measures_of_a_day_are_the_daily_kpis(model, manifest, shipped):
    labels = {metric["name"]: metric["label"] for metric in manifest["metrics"].values()}
    daily = shipped.query("""
        select date_day, kpi, value from executive.kpis_daily
        where date_day in ('2026-08-03', '2026-08-16', '2026-09-13')
    """)
    compared = daily[daily["kpi"].isin(labels)]
    assert len(compared) > 40
    for row in compared.itertuples():
        figure = model.on(row.date_day).figure(labels[row.kpi])
        assert (figure or 0) == pytest.approx(row.value, rel=1e-9), (row.kpi, row.date_day)


def test_a_rate_that_nobody_met_is_zero_and_one_of_nothing_is_blank(model):
    nobody = {"is_single_page": [False], "duration_seconds": [1.0], "session_date": ["a"]}
    sessions = pd.DataFrame(nobody)
    other = dataclasses.replace(model, tables=model.tables | {"sessions": sessions})
    assert other.on("a").figure("Bounce rate") == 0
    assert other.on("b").figure("Bounce rate") is None


def test_conditions_in_dax_tell_blank_from_false():
    measured = Measured("sla", "sum_boolean", "a in ('x', 'y\"z') and not b and c is not null")
    assert aggregate(measured) == (
        """SUMX('sla', IF('sla'[a] IN {"x", "y""z"} && 'sla'[b] == FALSE() """
        """&& NOT(ISBLANK('sla'[c])), 1, 0))"""
    )


@pytest.mark.parametrize(
    ("aggregation", "expression"),
    [
        ("sum", "lower(a)"),
        ("sum", "a / b"),
        ("sum", "case when a then 1 else 0 end"),
        ("sum_boolean", "a or b"),
        ("sum_boolean", "not (a and b)"),
        ("count_distinct", "a"),
        ("average", "a"),
    ],
)
def test_sql_that_has_no_dax_here_is_refused_by_its_text(aggregation, expression):
    with pytest.raises(NotInDaxError, match=r"has (no )?DAX here"):
        aggregate(Measured("t", aggregation, expression))


def fields(node):
    """Every column and measure that a visual's JSON names, with what is filtered and sorted."""
    if isinstance(node, list):
        for each in node:
            yield from fields(each)
    elif isinstance(node, dict):
        for kind in ("Column", "Measure"):
            if kind in node and "Property" in node[kind]:
                yield kind.lower(), node[kind]["Expression"]["SourceRef"], node[kind]["Property"]
        for each in node.values():
            yield from fields(each)


def test_visuals_name_fields_that_are_there(visuals, tables):
    checked = 0
    for path, visual in visuals.items():
        filters = visual.get("filterConfig", {}).get("filters", [])
        aliases = {
            source["Name"]: source["Entity"]
            for each in filters
            for source in each["filter"]["From"]
        }
        for kind, source, name in fields(visual):
            table = source.get("Entity") or aliases[source["Source"]]
            assert name in tables[table].named(kind), path
            assert "isHidden" not in tables[table].named(kind)[name].properties, (path, name)
            checked += 1
        for role in visual["visual"].get("query", {"queryState": {}})["queryState"].values():
            for each in role["projections"]:
                ((kind, source, name),) = fields(each)
                assert each["queryRef"] == f"{source['Entity']}.{name}"
                assert each["nativeQueryRef"] == name
    assert checked > 100


def test_measures_and_categories_of_a_visual_are_joined(visuals, tables, measures, relationships):
    """A category that does not filter a measure would show the same figure in each row."""
    joined = {}
    for source, target, is_active in relationships:
        if is_active:
            joined.setdefault(source.split(".")[0], set()).add(target.split(".")[0])

    def facts(measure: str) -> set[str]:
        formula = measures[measure].value
        parts = re.findall(r"(?<!')\[([^\]]+)\]", formula)
        found = set(re.findall(r"'([^']+)'", formula.partition(", LASTDATE")[0])) - {"dates"}
        return found.union(*(facts(part) for part in parts))

    compared = 0
    for path, visual in visuals.items():
        state = visual["visual"].get("query", {"queryState": {}})["queryState"]
        named = list(fields(state))
        categories = [source["Entity"] for kind, source, _ in named if kind == "column"]
        for fact in set().union(*(facts(name) for kind, _, name in named if kind == "measure")):
            for table in categories:
                assert table == fact or table in joined.get(fact, set()), (path, fact, table)
                compared += 1
    assert compared > 20


def test_every_reader_has_a_page_with_figures_and_findings(written, visuals):
    pages = json.loads((written / REPORT / "pages" / "pages.json").read_text(encoding="utf-8"))
    names = []
    for name in pages["pageOrder"]:
        page = json.loads((written / REPORT / "pages" / name / "page.json").read_text("utf-8"))
        names.append(page["displayName"])
        shown = [each for path, each in visuals.items() if path.startswith(f"pages/{name}/")]
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


def test_ids_are_unique(written, visuals):
    tags = re.findall(
        r"lineageTag: (\S+)",
        "".join(path.read_text("utf-8") for path in (written / MODEL).rglob("*.tmdl")),
    )
    assert len(tags) == len(set(tags)) > 300
    names = [visual["name"] for visual in visuals.values()]
    assert len(names) == len(set(names))
