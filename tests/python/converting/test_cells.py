"""Cells as programs store them, and the text that a build reads."""

import csv
import random
from datetime import date, datetime, time, timedelta

import pytest
from workbooks import Raw, SheetXml, error, number, serial, write_ods, write_xlsx

from python_steps.converting.sheets import read_sheets


def written(path) -> list[list[str]]:
    """Return the rows of the only sheet as CSV has them."""
    (sheet,) = read_sheets(path)
    return list(csv.reader(sheet.content.decode().splitlines(keepends=True)))


def column_of(tmp_path, *cells) -> list[str]:
    """Write cells below each other, beside a column of names; return their text."""
    rows = [["id", "cell"], *(["a", cell] for cell in cells)]
    return [row[1] for row in written(write_xlsx(tmp_path / "a.xlsx", SheetXml(rows)))[1:]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12345, "12345"),
        (number("12345.0"), "12345"),
        (0, "0"),
        (number("-0"), "0"),
        (-3, "-3"),
        (0.1 + 0.2, "0.3"),
        (number("14.970000000000001"), "14.97"),
        (number("1E-7"), "0.0000001"),
        (number("1.2E+6"), "1200000"),
        (36579400000001, "36579400000001"),
        (9007199254740991, "9007199254740991"),
        (number("1.2345678901234568E+18"), "1.23456789012346E+18"),
        ("00123", "00123"),
        ("1,234.50", "1,234.50"),
        (" a ", " a "),
        ('say "so", he\nsaid', 'say "so", he\nsaid'),
        ("a\r\nb", "a\nb"),
        (Raw('t="inlineStr"', "<is><t>a_x000D_\nb</t></is>"), "a\nb"),
        ("größe 日本 🛒", "größe 日本 🛒"),
        ("#N/A", "#N/A"),
        (True, "true"),
        (False, "false"),
        (error("#REF!"), ""),
        (Raw('t="str"', "<f>A1</f><v>cached</v>"), "cached"),
        (Raw("", "<f>1+1</f><v>2</v>"), "2"),
        (date(2026, 11, 4), "2026-11-04"),
        (datetime(2026, 11, 4, 9, 59, 59), "2026-11-04T09:59:59"),
        (datetime(2026, 11, 4, 9, 59, 59, 120000), "2026-11-04T09:59:59.120"),
        # a sum of days that misses 10:00:00 by less than a microsecond
        (number("46330.41666666666", datetime), "2026-11-04T10:00:00"),
        (Raw('t="d"', "<v>2026-01-02T03:04:05</v>"), "2026-01-02T03:04:05"),
        (time(9, 5), "09:05:00"),
        (time(0, 0), "00:00:00"),
        (timedelta(hours=36, minutes=5), "36:05:00"),
        (timedelta(hours=5, milliseconds=250), "05:00:00.250"),
        (timedelta(0), "00:00:00"),
    ],
)
def test_a_cell_is_written_as_a_build_reads_it(tmp_path, cell, text):
    assert column_of(tmp_path, cell) == [text]


def test_no_second_is_lost_between_text_and_number(tmp_path):
    rng = random.Random(1)
    start = datetime(2020, 1, 1)
    seconds = [start + timedelta(seconds=rng.randrange(10**8)) for _ in range(2000)]
    # as programs store them: all digits, and the 15 digits of Excel
    cells = [number(f"{serial(at):.15g}", datetime) for at in seconds]
    texts = column_of(tmp_path, *seconds, *cells)
    assert texts == [at.isoformat() for at in seconds] * 2


def test_midnight_is_a_time_only_in_a_column_of_times(tmp_path):
    midnight, noon = datetime(2026, 11, 4), datetime(2026, 11, 4, 12)
    assert column_of(tmp_path, midnight, noon) == ["2026-11-04T00:00:00", "2026-11-04T12:00:00"]
    assert column_of(tmp_path, midnight, midnight) == ["2026-11-04", "2026-11-04"]


def test_a_duration_above_a_day_is_no_date_in_1900(tmp_path):
    cells = [time(8, 30), number("1.5", time), number("2", time)]
    assert column_of(tmp_path, *cells) == ["08:30:00", "36:00:00", "48:00:00"]


def test_formats_with_letters_of_dates_are_no_dates(tmp_path):
    cells = [number("46330"), number("46330", "days"), number("46330.5", "money")]
    assert column_of(tmp_path, *cells) == ["46330", "46330", "46330.5"]


def test_open_document_cells(tmp_path):
    cell = "<table:table-cell {}>{}</table:table-cell>".format
    path = write_ods(
        tmp_path / "a.ods",
        cell('office:value-type="date" office:date-value="2026-11-04T10:00:00"', ""),
        cell('office:value-type="time" office:time-value="PT36H05M00S"', ""),
        cell('office:value-type="time" office:time-value="PT08H30M00S"', ""),
        cell('office:value-type="float" office:value="12345"', ""),
        cell('office:value-type="boolean" office:boolean-value="true"', ""),
        cell('office:value-type="string"', "<text:p>00123</text:p>"),
    )
    expected = ["2026-11-04T10:00:00", "36:05:00", "08:30:00", "12345", "true", "00123"]
    assert written(path) == [expected]
