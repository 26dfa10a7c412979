"""Generated pages are up to date, and links between pages lead somewhere."""

import ast
import re
import subprocess

import pytest
from conftest import PROJECT, copy_project

from python_steps.documentation import functions, kpi_table
from python_steps.documentation.__main__ import main
from python_steps.documentation.lineage import (
    COLUMNS,
    NOT_DRAWN,
    count_edges,
    draw_lineage,
    folders_of,
)
from python_steps.documentation.markdown import first_sentence, link, replace_block, table
from python_steps.documentation.pages import PICTURE, render, write

PAGES = [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"), PROJECT / "benchmarks/README.md"]
GENERATED = (
    "README.md",
    "docs/detection.md",
    "docs/functions.md",
    "docs/kpis.md",
    "docs/python.md",
    PICTURE,
)


@pytest.fixture(scope="module")
def rendered(shipped, manifest):
    return render(PROJECT, manifest, shipped.folder / "build.duckdb")


@pytest.mark.parametrize("path", GENERATED)
def test_a_generated_page_is_what_the_project_gives_now(rendered, path):
    assert (PROJECT / path).read_bytes() == rendered[path], f"{path} is old: run make docs-pages"


def test_every_generated_page_is_compared(rendered):
    assert set(rendered) == set(GENERATED)


def test_rendering_twice_gives_the_same_bytes(rendered, shipped, manifest):
    assert render(PROJECT, manifest, shipped.folder / "build.duckdb") == rendered


def test_every_kpi_has_its_definition_sql_and_test(manifest):
    tables = kpi_table.kpi_tables(PROJECT, manifest)
    seed = (PROJECT / "seeds/reference/kpis.csv").read_text(encoding="utf-8")
    kpis = re.findall(r"^(\w+),", seed, re.M)[1:]
    assert re.findall(r"^\| `(\w+)` \|", tables, re.M) == kpis
    assert tables.count("](../models/kpis/") == 2 * len(kpis)


def test_a_macro_without_a_doc_comment_is_refused(tmp_path):
    file = tmp_path / "macros.sql"
    documented = "{#- Does this. And that. -#}\n{% macro one(a, b=2) -%}\n{%- endmacro %}\n"
    dispatched = "{% macro default__one(a, b) %}{% endmacro %}\n"
    file.write_text(documented + dispatched, encoding="utf-8")
    (macro,) = functions.macros_in(file)
    assert (macro.signature, macro.summary) == ("one(a, b=2)", "Does this.")
    file.write_text(documented + "{% macro two() %}{% endmacro %}\n", encoding="utf-8")
    with pytest.raises(functions.UndocumentedError, match="the macro two"):
        functions.macros_in(file)


def test_every_macro_of_the_project_is_listed(rendered):
    page = rendered["docs/functions.md"].decode()
    for file in [*(PROJECT / "macros").rglob("*.sql"), *(PROJECT / "tests/generic").glob("*.sql")]:
        for macro in functions.macros_in(file):
            assert f"[`{macro.signature}`](../{file.relative_to(PROJECT)})" in page


def test_library_calls_are_found_through_private_functions_only():
    module = ast.parse("""
import os
import pandas as pd
from duckdb import connect as open_file
from python_steps import warehouse

def public(x: pd.DataFrame):
    os.getcwd()
    warehouse.connect()
    return _private(x)

def _private(x):
    return open_file(x), pd.api.types.is_bool(x), other(x), x.merge(x)

def other(x):
    return pd.concat(x)
""")
    function = next(node for node in module.body if getattr(node, "name", "") == "public")
    found = functions.libraries_of(function, module)
    assert found == ["duckdb.connect", "pandas.api.types.is_bool"]


def test_the_picture_shows_every_folder_of_models_and_seeds(manifest):
    folders = folders_of(manifest)
    shown = {folder for group in COLUMNS.values() for folder in group}
    assert set(folders.values()) == shown
    edges = count_edges(manifest, folders)
    inputs = len(list((PROJECT / "seeds" / "raw").glob("*.csv")))
    assert edges["seeds/raw", "staging/base"] == inputs
    # stg_isolated_dates reads all base models too, stg_lost_values six, stg_repeated_hours four,
    # stg_page_paths three, stg_bot_hours two, stg_page_sequence_steps and stg_routes one each
    assert edges["staging/base", "staging"] == inputs + inputs + 6 + 4 + 3 + 2 + 1 + 1
    assert {folder for edge in edges for folder in edge} >= shown - set(NOT_DRAWN)


def test_a_folder_without_a_place_in_the_picture_is_refused(manifest):
    node = {"resource_type": "model", "original_file_path": "models/new/a.sql", "name": "a"}
    with pytest.raises(LookupError, match=r"models/new/a\.sql"):
        draw_lineage(manifest | {"nodes": manifest["nodes"] | {"model.monitoring.a": node}})


def test_a_missing_build_is_reported(tmp_path, capsys):
    assert main(["--manifest", str(tmp_path / "manifest.json")]) == 1
    assert "manifest.json" in capsys.readouterr().err


def test_only_changed_files_are_written(rendered, shipped, manifest, tmp_path):
    project = copy_project(tmp_path)
    for path, content in rendered.items():
        (project / path).write_bytes(content)
    (project / PICTURE).unlink()
    assert write(project, manifest, shipped.folder / "build.duckdb") == [PICTURE]


def test_markdown_parts():
    assert first_sentence("Returns\n 2.0 of it. More.") == "Returns 2.0 of it."
    assert link("a", "models/a.sql", "docs/kpis.md", "b c") == '[a](../models/a.sql "b c")'
    assert table(["a"], [["x | y\nz"]]) == "| a |\n| --- |\n| x \\| y z |"
    with pytest.raises(ValueError, match="expected one block"):
        replace_block("no markers", "name", "content")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_links_lead_to_files_and_headings_of_the_project(page):
    for target in re.findall(r"\]\(([^)\s]+)", page.read_text(encoding="utf-8")):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
            slugs = [re.sub(r"[^\w -]", "", name).lower().replace(" ", "-") for name in headings]
            assert anchor in slugs, f"{page}: {target}"


def test_pages_of_docs_that_files_name_exist():
    tracked = subprocess.run(
        ["git", "grep", "-Ilo", r"docs/[a-z_-]*\.md"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    for file in set(tracked) - {"CHANGELOG.md"}:
        text = (PROJECT / file).read_text(encoding="utf-8")
        for name in re.findall(r"(?<![\w/])docs/([a-z_-]+)\.md", text):
            assert (PROJECT / "docs" / f"{name}.md").exists(), f"{file} names docs/{name}.md"


def test_decisions_are_numbered_without_gaps_and_titled():
    text = (PROJECT / "DECISIONS.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^\*\*D(\d+)\. [^*]+\.\*\* \*", text, re.M)
    assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))
    for page in PAGES:
        for number in re.findall(r"\(D(\d+)\b|\bD(\d+) in", page.read_text(encoding="utf-8")):
            assert "".join(number) in numbers, f"{page.name} names D{''.join(number)}"


def test_no_page_is_longer_than_450_lines():
    for page in PAGES:
        assert page.read_text(encoding="utf-8").count("\n") <= 450, page
