"""What readers of the repository, the docs and the published file can rely on."""

import csv
import re

import pytest
import yaml
from conftest import PROJECT
from contract import INPUTS, KPIS

PRIVATE_LAYERS = ("kpis", "detection")
LAYER_PREFIXES = ("base_", "stg_", "int_", "fct_", "dim_")


def own(manifest, kind):
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == kind and node["package_name"] == "monitoring"
    ]


def folder_of(node) -> str:
    """Return the folder of a model below models/."""
    return node["path"].rpartition("/")[0]


def layer_of(node) -> str:
    """Return the first folder of a model below models/; empty for publish."""
    return node["path"].split("/")[0] if "/" in node["path"] else ""


def marts(manifest):
    return {
        f"{node['schema']}.{node['alias']}": node
        for node in own(manifest, "model")
        if layer_of(node) == "marts"
    }


@pytest.fixture(scope="module")
def models(manifest):
    return {node["unique_id"]: node for node in own(manifest, "model")}


@pytest.fixture(scope="module")
def reads(models):
    """Return each pair of models (reader, read)."""
    return [
        (reader, models[parent])
        for reader in models.values()
        for parent in reader["depends_on"]["nodes"]
        if parent in models
    ]


def test_the_published_file_has_exactly_the_marts(manifest, shipped):
    assert shipped.marts() == sorted(marts(manifest))


def test_every_published_table_and_column_has_a_comment(shipped):
    missing = shipped.query("""
        select schema_name || '.' || table_name as name from duckdb_tables() where comment is null
        union all
        select schema_name || '.' || table_name || '.' || column_name from duckdb_columns()
        where not internal and comment is null
    """)
    assert missing["name"].tolist() == []


def test_every_mart_has_a_contract_and_a_tested_primary_key(manifest, shipped):
    keys = shipped.query("""
        select schema_name || '.' || table_name as mart, constraint_column_names as columns
        from duckdb_constraints() where constraint_type = 'PRIMARY KEY'
    """).set_index("mart")["columns"]
    tested = {}
    for test in own(manifest, "test"):
        metadata = test.get("test_metadata") or {}
        if metadata.get("name") in ("unique", "unique_together"):
            arguments = metadata["kwargs"]
            columns = arguments.get("columns") or [arguments["column_name"]]
            tested.setdefault(test["attached_node"], []).append(sorted(columns))
    for mart, node in marts(manifest).items():
        assert node["config"]["contract"]["enforced"], mart
        assert sorted(keys[mart]) in tested[node["unique_id"]], mart


def test_marts_are_public_and_every_mart_has_an_owner(manifest):
    owned = {group["name"] for group in manifest["groups"].values() if group["owner"]["name"]}
    for mart, node in marts(manifest).items():
        assert node["access"] == "public" and node["group"] in owned, mart


def test_only_the_executive_marts_and_later_steps_read_private_layers(models, reads):
    for node in models.values():
        if layer_of(node) in PRIVATE_LAYERS:
            assert (node["access"], node["group"]) == ("private", "executive"), node["name"]
    readers = {
        "kpis": {"kpis", "detection", "marts/executive"},
        "detection": {"detection", "marts/executive"},
    }
    for reader, read in reads:
        if layer_of(read) in PRIVATE_LAYERS:
            place = folder_of(reader) if layer_of(reader) == "marts" else layer_of(reader)
            assert place in readers[layer_of(read)], f"{reader['name']} reads {read['name']}"


def test_detection_reads_only_its_own_and_earlier_steps(reads):
    for reader, read in reads:
        if layer_of(reader) == layer_of(read) == "detection":
            assert folder_of(read) <= folder_of(reader), f"{reader['name']} reads {read['name']}"


def test_no_department_reads_a_mart_of_another(manifest):
    department = {node["unique_id"]: node["schema"] for node in marts(manifest).values()}
    for node in marts(manifest).values():
        if node["schema"] == "executive":
            continue
        for parent in node["depends_on"]["nodes"]:
            assert department.get(parent, node["schema"]) == node["schema"], node["name"]


def test_staging_and_intermediate_read_no_mart(reads):
    for reader, read in reads:
        if layer_of(reader) in ("staging", "intermediate"):
            assert layer_of(read) not in ("marts", *PRIVATE_LAYERS), reader["name"]


def test_the_prefix_of_a_model_names_its_layer(models):
    for node in models.values():
        prefix = {
            "staging": "base_" if folder_of(node) == "staging/base" else "stg_",
            "intermediate": "int_",
            "kpis": "int_",
        }.get(layer_of(node))
        if prefix:
            assert node["name"].startswith(prefix), node["name"]
        else:
            assert not node["name"].startswith(LAYER_PREFIXES), node["name"]


# what inputs share: which rows to leave out, how values are looked up, and which values are lost
SHARED_STAGING = {
    "stg_bot_hours",
    "stg_isolated_dates",
    "stg_lost_values",
    "stg_page_paths",
    "stg_page_sequence_steps",
    "stg_repeated_hours",
    "stg_routes",
}


def test_every_input_has_one_base_and_one_staging_model(models):
    found = {node["name"] for node in models.values() if layer_of(node) == "staging"}
    expected = {f"{prefix}_{table}" for prefix in ("base", "stg") for table in INPUTS}
    assert found == expected | SHARED_STAGING


def test_every_model_and_seed_has_a_yml_twin_that_describes_its_columns(manifest):
    for node in own(manifest, "model") + own(manifest, "seed"):
        source = PROJECT / node["original_file_path"]
        assert source.with_suffix(".yml").exists(), source
        assert node["patch_path"].endswith(f"{source.stem}.yml"), source
        assert node["description"].startswith("One row"), source
        undescribed = [
            name for name, column in node["columns"].items() if not column["description"]
        ]
        assert undescribed == [], source


def test_column_descriptions_fit_into_a_hive_metastore(manifest):
    for mart, node in marts(manifest).items():
        for column in node["columns"].values():
            assert len(column["description"]) <= 256, f"{mart}.{column['name']}"


def test_headline_kpis_and_the_seed_have_the_same_kpis(shipped):
    published = shipped.query("select kpi from executive.headline_kpis")["kpi"]
    assert sorted(published) == sorted(KPIS["kpi"])


def test_dbt_reads_every_yml_file(manifest):
    read = {
        node["patch_path"].removeprefix("monitoring://")
        for node in manifest["nodes"].values()
        if node.get("patch_path")
    }
    read |= {test["original_file_path"] for test in manifest["unit_tests"].values()}
    for path in [*(PROJECT / "models").rglob("*.yml"), *(PROJECT / "seeds").rglob("*.yml")]:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if {"models", "seeds", "unit_tests"} & content.keys():
            assert path.relative_to(PROJECT).as_posix() in read, path


def test_the_documentation_is_one_page_with_a_welcome(docs):
    page = docs.read_text(encoding="utf-8")
    assert "Where to start" in page
    assert "cart_abandonment_rate" in page


def test_the_welcome_links_every_mart_exposure_and_kpi_metric(manifest):
    welcome = (PROJECT / "models" / "_overview.md").read_text(encoding="utf-8")
    kpis = KPIS["kpi"].to_list()
    metrics = {key for key, metric in manifest["metrics"].items() if metric["name"] in kpis}
    known = {node["unique_id"] for node in marts(manifest).values()} | set(manifest["exposures"])
    assert set(re.findall(r"\(#!/\w+/([\w.]+)\)", welcome)) == known | metrics


def test_no_fixture_makes_dbt_parse_everything_again():
    """dbt reads each CSV below tests/fixtures, and cannot load what it saved of a long row."""
    for path in (PROJECT / "tests" / "fixtures").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert all(None not in row for row in csv.DictReader(file)), path
