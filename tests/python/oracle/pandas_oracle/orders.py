"""What orders mean, and their amounts."""

import pandas as pd

from .amounts import find_rates
from .parsing import user_key
from .rows import Shop


def find_order_statuses(shop: Shop) -> pd.Series:
    """Return what the status of each order means; unknown, or blank where there is none."""
    exported = shop.tables["orders"]["status"].str.lower()
    words = exported.str.replace(r"^wc-", "", regex=True).str.replace(r"[-_ ]+", " ", regex=True)
    return words.map(lambda status: shop.order_statuses.get(status, "unknown") if status else "")


def read_counted_orders(shop: Shop) -> pd.DataFrame:
    """List the orders that count, which pending and canceled ones do not.

    Returns:
        The columns order_id, ordered_at, user_key, value, discount and refund; amounts in the
        shop's currency. A blank discount or refund is none; of a refunded order it is all of it.
    """
    orders, statuses = shop.tables["orders"], find_order_statuses(shop)
    rates = find_rates(shop, "orders")
    values = orders["total_value"]
    refunds = orders["refunded_value"].fillna(0)
    is_refunded_in_full = (statuses == "refunded") & (refunds == 0) & values.notna()
    counted = pd.DataFrame(
        {
            "order_id": orders["order_id"],
            "ordered_at": orders["ordered_at"],
            "user_key": orders["user_id"].map(user_key),
            "value": values * rates,
            "discount": orders["discount_value"].fillna(0) * rates,
            "refund": refunds.mask(is_refunded_in_full, values) * rates,
        }
    )
    return counted[~statuses.isin(["pending", "cancelled"])]
