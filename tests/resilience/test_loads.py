"""When a build is incremental, what it adds, and what it leaves unchanged."""

import os
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from conftest import FIXTURES, Place, ended
from exports import Exports

LENIENT = {"max_rejected_share": 0.9}
INCREMENTAL = "Incremental build: "
FULL_REFRESH = "Full refresh: "


@pytest.fixture
def exports(tmp_path) -> Exports:
    """Exports of a few days, for short builds."""
    exports = Exports(tmp_path / "raw", "2026-08-16", "csv")
    exports.pending = {day: exports.pending[day] for day in ("2026-08-17", "2026-08-18")}
    return exports


@pytest.fixture
def loaded(place, exports) -> Place:
    """A place with a first build of the exports, whose files are too old to be recent."""
    time.sleep(2.1)
    place.build(raw_dir=str(exports.raw), incremental=True, **LENIENT)
    return place


def add(place: Place, exports: Exports):
    return place.build(raw_dir=str(exports.raw), incremental=True, **LENIENT)


def assert_same_as_full_refresh(place: Place, exports: Exports, folder) -> None:
    fresh = Place(folder)
    fresh.build(raw_dir=str(exports.raw), **LENIENT)
    actual, expected = place.cells("order by all"), fresh.cells("order by all")
    assert [mart for mart in expected if actual[mart] != expected[mart]] == []


def test_rows_of_unchanged_files_stay_unchanged(loaded, exports):
    old_texts = (
        "select count(*) from intermediate.int_feedback_scored where polarity = 0.54321 "
        "union all select count(*) from intermediate.int_texts_tagged where issue like 'old %'"
    )
    new_texts = old_texts.replace("= 0.54321", "<> 0.54321").replace("like", "not like")
    with duckdb.connect(loaded.folder / "build.duckdb") as build:
        build.execute("update ux.clicks_daily set click_count = 9876 where date_day = '2026-08-10'")
        build.execute("update intermediate.int_feedback_scored set polarity = 0.54321")
        build.execute("update intermediate.int_texts_tagged set issue = 'old ' || issue")
        marked = build.execute(old_texts).fetchall()
    assert all(count > 0 for (count,) in marked)
    exports.add_day()
    assert INCREMENTAL + "8 new files" in add(loaded, exports).text
    days = "select distinct date_day::varchar from ux.clicks_daily where click_count = 9876"
    with duckdb.connect(loaded.folder / "build.duckdb", read_only=True) as build:
        assert build.execute(days).fetchall() == [("2026-08-10",)]
        assert build.execute(old_texts).fetchall() == marked
        assert all(count > 0 for (count,) in build.execute(new_texts).fetchall())
    assert loaded.query(days).empty  # nor is it published again


@pytest.mark.full
def test_the_next_build_completes_a_killed_one(loaded, exports, tmp_path):
    exports.add_day()
    process = loaded.start("build", raw_dir=str(exports.raw), incremental=True, **LENIENT)
    for line in process.stdout:
        if "OK created sql incremental model base.base_page_load_times" in line:
            os.killpg(process.pid, signal.SIGKILL)
    assert ended(process).code == -signal.SIGKILL
    exports.add_day()
    assert INCREMENTAL in add(loaded, exports).text
    assert_same_as_full_refresh(loaded, exports, tmp_path / "fresh")


@pytest.mark.full
def test_the_next_build_replaces_the_dates_of_an_unpublished_one(loaded, exports, tmp_path):
    exports.add_day()
    partial = loaded.dbt("run", raw_dir=str(exports.raw), incremental=True, **LENIENT)
    assert partial.code == 0, partial.text
    with duckdb.connect(loaded.folder / "build.duckdb") as build:
        build.execute("delete from ux.clicks_daily where date_day >= '2026-08-17'")
    assert INCREMENTAL + "no changed files" in add(loaded, exports).text
    assert_same_as_full_refresh(loaded, exports, tmp_path / "fresh")


@pytest.mark.full
def test_a_row_from_the_future_counts_when_its_time_has_come(place, exports, tmp_path):
    # more than a day ahead is taken for a wrong clock
    ahead = datetime.now(UTC) + timedelta(days=1, seconds=60)
    exports.write(
        "clickstream",
        "ahead",
        exports.read(exports.any_file("clickstream")).head(1).assign(timestamp=ahead.isoformat()),
    )
    time.sleep(2.1)
    add(place, exports)
    reasons = "select reason from quality.rejected_rows where source_file like '%ahead%'"
    assert place.query(reasons)["reason"].tolist() == ["out_of_range_timestamp"]
    time.sleep(max(0, (ahead - timedelta(days=1) - datetime.now(UTC)).total_seconds()) + 1)
    assert INCREMENTAL + "1 changed file" in add(place, exports).text
    assert place.query(reasons).empty
    assert_same_as_full_refresh(place, exports, tmp_path / "fresh")


@pytest.mark.full
def test_a_recent_file_is_read_again_despite_equal_size_and_time(place, exports, tmp_path):
    file = exports.any_file("api_logs")
    just_now = time.time() + 60  # dbt takes some seconds before it lists files
    os.utime(file, (just_now, just_now))
    add(place, exports)
    text = file.read_bytes()
    file.write_bytes(text.replace(b"200", b"503"))
    os.utime(file, (just_now, just_now))
    assert file.stat().st_size == len(text) and file.read_bytes() != text
    assert INCREMENTAL + "1 changed file" in add(place, exports).text
    assert_same_as_full_refresh(place, exports, tmp_path / "fresh")


@pytest.mark.full
def test_anything_but_a_published_build_of_the_same_code_and_vars_is_a_full_refresh(place):
    small = str(FIXTURES / "shop_small")

    def output(*words, **variables) -> str:
        run = place.dbt(
            *(words or ["build"]), raw_dir=small, incremental=True, **LENIENT | variables
        )
        assert run.code == 0, run.text
        return run.text

    assert FULL_REFRESH + "no complete build has been published yet" in output()
    assert INCREMENTAL + "no changed files" in output()
    assert FULL_REFRESH + "--full-refresh" in output("run", "--select", "base_api_logs", "-f")
    assert FULL_REFRESH + "no complete build has been published yet" in output()
    changed = "code, vars, reference data, package versions or the columns of an input changed"
    assert FULL_REFRESH + changed in output(currency="X")
    with duckdb.connect(place.folder / "build.duckdb") as build:
        build.execute("drop table ux.sessions")
    assert FULL_REFRESH + "the table ux.sessions is missing" in output(currency="X")
    seeds = place.build(incremental=True, **LENIENT)
    assert FULL_REFRESH + "raw_dir is not set, and seeds always load in full" in seeds.text


def test_changed_code_or_reference_data_changes_the_code_version(tmp_path):
    from python_steps.dbt_plugins.code_version import PROJECT, code_version

    copy = tmp_path / "project"
    for folder in ("models", "macros", "seeds", "python_steps"):
        shutil.copytree(PROJECT / folder, copy / folder)
    shutil.copy(PROJECT / "dbt_project.yml", copy)
    version = code_version(PROJECT)
    assert code_version(copy) == version
    for changed in (
        "seeds/reference/pages.csv",
        "macros/incremental/plan_build.sql",
        "models/marts/ux/sessions.sql",
        "models/marts/ux/sessions.yml",
        "python_steps/sentiment/scoring.py",
        "dbt_project.yml",
    ):
        code_version.cache_clear()
        text = (copy / changed).read_bytes()
        (copy / changed).write_bytes(text + b"\n")
        assert code_version(copy) != version, changed
        (copy / changed).write_bytes(text)
    code_version.cache_clear()
    assert code_version(copy) == version
    (copy / "python_steps" / "plot_marts.py").unlink()
    assert code_version(copy) == version
