"""Semantic model of the Power BI project: tables, columns and relationships against the marts."""

import re

import pytest
from written_project import WrittenProject

TYPES = {
    "VARCHAR": "string",
    "BIGINT": "int64",
    "INTEGER": "int64",
    "DOUBLE": "double",
    "BOOLEAN": "boolean",
    "DATE": "dateTime",
    "TIMESTAMP": "dateTime",
}


@pytest.fixture(scope="module")
def project(shipped, tmp_path_factory) -> WrittenProject:
    manifest = shipped.folder / "target" / "manifest.json"
    return WrittenProject(tmp_path_factory.mktemp("powerbi"), manifest)


def test_tables_match_the_marts_by_column_type_and_description(project, shipped):
    marts = shipped.query("""
        select schema_name, table_name, column_name, data_type, comment
        from duckdb_columns() where not internal order by column_index
    """)
    assert set(project.tables) == {"KPIs", *marts["table_name"]}
    for (schema, name), columns in marts.groupby(["schema_name", "table_name"]):
        table = project.tables[name]
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


def test_dates_is_marked_as_the_date_table(project):
    assert project.tables["dates"].properties["dataCategory"] == "Time"
    assert "isKey" in project.tables["dates"].named("column")["date_day"].properties
    assert [
        name for name in project.tables if "dataCategory" in project.tables[name].properties
    ] == ["dates"]


def test_sort_by_columns_map_one_to_one(project, shipped):
    found = []
    for table in project.tables.values():
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


def test_foreign_and_surrogate_keys_are_hidden(project):
    hidden = {
        name: [column.name for column in table.of("column") if "isHidden" in column.properties]
        for name, table in project.tables.items()
    }
    assert hidden["sessions"] == ["user_key", "session_date"]
    assert hidden["tickets"] == ["user_key"]
    assert hidden["incidents"] == ["incident_id", "started_date"]
    assert hidden["page_speed_daily"] == ["date_day", "page_key"]
    assert hidden["dates"] == hidden["pages"] == hidden["users"] == []


def test_each_fact_has_one_active_relationship_to_a_dimension_and_no_orphans(project, shipped):
    active, dimensions = set(), set()
    for source, target, is_active in project.relationships:
        table, column = source.split(".")
        dimension, key = target.split(".")
        assert column in project.tables[table].named("column")
        assert key in project.tables[dimension].named("column")
        dimensions.add(dimension)
        if is_active:
            assert (table, dimension) not in active, (
                f"two active relationships from {table} to {dimension}"
            )
            active.add((table, dimension))
    assert dimensions == {"dates", "pages", "users", "headline_kpis"}
    assert not [
        source for source, _, _ in project.relationships if source.split(".")[0] in dimensions
    ]
    # referential integrity: every foreign key exists in its dimension, once
    schemas = dict(
        shipped.query("select table_name, schema_name from duckdb_tables()").itertuples(index=False)
    )
    for source, target, _ in project.relationships:
        (table, column), (dimension, key) = source.split("."), target.split(".")
        facts, keys = f"{schemas[table]}.{table}", f"{schemas[dimension]}.{dimension}"
        lost = shipped.query(
            f"select {column} from {facts} where {column} not in (from {keys} select {key})"
        )
        assert len(lost) == 0, source
        assert shipped.query(f"select {key} from {keys}")[key].is_unique, target


def test_relationships_match_the_relationships_tests_of_dbt(project, manifest):
    tested = set()
    for test in manifest["nodes"].values():
        if (test.get("test_metadata") or {}).get("name") == "relationships":
            asked = test["test_metadata"]["kwargs"]
            mart = manifest["nodes"][test["attached_node"]]
            (dimension,) = re.findall(r"ref\('(\w+)'\)", asked["to"])
            name = manifest["nodes"].get(f"model.monitoring.{dimension}", {}).get("alias")
            if mart.get("access") == "public" and name:
                tested.add((f"{mart['alias']}.{asked['column_name']}", f"{name}.{asked['field']}"))
    assert {(source, target) for source, target, _ in project.relationships} == tested


def test_only_resolution_dates_and_exit_and_drop_off_pages_are_inactive(project):
    inactive = {source for source, _, is_active in project.relationships if not is_active}
    assert inactive == {"tickets.resolved_date", "sessions.exit_page", "sessions.drop_off_page"}
