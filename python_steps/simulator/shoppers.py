"""Who enters the shop, and when."""

import numpy as np
import pandas as pd

from python_steps.simulator import world


def arrive(generator, sales, hours, weekday, sessions_per_day, known_users):
    """Draw the sessions that begin within some hours of one day.

    Args:
        generator: numpy Generator that all randomness comes from.
        sales: stretches with `started`, `ended` (seconds) and `factor`, when more come.
        hours: range of hours since the start, all of one day.
        weekday: 0 for a Monday.
        sessions_per_day: mean over a week, growth and sales apart.
        known_users: how many users the shop had before; they are numbered from 1.

    Returns:
        One row a session in the order of arrival: user (number), at (seconds), page (code of the
        first one), is_return (False: nobody here comes back for a cart), lost_to (-1) and
        lost_value (0.0), which only those who come back have.
    """
    starts = np.array(hours) * world.HOUR_SECONDS
    rhythm = np.array(world.HOUR_WEIGHTS)[np.array(hours) % 24] / sum(world.HOUR_WEIGHTS)
    growth = (1 + world.DAILY_GROWTH) ** (hours.start // 24) * generator.lognormal(
        0.0, world.DAY_SPREAD
    )
    expected = sessions_per_day * world.WEEKDAY_WEIGHTS[weekday] * growth * rhythm
    for sale in sales:
        within = world.overlap(np.array(hours), sale.started, sale.ended)
        expected = expected * (1 + (sale.factor - 1) * within)
    per_hour = generator.poisson(expected)
    count = int(per_hour.sum())
    at = np.repeat(starts, per_hour) + generator.integers(0, world.HOUR_SECONDS, count)
    at.sort()

    is_new = generator.random(count) < world.NEW_USER_SHARE
    joined_ago = generator.random(count) ** world.RECENT_USER_POWER * known_users
    entry = [world.PAGE_CODE[page] for page in world.ENTRY_PAGE]
    bounds = world.bounds(list(world.ENTRY_PAGE.values()))
    first_page = np.array(entry, dtype=np.int8)[world.pick(generator, bounds, count)]
    return pd.DataFrame(
        {
            "user": np.where(
                is_new, known_users + np.cumsum(is_new), known_users - joined_ago.astype(np.int64)
            ),
            "at": at,
            "page": first_page,
            "is_return": False,
            "lost_to": np.int8(-1),
            "lost_value": 0.0,
        }
    )


def come_back(generator, carts):
    """Draw which of the shoppers who left a filled cart come back for it, and when.

    Args:
        generator: numpy Generator that all randomness comes from.
        carts: one row a cart: user (number), at (seconds), lost_to (number of the incident that
            it is lost to, -1 for none), lost_value.

    Returns:
        One row a returning session, columns as in `arrive`, not in order.
    """
    back = carts[generator.random(len(carts)) < world.COME_BACK_SHARE]
    pause = generator.uniform(*world.COME_BACK_HOURS, len(back)) * world.HOUR_SECONDS
    return pd.DataFrame(
        {
            "user": back["user"].to_numpy(),
            "at": back["at"].to_numpy() + pause.astype(np.int64),
            "page": np.int8(world.PAGE_CODE["cart"]),
            "is_return": True,
            "lost_to": back["lost_to"].to_numpy(),
            "lost_value": back["lost_value"].to_numpy(),
        }
    )
