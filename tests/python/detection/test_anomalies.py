"""Anomalies recomputed in plain pandas from the input files."""

import shutil

import duckdb
import numpy as np
import pandas as pd
import pytest
from conftest import PROJECT
from pandas_oracle import TABLES, Shop, Variables, find_page_keys, open_shop
from pandas_oracle.orders import read_counted_orders

KEY = ["kpi", "subject", "hour_at"]
MAD_OF_NORMAL = 0.6745  # in standard deviations
NOISE_SHARE = 0.1
DISPERSION = pd.read_csv(PROJECT / "seeds/reference/kpis.csv").set_index("kpi")["dispersion"]


def latest_event(shop: Shop, table: str) -> pd.Timestamp:
    times = [name for name, column in TABLES[table].items() if column.kind == "time"]
    return shop.tables[table][times].max().max()


def count_by_hour(times: pd.Series, ended: pd.Timestamp) -> pd.Series:
    """Number of events per complete hour since the first event; 0 in hours without any."""
    counted = times.dt.floor("h").value_counts()
    hours = pd.date_range(counted.index.min(), (ended - pd.Timedelta(hours=1)), freq="h")
    return counted.reindex(hours, fill_value=0).astype(float)


def hourly_values(shop: Shop) -> dict[tuple[str, str], pd.DataFrame]:
    """Value and number of events per hour, by KPI and subject; small samples left out."""
    values = {}
    for kpi, table, time in [
        ("total_clicks", "clickstream", "timestamp"),
        ("total_sessions", "session_tracking", "start_time"),
        ("abandoned_carts", "cart_abandonment", "abandonment_time"),
        ("total_feedback", "user_feedback", "timestamp"),
        ("total_tickets", "support_tickets", "created_at"),
    ]:
        counted = count_by_hour(shop.tables[table][time], latest_event(shop, table))
        values[kpi, "shop"] = pd.DataFrame({"value": counted, "events": counted})
    counted = count_by_hour(read_counted_orders(shop)["ordered_at"], latest_event(shop, "orders"))
    values["total_orders", "shop"] = pd.DataFrame({"value": counted, "events": counted})
    for service, requests in shop.tables["api_logs"].groupby("service_name"):
        counted = count_by_hour(requests["timestamp"], latest_event(shop, "api_logs"))
        values["total_requests", service] = pd.DataFrame({"value": counted, "events": counted})
        hours = requests.groupby(requests["timestamp"].dt.floor("h"))
        is_error = (requests["status_code"] == 0) | (requests["status_code"] >= 400)
        shares = is_error.groupby(requests["timestamp"].dt.floor("h")).mean()
        values["error_rate", service] = pd.DataFrame({"value": shares, "events": hours.size()})
        slow = hours["response_time_ms"].quantile(0.95)
        values["p95_response_ms", service] = pd.DataFrame({"value": slow, "events": hours.size()})
    loads = shop.tables["page_load_times"]
    for page, own in loads.groupby(find_page_keys(shop, loads["page_url"])):
        hours = own.groupby(own["timestamp"].dt.floor("h"))["load_time_ms"]
        rows = pd.DataFrame({"value": hours.quantile(0.75), "events": hours.size()})
        values["p75_load_ms", page] = rows
    for key, rows in values.items():
        if key[0].endswith("_ms"):
            values[key] = rows[rows["events"] >= 10]
    return values


def score(kpi: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Expected value and robust z-score of each hour with at least three previous weeks."""
    before = [rows["value"].shift(freq=pd.Timedelta(weeks=weeks)) for weeks in range(1, 9)]
    history = pd.concat(before, axis=1, sort=True).reindex(rows.index)
    expected, known = history.median(axis=1), history.count(axis=1)
    deviation = history.sub(expected, axis=0).abs().median(axis=1)
    step = DISPERSION[kpi]
    if kpi.endswith("_ms"):
        variance = step * expected**2 / rows["events"]
    elif kpi == "error_rate":
        # in events of the hour, at least one
        events = rows["events"] * expected * (1 - expected)
        variance = step * (events + step) / rows["events"] ** 2
    else:
        variance = step * (expected + step)
    chance = np.sqrt(variance * (1 + np.pi / 2 / known) + (NOISE_SHARE * expected) ** 2)
    spread = np.maximum(deviation / MAD_OF_NORMAL, chance)
    scores = (rows["value"] - expected) / spread
    return rows.assign(expected_value=expected, score=scores)[known >= 3]


@pytest.fixture(scope="module")
def expected() -> pd.DataFrame:
    """Every hour of the shipped seeds that has a score."""
    shop = open_shop(PROJECT / "seeds" / "raw", Variables())
    scored = []
    for (kpi, subject), rows in hourly_values(shop).items():
        hours = score(kpi, rows).rename_axis("hour_at").reset_index()
        scored.append(hours.assign(kpi=kpi, subject=subject))
    return pd.concat(scored).set_index(KEY).sort_index()


def test_every_hour_scores_as_in_pandas(shipped, place, expected):
    shutil.copy(shipped.folder / "build.duckdb", place.folder)
    run = place.dbt("run", "--select", "anomalies", anomaly_score=-1)
    assert run.code == 0, run.text
    with duckdb.connect(place.folder / "build.duckdb", read_only=True) as connection:
        found = connection.table("executive.anomalies").df().set_index(KEY).sort_index()
    assert len(found) > 5000
    assert found.index.tolist() == expected.index.tolist()
    for column in ["value", "expected_value", "score"]:
        assert found[column].to_numpy() == pytest.approx(expected[column].to_numpy(), abs=1e-9)
    assert found["event_count"].tolist() == expected["events"].tolist()


def test_published_anomalies_are_the_hours_beyond_the_threshold(shipped, expected):
    beyond = expected[expected["score"].abs() > 3.5]
    found = shipped.query("select * from executive.anomalies").set_index(KEY).sort_index()
    assert found.index.tolist() == beyond.index.tolist()
    assert found["direction"].tolist() == np.where(beyond["score"] > 0, "high", "low").tolist()
    assert len(found) > 0
