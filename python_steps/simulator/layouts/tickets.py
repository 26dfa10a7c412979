"""Exports of help desks."""

import json
from pathlib import Path

import pandas as pd

TIME = "%Y-%m-%d %H:%M:%S"
INTERCOM_ZONE = "Europe/Berlin"
ZENDESK_STATUSES = {"open": "Open", "pending": "Pending", "resolved": "Solved", "closed": "Closed"}
HUBSPOT_STATUSES = {"open": "New", "pending": "Waiting on contact"}
JIRA_STATUSES = {
    "open": "Waiting for support",
    "pending": "Waiting for customer",
    "resolved": "Resolved",
    "closed": "Closed",
}
INTERCOM_STATES = {"open": "Open", "pending": "Snoozed"}
FRESHDESK_ANSWERS = {
    1: "Extremely Unhappy",
    2: "Unhappy",
    3: "Neutral",
    4: "Happy",
    5: "Extremely Happy",
}


def write_zendesk_tickets(rows: pd.DataFrame, folder: Path) -> None:
    """Write Zendesk's CSV export of tickets, with times in UTC.

    Args:
        rows: Rows of support_tickets.
        folder: Folder for the file.
    """
    rows = _valid(rows)
    reply = _reply_minutes(rows)
    _write(
        folder / "export-tickets.csv",
        {
            "Summation column": 1,
            "Id": rows["ticket_id"],
            "Requester": rows["user_id"],
            "Requester id": _numbers(rows["user_id"], 360_000_000_000),
            "Requester external id": rows["user_id"].fillna("-"),
            "Group": "Support",
            "Subject": rows["subject"],
            "Tags": "-",
            "Status": rows["status"].map(ZENDESK_STATUSES),
            "Priority": rows["priority"].str.capitalize().fillna("-"),
            "Via": rows["channel"].str.capitalize(),
            "Ticket type": "Incident",
            "Created at": _local(rows["created_at"]),
            "Updated at": _local(_last_change(rows)),
            "Initially assigned at": _local(rows["created_at"]),
            "Solved at": _local(rows["resolved_at"]),
            "Satisfaction Score": _satisfaction(rows).fillna("Unoffered"),
            "Reopens": rows["reopen_count"],
            "First reply time in minutes within business hours": reply // 3,
            "First reply time in minutes": reply,
            "Ticket Category [list]": rows["category"],
        },
    )


def write_zendesk_explore_tickets(rows: pd.DataFrame, folder: Path) -> None:
    """Write a report of Zendesk Explore with one row per ticket, with times in UTC.

    Args:
        rows: Rows of support_tickets.
        folder: Folder for the file.
    """
    rows = _valid(rows)
    reply = _reply_minutes(rows)
    _write(
        folder / "explore.csv",
        {
            "Ticket ID": rows["ticket_id"],
            "Ticket created - Timestamp": _local(rows["created_at"], "%Y-%m-%dT%H:%M:%S"),
            "Ticket solved - Timestamp": _local(rows["resolved_at"], "%Y-%m-%dT%H:%M:%S"),
            "Ticket status": rows["status"].map(ZENDESK_STATUSES),
            "Ticket priority": rows["priority"].str.capitalize(),
            "Ticket channel": rows["channel"].str.capitalize(),
            "Ticket subject": rows["subject"],
            "Ticket category": rows["category"],
            "Requester external ID": rows["user_id"],
            "Ticket satisfaction rating": _satisfaction(rows).fillna("Unoffered"),
            "MED(First reply time - Business hours (min))": reply // 3,
            "MED(First reply time (min))": reply,
            "SUM(Reopens)": rows["reopen_count"],
        },
    )


def write_zendesk_api_tickets(rows: pd.DataFrame, folder: Path) -> None:
    """Write Zendesk's JSON export of tickets, one object per line.

    Args:
        rows: Rows of support_tickets.
        folder: Folder for the file.
    """
    rows = _valid(rows)
    created = _local(rows["created_at"], "%Y-%m-%dT%H:%M:%SZ")
    solved = _local(rows["resolved_at"], "%Y-%m-%dT%H:%M:%SZ")
    updated = _local(_last_change(rows), "%Y-%m-%dT%H:%M:%SZ")
    values = zip(
        rows.itertuples(),
        created,
        solved,
        updated,
        _numbers(rows["user_id"], 360_000_000_000),
        _reply_minutes(rows),
        _satisfaction(rows).str.lower(),
        strict=True,
    )
    objects = (
        {
            "url": f"https://shop.example.org/api/v2/tickets/{row.ticket_id}.json",
            "id": row.ticket_id,
            "via": {"channel": row.channel, "source": {"from": {}, "to": {}, "rel": None}},
            "created_at": created_at,
            "updated_at": updated_at,
            "type": "incident",
            "category": row.category,
            "subject": row.subject,
            "raw_subject": row.subject,
            "priority": row.priority,
            "status": ZENDESK_STATUSES[row.status].lower(),
            "requester_id": number,
            "requester": {"id": number, "external_id": row.user_id},
            "satisfaction_rating": {"score": _or_none(score) or "unoffered"},
            "metric_set": {
                "reopens": _or_none(row.reopen_count),
                "solved_at": _or_none(solved_at),
                "reply_time_in_minutes": {"calendar": _or_none(minutes), "business": 0},
            },
        }
        for row, created_at, solved_at, updated_at, number, minutes, score in values
    )
    lines = (json.dumps(each, default=int) for each in objects)
    (folder / "tickets.json").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_freshdesk_tickets(rows: pd.DataFrame, folder: Path) -> None:
    """Write Freshdesk's export of tickets, with times in UTC.

    Args:
        rows: Rows of support_tickets.
        folder: Folder for the file.
    """
    rows = _valid(rows)
    _write(
        folder / "tickets_export.csv",
        {
            "Ticket ID": rows["ticket_id"],
            "Subject": rows["subject"],
            "Status": rows["status"].str.capitalize(),
            "Priority": rows["priority"].str.capitalize(),
            "Source": rows["channel"].str.capitalize(),
            "Type": rows["category"],
            "Created time": _local(rows["created_at"]),
            "Due by Time": _local(rows["created_at"] + pd.Timedelta(days=1)),
            "Resolved time": _local(rows["resolved_at"]),
            "Closed time": _local(rows["resolved_at"].where(rows["status"] == "closed")),
            "Last update time": _local(_last_change(rows)),
            "Initial response time": _local(rows["first_response_at"]),
            "First response time (in hrs)": "00:00:00",
            "Resolution time (in hrs)": "00:00:00",
            "Agent interactions": rows["first_response_at"].notna().astype(int),
            "Customer interactions": 1,
            "Survey results": rows["csat_score"].map(FRESHDESK_ANSWERS),
            "Unique external ID": rows["user_id"],
        },
    )


def write_intercom_conversations(rows: pd.DataFrame, folder: Path) -> None:
    """Write Intercom's export of conversations, with times of Berlin.

    Args:
        rows: Rows of support_tickets.
        folder: Folder for the file.
    """
    rows = _valid(rows)
    zone = f" ({INTERCOM_ZONE})"
    times = {
        name: _local(rows[column].dt.tz_localize("UTC").dt.tz_convert(INTERCOM_ZONE))
        for name, column in (
            ("Conversation started at", "created_at"),
            ("Conversation first replied at", "first_response_at"),
            ("Conversation first closed at", "resolved_at"),
            ("Conversation last closed at", "resolved_at"),
        )
    }
    _write(
        folder / "conversations.csv",
        {
            "Conversation ID": rows["ticket_id"],
            **{f"{name}{zone}": values for name, values in times.items()},
            "Current conversation state": rows["status"].map(INTERCOM_STATES).fillna("Closed"),
            "Channel": rows["channel"].str.capitalize(),
            "Topics": rows["category"],
            "Title": rows["subject"],
            "First response time, only within office hours (seconds)": 0,
            "User ID": rows["user_id"],
            "Last teammate rating": rows["csat_score"],
        },
    )


def write_hubspot_tickets(rows: pd.DataFrame, folder: Path) -> None:
    """Write HubSpot's export of tickets, with times in UTC to the minute.

    Args:
        rows: Rows of support_tickets.
        folder: Folder for the file.
    """
    rows = _valid(rows)
    minute = "%Y-%m-%d %H:%M"
    status = rows["status"].map(HUBSPOT_STATUSES).fillna("Closed")
    _write(
        folder / "hubspot-crm-exports-all-tickets.csv",
        {
            "Ticket ID": rows["ticket_id"],
            "Ticket name": rows["subject"],
            "Pipeline": "Support Pipeline",
            "Ticket status": status + " (Support Pipeline)",
            "Create date": _local(rows["created_at"], minute),
            "Close date": _local(rows["resolved_at"], minute),
            "First agent email response date": _local(rows["first_response_at"], minute),
            "Priority": rows["priority"].str.capitalize(),
            "Source": rows["channel"].str.upper(),
            "Category": rows["category"],
            "Associated Contact IDs": _numbers(rows["user_id"], 50_000),
        },
    )


def write_jira_requests(rows: pd.DataFrame, folder: Path) -> None:
    """Write Jira Service Management's export of requests, with times in UTC to the minute.

    Args:
        rows: Rows of support_tickets.
        folder: Folder for the file.
    """
    rows = _valid(rows)
    _write(
        folder / "Jira Export CSV (all fields).csv",
        {
            "Summary": rows["subject"],
            "Issue key": rows["ticket_id"],
            "Issue id": _numbers(rows["ticket_id"], 10_000),
            "Issue Type": "Service Request",
            "Status": rows["status"].map(JIRA_STATUSES),
            "Priority": rows["priority"].str.capitalize(),
            "Reporter": rows["user_id"],
            "Created": _jira_times(rows["created_at"]),
            "Updated": _jira_times(_last_change(rows)),
            "Resolved": _jira_times(rows["resolved_at"]),
            "Custom field (Request Type)": rows["category"],
            "Custom field (Request channel type)": rows["channel"],
            "Custom field (Time to first response)": "-0:30",
            "Custom field ([CHART] Date of First Response)": _jira_times(rows["first_response_at"]),
            "Satisfaction rating": rows["csat_score"],
        },
    )


def _valid(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that a help desk can have."""
    rows = rows[rows["ticket_id"].notna() & rows["created_at"].notna()]
    return rows.assign(
        csat_score=rows["csat_score"].where(rows["csat_score"].between(1, 5)).astype("Int64"),
        reopen_count=rows["reopen_count"].astype("Int64"),
    )


def _reply_minutes(rows: pd.DataFrame) -> pd.Series:
    """Return the whole minutes from the creation to the first reply."""
    seconds = (rows["first_response_at"] - rows["created_at"]).dt.total_seconds()
    return (seconds // 60).astype("Int64")


def _satisfaction(rows: pd.DataFrame) -> pd.Series:
    """Return Good or Bad; null without a score."""
    return rows["csat_score"].map(lambda score: "Good" if score >= 4 else "Bad", na_action="ignore")


def _last_change(rows: pd.DataFrame) -> pd.Series:
    return rows[["created_at", "first_response_at", "resolved_at"]].max(axis="columns")


def _numbers(users: pd.Series, first: int) -> pd.Series:
    """Return the numbers that a help desk gives the users of the shop."""
    return users.str.extract(r"(\d+)$", expand=False).astype("Int64") + first


def _local(times: pd.Series, time_format: str = TIME) -> pd.Series:
    return times.dt.strftime(time_format)


def _jira_times(times: pd.Series) -> pd.Series:
    """Return times such as 3/Aug/26 9:05 AM."""
    hours = (times.dt.hour + 11) % 12 + 1
    parts = (times.dt.day, hours)
    days, hours = (part.astype("Int64").astype("string") for part in parts)
    return days + times.dt.strftime("/%b/%y ") + hours + times.dt.strftime(":%M %p")


def _or_none(value):
    return None if pd.isna(value) else value


def _write(path: Path, columns: dict) -> None:
    pd.DataFrame(columns).to_csv(path, index=False, lineterminator="\n")


SUPPORT_TICKETS = {
    "freshdesk_tickets": write_freshdesk_tickets,
    "hubspot_tickets": write_hubspot_tickets,
    "intercom_conversations": write_intercom_conversations,
    "jira_requests": write_jira_requests,
    "zendesk_api_tickets": write_zendesk_api_tickets,
    "zendesk_explore_tickets": write_zendesk_explore_tickets,
    "zendesk_tickets": write_zendesk_tickets,
}
