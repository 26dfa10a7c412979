"""Files in raw_dir are recognized by their content, mapped, and read together with native ones."""

import codecs
import gzip
import json

import duckdb
import pytest
from conftest import Place, one_line

from python_steps.inspection import inspect

TICKETS = (
    "Id,Requester,Requester id,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Solved at,"
    "Satisfaction Score,First reply time in minutes\n"
)
FIRST = '1,Ann,5001,"Late, again",x,Solved,High,Email,Question,{},2026-11-02 09:00,Good,30\n'
SECOND = "2,Bob,5002,Refund,x,Open,Low,Web,Problem,2026-11-01 10:00,,Offered,\n"
LOG = '10.0.0.1 - - [01/Nov/2026:{}:00:00 +0200] "GET /api/orders/{} HTTP/1.1" {} 5 "-" "x"\n'
SETTINGS = {"zendesk_tickets": {"timezone": "Europe/Berlin"}}


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Build a folder with two exports, native files and files of no input."""
    raw = tmp_path_factory.mktemp("mixed")
    tickets = TICKETS + FIRST.format("2026-11-01 09:00") + SECOND
    # UTF-16 with another separator, as spreadsheets save text
    tabs = TICKETS.replace(",", "\t") + "3\tCid\t\tTorn\tx\tNew\tLow\tChat\tTask\t2026-11-03 10:00"
    (raw / "zendesk export (1).csv").write_text(tickets, encoding="utf-8-sig")
    (raw / "zendesk.txt").write_bytes(codecs.BOM_UTF16_BE + (tabs + "\t\t\t\n").encode("utf-16-be"))
    # of an input that has native files, too
    (raw / "support_tickets").mkdir()
    (raw / "support_tickets" / "a.csv").write_text(
        "ticket_id;created_at;priority\n4;2026-11-04T10:00:00Z;high\n5;tomorrow;high\n",
        encoding="utf-8",
    )
    (raw / "support_tickets" / "b.csv").write_text(
        TICKETS + FIRST.format("yesterday").replace("1,Ann", "6,Ann"), encoding="utf-8"
    )
    log = "".join(LOG.format(f"{hour:02d}", hour, 500 if hour == 3 else 200) for hour in range(4))
    (raw / "access.log.1").write_text(log + "\nbroken\n", encoding="utf-8")
    (raw / "access_log").mkdir()
    (raw / "access_log" / "a.gz").write_bytes(gzip.compress(log.replace("01/", "02/").encode()))
    (raw / "notes.txt").write_text("nothing\n", encoding="utf-8")
    (raw / "tickets.csv").write_text(TICKETS.replace("Status,", ""), encoding="utf-8")
    (raw / "old.xlsx").write_bytes(b"PK\x03\x04...")
    place = Place(tmp_path_factory.mktemp("mixed_build"))
    run = place.build(raw_dir=str(raw), max_rejected_share=0.5, export_settings=SETTINGS)
    (place.folder / "output.txt").write_text(run.text, encoding="utf-8")
    return place


def test_the_build_says_what_each_file_is(shop):
    output = one_line((shop.folder / "output.txt").read_text(encoding="utf-8"))
    old = shop.folder.with_name("mixed0") / "old.xlsx"
    for line in (
        "access.log.1, access_log/a.gz: read as access_log into api_logs",
        "support_tickets/b.csv: read as zendesk_tickets into support_tickets",
        "zendesk export (1).csv: read as zendesk_tickets into support_tickets",
        "zendesk.txt: read as zendesk_tickets into support_tickets",
        "Ignored in raw_dir: notes.txt, old.xlsx is a spreadsheet: run "
        f"`.venv/bin/monitoring convert {old}` to get CSV, "
        "tickets.csv (like zendesk_tickets, but without status)",
    ):
        assert line in output, line


def test_exports_and_native_files_are_read_together(shop):
    audit = shop.query("from quality.load_audit").set_index("input_table")
    assert audit.loc["support_tickets", "export"] == "native, zendesk_tickets"
    assert audit.loc["api_logs", "export"] == "access_log"
    assert audit.loc["clickstream", "status"] == "absent"
    counts = ["rows_read", "rows_accepted", "rows_rejected"]
    assert audit.loc["support_tickets", counts].tolist() == [6, 4, 2]
    assert audit.loc["api_logs", counts].tolist() == [9, 8, 1]
    assert audit.loc["support_tickets", "columns_ignored"] == "Tags"
    # native files have no subject, but the export does
    assert "subject" not in (audit.loc["support_tickets", "columns_absent"] or "")


def test_values_are_mapped_and_times_are_in_the_time_zone_of_the_export(shop):
    rows = shop.query(
        "select ticket_id, user_key, created_at, first_response_at, resolved_at, category, channel,"
        " csat_score from support.tickets order by 1"
    )
    # 09:00 in Berlin, winter time
    assert [str(value) for value in rows.iloc[0][:5]] == [
        "1",
        "5001",
        "2026-11-01 08:00:00",
        "2026-11-01 08:30:00",
        "2026-11-02 08:00:00",
    ]
    assert list(rows.iloc[0][5:]) == ["Question", "email", 5]
    assert rows["csat_score"].isna().tolist() == [False, True, True, True]
    # an offset in the file is used as it is
    assert str(rows.set_index("ticket_id").loc["4", "created_at"]) == "2026-11-04 10:00:00"
    assert rows["user_key"].tolist()[2] == "cid"
    hours = shop.query("select distinct hour_at from reliability.endpoint_health_hourly order by 1")
    assert str(hours["hour_at"][0]) == "2026-10-31 22:00:00"


def test_a_rejected_row_is_shown_as_it_was_exported(shop):
    rows = shop.query("from quality.rejected_rows order by source_file").set_index("source_file")
    assert rows.loc["access.log.1", "raw_row"] == "broken"
    assert rows.loc["access.log.1", "source_row"] == 6
    assert rows.loc["support_tickets/a.csv", "raw_row"].startswith('{"ticket_id":"5","created_at"')
    exported = json.loads(rows.loc["support_tickets/b.csv", "raw_row"])
    assert exported["Created at"] == "yesterday"
    assert list(exported) == TICKETS.strip().split(",")
    assert set(rows["reason"]) == {"missing_timestamp", "invalid_created_at"}


def test_hashed_ids_are_not_in_the_row_of_an_export(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.csv").write_text(TICKETS + FIRST.format("yesterday") + SECOND, encoding="utf-8")
    place = Place(tmp_path, environment={"MONITORING_USER_SALT": "a salt of 16 letters"})
    run = place.dbt(
        "run",
        "--select",
        "base_support_tickets",
        raw_dir=str(raw),
        hash_user_ids=True,
    )
    assert run.code == 0, run.text
    with duckdb.connect(str(tmp_path / "build.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select user_key, rejected_row from base.base_support_tickets order by row_status desc"
        )
        (rejected, row), (accepted, _) = rows.fetchall()
    assert len(rejected) == len(accepted) == 32
    assert "5001" not in row and "Ann" not in row and json.loads(row)["created_at"] == "yesterday"


def test_a_file_in_the_declared_encoding_is_read_beside_files_in_utf_8(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    tickets = TICKETS + FIRST.format("2026-11-01 09:00").replace("Late, again", "Größe – 5 €")
    (raw / "excel.csv").write_bytes(tickets.encode("windows-1252"))
    (raw / "zendesk.csv").write_text(tickets.replace("\n1,", "\n2,"), encoding="utf-8")
    place = Place(tmp_path)
    run = place.dbt("run", "--select", "base_support_tickets", raw_dir=str(raw))
    assert run.code == 1
    assert "This file is not utf-8 encoded" in run.text
    run = place.dbt(
        "run",
        "--select",
        "base_support_tickets",
        raw_dir=str(raw),
        source_encoding="windows-1252",
    )
    assert run.code == 0, run.text
    with duckdb.connect(str(tmp_path / "build.duckdb"), read_only=True) as connection:
        rows = connection.execute("select ticket_id, subject from base.base_support_tickets")
        assert sorted(rows.fetchall()) == [("1", "Größe – 5 €"), ("2", "Größe – 5 €")]


@pytest.mark.full
def test_inspect_says_how_each_file_is_read(shop, tmp_path, monkeypatch):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.csv").write_text(TICKETS + FIRST.format("yesterday") + SECOND, encoding="utf-8")
    (raw / "clickstream.csv").write_text(
        "timestamp,page\n2026-11-01T10:00:00+02:00,/blog/a-post\n", encoding="utf-8"
    )
    monkeypatch.setattr(inspect, "WORK", tmp_path / "work")
    report = inspect.inspect_folder(raw)
    for block in (
        "a.csv: zendesk_tickets -> support_tickets\n"
        "  rows: 1 accepted, 1 rejected (invalid_created_at)\n"
        "  created_at: 2026-11-01 10:00 = 2026-11-01 10:00:00 UTC\n"
        "  created_at: yesterday = not readable",
        "clickstream.csv: native -> clickstream\n  rows: 1 accepted\n"
        "  timestamp: 2026-11-01T10:00:00+02:00 = 2026-11-01 08:00:00 UTC",
        "support_tickets (zendesk_tickets)\n",
        "ignored: Tags",
        "  1,blog/*,blog,Blog,   (1 events)",
    ):
        assert block in report, report
    (raw / "clickstream.csv").write_bytes(b"timestamp,page\n2026-11-01,/tr\xe8s\n")
    with pytest.raises(inspect.InspectionFailedError) as stopped:
        inspect.inspect_folder(raw)
    good, bad = str(stopped.value).split("\n\n")
    assert good.startswith("a.csv: zendesk_tickets -> support_tickets\n  rows: 1 accepted")
    assert "clickstream.csv, line 2: the file is not UTF-8 text" in bad
    assert len(bad.splitlines()) == 1
    encoding = "{source_encoding: windows-1252}"
    assert "clickstream.csv: native" in inspect.inspect_folder(raw, encoding)
    (raw / "clickstream.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(inspect.InspectionFailedError, match=r"clickstream.csv has no column times"):
        inspect.inspect_folder(raw)
