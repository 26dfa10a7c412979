"""Which carts a later purchase recovered."""

from datetime import timedelta

import pandas as pd

from .figures import find_completed
from .orders import find_order_statuses
from .parsing import user_key
from .rows import Shop

# an export may end this much before others
INPUT_DELAY = timedelta(hours=3)
# an order this soon after a session was placed in it
SAME_PURCHASE = timedelta(hours=1)


def find_outcomes(shop: Shop) -> pd.Series:
    """Return whether each cart was recovered, is open, was lost, or is unknown.

    A purchase after the last order and session would not be seen, unless as_of says that the
    exports reach it.
    """
    carts = shop.tables["cart_abandonment"]
    deadline = carts["abandonment_time"] + timedelta(hours=shop.variables.recovery_window_hours)
    purchases_end = latest_purchase_seen(shop)
    outcomes = pd.Series("lost", index=carts.index)
    if not shop.variables.as_of:
        outcomes[deadline > purchases_end + INPUT_DELAY] = "unknown"
    outcomes[deadline > shop.as_of] = "open"
    if pd.isna(purchases_end):
        outcomes[:] = "unknown"
    outcomes[carts["cart_id"].isin(find_recovered_carts(shop))] = "recovered"
    return outcomes


def latest_purchase_seen(shop: Shop) -> pd.Timestamp:
    """Return the end of the inputs that show whether a user bought; NaT where none does."""
    sessions, orders = shop.tables["session_tracking"], shop.tables["orders"]
    carts_have_users = (shop.tables["cart_abandonment"]["user_id"] != "").any()
    times = []
    if carts_have_users and all(
        (sessions[name] != "").any() for name in ("user_id", "drop_off_page")
    ):
        times.append(sessions[["start_time", "end_time"]].max().max())
    if (carts_have_users and (orders["user_id"] != "").any()) or (orders["cart_id"] != "").any():
        times.append(orders["ordered_at"].max())
    return max(times, default=pd.NaT)


def find_purchases(shop: Shop) -> pd.DataFrame:
    """List the orders that were not canceled, and the completed sessions without an order.

    An order stands for the session that it names, and for those of its user from their start until
    an hour after their end, even if it was canceled.
    """
    sessions, orders = shop.tables["session_tracking"], shop.tables["orders"]
    orders = orders.assign(user_key=orders["user_id"].map(user_key))
    sessions = sessions.assign(user_key=sessions["user_id"].map(user_key))
    pairs = sessions.merge(orders[orders["user_key"] != ""], on="user_key", suffixes=("", "_named"))
    since_start = pairs["ordered_at"] - pairs["start_time"]
    since_end = pairs["ordered_at"] - pairs["end_time"]
    is_same = (since_start >= timedelta(0)) & (since_end <= SAME_PURCHASE)
    ordered = {*orders["session_id"], *pairs.loc[is_same, "session_id"]}
    is_bought = find_completed(shop, sessions).fillna(False)
    bought = sessions[is_bought & ~sessions["session_id"].isin(ordered)]
    placed = orders[find_order_statuses(shop) != "cancelled"]
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "purchase": "session " + bought["session_id"],
                    "user_key": bought["user_key"],
                    "named_cart": "",
                    "purchased_at": bought["end_time"],
                }
            ),
            pd.DataFrame(
                {
                    "purchase": "order " + placed["order_id"],
                    "user_key": placed["user_key"],
                    "named_cart": placed["cart_id"],
                    "purchased_at": placed["ordered_at"],
                }
            ),
        ]
    )


def find_recovered_carts(shop: Shop) -> set[str]:
    """Find the carts that a purchase within the recovery window recovered.

    A purchase recovers one cart, even if another purchase already recovered it: the one that the
    order names, else the user's latest one.
    """
    carts = shop.tables["cart_abandonment"]
    carts = carts.assign(user_key=carts["user_id"].map(user_key))
    window = timedelta(hours=shop.variables.recovery_window_hours)
    recovered = set()
    for purchase in find_purchases(shop).itertuples():
        delay = purchase.purchased_at - carts["abandonment_time"]
        in_time = carts[(delay > timedelta(0)) & (delay <= window)]
        named = in_time[in_time["cart_id"] == purchase.named_cart]
        own = in_time[(in_time["user_key"] == purchase.user_key) & (purchase.user_key != "")]
        latest = own.sort_values(["abandonment_time", "cart_id"], ascending=[False, True])
        recovered.update(pd.concat([named, latest])["cart_id"].head(1))
    return recovered
