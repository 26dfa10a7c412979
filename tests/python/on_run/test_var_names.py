"""Vars of earlier versions stop the build; ignoring them would change results silently."""

import re

import pytest
import yaml
from conftest import PROJECT, Place, copy_project, one_line

MACRO = PROJECT / "macros" / "on_run" / "validate_var_names.sql"
RENAMED = dict(re.findall(r"'(\w+)': '(\w+)'", MACRO.read_text(encoding="utf-8")))
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
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    settings = (PROJECT / "macros" / "detection" / "setting.sql").read_text(encoding="utf-8")
    names = {*project["vars"], *re.findall(r"^ +'(\w+)': ", settings, re.M)}
    assert len(RENAMED) == 19
    assert set(RENAMED.values()) <= names
    assert not names & set(RENAMED)
