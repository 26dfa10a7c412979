"""The six analyses in lazy Polars, as its users would write them.

Reads a folder and writes the headline KPIs as JSON.
"""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
from names import PAGES, STEPS, TARGET_HOURS

col = pl.col


def clean_user(name: str) -> pl.Expr:
    cleaned = col(name).str.strip_chars().str.to_lowercase()
    return cleaned.str.replace(r"^(?:user|usr|u)[-_ ]*0*(\d+)$", "u${1}")


def clean_page(name: str) -> pl.Expr:
    cleaned = col(name).str.to_lowercase().str.split("?").list.first().str.strip_chars(" /")
    return cleaned.replace("", "/").replace(PAGES)


def read(raw: Path, table: str) -> pl.LazyFrame:
    return pl.scan_parquet(raw / table / "*" / "*.parquet", hive_partitioning=False)


def top(frame: pl.DataFrame):
    """Return the largest value and its name; the first name breaks ties."""
    name, value = frame.columns
    first = frame.sort([value, name], descending=[True, False]).row(0)
    return first[1], first[0]


def is_error() -> pl.Expr:
    return (col("status_code") >= 400) | (col("status_code") == 0)


def is_bad() -> pl.Expr:
    return (col("status_code") >= 500) | col("status_code").is_in([0, 429])


def clicks(raw: Path) -> tuple[dict, object]:
    rows = read(raw, "clickstream").drop_nulls(["user_id", "timestamp", "page"])
    rows = rows.filter(col("timestamp") >= datetime(2000, 1, 1))
    totals, elements, pages = pl.collect_all(
        [
            rows.select(
                pl.len(), clean_user("user_id").n_unique().alias("users"), col("timestamp").max()
            ),
            rows.drop_nulls("element_clicked").group_by("element_clicked").len(),
            rows.group_by(clean_page("page").alias("page")).len(),
        ]
    )
    return {
        "total_clicks": totals["len"][0],
        "unique_users": totals["users"][0],
        "most_clicked_element": top(elements),
        "most_clicked_page": top(pages),
    }, totals["timestamp"][0]


def page_loads(raw: Path) -> tuple[dict, object]:
    rows = read(raw, "page_load_times").drop_nulls()
    rows = rows.filter(col("load_time_ms") >= 0, col("timestamp") < datetime(2100, 1, 1))
    time = col("load_time_ms")
    totals, pages = pl.collect_all(
        [
            rows.select(
                pl.len(),
                time.mean().alias("mean"),
                time.quantile(0.75, "linear").alias("p75"),
                col("timestamp").max(),
            ),
            rows.group_by(clean_page("page_url").alias("page")).agg(time.mean()),
        ]
    )
    return {
        "total_page_loads": totals["len"][0],
        "avg_load_ms": totals["mean"][0],
        "p75_load_ms": totals["p75"][0],
        "slowest_page": top(pages),
    }, totals["timestamp"][0]


def api(raw: Path) -> tuple[dict, object]:
    status, time = col("status_code"), col("response_time_ms")
    rows = read(raw, "api_logs").drop_nulls()
    rows = rows.filter(time >= 0, (status == 0) | status.is_between(100, 599))
    totals, services, failing, endpoints = pl.collect_all(
        [
            rows.select(
                pl.len(),
                is_error().sum().alias("errors"),
                is_bad().mean().alias("bad"),
                time.mean().alias("mean"),
                time.quantile(0.95, "linear").alias("p95"),
                col("timestamp").max(),
            ),
            rows.group_by("service_name").agg(time.mean()),
            rows.filter(is_error()).group_by("service_name").len(),
            rows.filter(is_error()).group_by("endpoint").len(),
        ]
    )
    return {
        "total_requests": totals["len"][0],
        "total_errors": totals["errors"][0],
        "error_rate": totals["errors"][0] / totals["len"][0],
        "availability": 1 - totals["bad"][0],
        "avg_response_ms": totals["mean"][0],
        "p95_response_ms": totals["p95"][0],
        "slowest_service": top(services),
        "most_errors_service": top(failing),
        "most_errors_endpoint": top(endpoints),
    }, totals["timestamp"][0]


def sessions(raw: Path) -> tuple[dict, pl.DataFrame]:
    rows = (
        read(raw, "session_tracking")
        .drop_nulls(["session_id", "start_time", "end_time", "page_sequence"])
        .filter(col("end_time") >= col("start_time"))
        .sort(["start_time", "end_time"])
        .unique("session_id", keep="last")
        .with_columns(
            (col("drop_off_page").str.to_lowercase() == "none")
            .fill_null(False)
            .alias("is_completed")
        )
        .collect()
    )
    paths = (
        rows.lazy()
        .select(col("page_sequence").unique())
        .with_columns(col("page_sequence").str.split(">").alias("page"))
        .explode("page")
        .with_columns(col("page").str.strip_chars())
        .group_by("page_sequence")
        .agg(clean_page("page").replace_strict(STEPS, default=0).max().alias("step"))
        .collect()
    )
    minutes = rows.select(
        (col("end_time") - col("start_time")).dt.total_microseconds() / 6e7
    ).to_series()
    at_cart = rows.join(paths.filter(col("step") >= 3), on="page_sequence")
    dropped_off = rows.filter(~col("is_completed")).drop_nulls("drop_off_page")
    return {
        "total_sessions": len(rows),
        "avg_session_minutes": minutes.mean(),
        "median_session_minutes": minutes.median(),
        "bounce_rate": rows.select(
            (~col("page_sequence").str.contains(">", literal=True)).mean()
        ).item(),
        "session_conversion_rate": rows["is_completed"].mean(),
        "most_common_drop_off_page": top(
            dropped_off.group_by(clean_page("drop_off_page").alias("page")).len()
        ),
        "cart_abandonment_rate": 1 - at_cart["is_completed"].mean(),
    }, rows


def carts(raw: Path, visits: pl.DataFrame, as_of) -> dict:
    value = col("total_value")
    rows = (
        read(raw, "cart_abandonment")
        .drop_nulls(["cart_id", "abandonment_time"])
        .with_columns(value.cast(pl.Float64))
        .filter((col("items_in_cart") >= 0).fill_null(True), (value >= 0).fill_null(True))
        .sort("abandonment_time")
        .unique("cart_id", keep="last")
        .with_columns(clean_user("user_id").alias("user_key"))
        .collect()
    )
    bought = visits.filter(col("is_completed")).with_columns(
        clean_user("user_id").alias("user_key")
    )
    wait = col("end_time") - col("abandonment_time")
    recovered = (
        rows.join(bought.select("session_id", "user_key", "end_time"), on="user_key")
        .filter(wait > timedelta(0), wait <= timedelta(hours=24))
        .sort(["abandonment_time", "cart_id"], descending=[True, False])
        .unique("session_id", keep="first", maintain_order=True)["cart_id"]
    )
    is_recovered = col("cart_id").is_in(recovered.implode())
    is_open = col("abandonment_time") + timedelta(hours=24) > as_of
    highest = rows.drop_nulls("total_value").sort(
        ["total_value", "cart_id"], descending=[True, False]
    )
    return {
        "abandoned_carts": len(rows),
        "avg_items_per_abandoned_cart": rows["items_in_cart"].mean(),
        "avg_abandoned_cart_value": rows["total_value"].mean(),
        "highest_abandoned_cart": (highest["total_value"][0], highest["cart_id"][0]),
        "abandoned_value": rows["total_value"].sum(),
        "lost_value": rows.filter(~is_recovered, ~is_open)["total_value"].sum(),
        "cart_recovery_rate": rows.select(is_recovered.mean()).item(),
    }


def support(raw: Path) -> tuple[dict, pl.DataFrame, object]:
    comments = (
        read(raw, "user_feedback")
        .drop_nulls("timestamp")
        .filter(col("rating").is_between(1, 5).fill_null(True))
        .collect()
    )
    rows = (
        read(raw, "support_tickets")
        .drop_nulls(["ticket_id", "created_at"])
        .filter(
            (col("resolved_at") >= col("created_at")).fill_null(True),
            (col("first_response_at") >= col("created_at")).fill_null(True),
        )
        .sort(["created_at", "resolved_at"], nulls_last=False)
        .unique("ticket_id", keep="last")
        .collect()
    )
    last = max(
        comments["timestamp"].max(),
        *(rows[name].max() for name in ("created_at", "first_response_at", "resolved_at")),
    )
    return (
        {
            "total_feedback": len(comments),
            "avg_rating": comments["rating"].mean(),
            "csat_rate": (comments["rating"].drop_nulls() >= 4).mean(),
            "total_tickets": len(rows),
            "resolved_tickets": rows["resolved_at"].count(),
            "ticket_backlog": rows["resolved_at"].null_count(),
            "most_common_ticket_category": top(rows.group_by("category").len()),
        },
        rows,
        last,
    )


def resolutions(rows: pl.DataFrame, as_of) -> dict:
    rows = rows.with_columns(
        ((col("resolved_at") - col("created_at")).dt.total_microseconds() / 3.6e9).alias("hours"),
        ((pl.lit(as_of) - col("created_at")).dt.total_microseconds() / 3.6e9).alias("age"),
        col("priority")
        .str.to_lowercase()
        .replace_strict(TARGET_HOURS, default=None)
        .alias("target"),
    )
    met = rows.select((col("hours") <= col("target")).sum()).item()
    late = (col("hours") > col("target")) | (col("hours").is_null() & (col("age") > col("target")))
    breached = rows.select(late.sum()).item()
    return {
        "median_resolution_hours": rows["hours"].median(),
        "p90_resolution_hours": rows["hours"].quantile(0.9, "linear"),
        "sla_attainment_rate": met / (met + breached),
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
