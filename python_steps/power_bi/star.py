"""Tables, relationships and measures of the semantic model, read from dbt's manifest."""

import re
from dataclasses import dataclass

from python_steps.power_bi import dax

DATES = "dates"
DAY = "date_day"
DEPARTMENTS = {
    "core": "Shared",
    "executive": "Executive",
    "ux": "UX",
    "commerce": "Commerce",
    "reliability": "Reliability",
    "support": "Support",
    "quality": "Data quality",
}
KPIS = "KPIs"  # the table that holds all measures; Measures itself is a word of MDX
PARTS = "Parts of ratios"
MADE_UP_KEY = re.compile(r"Key of the [^.]*:")


@dataclass(frozen=True)
class Column:
    """A column of a mart, as its contract says; type is DuckDB's name in lower case."""

    name: str
    type: str
    description: str
    is_key: bool
    is_hidden: bool


@dataclass(frozen=True)
class Table:
    """A mart."""

    schema: str
    name: str
    description: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Relationship:
    """Many rows of a table to one of a dimension, by a column of each."""

    table: str
    column: str
    dimension: str
    key: str
    is_active: bool


@dataclass(frozen=True)
class Measure:
    """A metric in DAX; unit as in the seed kpis, folder as BI tools show it."""

    metric: str
    name: str
    description: str
    folder: str
    unit: str
    expression: str
    is_hidden: bool


@dataclass(frozen=True)
class Star:
    """The semantic model: marts with what joins and measures them."""

    tables: tuple[Table, ...]
    relationships: tuple[Relationship, ...]
    measures: tuple[Measure, ...]

    def measure(self, metric: str) -> Measure:
        """The measure of a metric, by the metric's name."""
        return next(measure for measure in self.measures if measure.metric == metric)


def read_star(manifest: dict) -> Star:
    """The star of the public marts: what dbt knows of them, in the order of schema and name.

    Args:
        manifest: dbt's manifest.json, as parsed.

    Raises:
        NotInDaxError: A metric is written in SQL that has no DAX here.
    """
    marts = {
        node["unique_id"]: node
        for node in sorted(
            manifest["nodes"].values(), key=lambda node: (node.get("schema"), node.get("alias"))
        )
        if node["resource_type"] == "model"
        and node["access"] == "public"
        # other than the node that publishes, and what a package may bring
        and node["schema"] in DEPARTMENTS
    }
    relationships = _relationships(manifest, marts)
    tables = tuple(_table(node, relationships) for node in marts.values())
    return Star(tables, relationships, _measures(manifest, relationships))


def _table(node: dict, relationships: tuple[Relationship, ...]) -> Table:
    key = _key(node)
    joined = [each.dimension for each in relationships if each.table == node["alias"]]
    # what leads to a dimension is technical, unless it plays one of several roles (entry page, exit
    # page); so is a key that is made of other columns, which its description then names
    hidden = {
        each.column
        for each in relationships
        if each.table == node["alias"] and joined.count(each.dimension) == 1
    }
    hidden |= {name for name in key if MADE_UP_KEY.match(node["columns"][name]["description"])}
    columns = tuple(
        Column(
            name=name,
            type=column["data_type"],
            description=column["description"],
            is_key=key == [name],
            is_hidden=name in hidden,
        )
        for name, column in node["columns"].items()
    )
    return Table(node["schema"], node["alias"], node["description"], columns)


def _key(node: dict) -> list[str]:
    """The columns of a mart's primary key, stated for a column or for the whole."""
    for constraint in node["constraints"]:
        if constraint["type"] == "primary_key":
            return constraint["columns"]
    return [
        name
        for name, column in node["columns"].items()
        if any(each["type"] == "primary_key" for each in column["constraints"])
    ]


def _relationships(manifest: dict, marts: dict[str, dict]) -> tuple[Relationship, ...]:
    """Those that dbt's relationships tests prove, to the whole key of another mart."""
    days = _days(manifest)
    found = {}
    for test in manifest["nodes"].values():
        if (test.get("test_metadata") or {}).get("name") != "relationships":
            continue
        table = marts.get(test["attached_node"])
        others = [each for each in test["depends_on"]["nodes"] if each != test["attached_node"]]
        dimension = marts.get(others[0]) if others else None
        key = test["test_metadata"]["kwargs"]["field"]
        if table and dimension and _key(dimension) == [key]:
            found[table["alias"], test["column_name"]] = (dimension["alias"], key)
    relationships = []
    for node in marts.values():
        joined = set()
        # the day that a mart's metrics go by comes first, then the order of its columns
        names = sorted(node["columns"], key=lambda name: name != days.get(node["alias"]))
        for name in names:
            if (node["alias"], name) in found:
                dimension, key = found[node["alias"], name]
                is_active = dimension not in joined
                joined.add(dimension)
                relationships.append(Relationship(node["alias"], name, dimension, key, is_active))
    return tuple(relationships)


def _days(manifest: dict) -> dict[str, str]:
    """The day by which the metrics of each mart go, if not said otherwise."""
    return {
        model["node_relation"]["alias"]: model["defaults"]["agg_time_dimension"]
        for model in manifest["semantic_models"].values()
        if model["defaults"]
    }


def _measures(manifest: dict, relationships: tuple[Relationship, ...]) -> tuple[Measure, ...]:
    metrics = sorted(manifest["metrics"].values(), key=lambda metric: metric["name"])
    names = {metric["name"]: _measure_name(metric) for metric in metrics}
    aggregated = {
        measure["name"]: _aggregation(model, measure, relationships)
        for model in manifest["semantic_models"].values()
        for measure in model["measures"]
    }
    measures = []
    for metric in metrics:
        asked = metric["type_params"]
        if metric["type"] == "ratio":
            expression = dax.ratio(*(names[part] for part in _parts(metric)))
        else:
            expression = aggregated[asked["measure"]["name"]]
        is_part = _is_part(metric)
        department = DEPARTMENTS[metric["original_file_path"].split("/")[-1].removesuffix(".yml")]
        ratios = [names[each["name"]] for each in metrics if metric["name"] in _parts(each)]
        measures.append(
            Measure(
                metric=metric["name"],
                name=names[metric["name"]],
                description=f"For {', '.join(ratios)}." if is_part else metric["description"],
                folder=f"{department}\\{PARTS}" if is_part else department,
                unit=metric["config"]["meta"].get("unit", "count"),
                expression=expression,
                is_hidden=is_part,
            )
        )
    return tuple(measures)


def _parts(metric: dict) -> list[str]:
    """The metrics that a ratio is made of: numerator and denominator."""
    asked = metric["type_params"]
    return [asked[part]["name"] for part in ("numerator", "denominator") if asked[part]]


def _is_part(metric: dict) -> bool:
    """Whether dbt made the metric of a measure, for ratios to be made of; it has no label then."""
    return metric["label"] in (None, metric["name"])


def _measure_name(metric: dict) -> str:
    words = metric["name"].replace("_", " ")
    return words[0].upper() + words[1:] if _is_part(metric) else metric["label"]


def _aggregation(model: dict, measure: dict, relationships: tuple[Relationship, ...]) -> str:
    table = model["node_relation"]["alias"]
    keys = [each["expr"] for each in model["entities"] if each["type"] == "primary"]
    expression = measure["expr"] or measure["name"]
    aggregated = dax.aggregate(
        dax.Measured(
            table=table,
            aggregation=measure["agg"],
            expression=expression,
            percentile=(measure["agg_params"] or {}).get("percentile"),
            is_row_key=expression in keys,
        )
    )
    if window := measure["non_additive_dimension"]:
        if window["window_choice"] != "max":
            raise dax.NotInDaxError(f"{measure['name']}: only the last day has DAX here")
        return dax.over_last_day(aggregated, DATES, DAY)
    day = measure["agg_time_dimension"] or model["defaults"]["agg_time_dimension"]
    inactive = {(each.table, each.column) for each in relationships if not each.is_active}
    return (
        dax.by_other_day(aggregated, (table, day), (DATES, DAY))
        if (table, day) in inactive
        else aggregated
    )
