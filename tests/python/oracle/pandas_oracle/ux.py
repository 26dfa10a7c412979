"""KPIs of the UX department: clicks, page loads, sessions."""

from typing import Any

from .figures import (
    figure,
    find_completed,
    find_page_keys,
    hours_between,
    largest,
    ratio,
    unless_absent,
)
from .parsing import split_steps, user_key
from .rows import Shop


def ux_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of clicks, page loads and sessions."""
    return [
        *unless_absent(shop, "clickstream", click_kpis(shop)),
        *unless_absent(shop, "page_load_times", page_speed_kpis(shop)),
        *unless_absent(shop, "session_tracking", session_kpis(shop)),
    ]


def click_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of the clickstream."""
    clicks = shop.tables["clickstream"]
    users = clicks["user_id"].map(user_key)
    elements = clicks["element_clicked"]
    return [
        figure("total_clicks", len(clicks)),
        figure("unique_users", users[users != ""].nunique()),
        largest("most_clicked_element", elements[elements != ""].value_counts()),
        largest("most_clicked_page", find_page_keys(shop, clicks["page"]).value_counts()),
    ]


def page_speed_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of page loads."""
    loads = shop.tables["page_load_times"]
    milliseconds = loads["load_time_ms"]
    per_page = milliseconds.groupby(find_page_keys(shop, loads["page_url"])).mean()
    return [
        figure("total_page_loads", len(loads)),
        figure("avg_load_ms", milliseconds.mean()),
        figure("p75_load_ms", milliseconds.quantile(0.75, interpolation="linear")),
        largest("slowest_page", per_page),
    ]


def session_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of sessions."""
    sessions = shop.tables["session_tracking"]
    minutes = hours_between(sessions["start_time"], sessions["end_time"]) * 60
    step_counts = sessions["page_sequence"].map(split_steps).map(len)
    is_completed = find_completed(shop, sessions)
    names_page = sessions["drop_off_page"].str.lower() != "none"
    drop_offs = find_page_keys(shop, sessions["drop_off_page"][names_page])
    return [
        figure("total_sessions", len(sessions)),
        figure("avg_session_minutes", minutes.mean()),
        figure("median_session_minutes", minutes.quantile(0.5, interpolation="linear")),
        ratio("bounce_rate", (step_counts == 1).sum(), len(sessions)),
        ratio("session_conversion_rate", is_completed.sum(), is_completed.count()),
        largest("most_common_drop_off_page", drop_offs[drop_offs != ""].value_counts()),
    ]
