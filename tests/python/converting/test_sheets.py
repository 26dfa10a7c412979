"""Which rows and columns of a sheet are its table, and what is said of the rest."""

import pytest
from workbooks import Raw, SheetXml, error, write_xlsx

from python_steps.converting import xlsx_parts
from python_steps.converting.sheets import read_sheets

TABLE = [["Id", "Status"], [1, "open"], [2, "closed"]]
CSV = b"Id,Status\n1,open\n2,closed\n"


def sheet_of(tmp_path, rows, **options):
    (sheet,) = read_sheets(write_xlsx(tmp_path / "a.xlsx", SheetXml(rows, **options)))
    return sheet


def test_a_table_has_no_notes(tmp_path):
    sheet = sheet_of(tmp_path, TABLE)
    assert (sheet.content, sheet.row_count, sheet.notes) == (CSV, 2, ())


@pytest.mark.parametrize(
    "rows",
    [
        [[], [], *TABLE],
        [[None, *row] for row in TABLE],
        [*TABLE, [], [None, " "], [None, None, ""]],
        [[*row, None, " "] for row in TABLE],
        [[row[0], None, row[1]] for row in TABLE],
    ],
    ids=["rows above", "columns before", "rows below", "columns after", "a column between"],
)
def test_blank_rows_and_columns_around_a_table_are_left_out(tmp_path, rows):
    sheet = sheet_of(tmp_path, rows)
    assert (sheet.content, sheet.row_count, sheet.notes) == (CSV, 2, ())


def test_a_blank_row_within_a_table_keeps_its_place(tmp_path):
    sheet = sheet_of(tmp_path, [*TABLE, [], [3, "open"]])
    assert sheet.content == CSV + b",\n3,open\n"
    assert sheet.row_count == 3


def test_a_title_is_left_out_and_quoted(tmp_path):
    rows = [["Tickets of\nNovember"], [], [None, "Ann"], ["x"], ["y"], *TABLE, ["Total"]]
    sheet = sheet_of(tmp_path, rows, merged=("A1:B1",))
    assert sheet.content == CSV + b"Total,\n"
    assert sheet.notes == (
        "left out above the header: 'Tickets of November', 'Ann', 'x' and 1 more",
    )


def test_a_list_of_one_column_loses_no_row(tmp_path):
    sheet = sheet_of(tmp_path, [[], ["Id"], [1], [], [2]])
    assert sheet.content == b'Id\n1\n""\n2\n'
    assert (sheet.row_count, sheet.notes) == (2, ())


def test_a_header_over_two_rows_is_kept_and_noted(tmp_path):
    sheet = sheet_of(tmp_path, [["Ticket", None, "Customer"], ["Id", "Status", "Id"], [1, 2, 3]])
    assert sheet.content == b"Ticket,,Customer\nId,Status,Id\n1,2,3\n"
    assert sheet.notes == ("1 column without a name",)


def test_a_name_in_the_header_is_one_line(tmp_path):
    sheet = sheet_of(tmp_path, [["Ticket\nid", "At"], ["a\nb", 1]])
    assert sheet.content == b'Ticket id,At\n"a\nb",1\n'


def test_a_name_with_another_separator_is_quoted(tmp_path):
    sheet = sheet_of(tmp_path, [["Id", "Reason; comment | note; more"], [1, "a;b"]])
    assert sheet.content == b'"Id","Reason; comment | note; more"\n1,a;b\n'


def test_blanks_that_are_not_blank_are_counted(tmp_path):
    rows = [
        ["Id", "A", "B", "C", "D"],
        [1, error("#N/A"), error("#DIV/0!"), Raw("", "<f>1+1</f>"), Raw("", "<f>A1</f><v></v>")],
        # a formula may have an empty text as its result
        [
            2,
            Raw('t="str"', '<f>IF(A1="","",1)</f><v></v>'),
            Raw("", "<f>1+1</f><v>2</v>"),
            1,
            "#N/A",
        ],
    ]
    for prefix in ("", "x:"):
        path = write_xlsx(tmp_path / "a.xlsx", SheetXml(rows), prefix=prefix)
        (sheet,) = read_sheets(path)
        assert sheet.content == b"Id,A,B,C,D\n1,,,,\n2,,2,1,#N/A\n"
        assert sheet.notes == (
            "2 error cells written as blank",
            "2 formulas without a stored result written as blank: save the file in a "
            "spreadsheet program first",
        )


def test_errors_are_counted_in_large_sheets(tmp_path, monkeypatch):
    rows = [["Id", error("#N/A"), Raw("", "<f>1+1</f>")]]
    for size in (1, 7, 64):
        monkeypatch.setattr(xlsx_parts, "CHUNK", size)
        first, second = sheet_of(tmp_path, rows * 5).notes[-2:]
        assert first == "5 error cells written as blank"
        assert second.startswith("5 formulas")
    monkeypatch.undo()
    rows = [["Id", "Value"], *([f"a longer text {i}", error("#N/A")] for i in range(20_000))]
    assert sheet_of(tmp_path, rows).notes == ("20,000 error cells written as blank",)


def test_merged_cells_below_the_header_are_counted(tmp_path):
    sheet = sheet_of(tmp_path, [["Title"], *TABLE], merged=("A1:B1", "B3:B4"))
    assert sheet.notes[-1] == "1 merged range with the value in its first cell only"


def test_rounded_ids_are_counted(tmp_path):
    rows = [["Id", "At"], [1234567890123450, 1], [999999999999999, 1], [12345678901234567890, 1]]
    sheet = sheet_of(tmp_path, rows)
    assert sheet.content.splitlines()[1:] == [
        b"1234567890123450,1",
        b"999999999999999,1",
        b"1.23456789012346E+19,1",
    ]
    assert sheet.notes == ("2 numbers of more than 15 digits, which spreadsheets round",)


def test_hidden_sheets_are_named_and_not_read(tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        SheetXml(TABLE, "Data"),
        SheetXml(TABLE, "Lookup", "hidden"),
        SheetXml(TABLE, "Cache", "veryHidden"),
        SheetXml([], "Nothing", "hidden"),
        SheetXml([], "Sheet2"),
    )
    found = [(sheet.name, sheet.is_hidden, sheet.content) for sheet in read_sheets(path)]
    assert found == [("Data", False, CSV), ("Lookup", True, b""), ("Cache", True, b"")]
