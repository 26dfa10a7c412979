"""The layout of the repository: folders, file sizes, doc comments, and limits on machinery."""

import re
from pathlib import Path

import yaml
from conftest import PROJECT
from contract import tracked_files

MODEL_FOLDERS = {
    "exports",
    "",
    "staging",
    "staging/base",
    "intermediate/behavior",
    "intermediate/calendar",
    "intermediate/feedback",
    "intermediate/inputs",
    "intermediate/reliability",
    "kpis",
    "detection/1_signals",
    "detection/2_windows",
    "detection/3_events",
    "detection/4_findings",
    "marts/commerce",
    "marts/core",
    "marts/executive",
    "marts/quality",
    "marts/reliability",
    "marts/support",
    "marts/ux",
    "semantic",
}
MACRO_FOLDERS = {
    "cross_db",
    "detection",
    "format",
    "incremental",
    "kpis",
    "on_run",
    "overrides",
    "quality",
    "sources",
}
SUITES = {"fixtures", "generic", "python", "resilience", "singular", "spark"}
# data, and files that a command or tool writes
GENERATED = re.compile(
    r"\.csv$|^powerbi/|^requirements[\w-]*\.txt$|^docs/images/|^docs/functions\.md$"
)


def folders_of(root: str, *suffixes: str) -> set[str]:
    """Return the folders below a root that hold files with these suffixes."""
    files = [file for file in (PROJECT / root).rglob("*") if file.suffix in suffixes]
    parents = {file.parent.relative_to(PROJECT / root).as_posix() for file in files}
    return {"" if parent == "." else parent for parent in parents}


def count_lines(*files: Path) -> int:
    return sum(file.read_text(encoding="utf-8").count("\n") for file in files)


def sql_and_python(root: str) -> list[Path]:
    files = (PROJECT / root).rglob("*")
    return [file for file in files if file.suffix in (".sql", ".py")]


def test_models_are_in_the_known_folders():
    assert folders_of("models", ".sql", ".py", ".yml") == MODEL_FOLDERS


def test_macros_are_in_the_known_folders():
    assert folders_of("macros", ".sql") == MACRO_FOLDERS


def test_tests_are_in_the_known_folders():
    found = {name.split("/")[1] for name in tracked_files() if re.match("tests/.+/", name)}
    assert found == SUITES
    flat = [file.name for file in (PROJECT / "tests" / "python").glob("*.py")]
    assert flat == [], "tests of Python are in a folder per subject"


def test_pytest_looks_into_every_folder():
    # its default for norecursedirs, as of pytest 8
    skipped = {"build", "dist", "node_modules", "venv", "_darcs", "CVS"}
    folders = {folder.name for folder in (PROJECT / "tests").rglob("*") if folder.is_dir()}
    assert folders & skipped == set()


def test_every_macro_file_opens_with_a_doc_comment():
    for path in (PROJECT / "macros").rglob("*.sql"):
        assert re.match(r"\{#-?\s+\S", path.read_text(encoding="utf-8")), path


def test_every_override_names_what_it_overrides():
    for path in (PROJECT / "macros" / "overrides").glob("*.sql"):
        assert re.match(r"\{#-?\s+Overrides ", path.read_text(encoding="utf-8")), path


def test_there_is_less_than_a_third_of_a_line_of_macro_per_line_of_model():
    # overrides replace macros of dbt, and sources read files: they contain no logic of the shop
    own = [
        path
        for path in sql_and_python("macros")
        if path.parent.name not in ("overrides", "sources")
    ]
    macros, models = count_lines(*own), count_lines(*sql_and_python("models"))
    assert 100 * macros / models <= 33, f"{macros} lines of macros, {models} lines of models"


def test_dbt_project_has_only_the_vars_of_a_shop():
    stated = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    assert len(stated) <= 30


def test_python_steps_are_packages():
    flat = [file.name for file in (PROJECT / "python_steps").glob("*.py")]
    assert len(flat) <= 4, flat


# in a base model because a row is read, versioned and merged before it is stored; the search for
# copies is one count, from rows to hours; each KPI takes two lines
LONGER_MODELS = {
    "base_session_tracking.sql": 200,
    "int_kpi_components_daily.sql": 165,
    "stg_repeated_hours.sql": 165,
}


def test_models_fit_on_a_screen_or_two():
    for path in (PROJECT / "models").rglob("*.sql"):
        lines = count_lines(path)
        assert lines <= LONGER_MODELS.get(path.name, 150), f"{path}: {lines} lines"


def test_yml_twins_are_short_and_long_unit_tests_are_in_their_own_file():
    for path in [*(PROJECT / "models").rglob("*.yml"), *(PROJECT / "seeds").rglob("*.yml")]:
        limit = 450 if path.name.endswith(".unit_tests.yml") else 200
        lines = count_lines(path)
        assert lines <= limit, f"{path}: {lines} lines"


def test_no_file_is_longer_than_450_lines():
    for name in tracked_files():
        content = (PROJECT / name).read_bytes()
        if not GENERATED.search(name) and b"\0" not in content:
            lines = content.count(b"\n")
            assert lines <= 450, f"{name}: {lines} lines"


def test_no_model_depends_on_the_engine_or_the_clock():
    forbidden = re.compile(r"target\.type|current_date|current_timestamp|now\(\)|today\(\)")
    for path in (PROJECT / "models").rglob("*.sql"):
        assert not forbidden.search(path.read_text(encoding="utf-8")), path


def test_shipped_seeds_are_utf_8_and_small():
    for path in (PROJECT / "seeds").rglob("*.csv"):
        assert path.stat().st_size < 3_000_000, path
        path.read_text(encoding="utf-8")
