"""The step `evaluate`: real simulations, and a stub of dbt that publishes known findings."""

import re
import sys
import tempfile

import pandas as pd
import pytest

from python_steps.__main__ import main
from python_steps.evaluation import evaluate as step
from python_steps.evaluation.report import KIND_NAMES, _percent

# A stub of dbt: publishes a detection and a page for every incident in the ground truth. The
# environment variable SCENARIO changes that.
DBT = f"""#!{sys.executable}
import json, os, sys
from pathlib import Path
import duckdb

options = dict(zip(sys.argv, sys.argv[1:]))
inputs = Path(json.loads(options["--vars"])["raw_dir"])
warehouse = Path(os.environ["MONITORING_WAREHOUSE"])
places = [inputs, warehouse, Path(os.environ["MONITORING_BUILD_DATABASE"])]
places += [Path(options["--target-path"]), Path(options["--log-path"])]
assert len({{place.parent for place in places}}) == 1, "all files of a dataset are in one folder"
assert Path("dbt_project.yml").exists(), "run in the project's folder"
assert "build" in sys.argv
assert list(inputs.glob("api_logs/*/*.parquet"))
scenario = os.environ.get("SCENARIO", "")
ground_truth = inputs / "injected_incidents.csv"
with (warehouse.parents[1] / "calls").open("a") as calls:
    print("a build", file=calls)
if scenario == "fail":
    print(*(f"line {{number}}" for number in range(100)), "Not published.", sep="\\n")
    print("and this went to stderr", file=sys.stderr)
    sys.exit(2)
warehouse.mkdir()
with duckdb.connect(warehouse / "monitoring.duckdb") as connection:
    connection.execute(f'''
        create schema executive; create schema reliability;
        create table ground_truth as from read_csv('{{ground_truth}}', header = true, types = {{{{
            'started_at': 'timestamp', 'ended_at': 'timestamp', 'value_lost': 'double',
            'subject': 'varchar', 'incident_id': 'varchar'}}}});
        create table executive.insights as
        select incident_id as insight_id, 'event' as nature, 'warning' as severity,
            'found' as kind, subject, started_at + interval 1 hour as period_start,
            ended_at as period_end, value_lost - 1 as impact_low, value_lost + 1 as impact_high
        from ground_truth;
        create table reliability.burn_alerts as
        select subject as service_name, 'page' as severity,
            started_at + interval 4 minute as started_at
        from ground_truth;
    ''')
    if scenario == "no findings":
        connection.execute("truncate executive.insights; truncate reliability.burn_alerts")
    if scenario == "false positives":
        connection.execute('''
            insert into executive.insights values ('X', 'event', 'critical', 'odd|one', 'home',
                timestamp '2026-08-03 10:00', timestamp '2026-08-03 11:00', 1, 2);
            insert into reliability.burn_alerts values ('search-api', 'page', '2026-08-03 10:00')
        ''')
    if scenario == "without marts":
        connection.execute("drop table executive.insights; create table executive.kpis as select 1")
    connection.execute("drop table ground_truth")
"""
SMALL = ["evaluate", "--days", "10", "--sessions-per-day", "5", "--first-seed", "31"]
ONE = [*SMALL, "--datasets", "1", "--control-datasets", "0"]
ONE_OF_EACH = [*SMALL, "--datasets", "1", "--control-datasets", "1"]


@pytest.fixture
def folder(tmp_path, monkeypatch, builds):
    """A scratch folder that holds the stub of dbt and all datasets."""
    dbt = tmp_path / "dbt"
    dbt.write_text(DBT)
    dbt.chmod(0o755)
    (tmp_path / "datasets").mkdir()
    monkeypatch.setattr(step, "DBT", dbt)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "datasets"))
    return tmp_path


def remaining(folder):
    return sorted(path.name for path in (folder / "datasets").iterdir() if path.is_dir())


def test_a_suite_that_detects_everything_meets_all_targets(folder, capsys):
    out = folder / "results" / "evaluation.csv"
    arguments = [*SMALL, "--datasets", "2", "--control-datasets", "1", "--strict"]
    assert main([*arguments, "--out", str(out)]) == 0
    output = capsys.readouterr().out
    assert "datasets with incidents: 2 (seeds 31 to 32); control datasets: 1 (seed 33);" in output
    assert "| missed" not in output and "No missed incidents, no false positives." in output
    assert out.with_suffix(".md").read_text() == output
    rows = pd.read_csv(out, parse_dates=["started_at", "ended_at"])
    assert rows.columns[0] == "seed" and set(rows["seed"]) == {31, 32}
    assert rows["is_detected"].all() and rows["is_covered"].all()
    assert set(rows["minutes_to_page"].dropna()) <= {4}
    for kind, count in [*rows.groupby("kind").size().items(), ("all", len(rows))]:
        line = next(
            line for line in output.splitlines() if line.startswith(f"| {KIND_NAMES[kind]} ")
        )
        assert [cell.strip() for cell in line.split("|")[2:5]] == [str(count)] * 2 + ["100%"]
    assert remaining(folder) == []


def test_strict_fails_when_a_target_is_missed(folder, capsys, monkeypatch):
    monkeypatch.setenv("SCENARIO", "no findings")
    assert main([*ONE, "--strict"]) == 1
    output = capsys.readouterr().out
    assert "0 detections (" in output and "ontrol datasets:" not in output
    assert "| missed | 31 " in output
    # without control datasets there is nothing to measure, not a target that is met
    assert re.search(r"critical detections in control datasets .* not measured", output)


def test_false_positives_are_listed_and_do_not_fail_without_strict(folder, capsys, monkeypatch):
    monkeypatch.setenv("SCENARIO", "false positives")
    assert main(ONE_OF_EACH) == 0
    output = capsys.readouterr().out
    period = "2026-08-03 10:00 | 2026-08-03 11:00 |"
    for what, seed in (("false positive (critical)  ", 31), ("control dataset (critical) ", 32)):
        assert f"| {what}| {seed}   | odd\\|one | home    | {period}" in output
    assert "Control datasets: 1 detection (1 critical) and 1 paging alert." in output
    assert output.count("| missed ") == 2  # precision, and critical detections


def test_datasets_are_kept_in_a_new_folder_only(folder, capsys):
    kept = folder / "kept"
    arguments = [*ONE_OF_EACH, "--keep", str(kept)]
    assert main(arguments) == 0
    assert {"31", "32"} <= {path.name for path in kept.iterdir()}
    assert (kept / "31" / "warehouse" / "monitoring.duckdb").exists()
    paths = [kept / seed / "inputs" / "injected_incidents.csv" for seed in ("31", "32")]
    injected, control = (len(path.read_text().splitlines()) - 1 for path in paths)
    assert injected > 0 and control == 0
    with pytest.raises(SystemExit):
        main(arguments)
    assert f"--keep: {kept} exists" in capsys.readouterr().err


def test_a_failed_build_stops_the_evaluation_and_its_last_lines_are_printed(
    folder, capsys, monkeypatch
):
    monkeypatch.setenv("SCENARIO", "fail")
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    out = folder / "evaluation.csv"
    assert main([*SMALL, "--datasets", "6", "--out", str(out)]) == 1
    captured = capsys.readouterr()
    assert "dbt build of the dataset of seed 31 failed (exit code 2" in captured.err
    assert "line 99\nNot published." in captured.err
    assert "went to stderr" in captured.err and "line 50\n" not in captured.err
    assert captured.out == "" and not out.exists()
    # a second build may have started before the failure was noticed
    assert len((folder / "datasets" / "calls").read_text().splitlines()) <= 2
    assert remaining(folder) == []


def test_a_project_without_the_marts_gets_an_error_message(folder, capsys, monkeypatch):
    monkeypatch.setenv("SCENARIO", "without marts")
    assert main(ONE) == 1
    assert "holds no mart executive.insights" in capsys.readouterr().err


def test_a_simulation_or_build_that_cannot_start_gets_an_error_message(folder, capsys, monkeypatch):
    monkeypatch.setattr(step, "DBT", folder / "no such dbt")
    assert main(ONE) == 1
    assert "could not be started: [Errno 2]" in capsys.readouterr().err
    monkeypatch.setattr(sys, "executable", str(folder / "no such python"))
    assert main(ONE) == 1
    assert "Simulating the dataset of seed 31" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--datasets", "0"], "--datasets: expected a positive integer, got '0'"),
        (
            ["--control-datasets", "-1"],
            "--control-datasets: expected 0 or a positive integer, got '-1'",
        ),
        (["--out", "figures.md"], "--out: expected a name that ends with .csv, not figures.md"),
    ],
)
def test_an_invalid_argument_gets_an_error_message(folder, capsys, words, message):
    with pytest.raises(SystemExit) as exit:
        main([*ONE, *words])
    assert exit.value.code == 2
    assert message in capsys.readouterr().err


def test_an_output_path_that_cannot_be_written_is_reported_before_the_work_starts(folder, capsys):
    (folder / "file").write_text("")
    assert main([*SMALL, "--out", str(folder / "file" / "evaluation.csv")]) == 1
    assert capsys.readouterr().err.startswith("Cannot write: ")


def test_the_old_option_names_are_accepted_and_hidden(folder, capsys):
    assert main([*SMALL, "--worlds", "1", "--calm-worlds", "1"]) == 0
    output = capsys.readouterr().out
    assert "datasets with incidents: 1 (seed 31); control datasets: 1 (seed 32);" in output
    with pytest.raises(SystemExit):
        main(["evaluate", "--help"])
    assert "world" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (1.0, "100%"),
        (0.9969, "99.69%"),
        (0.96, "96%"),
        (0.124, "12%"),
        (0.0996, "10%"),
        (0.0125, "1.2%"),
        (0.0, "0%"),
        (float("nan"), "–"),
    ],
)
def test_percentages_follow_the_decimal_rule(share, printed):
    assert _percent(share) == printed
