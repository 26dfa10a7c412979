"""Exports saved as XLSX and converted give the same rows as their CSV files."""

import csv
import re
from datetime import datetime, timedelta

import duckdb
import pytest
from conftest import Place, one_line
from test_help_desks import FRESHDESK, ZENDESK
from workbooks import SheetXml, write_xlsx

TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
DURATION = re.compile(r"(\d\d):(\d\d):(\d\d)")
EXPORTS = {"zendesk export (1)": ZENDESK, "freshdesk tickets": FRESHDESK}
SETTINGS = {
    name: {"timezone": "Europe/Berlin"} for name in ("zendesk_tickets", "freshdesk_tickets")
}


def as_spreadsheet(text: str):
    """Return a field of a CSV file as the cell that a spreadsheet makes of it."""
    if not text:
        return None
    if TIME.fullmatch(text):
        return datetime.fromisoformat(text)
    if found := DURATION.fullmatch(text):
        hours, minutes, seconds = map(int, found.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return int(text) if text.isdecimal() else text


def base_rows(place: Place, raw) -> tuple[str, list[tuple]]:
    """Read a folder up to the base model; return what dbt says, and the rows as understood."""
    run = place.dbt(
        *("build", "--select", "+base_support_tickets"),
        *("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
        raw_dir=str(raw),
        export_settings=SETTINGS,
    )
    assert run.code == 0, run.text
    with duckdb.connect(str(place.folder / "build.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select * exclude (rejected_row) from base.base_support_tickets order by all"
        ).fetchall()
    return one_line(run.text), rows


@pytest.fixture(scope="module")
def from_csv(tmp_path_factory) -> list[tuple]:
    place = Place(tmp_path_factory.mktemp("from_csv"))
    raw = place.folder / "raw"
    raw.mkdir()
    for name, text in EXPORTS.items():
        (raw / f"{name}.csv").write_text(text, encoding="utf-8")
    return base_rows(place, raw)[1]


def test_converted_spreadsheets_give_the_rows_of_csv_files(place, from_csv):
    raw = place.folder / "raw"
    raw.mkdir()
    for name, text in EXPORTS.items():
        header, *rows = csv.reader(text.splitlines())
        cells = [[as_spreadsheet(field) for field in row] for row in rows]
        sheet = SheetXml([["Exported tickets"], [], header, *cells])
        write_xlsx(raw / f"{name}.xlsx", sheet, SheetXml([], "Sheet2"))
    refused = place.dbt("build", raw_dir=str(raw))
    assert refused.code != 0
    advice = f"is a spreadsheet: run `.venv/bin/monitoring convert '{raw}/"
    assert one_line(refused.text).count(advice) == len(EXPORTS), refused.text

    run = place.step("convert", raw)
    assert run.code == 0, run.text
    assert run.text.count("(left out above the header: 'Exported tickets')") == len(EXPORTS)
    said, rows = base_rows(place, raw)
    assert rows == from_csv
    assert len(rows) == 4 + 3  # a deleted ticket is left out
    assert "zendesk export (1).csv: read as zendesk_tickets into support_tickets" in said
    assert "xlsx is a spreadsheet (CSV beside it: zendesk export (1).csv)" in said
    assert "monitoring convert" not in said
