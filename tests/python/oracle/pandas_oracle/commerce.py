"""KPIs of the commerce department: abandoned carts and their recovery."""

from datetime import timedelta
from typing import Any

import pandas as pd

from .figures import (
    figure,
    find_completed,
    find_deepest_steps,
    largest,
    ratio,
    unless_absent,
)
from .parsing import user_key
from .rows import Shop

CART_STEP = 3
# sessions may arrive this much later than other inputs
INPUT_DELAY = timedelta(hours=3)


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
    outcomes = find_outcomes(shop)
    is_known = outcomes != "unknown"
    has_known_value = len(carts) == 0 or values[is_known].notna().any()
    lost_value = values[outcomes == "lost"].sum() if has_known_value else None
    return [
        figure("abandoned_carts", len(carts)),
        figure("avg_items_per_abandoned_cart", carts["items_in_cart"].mean()),
        figure("avg_abandoned_cart_value", values.mean()),
        largest("highest_abandoned_cart", values.set_axis(carts["cart_id"])),
        figure("abandoned_value", values.sum()),
        figure("lost_value", lost_value),
        ratio("cart_recovery_rate", (outcomes == "recovered").sum(), is_known.sum()),
    ]


def find_outcomes(shop: Shop) -> pd.Series:
    """Return whether each cart was recovered, is open, was lost, or is unknown.

    A purchase after the last session would not be seen, unless as_of says that sessions reach it.
    """
    carts = shop.tables["cart_abandonment"]
    sessions = shop.tables["session_tracking"]
    deadline = carts["abandonment_time"] + timedelta(hours=shop.variables.recovery_window_hours)
    known_until = sessions[["start_time", "end_time"]].max().max() + INPUT_DELAY
    outcomes = pd.Series("lost", index=carts.index)
    if not shop.variables.as_of:
        outcomes[deadline > known_until] = "unknown"
    outcomes[deadline > shop.as_of] = "open"
    if sessions.empty:
        outcomes[:] = "unknown"
    outcomes[carts["cart_id"].isin(find_recovered_carts(shop))] = "recovered"
    return outcomes


def find_recovered_carts(shop: Shop) -> set[str]:
    """Find the carts that a completed session of the same user recovered.

    A session recovers one cart: the latest one within the recovery window, even if another
    session already recovered it.
    """
    carts = shop.tables["cart_abandonment"]
    sessions = shop.tables["session_tracking"]
    carts = carts.assign(user_key=carts["user_id"].map(user_key))
    sessions = sessions.assign(user_key=sessions["user_id"].map(user_key))
    completed = sessions[
        find_completed(shop, sessions).fillna(False) & (sessions["user_key"] != "")
    ]
    pairs = carts.merge(completed, on="user_key", suffixes=("_of_cart", ""))
    delay = pairs["end_time"] - pairs["abandonment_time"]
    window = timedelta(hours=shop.variables.recovery_window_hours)
    in_time = pairs[(delay > timedelta(0)) & (delay <= window)]
    latest_first = in_time.sort_values(["abandonment_time", "cart_id"], ascending=[False, True])
    return set(latest_first.drop_duplicates("session_id")["cart_id"])


def cart_abandonment_rate(shop: Shop) -> dict[str, Any]:
    """Compute the share of sessions that reached the cart and did not buy."""
    sessions = shop.tables["session_tracking"]
    reached = sessions[find_deepest_steps(shop, sessions) >= CART_STEP]
    bought = find_completed(shop, reached).sum()
    return ratio("cart_abandonment_rate", len(reached) - bought, len(reached))
