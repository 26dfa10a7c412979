"""The command line: what it does, and what it says when it is asked for something wrong."""

import pytest

from python_steps.__main__ import main

SMALL = ["simulate", "--days", "2", "--sessions-per-day", "5"]


def test_simulate_writes_the_seven_inputs(tmp_path, capsys):
    assert main([*SMALL, "--out", str(tmp_path / "new")]) == 0
    assert len(list((tmp_path / "new").glob("*.csv"))) == 7 + 1  # the ground truth
    assert f"7 inputs to {tmp_path / 'new'}" in capsys.readouterr().out


def refusal(capsys, words):
    """Run with arguments that are refused; return what is said."""
    with pytest.raises(SystemExit) as exit:
        main(words)
    assert exit.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["clickstream.csv", "api_logs.parquet", "user_feedback", "injected_incidents.csv"]
)
def test_what_a_folder_holds_is_overwritten_only_by_force(tmp_path, capsys, name):
    (tmp_path / name).write_text("mine")
    words = [*SMALL, "--out", str(tmp_path)]
    assert f"files exist, overwrite them with --force: {tmp_path / name}" in refusal(capsys, words)
    assert (tmp_path / name).read_text() == "mine"
    assert main([*words, "--force"]) == 0
    assert not (tmp_path / name).exists() or (tmp_path / name).read_text() != "mine"


def test_parquet_and_ground_truth_are_written_to_the_given_paths(tmp_path):
    words = [*SMALL, "--format", "parquet", "--out", str(tmp_path / "out"), "--incidents", "1"]
    words += ["--days", "12", "--ground-truth", str(tmp_path / "incidents.csv")]
    assert main(words) == 0
    assert (tmp_path / "out/api_logs/date=2026-08-04/part-0.parquet").exists()
    assert len((tmp_path / "incidents.csv").read_text().splitlines()) == 1 + 1


def test_a_place_that_cannot_be_written_to_gets_a_sentence(tmp_path, capsys):
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
    assert f"--out: {tmp_path / 'file'} is not a folder" in refusal(
        capsys, [*SMALL, "--out", str(tmp_path / "file")]
    )


def test_simulate_requires_an_output_folder(capsys):
    assert "the following arguments are required: --out" in refusal(capsys, SMALL)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--days", "0"], "--days: expected a whole number above 0, not '0'"),
        (["--sessions-per-day", "many"], "expected a whole number above 0, not 'many'"),
        (["--seed", "-1"], "--seed: expected a whole number from 0, not '-1'"),
        (["--incidents", "9"], "--incidents: 42 days have room for"),
        (["--format", "xlsx"], "--format: invalid choice: 'xlsx'"),
        (["--start", "3.8.2026"], "--start: expected a day such as 2026-08-03, not '3.8.2026'"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(tmp_path, capsys, words, sentence):
    said = refusal(capsys, ["simulate", *words, "--out", str(tmp_path / "new")])
    assert sentence in said
    assert not (tmp_path / "new").exists()
