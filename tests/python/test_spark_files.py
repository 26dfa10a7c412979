"""What of Spark's side can be held without Spark."""

import json
import re

import pytest
from conftest import PROJECT

from python_steps.publishing.publish_spark import NotBuiltError, publish_spark
from python_steps.spark.seeds import show_rows

COLUMNS = {"id": True, "name": True, "note": False}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,note\n1,a\n", "seeds/x.csv has no column name."),
        ("", "seeds/x.csv has no column id, name."),
        ("id,name,ID\n1,a,2\n", "seeds/x.csv has the column id more than once."),
        ("id,name\n1,a\n2\n", "seeds/x.csv, line 3: expected 2 values, found 1."),
        ("id,name\n1,a,b\n", "seeds/x.csv, line 2: expected 2 values, found 3."),
    ],
)
def test_a_broken_seed_is_named_with_what_is_wrong(tmp_path, text, said):
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(said)):
        show_rows(None, str(tmp_path / "x.csv"), "seeds/x.csv", COLUMNS, "x")


def results(folder, adapter="spark", which="build", **statuses):
    nodes = {name: {"unique_id": name, "resource_type": "model"} for name in ("a", "b")}
    manifest = {"metadata": {"adapter_type": adapter}, "nodes": nodes}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    outcome = [{"unique_id": name, "status": status} for name, status in statuses.items()]
    run = {"args": {"which": which}, "results": outcome}
    (folder / "run_results.json").write_text(json.dumps(run), encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"adapter": "duckdb"}, "was not for Spark"),
        ({"which": "run", "a": "success", "b": "success"}, "this was run"),
        ({"a": "success", "b": "error"}, "b failed in the last build"),
        ({"a": "success", "b": "skipped"}, "b failed in the last build"),
        ({"a": "success"}, "b was not built"),
    ],
)
def test_only_a_whole_build_on_spark_is_published(tmp_path, given, said):
    results(tmp_path, **given)
    with pytest.raises(NotBuiltError, match=said):
        publish_spark(tmp_path, tmp_path)


def test_without_a_build_the_command_is_named(tmp_path):
    with pytest.raises(NotBuiltError, match="run dbt build --target spark first"):
        publish_spark(tmp_path, tmp_path)


@pytest.mark.parametrize("folder", ["", "elsewhere"])
def test_files_of_a_lake_are_not_taken_for_its_rows(tmp_path, folder):
    results(tmp_path, a="success", b="success")
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    mart = {"contract": {"enforced": True}, "config": {"file_format": "iceberg"}}
    manifest["nodes"]["a"] |= mart | {"schema": "ux", "alias": "sessions"}
    manifest["nodes"]["b"] |= {"contract": {"enforced": False}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    run = json.loads((tmp_path / "run_results.json").read_text("utf-8"))
    run["args"]["vars"] = {"marts_folder": folder and str(tmp_path / folder)}
    (tmp_path / "run_results.json").write_text(json.dumps(run), "utf-8")
    with pytest.raises(
        NotBuiltError, match=r"ux[.]sessions is a table of iceberg, .* marts_folder"
    ):
        publish_spark(tmp_path, tmp_path)
    # those in the folder are looked for
    if folder:
        with pytest.raises(NotBuiltError, match="holds no Parquet file"):
            publish_spark(tmp_path / folder, tmp_path)


def test_nobody_installs_or_imports_spark_who_does_not_ask_for_it():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        assert "spark" not in (PROJECT / lock).read_text(encoding="utf-8")
    for file in (PROJECT / "python_steps").rglob("*.py"):
        if file.parent.name != "plugin":
            assert not re.search(
                r"^\s*(import|from) (pyspark|dbt\.adapters\.spark)", file.read_text("utf-8"), re.M
            )


def test_each_macro_of_the_dialect_has_a_side_for_each_engine():
    text = "\n".join(
        file.read_text(encoding="utf-8") for file in (PROJECT / "macros" / "dialect").glob("*.sql")
    )
    dispatched = set(re.findall(r"adapter\.dispatch\('(\w+)'\)", text))
    assert len(dispatched) > 40
    both = {name for name in dispatched if re.search(rf"macro default__{name}\(", text)}
    spark = set(re.findall(r"macro spark__(\w+)\(", text))
    assert both == dispatched
    # sums are the same text on both; user ids are not hashed on Spark
    assert dispatched - spark == {"exact_sum", "hash_users"}
