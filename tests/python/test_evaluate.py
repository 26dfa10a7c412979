"""The evaluation from its command line: real simulations, and a dbt that publishes what we say."""

import re
import sys
import tempfile

import pandas as pd
import pytest

from python_steps.__main__ import main
from python_steps.evaluation import evaluate as step

# Instead of dbt: publishes what a shop that finds every incident would, read off the truth. What
# MOOD holds is done otherwise.
DBT = f"""#!{sys.executable}
import json, os, sys
from pathlib import Path
import duckdb

given = dict(zip(sys.argv, sys.argv[1:]))
inputs = Path(json.loads(given["--vars"])["raw_dir"])
warehouse = Path(os.environ["MONITORING_WAREHOUSE"])
places = [inputs, warehouse, Path(os.environ["MONITORING_BUILD_DATABASE"])]
places += [Path(given["--target-path"]), Path(given["--log-path"])]
assert len({{place.parent for place in places}}) == 1, "all files of a world stand together"
assert Path("dbt_project.yml").exists(), "run in the project's folder"
assert "build" in sys.argv
assert list(inputs.glob("api_logs/*/*.parquet"))
mood = os.environ.get("MOOD", "")
truth = inputs / "planted_incidents.csv"
with (warehouse.parents[1] / "calls").open("a") as calls:
    print("a build", file=calls)
if mood == "fail":
    print(*(f"line {{number}}" for number in range(100)), "Not published.", sep="\\n")
    print("and this went to stderr", file=sys.stderr)
    sys.exit(2)
warehouse.mkdir()
with duckdb.connect(warehouse / "monitoring.duckdb") as connection:
    connection.execute(f'''
        create schema executive; create schema reliability;
        create table truth as from read_csv('{{truth}}', header = true, types = {{{{
            'started_at': 'timestamp', 'ended_at': 'timestamp', 'value_lost': 'double',
            'subject': 'varchar', 'incident_id': 'varchar'}}}});
        create table executive.insights as
        select incident_id as insight_id, 'event' as nature, 'warning' as severity,
            'found' as kind, subject, started_at + interval 1 hour as period_start,
            ended_at as period_end, value_lost - 1 as impact_low, value_lost + 1 as impact_high
        from truth;
        create table reliability.burn_alerts as
        select subject as service_name, 'page' as severity,
            started_at + interval 4 minute as started_at
        from truth;
    ''')
    if mood == "blind":
        connection.execute("truncate executive.insights; truncate reliability.burn_alerts")
    if mood == "shouting":
        connection.execute('''
            insert into executive.insights values ('X', 'event', 'critical', 'odd|one', 'home',
                timestamp '2026-08-03 10:00', timestamp '2026-08-03 11:00', 1, 2);
            insert into reliability.burn_alerts values ('search-api', 'page', '2026-08-03 10:00')
        ''')
    if mood == "without marts":
        connection.execute("drop table executive.insights; create table executive.kpis as select 1")
    connection.execute("drop table truth")
"""
SMALL = ["evaluate", "--days", "10", "--sessions-per-day", "5", "--first-seed", "31"]
ONE = [*SMALL, "--worlds", "1", "--calm-worlds", "0"]
ONE_OF_EACH = [*SMALL, "--worlds", "1", "--calm-worlds", "1"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A scratch folder, with a dbt of ours and no world outside it."""
    dbt = tmp_path / "dbt"
    dbt.write_text(DBT)
    dbt.chmod(0o755)
    (tmp_path / "worlds").mkdir()
    monkeypatch.setattr(step, "DBT", dbt)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "worlds"))
    return tmp_path


def left(folder):
    return sorted(path.name for path in (folder / "worlds").iterdir() if path.is_dir())


def test_a_shop_that_finds_everything_reaches_all_targets(folder, capsys):
    out = folder / "results" / "evaluation.csv"
    words = [*SMALL, "--worlds", "2", "--calm-worlds", "1", "--strict", "--out", str(out)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "worlds with incidents: 2 (seeds 31 to 32); calm worlds: 1 (seed 33);" in said
    assert "not reached" not in said and "Nothing missed, no false alarm." in said
    assert out.with_suffix(".md").read_text() == said
    rows = pd.read_csv(out, parse_dates=["started_at", "ended_at"])
    assert rows.columns[0] == "seed" and set(rows["seed"]) == {31, 32}
    assert rows["is_found"].all() and rows["is_covered"].all()
    assert set(rows["minutes_to_page"].dropna()) <= {4}
    for kind, count in [*rows.groupby("kind").size().items(), ("all", len(rows))]:
        line = next(line for line in said.splitlines() if line.startswith(f"| {kind} "))
        assert [cell.strip() for cell in line.split("|")[2:5]] == [str(count)] * 2 + ["100.0 %"]
    assert left(folder) == []


def test_strict_fails_when_a_target_is_missed(folder, capsys, monkeypatch):
    monkeypatch.setenv("MOOD", "blind")
    assert main([*ONE, "--strict"]) == 1
    said = capsys.readouterr().out
    assert "0 insights count" in said and "calm worlds:" not in said
    assert "| missed | 31 " in said
    # no calm world is not the same as calm ones without an insight
    assert re.search(r"critical insights in calm worlds .* not measured", said)


def test_false_alarms_and_calm_worlds_are_listed_one_a_line_and_fail_nothing(
    folder, capsys, monkeypatch
):
    monkeypatch.setenv("MOOD", "shouting")
    assert main(ONE_OF_EACH) == 0
    said = capsys.readouterr().out
    period = "2026-08-03 10:00 | 2026-08-03 11:00 |"
    for what, seed in (("false alarm (critical)     ", 31), ("in a calm world (critical) ", 32)):
        assert f"| {what}| {seed}   | odd\\|one | home    | {period}" in said
    assert "In the calm worlds 1 count, 1 of them critical, and 1 burn alerts page" in said
    assert said.count("not reached") == 2  # precision, and the critical one of a calm world


def test_worlds_are_kept_when_asked_and_never_put_over_what_is_there(folder, capsys):
    kept = folder / "kept"
    words = [*ONE_OF_EACH, "--keep", str(kept)]
    assert main(words) == 0
    assert {"31", "32"} <= {path.name for path in kept.iterdir()}
    assert (kept / "31" / "warehouse" / "monitoring.duckdb").exists()
    truths = [kept / seed / "inputs" / "planted_incidents.csv" for seed in ("31", "32")]
    troubled, calm = (len(truth.read_text().splitlines()) - 1 for truth in truths)
    assert troubled > 0 and calm == 0
    with pytest.raises(SystemExit):
        main(words)
    assert f"--keep: {kept} is there already" in capsys.readouterr().err


def test_a_build_that_fails_stops_the_evaluation_with_its_last_lines(folder, capsys, monkeypatch):
    monkeypatch.setenv("MOOD", "fail")
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    out = folder / "evaluation.csv"
    assert main([*SMALL, "--worlds", "6", "--out", str(out)]) == 1
    captured = capsys.readouterr()
    assert "dbt build of the world of seed 31 failed (exit code 2" in captured.err
    assert "line 99\nNot published." in captured.err
    assert "went to stderr" in captured.err and "line 50\n" not in captured.err
    assert captured.out == "" and not out.exists()
    # one may have begun before the failure was seen
    assert len((folder / "worlds" / "calls").read_text().splitlines()) <= 2
    assert left(folder) == []


def test_a_project_without_the_marts_gets_a_sentence(folder, capsys, monkeypatch):
    monkeypatch.setenv("MOOD", "without marts")
    assert main(ONE) == 1
    assert "holds no mart executive.insights" in capsys.readouterr().err


def test_a_simulation_or_a_dbt_that_cannot_run_gets_a_sentence(folder, capsys, monkeypatch):
    monkeypatch.setattr(step, "DBT", folder / "no such dbt")
    assert main(ONE) == 1
    assert "could not be started: [Errno 2]" in capsys.readouterr().err
    monkeypatch.setattr(step, "PROJECT", folder)
    assert main(ONE) == 1
    assert "The simulation of the world of seed 31" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--worlds", "0"], "--worlds: expected a whole number above 0, not '0'"),
        (["--calm-worlds", "-1"], "--calm-worlds: expected a whole number from 0, not '-1'"),
        (["--out", "figures.md"], "--out: expected a name that ends with .csv, not figures.md"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(folder, capsys, words, sentence):
    with pytest.raises(SystemExit) as exit:
        main([*ONE, *words])
    assert exit.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_place_that_cannot_be_written_to_is_said_before_the_work_begins(folder, capsys):
    (folder / "file").write_text("")
    assert main([*SMALL, "--out", str(folder / "file" / "evaluation.csv")]) == 1
    assert capsys.readouterr().err.startswith("Cannot write: ")
