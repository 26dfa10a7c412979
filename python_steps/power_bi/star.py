"""Star schema of the semantic model, read from dbt's manifest: tables, relationships, measures."""

from dataclasses import dataclass

from python_steps.power_bi import dax

CALENDAR = "dates"
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
KPIS = "KPIs"  # the table of all measures; "Measures" is a reserved name in MDX
RATIO_COMPONENTS = "Ratio components"


@dataclass(frozen=True)
class Column:
    """A column of a mart as declared in its contract; type is DuckDB's name in lower case."""

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
    """A many-to-one relationship from a column of a table to the key of a dimension."""

    table: str
    column: str
    dimension: str
    key: str
    is_active: bool


@dataclass(frozen=True)
class Measure:
    """A metric in DAX; unit as in the seed kpis, folder as BI tools display it."""

    metric: str
    name: str
    description: str
    folder: str
    unit: str
    expression: str
    is_hidden: bool


@dataclass(frozen=True)
class Star:
    """The semantic model: marts, their relationships and their measures."""

    tables: tuple[Table, ...]
    relationships: tuple[Relationship, ...]
    measures: tuple[Measure, ...]

    def measure(self, metric: str) -> Measure:
        """Return the measure of a metric."""
        return next(measure for measure in self.measures if measure.metric == metric)


def read_star(manifest: dict) -> Star:
    """Read the star schema of the public marts, ordered by schema and name.

    Args:
        manifest: dbt's manifest.json, parsed.

    Raises:
        UnsupportedSqlError: A metric uses SQL without a DAX translation.
    """
    marts = {
        node["unique_id"]: node
        for node in sorted(
            manifest["nodes"].values(), key=lambda node: (node.get("schema"), node.get("alias"))
        )
        if node["resource_type"] == "model"
        and node["access"] == "public"
        # leaves out the publish node and models of installed packages
        and node["schema"] in DEPARTMENTS
    }
    relationships = _relationships(manifest, marts)
    natural_keys = {
        column
        for node in manifest["nodes"].values()
        if node["resource_type"] == "seed"
        for column in node["columns"]
    } | {each.key for each in relationships}
    tables = tuple(_table(node, relationships, natural_keys) for node in marts.values())
    return Star(tables, relationships, _measures(manifest, relationships))


def _table(node: dict, relationships: tuple[Relationship, ...], natural_keys: set[str]) -> Table:
    key = _primary_key(node)
    joined = [each.dimension for each in relationships if each.table == node["alias"]]
    # a foreign key is technical unless its dimension has several roles (entry page, exit page)
    hidden = {
        each.column
        for each in relationships
        if each.table == node["alias"] and joined.count(each.dimension) == 1
    }
    if len(key) == 1:  # a surrogate key: neither an input nor a dimension has it
        hidden |= set(key) - natural_keys
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


def _primary_key(node: dict) -> list[str]:
    """Return the primary key's columns, declared on the model or on one column."""
    for constraint in node["constraints"]:
        if constraint["type"] == "primary_key":
            return constraint["columns"]
    return [
        name
        for name, column in node["columns"].items()
        if any(each["type"] == "primary_key" for each in column["constraints"])
    ]


def _relationships(manifest: dict, marts: dict[str, dict]) -> tuple[Relationship, ...]:
    """Return the relationships that dbt tests, to marts with that field as their primary key."""
    days = _default_days(manifest)
    tested = {}
    for test in manifest["nodes"].values():
        if (test.get("test_metadata") or {}).get("name") != "relationships":
            continue
        table = marts.get(test["attached_node"])
        others = [each for each in test["depends_on"]["nodes"] if each != test["attached_node"]]
        dimension = marts.get(others[0]) if others else None
        key = test["test_metadata"]["kwargs"]["field"]
        if table and dimension and _primary_key(dimension) == [key]:
            tested[table["alias"], test["column_name"]] = (dimension["alias"], key)
    relationships = []
    for node in marts.values():
        joined = set()
        # only one relationship to a dimension can be active: the metrics' day goes first
        names = sorted(node["columns"], key=lambda name: name != days.get(node["alias"]))
        for name in names:
            if (node["alias"], name) in tested:
                dimension, key = tested[node["alias"], name]
                is_active = dimension not in joined
                joined.add(dimension)
                relationships.append(Relationship(node["alias"], name, dimension, key, is_active))
    return tuple(relationships)


def _default_days(manifest: dict) -> dict[str, str]:
    """Return the default time dimension of each mart's metrics."""
    return {
        model["node_relation"]["alias"]: model["defaults"]["agg_time_dimension"]
        for model in manifest["semantic_models"].values()
        if model["defaults"]
    }


def _measures(manifest: dict, relationships: tuple[Relationship, ...]) -> tuple[Measure, ...]:
    metrics = sorted(manifest["metrics"].values(), key=lambda metric: metric["name"])
    names = {metric["name"]: _measure_name(metric) for metric in metrics}
    aggregations = {
        measure["name"]: _aggregate(model, measure, relationships)
        for model in manifest["semantic_models"].values()
        for measure in model["measures"]
    }
    measures = []
    for metric in metrics:
        parameters = metric["type_params"]
        if metric["type"] == "ratio":
            expression = dax.ratio(*(names[component] for component in _components(metric)))
        else:
            expression = aggregations[parameters["measure"]["name"]]
        is_component = _is_component(metric)
        department = DEPARTMENTS[metric["original_file_path"].split("/")[-1].removesuffix(".yml")]
        ratios = [names[each["name"]] for each in metrics if metric["name"] in _components(each)]
        measures.append(
            Measure(
                metric=metric["name"],
                name=names[metric["name"]],
                description=(
                    f"Used by {', '.join(ratios)}." if is_component else metric["description"]
                ),
                folder=f"{department}\\{RATIO_COMPONENTS}" if is_component else department,
                unit=metric["config"]["meta"].get("unit", "count"),
                expression=expression,
                is_hidden=is_component,
            )
        )
    return tuple(measures)


def _components(metric: dict) -> list[str]:
    """Return the metrics that a ratio consists of: numerator and denominator."""
    parameters = metric["type_params"]
    return [parameters[part]["name"] for part in ("numerator", "denominator") if parameters[part]]


def _is_component(metric: dict) -> bool:
    """Return whether dbt created a metric from a measure (create_metric): it has no label."""
    return metric["label"] in (None, metric["name"])


def _measure_name(metric: dict) -> str:
    words = metric["name"].replace("_", " ")
    return words[0].upper() + words[1:] if _is_component(metric) else metric["label"]


def _aggregate(model: dict, measure: dict, relationships: tuple[Relationship, ...]) -> str:
    table = model["node_relation"]["alias"]
    keys = [each["expr"] for each in model["entities"] if each["type"] == "primary"]
    expression = measure["expr"] or measure["name"]
    aggregation = dax.aggregate(
        dax.Aggregation(
            table=table,
            function=measure["agg"],
            expression=expression,
            percentile=(measure["agg_params"] or {}).get("percentile"),
            is_row_key=expression in keys,
        )
    )
    if window := measure["non_additive_dimension"]:
        if window["window_choice"] != "max":
            raise dax.UnsupportedSqlError(
                f"window_choice {window['window_choice']} of {measure['name']}"
            )
        return dax.on_last_day(aggregation, CALENDAR, DAY)
    day = measure["agg_time_dimension"] or model["defaults"]["agg_time_dimension"]
    inactive = {(each.table, each.column) for each in relationships if not each.is_active}
    return (
        dax.by_inactive_date(aggregation, (table, day), (CALENDAR, DAY))
        if (table, day) in inactive
        else aggregation
    )
