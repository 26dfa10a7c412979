"""Rules of dbt_project_evaluator, checked on the manifest, and the list of lint exceptions.

Each function marked as a rule has the name of the rule and yields what breaks it. Inputs (the seeds
of seeds/raw) count as sources. Exceptions are read from docs/lint-exceptions.md. test_project.py
tests the rules on descriptions and on the places of tests.
"""

import re
import tomllib
from collections import defaultdict
from fnmatch import fnmatch

import pytest
from conftest import PROJECT

PAGE = PROJECT / "docs" / "lint-exceptions.md"
SECTION = "## Rules not followed"
PREFIXES = {"base": "base_", "staging": "stg_", "intermediate": "int_"}
STORED = ("table", "incremental")
HARD_CODED = re.compile(r"\b(?:from|join)\s+[\w\"]+\.[\w\"]+", re.I)
NOQA = re.compile(r"(#|--) ?noqa")
RULES = {}


def rule(function):
    RULES[function.__name__] = function
    return function


def not_followed(tool: str) -> set[tuple[str, str]]:
    """Each rule of the tool that is not followed, and where."""
    section = PAGE.read_text(encoding="utf-8").split(SECTION)[1]
    rows = [re.split(r" *\| *", line)[1:-1] for line in re.findall(r"^\|.*\|$", section, re.M)]
    return {
        (name, where)
        for row_tool, names, where, why in rows
        if row_tool == tool and why
        for name in names.split(", ")
    }


class Lineage:
    """Models, seeds and exposures by name, and who reads whom."""

    def __init__(self, manifest):
        nodes = manifest["nodes"].values()
        self.models = {node["name"]: node for node in nodes if node["resource_type"] == "model"}
        self.seeds = {node["name"]: node for node in nodes if node["resource_type"] == "seed"}
        self.exposures = {node["name"]: node for node in manifest["exposures"].values()}
        self.tests = [node for node in nodes if node["resource_type"] == "test"]
        self.unit_tests = manifest["unit_tests"].values()
        self.inputs = {name for name, seed in self.seeds.items() if "raw" in seed["fqn"]}
        self.parents = {
            name: {parent.split(".")[2] for parent in node["depends_on"]["nodes"]}
            for name, node in (self.models | self.exposures).items()
        }
        self.children = defaultdict(set)
        for child, parents in self.parents.items():
            for parent in parents:
                self.children[parent].add(child)

    def layer(self, name) -> str:
        """Base, staging, intermediate, marts or none: the folder of a model."""
        folders = self.models[name]["fqn"][1:-1] if name in self.models else []
        return "base" if "base" in folders else (folders or ["none"])[0]

    def layers_read(self, name) -> set[str]:
        return {self.layer(parent) for parent in self.parents[name]}

    def is_stored(self, name) -> bool:
        return self.models[name]["config"]["materialized"] in STORED

    def views_under(self, name) -> int:
        """The longest chain of views that is computed when the model is."""
        views = [p for p in self.parents[name] & self.models.keys() if not self.is_stored(p)]
        return max((1 + self.views_under(view) for view in views), default=0)

    def has_key(self, name) -> bool:
        """Whether tests prove that one or more columns are a key."""
        tested = defaultdict(set)
        for test in self.tests:
            if (test.get("attached_node") or "").endswith(f".{name}"):
                tested[test["column_name"]].add(test["test_metadata"]["name"])
        return "unique_together" in tested[None] or any(
            {"unique", "not_null"} <= tests for tests in tested.values()
        )


# Modeling: inputs and staging


@rule
def fct_direct_join_to_source(lineage):
    for name in lineage.models:
        read = lineage.parents[name]
        if read & lineage.inputs and read & lineage.models.keys():
            yield name


@rule
def fct_marts_or_intermediate_dependent_on_source(lineage):
    for name in lineage.models:
        if lineage.parents[name] & lineage.inputs and lineage.layer(name) != "base":
            yield name


@rule
def fct_multiple_sources_joined(lineage):
    for name in lineage.models:
        if len(lineage.parents[name] & lineage.inputs) > 1:
            yield name


@rule
def fct_source_fanout(lineage):
    for name in lineage.inputs:
        if len(lineage.children[name]) > 1:
            yield name


@rule
def fct_unused_sources(lineage):
    for name in lineage.seeds:
        if not lineage.children[name]:
            yield name


@rule
def fct_staging_dependent_on_marts_or_intermediate(lineage):
    for name in lineage.models:
        read = lineage.layers_read(name)
        if lineage.layer(name) in ("base", "staging") and read & {"intermediate", "marts"}:
            yield name


@rule
def fct_staging_dependent_on_staging(lineage):
    # what a layer of staging must not read; "none" are seeds
    forbidden = {"base": {"base", "staging"}, "staging": {"staging", "none"}}
    for name in lineage.models:
        if lineage.layers_read(name) & forbidden.get(lineage.layer(name), set()):
            yield name


# Modeling: the shape of the lineage


@rule
def fct_hard_coded_references(lineage):
    for name, model in lineage.models.items():
        if model["language"] == "sql" and HARD_CODED.search(model["raw_code"]):
            yield name


@rule
def fct_root_models(lineage):
    for name in lineage.models:
        if not lineage.parents[name]:
            yield name


@rule
def fct_model_fanout(lineage):
    # the last models: read by documents and by publish, which reads every mart
    last = {
        name
        for name in lineage.models
        if not lineage.children[name] & lineage.models.keys() - {"publish"}
    }
    for name in lineage.models:
        if len(lineage.children[name] & last - {"publish"}) >= 3:
            yield name


@rule
def fct_rejoining_of_upstream_concepts(lineage):
    for parent in lineage.models:
        for between in lineage.children[parent]:
            readers = lineage.children[between]
            if len(readers) == 1 and readers <= lineage.children[parent]:
                yield f"{parent} > {between}"


@rule
def fct_too_many_joins(lineage):
    for name in lineage.models:
        if len(lineage.parents[name]) >= 7:
            yield name


# Testing


@rule
def fct_missing_primary_key_tests(lineage):
    for name in lineage.models:
        if lineage.is_stored(name) and not lineage.has_key(name):
            yield name


@rule
def fct_test_coverage(lineage):
    tested = {
        parent.split(".")[2]
        for test in [*lineage.tests, *lineage.unit_tests]
        for parent in test["depends_on"]["nodes"]
    }
    yield from lineage.models.keys() - tested


# Structure


@rule
def fct_model_naming_conventions(lineage):
    for name in lineage.models:
        if not name.startswith(PREFIXES.get(lineage.layer(name), "")):
            yield name


@rule
def fct_model_directories(lineage):
    for name in lineage.models:
        for layer, prefix in PREFIXES.items():
            if name.startswith(prefix) and lineage.layer(name) != layer:
                yield name


# Performance


@rule
def fct_chained_views_dependencies(lineage):
    for name in lineage.models:
        if lineage.views_under(name) > 5:
            yield name


@rule
def fct_exposure_parents_materializations(lineage):
    for name in lineage.exposures:
        for parent in lineage.parents[name]:
            if parent in lineage.seeds or not lineage.is_stored(parent):
                yield f"{parent} > {name}"


# Governance


@rule
def fct_public_models_without_contract(lineage):
    for name, model in lineage.models.items():
        if model["access"] == "public" and not model["config"]["contract"]["enforced"]:
            yield name


@rule
def fct_exposures_dependent_on_private_models(lineage):
    for name in lineage.exposures:
        for parent in lineage.parents[name] & lineage.models.keys():
            if lineage.models[parent]["access"] != "public":
                yield f"{parent} > {name}"


@pytest.fixture(scope="module")
def lineage(manifest):
    return Lineage(manifest)


@pytest.mark.parametrize("name", RULES)
def test_only_listed_exceptions_break_a_rule_and_each_does(name, lineage):
    breaking = set(RULES[name](lineage))
    listed = {
        exception
        for broken, where in not_followed("dbt_project_evaluator")
        if broken == name
        for exception in re.findall(r"`(.+?)`", where)
    }
    assert {one for one in breaking if not any(fnmatch(one, each) for each in listed)} == set()
    assert {each for each in listed if not any(fnmatch(one, each) for one in breaking)} == set()


def test_a_rule_is_held_or_listed_as_followed_nowhere_or_in_part():
    for name, where in not_followed("dbt_project_evaluator"):
        assert name in RULES or "`" not in where, name


def test_the_linters_leave_out_the_rules_that_are_listed():
    tools = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    lint = tools["ruff"]["lint"]
    left_out = {
        "sqlfluff": [("*", tools["sqlfluff"]["core"]["exclude_rules"])],
        "dbt-score": [("*", [n.split(".")[-1] for n in tools["dbt-score"]["disabled_rules"]])],
        "ruff": [("*", lint["ignore"]), *lint["per-file-ignores"].items()],
    }
    for tool, ignored in left_out.items():
        configured = {
            (name, "everywhere" if where == "*" else f"`{where}`")
            for where, names in ignored
            for name in names
        }
        assert configured == not_followed(tool), tool


def test_no_line_is_hidden_from_the_linters():
    for folder in ("python_steps", "models", "macros", "tests", "benchmarks"):
        for path in (PROJECT / folder).rglob("*.*"):
            if path.suffix in (".py", ".sql"):
                assert not NOQA.search(path.read_text(encoding="utf-8")), path


def test_every_file_of_macros_opens_with_a_comment():
    for path in [*(PROJECT / "macros").rglob("*.sql"), *(PROJECT / "tests/generic").glob("*.sql")]:
        assert path.read_text(encoding="utf-8").startswith("{#"), path
