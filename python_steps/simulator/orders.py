"""Orders of completed sessions: value, discount, status and refunds."""

import numpy as np
import pandas as pd

from python_steps.simulator import parameters, sampling

ITEM_BOUNDS = sampling.bounds(parameters.ITEM_SHARES)
OUTCOMES = tuple(parameters.ORDER_OUTCOMES)
OUTCOME_BOUNDS = sampling.bounds([share for share, _ in parameters.ORDER_OUTCOMES.values()])
CHANGED_HOURS = np.array([hours for _, hours in parameters.ORDER_OUTCOMES.values()])
PAID, CANCELED, PENDING = (
    parameters.ORDER_STATUSES.index(name) for name in ("paid", "cancelled", "pending")
)


def check_out(sessions, carts):
    """Return the orders that completed sessions lead to, before their contents are drawn.

    Args:
        sessions: one row per completed session: number, user, ended (seconds), cart (key of the
            abandoned cart that the shopper returned to, or -1).
        carts: one row per abandoned cart: cart (key), number, items, value (-1 when missing). It
            has all carts that the sessions return to.

    Returns:
        One row per order: user, at (seconds), session (number), cart (number, 0 when none), items
        (0 when none), value (-1 when missing).
    """
    recovered = carts.set_index("cart").reindex(sessions["cart"].to_numpy())
    return pd.DataFrame(
        {
            "user": sessions["user"].to_numpy(),
            "at": sessions["ended"].to_numpy(),
            "session": sessions["number"].to_numpy(),
            "cart": recovered["number"].fillna(0).to_numpy(dtype=np.int64),
            "items": recovered["items"].fillna(0).to_numpy(dtype=np.int64),
            "value": recovered["value"].fillna(-1).to_numpy(),
        }
    )


def place(generator, checked_out, end):
    """Draw the contents of orders, and what became of them when the data ends.

    Every order takes the same number of draws, one order after another: the orders of two chunks
    are the same as if they were one.

    Args:
        generator: numpy Generator, the source of all randomness.
        checked_out: output of `check_out`, sorted by time. A recovered cart keeps its items and its
            value, if known.
        end: seconds; changes after it have not happened yet.

    Returns:
        One row per order, as `check_out`: items (1 to 8) and value are drawn where they were
        missing; discount (money off, already deducted from value), status (code), refunded (money
        returned), updated (seconds of the latest change, -1 when there was none).
    """
    draws = generator.random((len(checked_out), 8)).T
    outcome, changed, part, size, radius, angle, is_discounted, discount = draws
    at = checked_out["at"].to_numpy()
    items, value = _fill(checked_out, size, radius, angle)
    options = np.array(parameters.DISCOUNTS)
    rate = options[(discount * len(options)).astype(np.int64)]
    rate = np.where(is_discounted < parameters.DISCOUNT_SHARE, rate, 0.0)

    outcome = np.searchsorted(OUTCOME_BOUNDS, outcome, side="right")
    earliest, latest = CHANGED_HOURS[outcome].T
    hours = earliest + changed * (latest - earliest)
    updated = at + (hours * parameters.HOUR_SECONDS).astype(np.int64)
    has_changed = (latest > 0) & (updated < end)
    low, high = parameters.PART_REFUNDED
    returned = np.select(
        [outcome == OUTCOMES.index("refunded"), outcome == OUTCOMES.index("partly_refunded")],
        [value, np.round(value * (low + part * (high - low)), 2)],
        0.0,
    )
    return checked_out.assign(
        items=items,
        value=value,
        discount=np.round(value * rate / (1 - rate), 2),
        status=np.select(
            [
                (outcome == OUTCOMES.index("cancelled")) & has_changed,
                (outcome == OUTCOMES.index("pending")) & ~has_changed,
            ],
            [CANCELED, PENDING],
            PAID,
        ),
        refunded=np.where(has_changed, returned, 0.0),
        updated=np.where(has_changed, updated, -1),
    )


def _fill(checked_out, size, radius, angle):
    """Return the items and the value of each order; the draws are from 0 to 1."""
    in_cart, cart_value = checked_out["items"].to_numpy(), checked_out["value"].to_numpy()
    drawn = 1 + np.searchsorted(ITEM_BOUNDS, size, side="right")
    items = np.where(in_cart > 0, in_cart, drawn)
    median_value, spread = parameters.ITEM_VALUE
    # a standard normal number from two uniform ones (Box and Muller)
    normal = np.sqrt(-2 * np.log1p(-radius)) * np.cos(2 * np.pi * angle)
    value = np.round(items * median_value * np.exp(spread * normal), 2)
    return items, np.where(cart_value >= 0, cart_value, value)
