"""KPIs of the commerce department: abandoned carts and their recovery, and orders."""

from typing import Any

from .amounts import find_rates
from .figures import (
    figure,
    find_completed,
    find_deepest_steps,
    largest,
    ratio,
    unless_absent,
)
from .orders import read_counted_orders
from .recovery import find_outcomes
from .rows import Shop

CART_STEP = 3


def commerce_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of carts and orders, and the cart abandonment rate of sessions."""
    return [
        *unless_absent(shop, "cart_abandonment", cart_kpis(shop)),
        *unless_absent(shop, "session_tracking", [cart_abandonment_rate(shop)]),
        *unless_absent(shop, "orders", order_kpis(shop)),
    ]


def cart_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of abandoned carts."""
    carts = shop.tables["cart_abandonment"]
    values = carts["total_value"] * find_rates(shop, "cart_abandonment")
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


def cart_abandonment_rate(shop: Shop) -> dict[str, Any]:
    """Compute the share of sessions that reached the cart and did not buy."""
    sessions = shop.tables["session_tracking"]
    reached = sessions[find_deepest_steps(shop, sessions) >= CART_STEP]
    bought = find_completed(shop, reached).sum()
    return ratio("cart_abandonment_rate", len(reached) - bought, len(reached))


def order_kpis(shop: Shop) -> list[dict[str, Any]]:
    """Compute the KPIs of orders."""
    orders = read_counted_orders(shop)
    values, discounts = orders["value"], orders["discount"].dropna()
    revenue = values.sum() if orders.empty or values.notna().any() else None
    refunded = orders["refund"].sum()
    of_users = orders[orders["user_key"] != ""].sort_values(["ordered_at", "order_id"])
    return [
        figure("total_orders", len(orders)),
        figure("revenue", revenue),
        figure("refunded_value", refunded),
        figure("net_revenue", None if revenue is None else revenue - refunded),
        figure("avg_order_value", values.mean()),
        order_conversion_rate(shop),
        ratio("repeat_order_rate", of_users["user_key"].duplicated().sum(), len(of_users)),
        ratio("discount_share", (discounts > 0).sum(), len(discounts)),
    ]


def order_conversion_rate(shop: Shop) -> dict[str, Any]:
    """Compute the orders per session, on days with both.

    A day without an order, between others, has orders: 0 of them.
    """
    order_days = read_counted_orders(shop)["ordered_at"].dt.date
    all_days = shop.tables["orders"]["ordered_at"].dt.date
    session_days = shop.tables["session_tracking"]["start_time"].dt.date
    is_covered = (session_days >= all_days.min()) & (session_days <= all_days.max())
    return ratio("order_conversion_rate", order_days.isin(session_days).sum(), is_covered.sum())
