"""Clicks: idle ones, calls to action, and dead clicks."""

import numpy as np
import pandas as pd

from python_steps.simulator import parameters

NAMES = tuple(
    dict.fromkeys(
        name
        for names in (*parameters.ELEMENTS.values(), parameters.CTA_ELEMENT.values())
        for name in names
    )
)
# by page: number of elements that get idle clicks, and their codes
ELEMENT_COUNT = np.array([len(parameters.ELEMENTS[page]) for page in parameters.PAGES])
ELEMENT = np.zeros((len(parameters.PAGES), ELEMENT_COUNT.max()), dtype=np.int8)
for _code, _page in enumerate(parameters.PAGES):
    for _slot, _name in enumerate(parameters.ELEMENTS[_page]):
        ELEMENT[_code, _slot] = NAMES.index(_name)
# by page and next step: the call to action that takes it, or -1
CTA = np.full((len(parameters.PAGES), len(parameters.PAGES) + 2), -1, dtype=np.int8)
for (_page, _target), _name in parameters.CTA_ELEMENT.items():
    CTA[parameters.PAGE_CODE[_page], parameters.PAGE_CODE[_target]] = NAMES.index(_name)


def click(generator, views):
    """Draw the clicks of page views.

    Args:
        generator: numpy Generator, the source of all randomness.
        views: one row per page view: user, at, left_at (seconds), page, intent (codes), is_dead
            (the call to action does not respond).

    Returns:
        One row per click, unsorted: user, at (seconds), page (code), element (position in
        `NAMES`, or -1 when missing).
    """
    user, at, left_at, page = (views[name].to_numpy() for name in ("user", "at", "left_at", "page"))
    idle = np.repeat(
        np.arange(len(views)), generator.poisson(parameters.IDLE_CLICKS_PER_PAGE, len(views))
    )
    idle_at = at[idle] + (generator.random(len(idle)) * (left_at - at)[idle]).astype(np.int64)
    rank = generator.random(len(idle)) ** parameters.FAVORITE_POWER
    slot = (rank * ELEMENT_COUNT[page[idle]]).astype(np.int8)

    cta = CTA[page, views["intent"].to_numpy()]
    clicked = np.flatnonzero(cta >= 0)
    is_dead = views["is_dead"].to_numpy()[clicked]
    times = np.where(is_dead, generator.integers(*parameters.DEAD_CLICKS, len(clicked)), 1)
    # repeated clicks are one second apart
    nth = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    clicked = np.repeat(clicked, times)

    row = np.concatenate([idle, clicked])
    element = np.concatenate([ELEMENT[page[idle], slot], cta[clicked]])
    element[generator.random(len(row)) < parameters.BLANK_ELEMENT_SHARE] = -1
    return pd.DataFrame(
        {
            "user": user[row],
            "at": np.concatenate([idle_at, left_at[clicked] + nth]),
            "page": page[row],
            "element": element,
        }
    )
