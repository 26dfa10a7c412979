"""Files of the Power BI project: reproducible, up to date and valid, with clear errors."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import referencing
from conftest import PROJECT
from pbi_parsers import dax, pq
from tmdl_reader import read_tmdl
from written_project import MODEL, WrittenProject, files

from python_steps.__main__ import main

# a checkout of github.com/microsoft/json-schemas
SCHEMAS = Path(os.environ.get("POWERBI_SCHEMAS") or PROJECT.parent / "shared" / "powerbi_schemas")
HOST = "https://developer.microsoft.com/json-schemas/"


@pytest.fixture(scope="module")
def manifest_file(shipped) -> Path:
    return shipped.folder / "target" / "manifest.json"


@pytest.fixture(scope="module")
def project(manifest_file, tmp_path_factory) -> WrittenProject:
    return WrittenProject(tmp_path_factory.mktemp("powerbi"), manifest_file)


def test_the_committed_project_is_up_to_date(project):
    committed, new = files(PROJECT / "powerbi"), files(project.folder)
    assert sorted(committed) == sorted(new), "run make powerbi"
    assert [path for path in new if committed[path] != new[path]] == [], "run make powerbi"


def test_output_is_byte_identical_across_processes(project, manifest_file, tmp_path):
    command = [sys.executable, "-m", "python_steps", "power-bi", "--manifest", manifest_file]
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Kolkata"}
    subprocess.run([*command, "--out", tmp_path], cwd=PROJECT, env=environment, check=True)
    assert files(tmp_path) == files(project.folder)


def test_stale_files_of_an_earlier_project_are_removed(manifest_file, tmp_path):
    old = tmp_path / MODEL / "tables" / "dropped.tmdl"
    old.parent.mkdir(parents=True)
    old.write_text("table dropped\n", encoding="utf-8")
    main(["power-bi", "--manifest", str(manifest_file), "--out", str(tmp_path)])
    assert not old.exists() and (old.parent / "dates.tmdl").exists()


def test_a_missing_manifest_is_an_error_that_names_the_command(tmp_path, capsys):
    missing = tmp_path / "manifest.json"
    assert main(["power-bi", "--manifest", str(missing), "--out", str(tmp_path)]) == 1
    assert f"{missing} not found. Run `dbt parse`" in capsys.readouterr().err


def test_a_metric_without_a_dax_translation_is_an_error_and_writes_nothing(
    manifest, tmp_path, capsys
):
    changed = json.loads(json.dumps(manifest))
    for model in changed["semantic_models"].values():
        for measure in model["measures"]:
            if measure["name"] == "click_count":
                measure["agg"] = "count_distinct"
    (tmp_path / "manifest.json").write_text(json.dumps(changed), encoding="utf-8")
    words = ["power-bi", "--manifest", str(tmp_path / "manifest.json")]
    assert main([*words, "--out", str(tmp_path / "out")]) == 1
    assert "Cannot translate count_distinct of click_count to DAX." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(
    not SCHEMAS.exists(), reason="set POWERBI_SCHEMAS to a checkout of microsoft/json-schemas"
)
def test_every_json_file_is_valid_against_the_schema_it_names(project):
    def schema_of(address: str) -> dict:
        return json.loads((SCHEMAS / address.removeprefix(HOST)).read_text(encoding="utf-8"))

    registry = referencing.Registry(
        retrieve=lambda address: referencing.Resource.from_contents(
            schema_of(address), referencing.jsonschema.DRAFT7
        )
    )
    checked = 0
    for path, content in files(project.folder).items():
        if path.endswith(".tmdl"):
            continue
        parsed = json.loads(content)
        schema = schema_of(parsed["$schema"])
        validator = jsonschema.Draft7Validator(schema, registry=registry)
        assert [error.message for error in validator.iter_errors(parsed)] == [], path
        checked += 1
    assert checked > 50


def test_every_formula_parses_as_dax_and_every_query_as_m(project):
    for name, measure in project.measures.items():
        assert dax.to_ast(measure.value), name
    for name, table in project.tables.items():
        (partition,) = table.of("partition")
        assert pq.to_ast(partition.properties["source"]), name
    text = (project.folder / MODEL / "expressions.tmdl").read_text(encoding="utf-8")
    expressions = {item.name: item.value for item in read_tmdl(text)}
    assert list(expressions) == ["Source", "Folder", "Database file", "Mart"]
    for name, expression in expressions.items():
        assert pq.to_ast(expression.partition(" meta [")[0]), name
    assert expressions["Source"].startswith('"Parquet" meta [IsParameterQuery=true')


def test_the_model_lists_its_tables(project):
    items = read_tmdl((project.folder / MODEL / "model.tmdl").read_text(encoding="utf-8"))
    assert sorted(item.name for item in items if item.kind == "ref table") == sorted(project.tables)
    (model,) = [item for item in items if item.kind == "model"]
    assert model.properties["defaultPowerBIDataSourceVersion"] == "powerBI_V3"


def test_ids_are_unique(project):
    tags = re.findall(
        r"lineageTag: (\S+)",
        "".join(path.read_text("utf-8") for path in (project.folder / MODEL).rglob("*.tmdl")),
    )
    assert len(tags) == len(set(tags)) > 300
    names = [visual["name"] for visual in project.visuals.values()]
    assert len(names) == len(set(names))
