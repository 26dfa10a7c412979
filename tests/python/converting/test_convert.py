"""The step `convert`: names of files, what is overwritten, and files that cannot be read."""

import os
import shutil

import pytest
from workbooks import SheetXml, protected_workbook, write_xlsx

from python_steps.__main__ import main

TABLE = [["Id", "Status"], [1, "open"]]
OTHER = [["Id", "Status"], [2, "closed"]]
CSV = "Id,Status\n1,open\n"


def convert(*words) -> int:
    return main(["convert", *map(str, words)])


def files_in(folder) -> list[str]:
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted(found)


def test_one_sheet_has_the_name_of_the_workbook(tmp_path, capsys):
    path = write_xlsx(tmp_path / "tickets 2026.11.xlsx", SheetXml(TABLE), SheetXml([], "Sheet2"))
    assert convert(path) == 0
    csv = tmp_path / "tickets 2026.11.csv"
    assert csv.read_bytes() == CSV.encode()
    assert capsys.readouterr().out == f"{path}, sheet Sheet1: 1 row -> {csv}\n"


def test_several_sheets_are_told_apart(tmp_path, capsys):
    names = ["Open", "open", "a-b c", "Q1.", "Ü", "Q1"]
    sheets = [SheetXml(TABLE, name) for name in names]
    path = write_xlsx(tmp_path / "t.xlsx", *sheets)
    assert convert(path) == 0
    expected = ["t-Open.csv", "t-Q1-2.csv", "t-Q1.csv", "t-a-b c.csv", "t-open-2.csv", "t-Ü.csv"]
    assert files_in(tmp_path) == sorted([*expected, "t.xlsx"])
    assert len(capsys.readouterr().out.splitlines()) == len(names)
    # other programs than Excel allow more characters
    path = write_xlsx(tmp_path / "o.xlsx", SheetXml(TABLE, "a/b:c"), SheetXml(TABLE, "../d"))
    assert convert(path, "--out", tmp_path / "out") == 0
    assert "sheet a/b:c: 1 row" in capsys.readouterr().out
    assert files_in(tmp_path / "out") == ["o-_d.csv", "o-a_b_c.csv"]


def test_a_folder_is_searched_and_keeps_its_folders(tmp_path, capsys):
    raw = tmp_path / "raw"
    (raw / "zendesk_tickets" / ".hidden").mkdir(parents=True)
    write_xlsx(raw / "a.XLSX", SheetXml(TABLE))
    write_xlsx(raw / "zendesk_tickets" / "b.xlsx", SheetXml(OTHER))
    write_xlsx(raw / "zendesk_tickets" / ".hidden" / "c.xlsx", SheetXml(OTHER))
    (raw / "~$a.xlsx").write_bytes(b"\4Ann")
    (raw / "d.csv").write_text("x\n", encoding="utf-8")
    assert convert(raw, "--out", tmp_path / "out") == 0
    assert files_in(tmp_path / "out") == ["a.csv", "zendesk_tickets/b.csv"]
    assert convert(raw) == 0
    assert (raw / "zendesk_tickets" / "b.csv").read_text(
        encoding="utf-8"
    ) == "Id,Status\n2,closed\n"
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_a_file_with_another_content_is_overwritten_only_with_force(tmp_path, capsys):
    path = write_xlsx(tmp_path / "a.xlsx", SheetXml(TABLE, "x"), SheetXml(TABLE, "y"))
    csv = tmp_path / "a-y.csv"
    csv.write_text("mine\n", encoding="utf-8")
    assert convert(path) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"{path}: {csv} exists with another content, overwrite it with --force; nothing written\n"
    )
    assert files_in(tmp_path) == ["a-y.csv", "a.xlsx"]
    assert csv.read_text(encoding="utf-8") == "mine\n"
    assert convert(path, "--force") == 0
    assert csv.read_text(encoding="utf-8") == CSV
    # the same content is no conflict, and the file is as new as the conversion
    os.utime(csv, (1, 1))
    assert convert(path) == 0
    assert csv.stat().st_mtime > 1


def test_two_workbooks_do_not_write_one_file(tmp_path, capsys):
    first = write_xlsx(tmp_path / "a.xlsm", SheetXml(TABLE))
    second = write_xlsx(tmp_path / "a.xlsx", SheetXml(OTHER))
    assert convert(tmp_path, "--force") == 1
    assert capsys.readouterr().err == (
        f"{second}: {tmp_path / 'a.csv'} was just written from {first}; nothing written\n"
    )
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == CSV


def test_files_of_an_earlier_workbook_are_named(tmp_path, capsys):
    path = write_xlsx(tmp_path / "a.xlsx", SheetXml(TABLE))
    assert convert(path) == 0
    write_xlsx(path, SheetXml(TABLE, "x"), SheetXml(TABLE, "y"))
    write_xlsx(tmp_path / "a-2.xlsx", SheetXml(TABLE))
    assert convert(tmp_path / "a-2.xlsx") == 0
    capsys.readouterr()
    assert convert(path) == 0
    last = f"{tmp_path / 'a.csv'} is there too: delete it if it is from an earlier a.xlsx"
    assert capsys.readouterr().out.splitlines()[2:] == [last]


def test_a_workbook_without_data_writes_nothing(tmp_path, capsys):
    path = write_xlsx(tmp_path / "a.xlsx", SheetXml([[" "]]), SheetXml(TABLE, "h", "hidden"))
    assert convert(path) == 0
    assert capsys.readouterr().out == (
        f"{path}, sheet h: hidden, not read\n{path}: no sheet to read holds data, nothing written\n"
    )
    assert files_in(tmp_path) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", protected_workbook(), "is protected with a password: save it without one"),
        ("a.xls", protected_workbook(), "is protected with a password: save it without one"),
        ("a.xlsx", b"PK\x03\x04...", "is damaged, or no spreadsheet ("),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(2000), "is damaged, or no spreadsheet ("),
        ("a.xls", b"<html><table></table></html>", "is an HTML or XML page with the name of"),
        ("a.xls", b"\xef\xbb\xbf\n<?xml ?>", "is an HTML or XML page with the name of"),
        ("a.xls", b"Id\tStatus\n", "is no spreadsheet. If it is text, a build reads it"),
        ("a.xlsx", b"", "is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    tmp_path, capsys, name, content, reason
):
    (tmp_path / name).write_bytes(content)
    write_xlsx(tmp_path / "b.xlsx", SheetXml(TABLE))
    assert convert(tmp_path) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"{tmp_path / name} {reason}")
    assert said.err.count("\n") == 1
    assert "b.csv" in said.out
    assert files_in(tmp_path) == sorted([name, "b.csv", "b.xlsx"])


def test_a_cut_workbook_is_damaged(tmp_path, capsys):
    path = write_xlsx(tmp_path / "a.xlsx", SheetXml(TABLE))
    path.write_bytes(path.read_bytes()[:-300])
    assert convert(path) == 1
    assert "is damaged, or no spreadsheet (" in capsys.readouterr().err


def test_the_content_decides_and_not_the_name(tmp_path):
    shutil.move(write_xlsx(tmp_path / "a.xlsx", SheetXml(TABLE)), tmp_path / "a.xls")
    assert convert(tmp_path / "a.xls") == 0
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == CSV


def test_a_missing_file_and_a_folder_without_spreadsheets_are_errors(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert convert(tmp_path / "none.xlsx", tmp_path / "empty") == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "No such file or directory" in first
    assert "none.xlsx" in first
    assert second.startswith(f"{tmp_path / 'empty'}: holds no spreadsheet (.xlsx, ")


def test_a_failed_write_leaves_nothing(tmp_path, capsys, monkeypatch):
    path = write_xlsx(tmp_path / "a.xlsx", SheetXml(TABLE, "x"), SheetXml(TABLE, "y"))
    write_bytes = type(path).write_bytes

    def fail_for_second(self, content):
        if self.name == "a-y.csv":
            raise OSError(28, "No space left on device")
        return write_bytes(self, content)

    monkeypatch.setattr(type(path), "write_bytes", fail_for_second)
    assert convert(path) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert files_in(tmp_path) == ["a.xlsx"]


def test_out_must_be_a_folder(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit) as exit:
        convert(tmp_path, "--out", tmp_path / "file")
    assert exit.value.code == 2
    assert "--out: " in capsys.readouterr().err
