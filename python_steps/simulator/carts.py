"""What lies in the carts that are left behind."""

import numpy as np
import pandas as pd

from python_steps.simulator import world


def fill(generator, sessions):
    """Draw the contents of the carts that sessions left behind.

    Args:
        generator: numpy Generator that all randomness comes from.
        sessions: one row a session that left a filled cart: user, ended (seconds), held_by
            (number of the incident that drove the shopper away or held them up, else -1),
            held_chance (that they would have completed without it).

    Returns:
        One row a cart: user, at (seconds), items (1 to 8), value (-1 when not recorded), lost_to
        (number of the incident without which it would have been bought, else -1), lost_value (0
        for none).
    """
    count = len(sessions)
    median_value, spread = world.ITEM_VALUE
    items = 1 + world.pick(generator, world.bounds(world.ITEM_SHARES), count)
    value = np.round(items * median_value * generator.lognormal(0.0, spread, count), 2)
    value[generator.random(count) < world.BLANK_VALUE_SHARE] = -1
    would_buy = generator.random(count) < sessions["held_chance"].to_numpy()
    lost_to = np.where(would_buy, sessions["held_by"].to_numpy(), np.int8(-1))
    return pd.DataFrame(
        {
            "user": sessions["user"].to_numpy(),
            "at": sessions["ended"].to_numpy(),
            "items": items,
            "value": value,
            "lost_to": lost_to,
            "lost_value": np.where(lost_to >= 0, np.maximum(value, 0), 0.0),
        }
    )
