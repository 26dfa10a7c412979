"""What shoppers click: idly, to get on, and in vain."""

import numpy as np
import pandas as pd

from python_steps.simulator import world

NAMES = tuple(
    dict.fromkeys(
        name
        for names in (*world.ELEMENTS.values(), world.LEADING_ELEMENT.values())
        for name in names
    )
)
# by page: how many elements invite idle clicks, and which
ELEMENT_COUNT = np.array([len(world.ELEMENTS[page]) for page in world.PAGES])
ELEMENT = np.zeros((len(world.PAGES), ELEMENT_COUNT.max()), dtype=np.int8)
for _code, _page in enumerate(world.PAGES):
    for _slot, _name in enumerate(world.ELEMENTS[_page]):
        ELEMENT[_code, _slot] = NAMES.index(_name)
# by page and where the step leads: the element that takes it, -1 for none
LEADING = np.full((len(world.PAGES), len(world.PAGES) + 2), -1, dtype=np.int8)
for (_page, _target), _name in world.LEADING_ELEMENT.items():
    LEADING[world.PAGE_CODE[_page], world.PAGE_CODE[_target]] = NAMES.index(_name)


def click(generator, visits):
    """Draw the clicks of page visits.

    Args:
        generator: numpy Generator that all randomness comes from.
        visits: one row a page visit: user, at, left_at (seconds), page, intent (codes), is_dead
            (the element that leads on has no effect).

    Returns:
        One row a click, not in order: user, at (seconds), page (code), element (position in
        `NAMES`, -1 when not recorded).
    """
    user, at, left_at, page = (
        visits[name].to_numpy() for name in ("user", "at", "left_at", "page")
    )
    idle = np.repeat(
        np.arange(len(visits)), generator.poisson(world.IDLE_CLICKS_PER_PAGE, len(visits))
    )
    idle_at = at[idle] + (generator.random(len(idle)) * (left_at - at)[idle]).astype(np.int64)
    favour = generator.random(len(idle)) ** world.FAVOURITE_POWER
    slot = (favour * ELEMENT_COUNT[page[idle]]).astype(np.int8)

    leading = LEADING[page, visits["intent"].to_numpy()]
    on = np.flatnonzero(leading >= 0)
    is_dead = visits["is_dead"].to_numpy()[on]
    times = np.where(is_dead, generator.integers(*world.DEAD_CLICKS, len(on)), 1)
    # one second after the other
    nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    on = np.repeat(on, times)

    row = np.concatenate([idle, on])
    element = np.concatenate([ELEMENT[page[idle], slot], leading[on]])
    element[generator.random(len(row)) < world.BLANK_ELEMENT_SHARE] = -1
    return pd.DataFrame(
        {
            "user": user[row],
            "at": np.concatenate([idle_at, left_at[on] + nth]),
            "page": page[row],
            "element": element,
        }
    )
