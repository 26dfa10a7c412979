"""Publishing a build on Spark: what is rejected without a Spark installation."""

import json

import pytest

from python_steps.publishing.publish_spark import IncompleteBuildError, publish_spark


def write_results(folder, adapter="spark", which="build", **statuses):
    """Write a manifest with the models a and b, and the results of a dbt command."""
    nodes = {name: {"unique_id": name, "resource_type": "model"} for name in ("a", "b")}
    manifest = {"metadata": {"adapter_type": adapter}, "nodes": nodes}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    outcome = [{"unique_id": name, "status": status} for name, status in statuses.items()]
    run = {"args": {"which": which}, "results": outcome}
    (folder / "run_results.json").write_text(json.dumps(run), encoding="utf-8")


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ({"adapter": "duckdb"}, "did not run on Spark"),
        ({"which": "run", "a": "success", "b": "success"}, "command was `dbt run`"),
        ({"a": "success", "b": "error"}, "b failed in the last build"),
        ({"a": "success", "b": "skipped"}, "b failed in the last build"),
        ({"a": "error", "b": "skipped"}, r"a \(and 1 more\) failed in the last build"),
        ({"a": "success"}, "left out b"),
    ],
)
def test_only_a_full_passing_build_on_spark_is_published(tmp_path, results, message):
    write_results(tmp_path, **results)
    with pytest.raises(IncompleteBuildError, match=message):
        publish_spark(tmp_path, tmp_path)


def test_without_a_build_the_error_names_the_command(tmp_path):
    with pytest.raises(IncompleteBuildError, match="Run `dbt build --target spark` first"):
        publish_spark(tmp_path, tmp_path)


@pytest.mark.parametrize("folder", ["", "elsewhere"])
def test_files_of_a_table_format_are_not_read_as_rows(tmp_path, folder):
    write_results(tmp_path, a="success", b="success")
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    mart = {"contract": {"enforced": True}, "config": {"file_format": "iceberg"}}
    manifest["nodes"]["a"] |= mart | {"schema": "ux", "alias": "sessions"}
    manifest["nodes"]["b"] |= {"contract": {"enforced": False}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    run = json.loads((tmp_path / "run_results.json").read_text("utf-8"))
    run["args"]["vars"] = {"marts_folder": folder and str(tmp_path / folder)}
    (tmp_path / "run_results.json").write_text(json.dumps(run), "utf-8")
    message = r"ux[.]sessions is stored as iceberg, .* marts_folder"
    with pytest.raises(IncompleteBuildError, match=message):
        publish_spark(tmp_path, tmp_path)
    if folder:  # with marts_folder passed as --tables, its files are looked up
        with pytest.raises(IncompleteBuildError, match=r"has no Parquet files for ux[.]sessions"):
            publish_spark(tmp_path / folder, tmp_path)
