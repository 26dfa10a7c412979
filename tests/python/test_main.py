"""The command line: what it does, and what it says when it is asked for something wrong."""

import pytest

from python_steps.__main__ import main

SMALL = ["simulate", "--days", "2", "--sessions-per-day", "5"]


def test_simulate_writes_the_seven_inputs(tmp_path, capsys):
    assert main([*SMALL, "--out", str(tmp_path / "new")]) == 0
    assert len(list((tmp_path / "new").glob("*.csv"))) == 7
    assert f"7 inputs to {tmp_path / 'new'}" in capsys.readouterr().out


def test_a_folder_with_inputs_is_overwritten_only_by_force(tmp_path, capsys):
    (tmp_path / "clickstream.csv").write_text("mine")
    with pytest.raises(SystemExit) as exit:
        main([*SMALL, "--out", str(tmp_path)])
    assert exit.value.code == 2
    assert "holds clickstream.csv; --force overwrites them" in capsys.readouterr().err
    assert (tmp_path / "clickstream.csv").read_text() == "mine"
    assert main([*SMALL, "--out", str(tmp_path), "--force"]) == 0
    assert (tmp_path / "clickstream.csv").read_text() != "mine"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--days", "0"], "--days: expected a whole number above 0, not '0'"),
        (["--sessions-per-day", "many"], "expected a whole number above 0, not 'many'"),
        (["--start", "3.8.2026"], "--start: expected a day such as 2026-08-03, not '3.8.2026'"),
    ],
)
def test_a_wrong_argument_gets_a_sentence(tmp_path, capsys, words, sentence):
    with pytest.raises(SystemExit):
        main(["simulate", *words, "--out", str(tmp_path)])
    assert sentence in capsys.readouterr().err
