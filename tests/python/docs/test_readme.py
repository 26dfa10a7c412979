"""The README and the pages it links say what is true."""

import re

import pandas as pd
import yaml
from conftest import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def in_words(value: float, unit: str) -> str:
    """A figure as the build prints it."""
    if unit == "share":
        return f"{100 * value:.{1 if value < 0.1 else 0 if value < 0.99 else 2}f}%"
    if unit == "ms":
        return f"{value:,.0f} ms" if value < 1000 else f"{value / 1000:,.1f} s"
    forms = {
        "count": f"{value:,.0f}",
        "EUR": f"{value:,.0f} EUR",
        "rating": f"{value:.2f}",
        "hours": f"{value:,.1f} h",
    }
    return forms[unit]


def test_the_figures_are_those_of_the_shipped_seeds(shipped):
    kpis = shipped.query("select * from executive.headline_kpis").set_index("kpi")
    rows = re.findall(r"^\| [^|]+\? \| ([^|]+) \| `(\w+)` \|$", README, re.M)
    assert len(rows) == 15
    for answer, name in rows:
        kpi = kpis.loc[name]
        figure = in_words(kpi["value"], kpi["unit"])
        assert answer == (f"{kpi['answer']} ({figure})" if pd.notna(kpi["answer"]) else figure), (
            name
        )


def test_the_finding_it_shows_is_the_first_one(shipped):
    quoted = " ".join(line.removeprefix("> ") for line in README.splitlines() if line[:1] == ">")
    first = shipped.query("select * from executive.insights where priority_rank = 1").iloc[0]
    assert quoted == (
        f"**{first['headline']}** {first['evidence']} Corroborated by: no other source. "
        f"Owner: {first['owner']}. Next step: {first['recommended_action']}"
    )


def test_the_build_prints_the_same_figures(shipped):
    for answer, name in re.findall(r"\? \| ([^|]+) \| `(\w+)` \|", README):
        assert answer in shipped.first_run.text, name


def test_the_columns_of_the_inputs_are_those_of_the_contract(shipped):
    page = (PROJECT / "docs" / "inputs.md").read_text(encoding="utf-8")
    section = page.split("## Columns")[1].split("##")[0]
    rows = re.findall(r"^\| ([a-z_]+_?[a-z]+) \| ([a-z_, ]+) \| ([a-z_, ]*)\|$", section, re.M)
    inputs = [row for row in rows if row[0] != "table"]
    shipped_inputs = {path.stem for path in (PROJECT / "seeds" / "raw").glob("*.csv")}
    assert {table for table, _, _ in inputs} == shipped_inputs
    for table, required, optional in inputs:
        twin = yaml.safe_load(
            (PROJECT / "seeds" / "raw" / f"{table}.yml").read_text(encoding="utf-8")
        )
        columns = {
            column["name"]: column["config"]["meta"]["required"]
            for column in twin["seeds"][0]["columns"]
        }
        stated = {name: True for name in re.findall(r"\w+", required)}
        stated |= {name: False for name in re.findall(r"\w+", optional)}
        assert stated == columns, table


def test_every_mart_and_kpi_it_names_exists(shipped):
    marts = set(shipped.marts())
    for schema, tables in re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|", README, re.M):
        for table in tables.split(", "):
            assert f"{schema}.{table}" in marts
    page = (PROJECT / "docs" / "kpis.md").read_text(encoding="utf-8")
    for mart in re.findall(
        r"(?<![\w/-])((?:ux|commerce|reliability|support|core|quality|executive)\.[a-z_]+)\b",
        README + page,
    ):
        assert mart in marts, mart
    kpis = set(shipped.query("select kpi from executive.headline_kpis")["kpi"])
    scripts = re.findall(r"^\| analy[sz]e_\w+ \| [^|]+ \| ([^|]+) \|", page, re.M)
    assert len(scripts) == 6
    for line in scripts:
        assert set(line.strip().split(", ")) <= kpis


def test_the_project_structure_is_what_is_on_disk():
    tree = README.split("## Project structure")[1].split("```")[1]
    named = re.findall(r"^(\S+)", tree, re.M)
    for name in named:
        assert list(PROJECT.glob(name)), name
    layers = {path.parent for path in (PROJECT / "models").rglob("*.sql")}
    top = {path.relative_to(PROJECT).parts[1] for path in layers}
    assert {f"models/{name}/" for name in top} <= set(named)
    (folders,) = re.findall(r"^macros/ +(.+)$", tree, re.M)
    assert sorted(folders.split(", ")) == sorted(
        path.name for path in (PROJECT / "macros").iterdir() if path.is_dir()
    )


def test_its_make_targets_exist():
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    pages = [PROJECT / "CONTRIBUTING.md", *(PROJECT / "docs").glob("*.md")]
    text = "\n".join([README, *(page.read_text(encoding="utf-8") for page in pages)])
    named = re.findall(r"^make ([a-z-]+)|`make ([a-z-]+(?: [a-z-]+)*)", text, re.M)
    targets = {target for one, many in named for target in [one, *many.split()] if target}
    assert {"build", "test", "docs-pages", "powerbi"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.M), target
