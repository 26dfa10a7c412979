"""Who enters the shop, and when."""

import numpy as np
import pandas as pd

from python_steps.simulator import world


def arrive(generator, day, weekday, sessions_per_day, known_users):
    """Draw the sessions that begin on one day.

    Args:
        generator: numpy Generator that all randomness comes from.
        day: number of the day, 0 is the first.
        weekday: 0 for a Monday.
        sessions_per_day: mean over a week.
        known_users: how many users the shop had before this day; they are numbered from 1.

    Returns:
        One row a session in the order of arrival: user (number), at (seconds), page (the first
        one), is_return (False: nobody here comes back for a cart).
    """
    hours = np.arange(day * 24, day * 24 + 24)
    rhythm = np.array(world.HOUR_WEIGHTS) / sum(world.HOUR_WEIGHTS)
    in_sale = world.SALE.covers(hours * world.HOUR_SECONDS)
    expected = sessions_per_day * world.WEEKDAY_WEIGHTS[weekday] * rhythm
    per_hour = generator.poisson(expected * np.where(in_sale, world.SALE.strength, 1.0))
    count = int(per_hour.sum())
    within_hour = generator.integers(0, world.HOUR_SECONDS, count)
    at = np.sort(np.repeat(hours, per_hour) * world.HOUR_SECONDS + within_hour)

    is_new = generator.random(count) < world.NEW_USER_SHARE
    joined_ago = generator.random(count) ** world.RECENT_USER_POWER * known_users
    return pd.DataFrame(
        {
            "user": np.where(
                is_new, known_users + np.cumsum(is_new), known_users - joined_ago.astype(np.int64)
            ),
            "at": at,
            "page": generator.choice(
                list(world.ENTRY_PAGE), size=count, p=list(world.ENTRY_PAGE.values())
            ),
            "is_return": False,
        }
    )


def come_back(generator, abandoned):
    """Draw which of the sessions that left a filled cart come back for it, and when.

    Args:
        generator: numpy Generator that all randomness comes from.
        abandoned: one row a session, with user (number) and ended (seconds).

    Returns:
        One row a returning session, columns as in `arrive`.
    """
    back = abandoned[generator.random(len(abandoned)) < world.COME_BACK_SHARE]
    pause = generator.uniform(*world.COME_BACK_HOURS, len(back)) * world.HOUR_SECONDS
    return pd.DataFrame(
        {
            "user": back["user"].to_numpy(),
            "at": back["ended"].to_numpy() + pause.astype(np.int64),
            "page": "cart",
            "is_return": True,
        }
    )
