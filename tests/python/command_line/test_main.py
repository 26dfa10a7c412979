"""The command line: its steps, its installation as `monitoring`, and its error messages."""

import tomllib
from fnmatch import fnmatch

import pytest
from conftest import PROJECT

from python_steps.__main__ import main

SMALL = ["simulate", "--days", "2", "--sessions-per-day", "5"]


def test_simulate_writes_the_eight_inputs(tmp_path, capsys):
    assert main([*SMALL, "--out", str(tmp_path / "new")]) == 0
    assert len(list((tmp_path / "new").glob("*.csv"))) == 8 + 1  # the ground truth
    assert f"8 inputs to {tmp_path / 'new'}" in capsys.readouterr().out


def usage_error(capsys, words):
    """Run with invalid arguments; return the error message."""
    with pytest.raises(SystemExit) as exit:
        main(words)
    assert exit.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["clickstream.csv", "api_logs.parquet", "user_feedback", "injected_incidents.csv"]
)
def test_existing_files_are_overwritten_only_with_force(tmp_path, capsys, name):
    (tmp_path / name).write_text("mine")
    words = [*SMALL, "--out", str(tmp_path)]
    assert f"files exist, overwrite them with --force: {tmp_path / name}" in usage_error(
        capsys, words
    )
    assert (tmp_path / name).read_text() == "mine"
    assert main([*words, "--force"]) == 0
    assert not (tmp_path / name).exists() or (tmp_path / name).read_text() != "mine"


def test_parquet_and_ground_truth_are_written_to_the_given_paths(tmp_path):
    words = [*SMALL, "--format", "parquet", "--out", str(tmp_path / "out"), "--incidents", "1"]
    words += ["--days", "12", "--ground-truth", str(tmp_path / "incidents.csv")]
    assert main(words) == 0
    assert (tmp_path / "out/api_logs/date=2026-08-04/part-0.parquet").exists()
    assert len((tmp_path / "incidents.csv").read_text().splitlines()) == 1 + 1


def test_an_unwritable_path_is_an_error(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    words = [
        *SMALL,
        "--out",
        str(tmp_path / "new"),
        "--truth",
        str(tmp_path / "file/incidents.csv"),
    ]
    assert main(words) == 1
    assert capsys.readouterr().err.startswith("Cannot write: ")
    assert f"--out: {tmp_path / 'file'} is not a folder" in usage_error(
        capsys, [*SMALL, "--out", str(tmp_path / "file")]
    )


def test_simulate_requires_an_output_folder(capsys):
    assert "the following arguments are required: --out" in usage_error(capsys, SMALL)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--days", "0"], "--days: expected a positive integer, got '0'"),
        (["--sessions-per-day", "many"], "expected a positive integer, got 'many'"),
        (["--seed", "-1"], "--seed: expected 0 or a positive integer, got '-1'"),
        (["--incidents", "9"], "--incidents: 42 days have room for"),
        (["--format", "xlsx"], "--format: invalid choice: 'xlsx'"),
        (["--start", "3.8.2026"], "--start: expected a date such as 2026-08-03, got '3.8.2026'"),
    ],
)
def test_an_invalid_argument_is_an_error(tmp_path, capsys, words, message):
    said = usage_error(capsys, ["simulate", *words, "--out", str(tmp_path / "new")])
    assert message in said
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        ("/usr/bin/monitoring", "usage: monitoring "),
        ("/project/python_steps/__main__.py", "usage: python -m python_steps "),
    ],
)
def test_the_help_names_the_command_that_was_called(monkeypatch, capsys, program, shown):
    monkeypatch.setattr("sys.argv", [program])
    with pytest.raises(SystemExit) as exit:
        main(["--help"])
    assert exit.value.code == 0
    assert capsys.readouterr().out.startswith(shown)


@pytest.mark.parametrize("step", ["power-bi", "power_bi", "publish-spark", "publish_spark"])
def test_steps_are_spelled_with_hyphens_and_underscores_work_too(tmp_path, capsys, step):
    flag = "--manifest" if step.startswith("power") else "--target"
    assert main([step, flag, str(tmp_path / "missing")]) == 1
    assert "not found. Run `dbt " in capsys.readouterr().err


def test_the_installed_package_has_the_command_and_all_data_files():
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["scripts"] == {"monitoring": "python_steps.__main__:main"}
    patterns = settings["tool"]["setuptools"]["package-data"]["*"]
    for path in (PROJECT / "python_steps").rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            assert any(fnmatch(path.name, pattern) for pattern in patterns), path
