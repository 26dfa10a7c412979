"""The six analyses in plain pandas, as an analyst would write them.

Reads a folder and writes the headline KPIs as JSON.
"""

import json
import sys
from pathlib import Path

import pandas as pd
from names import PAGES, STEPS, TARGET_HOURS, TYPES


def read_export(raw: Path, table: str) -> pd.DataFrame:
    if (raw / table).is_dir():
        return pd.read_parquet(raw / table)
    rows = pd.read_csv(raw / f"{table}.csv", low_memory=False)
    for column, kind in TYPES[table].items():
        if kind == "timestamp":
            times = pd.to_datetime(rows[column], errors="coerce", format="ISO8601", utc=True)
            rows[column] = times.dt.tz_localize(None)
        else:
            numbers = pd.to_numeric(rows[column], errors="coerce")
            rows[column] = numbers.where(numbers.abs() < float("inf"))
    return rows


def clean_user(ids: pd.Series) -> pd.Series:
    return (
        ids.str.strip()
        .str.lower()
        .str.replace(r"^(?:user|usr|u)[-_ ]*0*(\d+)$", r"u\1", regex=True)
    )


def clean_page(pages: pd.Series) -> pd.Series:
    cleaned = pages.str.lower().str.split("?").str[0].str.strip(" /").replace("", "/")
    return cleaned.map(PAGES).fillna(cleaned)


def top(counts: pd.Series):
    """Return the largest value and its name; the first name breaks ties."""
    ranked = counts.rename_axis("name").reset_index(name="value")
    first = ranked.sort_values(["value", "name"], ascending=[False, True]).iloc[0]
    return first["value"], first["name"]


def clicks(raw: Path) -> dict:
    rows = read_export(raw, "clickstream").dropna(subset=["user_id", "timestamp", "page"])
    rows = rows[rows["timestamp"] >= "2000-01-01"]
    return {
        "total_clicks": len(rows),
        "unique_users": clean_user(rows["user_id"]).nunique(),
        "most_clicked_element": top(rows["element_clicked"].value_counts()),
        "most_clicked_page": top(clean_page(rows["page"]).value_counts()),
    }, rows["timestamp"].max()


def page_loads(raw: Path) -> dict:
    rows = read_export(raw, "page_load_times")
    rows = rows.dropna(subset=["page_url", "timestamp", "load_time_ms"])
    rows = rows[(rows["load_time_ms"] >= 0) & (rows["timestamp"] < "2100-01-01")]
    return {
        "total_page_loads": len(rows),
        "avg_load_ms": rows["load_time_ms"].mean(),
        "p75_load_ms": rows["load_time_ms"].quantile(0.75),
        "slowest_page": top(rows.groupby(clean_page(rows["page_url"]))["load_time_ms"].mean()),
    }, rows["timestamp"].max()


def api(raw: Path) -> dict:
    rows = read_export(raw, "api_logs").dropna()
    status = rows["status_code"]
    rows = rows[(rows["response_time_ms"] >= 0) & ((status == 0) | status.between(100, 599))]
    status = rows["status_code"]
    errors = rows[(status >= 400) | (status == 0)]
    bad = (status >= 500) | status.isin([0, 429])
    return {
        "total_requests": len(rows),
        "total_errors": len(errors),
        "error_rate": len(errors) / len(rows),
        "availability": 1 - bad.mean(),
        "avg_response_ms": rows["response_time_ms"].mean(),
        "p95_response_ms": rows["response_time_ms"].quantile(0.95),
        "slowest_service": top(rows.groupby("service_name")["response_time_ms"].mean()),
        "most_errors_service": top(errors["service_name"].value_counts()),
        "most_errors_endpoint": top(errors["endpoint"].value_counts()),
    }, rows["timestamp"].max()


def sessions(raw: Path) -> tuple[dict, pd.DataFrame]:
    rows = read_export(raw, "session_tracking")
    rows = rows.dropna(subset=["session_id", "start_time", "end_time", "page_sequence"])
    rows = rows[rows["end_time"] >= rows["start_time"]]
    rows = rows.sort_values(["start_time", "end_time"]).drop_duplicates("session_id", keep="last")
    minutes = (rows["end_time"] - rows["start_time"]).dt.total_seconds() / 60
    steps = rows["page_sequence"].str.split(">").explode().str.strip()
    reached = clean_page(steps).map(STEPS).groupby(level=0).max()
    rows["is_completed"] = rows["drop_off_page"].str.lower() == "none"
    dropped_off = rows.loc[~rows["is_completed"] & rows["drop_off_page"].notna(), "drop_off_page"]
    at_cart = rows[reached.reindex(rows.index) >= 3]
    return {
        "total_sessions": len(rows),
        "avg_session_minutes": minutes.mean(),
        "median_session_minutes": minutes.median(),
        "bounce_rate": (rows["page_sequence"].str.count(">") == 0).mean(),
        "session_conversion_rate": rows["is_completed"].mean(),
        "most_common_drop_off_page": top(clean_page(dropped_off).value_counts()),
        "cart_abandonment_rate": 1 - at_cart["is_completed"].mean(),
    }, rows


def carts(raw: Path, visits: pd.DataFrame, as_of: pd.Timestamp) -> dict:
    rows = read_export(raw, "cart_abandonment").dropna(subset=["cart_id", "abandonment_time"])
    rows["total_value"] = rows["total_value"].astype(float)
    rows = rows[~(rows["items_in_cart"] < 0) & ~(rows["total_value"] < 0)]
    rows = rows.sort_values("abandonment_time").drop_duplicates("cart_id", keep="last")
    rows["user_key"] = clean_user(rows["user_id"])
    bought = visits[visits["is_completed"]].assign(user_key=clean_user(visits["user_id"]))
    pairs = rows[["cart_id", "user_key", "abandonment_time"]].dropna()
    pairs = pairs.merge(bought[["session_id", "user_key", "end_time"]], on="user_key")
    wait = pairs["end_time"] - pairs["abandonment_time"]
    pairs = pairs[(wait > pd.Timedelta(0)) & (wait <= pd.Timedelta(hours=24))]
    pairs = pairs.sort_values(["abandonment_time", "cart_id"], ascending=[False, True])
    recovered = rows["cart_id"].isin(pairs.drop_duplicates("session_id")["cart_id"])
    is_open = rows["abandonment_time"] + pd.Timedelta(hours=24) > as_of
    valued = rows.dropna(subset=["total_value"])
    highest = valued.sort_values(["total_value", "cart_id"], ascending=[False, True]).iloc[0]
    return {
        "abandoned_carts": len(rows),
        "avg_items_per_abandoned_cart": rows["items_in_cart"].mean(),
        "avg_abandoned_cart_value": rows["total_value"].mean(),
        "highest_abandoned_cart": (highest["total_value"], highest["cart_id"]),
        "abandoned_value": rows["total_value"].sum(),
        "lost_value": rows.loc[~recovered & ~is_open, "total_value"].sum(),
        "cart_recovery_rate": recovered.mean(),
    }


def support(raw: Path) -> tuple[dict, pd.Timestamp]:
    comments = read_export(raw, "user_feedback").dropna(subset=["timestamp"])
    comments = comments[comments["rating"].isna() | comments["rating"].between(1, 5)]
    rows = read_export(raw, "support_tickets").dropna(subset=["ticket_id", "created_at"])
    rows = rows[~(rows["resolved_at"] < rows["created_at"])]
    rows = rows[~(rows["first_response_at"] < rows["created_at"])]
    rows = rows.sort_values(["created_at", "resolved_at"], na_position="first")
    rows = rows.drop_duplicates("ticket_id", keep="last")
    last = max(
        comments["timestamp"].max(),
        rows[["created_at", "first_response_at", "resolved_at"]].max().max(),
    )
    kpis = {
        "total_feedback": len(comments),
        "avg_rating": comments["rating"].mean(),
        "csat_rate": (comments["rating"].dropna() >= 4).mean(),
        "total_tickets": len(rows),
        "resolved_tickets": rows["resolved_at"].count(),
        "ticket_backlog": rows["resolved_at"].isna().sum(),
        "most_common_ticket_category": top(rows["category"].value_counts()),
    }
    return kpis, rows, last


def resolutions(rows: pd.DataFrame, as_of: pd.Timestamp) -> dict:
    hours = (rows["resolved_at"] - rows["created_at"]).dt.total_seconds() / 3600
    age = (as_of - rows["created_at"]).dt.total_seconds() / 3600
    target = rows["priority"].str.lower().map(TARGET_HOURS)
    met = hours <= target
    breached = (hours > target) | (hours.isna() & (age > target))
    return {
        "median_resolution_hours": hours.median(),
        "p90_resolution_hours": hours.quantile(0.9),
        "sla_attainment_rate": met.sum() / (met.sum() + breached.sum()),
    }


def main(raw: Path) -> dict:
    click_kpis, last_click = clicks(raw)
    load_kpis, last_load = page_loads(raw)
    api_kpis, last_request = api(raw)
    session_kpis, visits = sessions(raw)
    support_kpis, tickets, last_contact = support(raw)
    as_of = max(last_click, last_load, last_request, visits["end_time"].max(), last_contact)
    cart_kpis = carts(raw, visits, as_of)
    return (
        click_kpis
        | load_kpis
        | api_kpis
        | session_kpis
        | cart_kpis
        | support_kpis
        | resolutions(tickets, as_of)
    )


if __name__ == "__main__":
    kpis = main(Path(sys.argv[1]))
    Path(sys.argv[2]).write_text(json.dumps(kpis, default=float))
