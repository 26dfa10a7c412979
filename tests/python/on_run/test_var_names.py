"""Unknown vars stop the build; ignoring them would change results silently."""

import re

import pytest
import yaml
from conftest import PROJECT, Place, copy_project, one_line

MACRO = (PROJECT / "macros" / "on_run" / "validate_var_names.sql").read_text(encoding="utf-8")
RENAMED = dict(re.findall(r"'(\w+)': '(\w+)'", MACRO))
VARS = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
SETTINGS = re.findall(
    r"^ {8}'(\w+)': ",
    (PROJECT / "macros" / "detection" / "setting.sql").read_text(encoding="utf-8"),
    re.M,
)
MESSAGE = "The var {old} is now {new}. Rename it and rerun `dbt build`."


def assert_stopped(run, old: str) -> None:
    assert run.code != 0
    assert MESSAGE.format(old=old, new=RENAMED[old]) in one_line(run.text)
    assert "START sql" not in run.text


def test_an_old_name_in_vars_stops_the_build(place):
    assert_stopped(place.dbt("build", usual_days=7), "usual_days")
    assert not place.published.exists()


@pytest.mark.full
def test_an_old_name_in_dbt_project_stops_the_build(tmp_path):
    project = copy_project(tmp_path)
    file = project / "dbt_project.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("\nvars:\n", "\nvars:\n  least_rate: 0.1\n", 1),
        encoding="utf-8",
    )
    assert_stopped(Place(tmp_path, project).dbt("build"), "least_rate")


def test_every_new_name_exists_and_no_old_name_does():
    names = {*VARS, *SETTINGS}
    assert len(RENAMED) == 19
    assert set(RENAMED.values()) <= names
    assert not names & set(RENAMED)


def test_the_known_names_are_the_vars_of_the_project():
    listed = MACRO[MACRO.index("set project_vars") :].partition("]")[0]
    assert re.findall(r"'(\w+)'", listed) == list(VARS)


def test_an_unknown_name_in_vars_stops_the_build(place):
    run = place.dbt("build", rawdir="/exports")
    assert run.code != 0
    expected = "Unknown var rawdir. Did you mean raw_dir? Nothing was built or published."
    assert expected in one_line(run.text)
    assert "START sql" not in run.text
    assert not place.published.exists()


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("Raw-Dir", " Did you mean raw_dir?"),
        ("min_lrl", " Did you mean min_llr?"),
        ("timezone", " Did you mean source_timezone or reporting_timezone?"),
        ("cusum", " Did you mean cusum_shift_share?"),
        ("unknown", ""),
    ],
)
def test_a_similar_name_is_suggested(place, name, question):
    run = place.dbt("run-operation", "validate_var_names", **{name: "x"})
    assert f"Unknown var {name}.{question} Nothing was built" in one_line(run.text)


def test_every_known_name_is_accepted(place):
    run = place.dbt("run-operation", "validate_var_names", **VARS, min_llr=13)
    assert run.code == 0, run.text
