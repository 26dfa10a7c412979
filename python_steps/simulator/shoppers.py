"""Arrivals: new sessions, and returns to abandoned carts."""

import numpy as np
import pandas as pd

from python_steps.simulator import parameters, sampling


def arrive(generator, sales, hours, weekday, sessions_per_day, known_users):
    """Draw the sessions that start within some hours of one day.

    Args:
        generator: numpy Generator, the source of all randomness.
        sales: list of `incidents.Sale`.
        hours: range of hours since the start, all of one day.
        weekday: 0 for Monday.
        sessions_per_day: mean over a week, before growth and sales.
        known_users: number of existing users; they are numbered from 1.

    Returns:
        One row per session, sorted by start: user (number), at (seconds), page (code of the first
        page), is_return (False), cart (-1), lost_to (-1) and lost_value (0.0), which are set on
        returns only.
    """
    starts = np.array(hours) * parameters.HOUR_SECONDS
    hour_share = np.array(parameters.HOUR_WEIGHTS)[np.array(hours) % 24] / sum(
        parameters.HOUR_WEIGHTS
    )
    growth = (1 + parameters.DAILY_GROWTH) ** (hours.start // 24) * generator.lognormal(
        0.0, parameters.DAY_SPREAD
    )
    expected = sessions_per_day * parameters.WEEKDAY_WEIGHTS[weekday] * growth * hour_share
    for sale in sales:
        within = sampling.overlap(np.array(hours), sale.started, sale.ended)
        expected = expected * (1 + (sale.factor - 1) * within)
    per_hour = generator.poisson(expected)
    count = int(per_hour.sum())
    at = np.repeat(starts, per_hour) + generator.integers(0, parameters.HOUR_SECONDS, count)
    at.sort()

    is_new = generator.random(count) < parameters.NEW_USER_SHARE
    joined_ago = generator.random(count) ** parameters.RECENT_USER_POWER * known_users
    entry = [parameters.PAGE_CODE[page] for page in parameters.ENTRY_PAGE]
    bounds = sampling.bounds(list(parameters.ENTRY_PAGE.values()))
    first_page = np.array(entry, dtype=np.int8)[sampling.pick(generator, bounds, count)]
    return pd.DataFrame(
        {
            "user": np.where(
                is_new, known_users + np.cumsum(is_new), known_users - joined_ago.astype(np.int64)
            ),
            "at": at,
            "page": first_page,
            "is_return": False,
            "cart": -1,
            "lost_to": np.int8(-1),
            "lost_value": 0.0,
        }
    )


def return_to_carts(generator, carts):
    """Draw which shoppers return to the cart that they abandoned, and when.

    Args:
        generator: numpy Generator, the source of all randomness.
        carts: one row per cart: user (number), at (seconds), cart (key), lost_to (number of the
            incident that it was lost to, or -1), lost_value.

    Returns:
        One row per returning session, unsorted, columns as in `arrive`.
    """
    returning = carts[generator.random(len(carts)) < parameters.RETURN_SHARE]
    pause = generator.uniform(*parameters.RETURN_HOURS, len(returning)) * parameters.HOUR_SECONDS
    return pd.DataFrame(
        {
            "user": returning["user"].to_numpy(),
            "at": returning["at"].to_numpy() + pause.astype(np.int64),
            "page": np.int8(parameters.PAGE_CODE["cart"]),
            "is_return": True,
            "cart": returning["cart"].to_numpy(),
            "lost_to": returning["lost_to"].to_numpy(),
            "lost_value": returning["lost_value"].to_numpy(),
        }
    )
