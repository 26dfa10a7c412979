"""KPIs of the commerce department: abandoned carts and their recovery."""

from datetime import timedelta
from typing import Any

import pandas as pd

from .figures import figure, find_completed, find_page_keys, largest, ratio, unless_absent
from .parsing import split_steps, user_key
from .rows import Shop

CART_STEP = 3


def commerce_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of carts, and the cart abandonment rate of sessions."""
    return [
        *unless_absent(shop, "cart_abandonment", cart_kpis(shop)),
        *unless_absent(shop, "session_tracking", [cart_abandonment_rate(shop)]),
    ]


def cart_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of abandoned carts."""
    carts = shop.tables["cart_abandonment"]
    values = carts["total_value"]
    is_recovered = carts["cart_id"].isin(find_recovered_carts(shop))
    window = timedelta(hours=shop.variables.recovery_window_hours)
    is_open = ~is_recovered & (carts["abandonment_time"] + window > shop.as_of)
    return [
        figure("abandoned_carts", len(carts)),
        figure("avg_items_per_abandoned_cart", carts["items_in_cart"].mean()),
        figure("avg_abandoned_cart_value", values.mean()),
        largest("highest_abandoned_cart", values.set_axis(carts["cart_id"])),
        figure("abandoned_value", values.sum()),
        figure("lost_value", values[~is_recovered & ~is_open].sum()),
        ratio("cart_recovery_rate", is_recovered.sum(), len(carts)),
    ]


def find_recovered_carts(shop: Shop) -> set[str]:
    """Find the carts that a completed session of the same user recovered.

    A session recovers one cart: the latest one within the recovery window, even if another
    session already recovered it.
    """
    carts = shop.tables["cart_abandonment"]
    sessions = shop.tables["session_tracking"]
    carts = carts.assign(user_key=carts["user_id"].map(user_key))
    sessions = sessions.assign(user_key=sessions["user_id"].map(user_key))
    completed = sessions[find_completed(sessions) & (sessions["user_key"] != "")]
    pairs = carts.merge(completed, on="user_key", suffixes=("_of_cart", ""))
    delay = pairs["end_time"] - pairs["abandonment_time"]
    window = timedelta(hours=shop.variables.recovery_window_hours)
    in_time = pairs[(delay > timedelta(0)) & (delay <= window)]
    latest_first = in_time.sort_values(["abandonment_time", "cart_id"], ascending=[False, True])
    return set(latest_first.drop_duplicates("session_id")["cart_id"])


def cart_abandonment_rate(shop: Shop) -> dict[str, Any]:
    """Compute the share of sessions that reached the cart and did not buy."""
    sessions = shop.tables["session_tracking"]

    def reaches_cart(page_sequence: str) -> bool:
        pages = find_page_keys(shop, pd.Series(split_steps(page_sequence), dtype=str))
        return any(shop.funnel_steps.get(page, 0) >= CART_STEP for page in pages)

    reached = sessions[sessions["page_sequence"].map(reaches_cart).astype(bool)]
    return ratio("cart_abandonment_rate", (~find_completed(reached)).sum(), len(reached))
