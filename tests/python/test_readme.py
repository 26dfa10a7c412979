"""The README says what is true."""

import re

import pandas as pd
import yaml
from conftest import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def in_words(value: float, unit: str) -> str:
    """A figure as the build prints it."""
    forms = {
        "share": f"{100 * value:.1f} %",
        "count": f"{value:,.0f}",
        "ms": f"{value:,.0f} ms",
        "EUR": f"{value:,.2f} EUR",
        "rating": f"{value:.2f}",
    }
    return forms.get(unit, f"{value:,.1f} {unit}")


def test_the_figures_are_those_of_the_shipped_seeds(shipped):
    kpis = shipped.query("select * from executive.headline_kpis").set_index("kpi")
    rows = re.findall(r"^\| [^|]+\? \| ([^|]+) \| `(\w+)` \|$", README, re.M)
    assert len(rows) == 13
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
        f"**{first['headline']}** {first['evidence']} Confidence: {first['confidence']} (it shows "
        f"in one place). {first['owner']}: {first['recommended_action']}"
    )


def test_the_build_prints_the_same_figures(shipped):
    for answer, name in re.findall(r"\? \| ([^|]+) \| `(\w+)` \|", README):
        assert answer in shipped.first_run.text, name


def test_the_columns_of_the_inputs_are_those_of_the_contract(shipped):
    section = README.split("## Your own exports")[1].split("##")[0]
    rows = re.findall(r"^\| ([a-z_]+_?[a-z]+) \| ([a-z_, ]+) \| ([a-z_, ]*)\|$", section, re.M)
    inputs = [row for row in rows if row[0] != "table"]
    assert len(inputs) == 7
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
    for mart in re.findall(
        r"(?<![\w/-])((?:ux|commerce|reliability|support|core|quality)\.\w+)", README
    ):
        assert mart in marts, mart
    kpis = set(shipped.query("select kpi from executive.headline_kpis")["kpi"])
    for line in re.findall(r"^\| analy[sz]e_\w+ \| [^|]+ \| ([^|]+) \|", README, re.M):
        assert set(line.strip().split(", ")) <= kpis


def test_the_map_names_what_is_there():
    tree = README.split("## The map")[1].split("```")[1]
    for name in re.findall(r"^(\S+)", tree, re.M):
        assert list(PROJECT.glob(name)), name


def test_its_make_targets_exist():
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make ([a-z]+)\b", README):
        if target in ("and", "lists", "installs", "with"):
            continue
        assert re.search(rf"^{target}:", makefile, re.M), target
