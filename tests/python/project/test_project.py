"""The project's shape: what a reader of the repo, the docs and the published file relies on."""

import re

import pandas as pd
import yaml
from conftest import PROJECT

MARTS = PROJECT / "models" / "marts"


def own(manifest, kind):
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == kind and node["package_name"] == "monitoring"
    ]


def marts(manifest):
    return {
        f"{node['schema']}.{node['alias']}": node
        for node in own(manifest, "model")
        if node["path"].startswith("marts/") and "steps" not in node["fqn"]
    }


def test_every_mart_is_published_and_nothing_else(manifest, shipped):
    assert shipped.marts() == sorted(marts(manifest))


def test_every_table_and_column_of_the_published_file_has_its_comment(shipped):
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


def test_a_mart_is_public_and_its_steps_are_not_and_each_has_an_owner(manifest):
    owned = {group["name"] for group in manifest["groups"].values() if group["owner"]["name"]}
    for mart, node in marts(manifest).items():
        assert node["access"] == "public" and node["group"] in owned, mart
    steps = [node for node in own(manifest, "model") if "steps" in node["fqn"]]
    assert len(steps) > 10
    for node in steps:
        assert (node["access"], node["group"]) == ("private", "executive"), node["name"]


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


def test_a_hive_metastore_takes_the_comments_of_columns(manifest):
    for mart, node in marts(manifest).items():
        for column in node["columns"].values():
            assert len(column["description"]) <= 256, f"{mart}.{column['name']}"


def test_no_department_reads_the_mart_of_another(manifest):
    department = {node["unique_id"]: node["schema"] for node in marts(manifest).values()}
    for node in marts(manifest).values():
        if node["schema"] == "executive":
            continue
        for parent in node["depends_on"]["nodes"]:
            assert department.get(parent, node["schema"]) == node["schema"], node["name"]


def test_only_executive_and_publish_read_marts_from_outside(manifest):
    known = {node["unique_id"] for node in marts(manifest).values()}
    for node in own(manifest, "model"):
        if node["path"].startswith(("staging/", "intermediate/")):
            assert not known.intersection(node["depends_on"]["nodes"]), node["name"]


def test_no_model_asks_which_engine_runs_or_what_time_it_is():
    forbidden = re.compile(r"target\.type|current_date|current_timestamp|now\(\)|today\(\)")
    for path in (PROJECT / "models").rglob("*.sql"):
        assert not forbidden.search(path.read_text(encoding="utf-8")), path


def test_models_fit_on_a_screen_or_two():
    for path in (PROJECT / "models").rglob("*.sql"):
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 150, f"{path}: {lines} lines"


def test_every_headline_kpi_has_a_row_in_the_seed_and_the_other_way_round(manifest, shipped):
    steps = "".join(
        path.read_text(encoding="utf-8") for path in (MARTS / "executive" / "steps").glob("h*.sql")
    )
    written = re.findall(r"kpi_row\(\s*'(\w+)'", steps)
    published = shipped.query("select kpi from executive.headline_kpis")["kpi"]
    assert sorted(written) == sorted(published)


def test_shipped_seeds_are_utf_8_and_small():
    for path in (PROJECT / "seeds").rglob("*.csv"):
        assert path.stat().st_size < 3_000_000, path
        path.read_text(encoding="utf-8")


def test_yml_files_are_read_by_dbt(manifest):
    read = {file.removeprefix("monitoring://") for file in _patched(manifest)}
    for path in [*(PROJECT / "models").rglob("*.yml"), *(PROJECT / "seeds").rglob("*.yml")]:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "models" in content or "seeds" in content:
            assert path.relative_to(PROJECT).as_posix() in read, path


def _patched(manifest):
    return [node["patch_path"] for node in manifest["nodes"].values() if node.get("patch_path")]


def test_the_documentation_is_one_page_that_starts_with_a_welcome(docs):
    page = docs.read_text(encoding="utf-8")
    assert "Where to start" in page
    assert "cart_abandonment_rate" in page


def test_the_welcome_links_every_mart_every_document_and_every_kpi_that_is_a_metric(manifest):
    welcome = (PROJECT / "models" / "_overview.md").read_text(encoding="utf-8")
    kpis = pd.read_csv(PROJECT / "seeds" / "reference" / "kpis.csv")["kpi"].to_list()
    metrics = {key for key, metric in manifest["metrics"].items() if metric["name"] in kpis}
    known = {node["unique_id"] for node in marts(manifest).values()} | set(manifest["exposures"])
    assert set(re.findall(r"\(#!/\w+/([\w.]+)\)", welcome)) == known | metrics
