"""Contents of abandoned carts."""

import numpy as np
import pandas as pd

from python_steps.simulator import parameters, sampling


def fill(generator, sessions):
    """Draw the contents of the carts that sessions abandoned.

    Args:
        generator: numpy Generator, the source of all randomness.
        sessions: one row per session that abandoned a cart: user, ended (seconds), blocked_by
            (number of the incident that drove the shopper away or blocked a step, or -1),
            completion_chance (probability of completing without the incident).

    Returns:
        One row per cart: user, at (seconds), items (1 to 8), value (-1 when missing), lost_to
        (number of the incident without which it would have been bought, or -1), lost_value (0
        when there is none).
    """
    count = len(sessions)
    median_value, spread = parameters.ITEM_VALUE
    items = 1 + sampling.pick(generator, sampling.bounds(parameters.ITEM_SHARES), count)
    value = np.round(items * median_value * generator.lognormal(0.0, spread, count), 2)
    value[generator.random(count) < parameters.BLANK_VALUE_SHARE] = -1
    would_buy = generator.random(count) < sessions["completion_chance"].to_numpy()
    lost_to = np.where(would_buy, sessions["blocked_by"].to_numpy(), np.int8(-1))
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
