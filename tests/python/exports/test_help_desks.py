"""Tickets as help desks export them: the figures of the marts, reckoned by hand."""

import gzip
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import Place

# the column of business hours comes first: it must not be taken for that of all hours
ZENDESK = """\
Summation column,Id,Requester,Requester id,Requester external id,Requester email,Group,Subject,\
Status,Priority,Via,Ticket type,Created at,Updated at,Initially assigned at,Solved at,\
Satisfaction Score,Reopens,First reply time in minutes within business hours,\
First reply time in minutes,Ticket Category [list]
1,101,Ann,360001,U001,ann@example.org,Tier 1,"Late, again",Solved,High,Mail,Problem,\
2026-11-02 09:00,2026-11-02 15:00,2026-11-02 09:05,2026-11-02 15:00,Good,0,30,90,Billing
1,102,Bob,360002,-,bob@example.org,Tier 1,Broken,Open,-,Web form,Problem,\
2026-11-02 10:00,2026-11-02 16:00,2026-11-02 10:05,2026-11-02 12:00,Offered,1,0,,-
1,103,Cem,360003,U003,cem@example.org,Tier 1,Invoice,Closed,Normal,Mail,Question,\
2026-10-20 09:00,2026-10-29 09:00,2026-10-20 09:05,2026-10-25 09:00,Bad with comment,0,5,5,Billing
1,104,Eve,360004,U004,eve@example.org,Tier 1,Spoilt,Solved,Low,Mail,Question,\
02/11/2026 9:00,2026-10-29 09:00,2026-10-20 09:05,2026-10-25 09:00,Unoffered,0,5,5,Billing
1,105,Spam,360005,U005,spam@example.org,Tier 1,Spam,Deleted,Low,Mail,Question,\
2026-11-02 10:00,2026-11-02 16:00,,,Unoffered,0,,,
"""
EXPLORE = """\
Ticket ID;Requester ID;Ticket status;Ticket priority;Ticket channel;Ticket created - Timestamp;\
Ticket solved - Timestamp;First reply time - Business hours (hrs);MED(First reply time (hrs));\
SUM(Reopens);Ticket satisfaction rating
401;360006;Solved;Urgent;Email;2026-11-01T10:00:00;2026-11-01T14:00:00;0,1;1,5;0;Unoffered
"""
API = """\
{"url": "https://x", "id": 601, "via": {"channel": "web"}, "created_at": "2026-11-01T10:00:00Z", \
"updated_at": "2026-11-02T10:00:00Z", "type": "question", "raw_subject": "Hi", "subject": "Hi", \
"priority": "high", "status": "closed", "requester_id": 360007, "submitter_id": 1, \
"satisfaction_rating": {"score": "good"}, "metric_set": {"solved_at": "2026-11-01T19:00:00Z", \
"reopens": 2, "reply_time_in_minutes": {"calendar": 45, "business": 10}}}
{"url": "https://x", "id": 602, "via": {"channel": "api"}, "created_at": "2026-11-01T10:00:00Z", \
"updated_at": "2026-11-02T10:00:00Z", "type": null, "raw_subject": "Ho", "subject": "Ho", \
"priority": null, "status": "hold", "requester_id": 360007, "submitter_id": 1, \
"satisfaction_rating": null, "metric_set": {"solved_at": null, "reopens": 0, \
"reply_time_in_minutes": {"calendar": null, "business": null}}}
"""
# (in hrs) has business hours, and 00:00:00 where there is nothing
FRESHDESK = """\
Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,\
Closed time,Last update time,Initial response time,First response time (in hrs),\
Resolution time (in hrs),Agent interactions,Customer interactions,Resolution status,Tags,\
Survey results,Unique external ID,Contact ID
201,Late,Closed,Urgent,Email,Refund,Kim,Billing,2026-11-03 10:00:00,2026-11-04 10:00:00,\
2026-11-04 10:00:00,2026-11-06 10:00:00,2026-11-06 10:00:00,2026-11-03 18:30:00,00:30:00,\
07:00:00,2,1,SLA violated,,Extremely Happy,U020,9001
202,Lost,Waiting on Customer,Low,Portal,Refund,Kim,Billing,2026-11-03 10:00:00,\
2026-11-04 10:00:00,,,2026-11-03 10:00:00,,00:00:00,00:00:00,0,1,,,Very Unhappy,,9002
203,Torn,Closed,Low,Chat,,Kim,Billing,2026-11-03 10:00:00,2026-11-04 10:00:00,,\
2026-11-03 12:00:00,2026-11-03 12:00:00,,00:00:00,00:00:00,0,1,,,No response,,9003
"""
INTERCOM = """\
Conversation ID,Conversation started at (America/New_York),Current conversation state,Channel,\
Topics,"First response time, only within office hours (seconds)",First response time (seconds),\
Conversation first closed at (America/New_York),Conversation last closed at (America/New_York),\
Conversation updated at (America/New_York),User ID,User email,Last teammate rating,\
Fin AI Agent rating
301,2026-11-02 09:00:00,Closed,Chat,Delivery,10,90,2026-11-02 10:00:00,2026-11-02 11:00:00,\
2026-11-02 11:00:00,U030,x@example.org,4,1
302,2026-11-02 09:00:00,Snoozed,Email,Delivery,,,2026-11-02 10:00:00,2026-11-02 10:00:00,\
2026-11-02 12:00:00,,y@example.org,,5
"""
# the same conversation, as another report has it
INTERCOM_FIN = """\
Conversation ID,Conversation started at (America/New_York),Fin AI Agent deflected,Topics,AI Topic
301,2026-11-02 09:00:00,true,Delivery,Delivery
"""
HUBSPOT = """\
Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Close date,Priority,Source,Category,\
First agent email response date,Time to first agent email reply (HH:mm:ss),Associated Contact IDs
501,Late,Support Pipeline,Closed (Support Pipeline),2026-11-02 09:00,2026-11-02 17:00,High,EMAIL,\
BILLING_ISSUE,2026-11-02 10:00,00:15:00,51;52
502,Lost,Support Pipeline,Waiting on us (Support Pipeline),2026-11-02 09:00,2026-11-02 10:00,,\
CHAT,,,,53
"""
# fields come more than once, and Time to ... is what is left of an SLA
JIRA = """\
Summary,Issue key,Issue id,Issue Type,Status,Priority,Reporter,Reporter Id,Created,Updated,\
Resolved,Comment,Comment,Custom field (Time to first response),Custom field (Request Type),\
Custom field ([CHART] Date of First Response),Satisfaction rating
Late,HELP-1,10001,Service Request,Resolved,Highest,Ann,5f:1,2/Nov/26 11:30 PM,4/Nov/26 9:00 AM,\
3/Nov/26 12:30 AM,"first,
of two lines",second,-0:30,Refund,2/Nov/26 11:45 PM,2
Lost,HELP-2,10002,Service Request,Waiting for customer,Low,Bob,,2/Nov/26 11:30 PM,\
4/Nov/26 9:00 AM,3/Nov/26 12:30 AM,,,3:59,Refund,,
"""
FIVETRAN = """\
id,_fivetran_synced,allow_channelback,assignee_id,created_at,priority,requester_id,status,subject,\
type,updated_at,via_channel
701,2026-11-20 02:32:49.426,FALSE,7,2026-11-01 01:30:00,high,5000,open,Help,\
incident,2026-11-02 01:00:00,email
702,2026-11-20 02:32:49.426,FALSE,7,2026-11-01 23:30:00,,5001,closed,Help,,2026-11-03 01:00:00,web
703,2026-11-20 02:32:49.426,FALSE,7,2026-11-02 12:00:00,,5002,deleted,Help,,2026-11-02 13:00:00,web
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Build the tickets of all help desks: Zendesk in Berlin, Freshdesk in New York."""
    folder = tmp_path_factory.mktemp("help_desks")
    (folder / "export-2026-11-05.csv.gz").write_bytes(gzip.compress(ZENDESK.encode("utf-8-sig")))
    (folder / "Freshdesk.txt").write_text(FRESHDESK.replace(",", "\t"), encoding="utf-16")
    for name, text in {
        "explore.csv": EXPLORE,
        "tickets.json": API,
        "data.csv": INTERCOM,
        "fin_deflection.csv": INTERCOM_FIN,
        "hubspot-crm-exports-all-tickets.csv": HUBSPOT,
        "Jira Export CSV (all fields).csv": JIRA,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return built(
        tmp_path_factory.mktemp("help_desks_build"),
        folder,
        export_settings={
            "zendesk_tickets": {"timezone": "Europe/Berlin"},
            "freshdesk_tickets": {"timezone": "America/New_York"},
            "jira_requests": {"timezone": "Europe/Berlin"},
        },
        max_rejected_share=0.2,
    )


def built(folder: Path, raw_dir: Path, **variables) -> Place:
    place = Place(folder)
    run = place.build(raw_dir=str(raw_dir), **variables)
    (folder / "log.txt").write_text(run.text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def tickets(shop) -> pd.DataFrame:
    return shop.query("from support.tickets").set_index("ticket_id")


def test_each_file_is_recognized(shop):
    text = (shop.folder / "log.txt").read_text(encoding="utf-8")
    for name, export in {
        "export-2026-11-05.csv.gz": "zendesk_tickets",
        "explore.csv": "zendesk_explore_tickets",
        "tickets.json": "zendesk_api_tickets",
        "Freshdesk.txt": "freshdesk_tickets",
        "data.csv": "intercom_conversations",
        "hubspot-crm-exports-all-tickets.csv": "hubspot_tickets",
        "Jira Export CSV (all fields).csv": "jira_requests",
    }.items():
        assert f"{name}: read as {export} into support_tickets" in text
    assert "Ignored in raw_dir: fin_deflection.csv" in text


def test_times_are_in_the_zone_of_the_account(tickets):
    created = tickets["created_at"]
    assert created["101"] == datetime(2026, 11, 2, 8)  # 09:00 in Berlin, UTC+1
    assert created["103"] == datetime(2026, 10, 20, 7)  # 09:00 in Berlin, UTC+2
    assert created["201"] == datetime(2026, 11, 3, 15)  # 10:00 in New York, UTC-5
    assert created["301"] == datetime(2026, 11, 2, 14)  # 09:00 in New York, as its header says
    assert created["401"] == datetime(2026, 11, 1, 10)
    assert created["601"] == datetime(2026, 11, 1, 10)
    assert created["HELP-1"] == datetime(2026, 11, 2, 22, 30)  # 11:30 PM in Berlin, UTC+1


def test_times_to_reply_and_to_resolution(tickets):
    assert tickets["first_response_minutes"].dropna().to_dict() == {
        "101": 90,
        "103": 5,
        "201": 510,  # 10:00 to 18:30
        "301": 1.5,  # 90 seconds
        "401": 90,  # 1.5 hours
        "501": 60,  # 09:00 to 10:00
        "601": 45,
        "HELP-1": 15,  # 11:30 PM to 11:45 PM
    }
    assert tickets["resolution_hours"].dropna().to_dict() == {
        "101": 6,
        "103": 121,  # five days and the hour that the end of summer time adds
        "201": 24,
        "203": 2,  # closed without a time of resolution
        "301": 2,  # last closed at 11:00
        "401": 4,
        "501": 8,
        "601": 9,
        "HELP-1": 1,  # 11:30 PM to 12:30 AM
    }


def test_a_ticket_that_was_reopened_is_open(tickets):
    open_tickets = set(tickets.index[~tickets["is_resolved"].astype(bool)])
    assert open_tickets == {"102", "202", "302", "502", "602", "HELP-2"}


def test_users_are_those_of_the_shop(tickets):
    assert tickets["user_key"].to_dict() == {
        "101": "u1",
        "102": "360002",  # not known in the shop
        "103": "u3",
        "201": "u20",
        "202": "9002",
        "203": "9003",
        "301": "u30",
        "302": "y@example.org",
        "401": "360006",
        "501": "51",
        "502": "53",
        "601": "360007",
        "602": "360007",
        "HELP-1": "5f:1",
        "HELP-2": "bob",
    }


def test_scores(tickets):
    assert tickets["csat_score"].dropna().to_dict() == {
        "101": 5,
        "103": 1,
        "201": 5,
        "202": 1,
        "301": 4,
        "601": 5,
        "HELP-1": 2,
    }


def test_categories_priorities_channels_and_statuses(tickets):
    found = tickets[["category", "priority", "channel", "status"]]
    none = "(not recorded)"
    assert tuple(found.loc["101"]) == ("Billing", "high", "mail", "solved")
    # its type is no category, because other tickets of the file have one
    assert tuple(found.loc["102"]) == (none, none, "web form", "open")
    assert tuple(found.loc["201"]) == ("Refund", "urgent", "email", "closed")
    assert tuple(found.loc["301"]) == ("Delivery", none, "chat", "closed")
    assert tuple(found.loc["502"]) == (none, none, "chat", "waiting on us")
    assert tuple(found.loc["HELP-1"].drop("channel")) == ("Refund", "highest", "resolved")
    assert tuple(found.loc["602"]) == (none, none, "api", "hold")
    assert set(tickets.index[tickets["is_reopened"].eq(True)]) == {"102", "601"}


def test_a_broken_row_is_rejected_and_a_deleted_ticket_is_no_ticket(shop):
    rejected = shop.query("from quality.rejected_rows")
    assert list(rejected["reason"]) == ["invalid_created_at"]
    assert '"Id":"104"' in rejected["raw_row"].iloc[0].replace(" ", "")
    # 3 valid and 1 broken of Zendesk, 1 of Explore, 2 of the API, 3 of Freshdesk, 2 of Intercom
    # and of HubSpot and Jira each
    audit = shop.query("from quality.load_audit where input_table = 'support_tickets'").iloc[0]
    assert (audit["rows_read"], audit["rows_rejected"]) == (16, 1)


def test_a_table_without_metrics_has_no_resolutions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fivetran")
    (folder / "support_tickets.csv").write_text(FIVETRAN, encoding="utf-8")
    place = built(
        tmp_path_factory.mktemp("fivetran_build"), folder, source_timezone="America/New_York"
    )
    tickets = place.query("from support.tickets").set_index("ticket_id")
    # UTC, whatever source_timezone says
    assert tickets["created_at"].to_dict() == {
        "701": datetime(2026, 11, 1, 1, 30),
        "702": datetime(2026, 11, 1, 23, 30),
    }
    assert tickets["is_resolved"].isna().all()
    audit = place.query("from quality.load_audit where input_table = 'support_tickets'").iloc[0]
    absent = audit["columns_absent"].split(", ")
    assert {"resolved_at", "first_response_at", "reopen_count", "csat_score"} <= set(absent)
    kpis = place.query("from executive.headline_kpis").set_index("kpi")["value"]
    assert kpis["total_tickets"] == 2
    needs_resolution = ["ticket_backlog", "median_resolution_hours", "sla_attainment_rate"]
    assert kpis[needs_resolution].isna().all()


def test_equal_ids_of_two_help_desks_are_two_tickets(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "zendesk.csv").write_text(ZENDESK, encoding="utf-8")
    (raw / "freshdesk.csv").write_text(FRESHDESK.replace("\n201,", "\n101,"), encoding="utf-8")
    place = Place(tmp_path)
    run = place.dbt("run", "--select", "base_support_tickets", raw_dir=str(raw))
    assert run.code == 0, run.text
    with duckdb.connect(str(tmp_path / "build.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select ticket_id from base.base_support_tickets where row_status = 'accepted'"
        ).fetchall()
    ids = ["freshdesk 101", "freshdesk 202", "freshdesk 203"]
    assert sorted(each for (each,) in rows) == [*ids, "zendesk 101", "zendesk 102", "zendesk 103"]
