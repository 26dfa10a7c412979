"""Exports of web analytics."""

import hashlib
import json
import uuid
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

SITE = "https://shop.example.org"
SITE_TIME = ZoneInfo("Europe/Berlin")
SESSION_GAP = pd.Timedelta(minutes=30)
FIRST_TIME, LAST_TIME = pd.Timestamp("2000-01-01"), pd.Timestamp("2100-01-01")  # others are broken
SKEW = pd.Timedelta(minutes=3)  # of the clock of every browser


def write_ga4_events(rows: pd.DataFrame, folder: Path) -> None:
    """Write GA4's BigQuery export as JSON lines, with the start of each session.

    Args:
        rows: Rows of clickstream.
        folder: Folder for the file.
    """
    lines = []
    for row in _with_sessions(rows).itertuples():
        session = _number("ga_session_id", _seconds(row.session_start))
        page = _text("page_location", _url(row.page))
        if row.timestamp == row.session_start:
            lines.append(_ga4_event(row, "session_start", [session, page]))
        text = [] if pd.isna(row.element_clicked) else [_text("link_text", row.element_clicked)]
        lines.append(_ga4_event(row, "click", [session, page, *text]))
    _write_lines(folder / "events.json", lines)


def _ga4_event(row, name: str, parameters: list[dict]) -> dict:
    local = row.timestamp.tz_localize("UTC").astimezone(SITE_TIME)
    return {
        "event_date": f"{local:%Y%m%d}",
        "event_timestamp": str(_seconds(row.timestamp) * 1_000_000),
        "event_name": name,
        "event_params": parameters,
        "user_pseudo_id": row.user_id,
        "device": {"category": "desktop", "language": "en-us"},
        "platform": "WEB",
    }


def _text(key: str, value: str) -> dict:
    return {"key": key, "value": {"string_value": value}}


def _number(key: str, value: int) -> dict:
    return {"key": key, "value": {"int_value": str(value)}}


def write_matomo_visits(rows: pd.DataFrame, folder: Path) -> None:
    """Write Matomo's visits as Live.getLastVisitsDetails does, the latest first.

    Each click is an event. Matomo writes the times of actions in the time zone of the site.

    Args:
        rows: Rows of clickstream.
        folder: Folder for the file.
    """
    visits = []
    for number, visit in _with_sessions(rows).groupby("session", sort=True):
        first, last = visit["timestamp"].iloc[0], visit["timestamp"].iloc[-1]
        user = visit["user_id"].iloc[0]
        visits.append(
            {
                "idSite": "1",
                "idVisit": str(number + 1),
                "visitorId": hashlib.sha256(user.encode()).hexdigest()[:16],
                "actionDetails": [_matomo_action(row) for row in visit.itertuples()],
                "serverTimestamp": _seconds(last),
                "firstActionTimestamp": _seconds(first),
                "lastActionTimestamp": _seconds(last),
                "userId": user,
            }
        )
    visits.sort(key=lambda visit: -visit["lastActionTimestamp"])
    text = json.dumps(visits, separators=(",", ":")).replace("/", "\\/")
    (folder / "visits.json").write_text(text, encoding="utf-8")


def _matomo_action(row) -> dict:
    local = row.timestamp.tz_localize("UTC").astimezone(SITE_TIME).tz_localize(None)
    name = {} if pd.isna(row.element_clicked) else {"eventName": row.element_clicked}
    return {
        "type": "event",
        "url": _url(row.page),
        "serverTimePretty": f"{local:%b %d, %Y %H:%M:%S}",
        "eventCategory": "Navigation",
        "eventAction": "Click",
        **name,
        "timestamp": _seconds(local),
    }


def write_segment_tracks(rows: pd.DataFrame, folder: Path) -> None:
    """Write the warehouse table of an event that Segment tracks.

    Args:
        rows: Rows of clickstream.
        folder: Folder for the file.
    """
    rows = _readable(rows)
    _segment_calls(rows).assign(
        event="element_clicked",
        event_text="Element Clicked",
        context_page_path="/" + rows["page"],
        context_page_url=rows["page"].map(_url),
        label=rows["element_clicked"],
    ).to_csv(folder / "element_clicked.csv", index=False, lineterminator="\n")


def write_segment_pages(rows: pd.DataFrame, folder: Path) -> None:
    """Write the warehouse table of page calls, one for each click; elements are lost.

    Args:
        rows: Rows of clickstream.
        folder: Folder for the file.
    """
    rows = _readable(rows)
    _segment_calls(rows).assign(
        path="/" + rows["page"],
        url=rows["page"].map(_url),
        title=rows["page"],
        referrer="",
        search="",
    ).to_csv(folder / "pages.csv", index=False, lineterminator="\n")


def _segment_calls(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that all calls have; the clock of the browser is late."""
    times = rows["timestamp"]
    ids = [str(uuid.UUID(int=number)) for number in range(len(rows))]
    users = rows["user_id"]
    return pd.DataFrame(
        {
            "id": ids,
            "anonymous_id": [str(uuid.uuid5(uuid.NAMESPACE_URL, user)) for user in users],
            "user_id": users,
            "original_timestamp": (times - SKEW).map(_utc),
            "sent_at": (times - SKEW).map(_utc),
            "received_at": times.map(_utc),
            "timestamp": times.map(_utc),
            "context_library_name": "analytics.js",
        },
        index=rows.index,
    )


def write_web_vitals_beacons(rows: pd.DataFrame, folder: Path) -> None:
    """Write beacons of web-vitals as JSON lines: two of LCP and one of CLS for each page load.

    Args:
        rows: Rows of page_load_times.
        folder: Folder for the file.
    """
    rows = rows.dropna(subset=["timestamp", "page_url", "load_time_ms"])
    rows = rows[(rows["load_time_ms"] >= 0) & (rows["timestamp"] < LAST_TIME)]
    lines = []
    for number, row in enumerate(rows.itertuples()):
        page, milliseconds = SITE + row.page_url, _seconds(row.timestamp) * 1000
        load = int(row.load_time_ms)
        reports = [("LCP", load // 2, milliseconds - 500), ("LCP", load, milliseconds)]
        for name, value, time in [*reports, ("CLS", 0.01, milliseconds)]:
            lines.append(
                {
                    "name": name,
                    "value": value,
                    "rating": "good",
                    "delta": value,
                    "id": f"v5-{number}-{name}",
                    "navigationType": "navigate",
                    "url": page,
                    "timestamp": time,
                }
            )
    _write_lines(folder / "web-vitals.jsonl", lines)


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the clicks without broken values."""
    rows = rows.dropna(subset=["user_id", "timestamp", "page"])
    return rows[rows["timestamp"] >= FIRST_TIME]


def _with_sessions(rows: pd.DataFrame) -> pd.DataFrame:
    """Return readable clicks by user and time, with `session` (from 0) and `session_start`."""
    rows = _readable(rows).sort_values(["user_id", "timestamp"], kind="stable")
    is_first = (rows["user_id"] != rows["user_id"].shift()) | (
        rows["timestamp"].diff() > SESSION_GAP
    )
    rows = rows.assign(session=is_first.cumsum() - 1)
    return rows.assign(session_start=rows.groupby("session")["timestamp"].transform("first"))


def _url(page: str) -> str:
    return f"{SITE}/{page}"


def _utc(time: pd.Timestamp) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S}+00"


def _seconds(time: pd.Timestamp) -> int:
    return int((time - pd.Timestamp(0)).total_seconds())


def _write_lines(path: Path, objects: list[dict]) -> None:
    lines = (json.dumps(each, separators=(",", ":")) for each in objects)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


CLICKSTREAM = {
    "ga4_events": write_ga4_events,
    "matomo_visits": write_matomo_visits,
    "segment_pages": write_segment_pages,
    "segment_tracks": write_segment_tracks,
}
PAGE_LOAD_TIMES = {"web_vitals_beacons": write_web_vitals_beacons}
