"""How a visit goes: pages, waiting, clicks, and what remains of it in the end."""

import numpy as np
import pandas as pd

from python_steps.simulator import world


def open_pages(generator, here):
    """Load the page that each shopper stands on, and draw where each wants to go next.

    Args:
        generator: numpy Generator that all randomness comes from.
        here: one row a shopper in the shop: session, user, at (seconds), page, is_return.

    Returns:
        The same rows with load_ms, stay_seconds and intent (a page, `LEFT` or `COMPLETED`).
    """
    count = len(here)
    page = here["page"].to_numpy()
    is_return = here["is_return"].to_numpy(dtype=bool)
    median_ms = here["page"].map(world.LOAD_MS).to_numpy(dtype=float)
    is_slow = (page == world.SLOW_PAGE.subject) & world.SLOW_PAGE.covers(here["at"].to_numpy())
    load_ms = median_ms * generator.lognormal(0.0, world.LOAD_SPREAD, count)
    load_ms = (load_ms * np.where(is_slow, world.SLOW_PAGE.strength, 1.0)).astype(np.int64)
    median_seconds, spread = world.STAY_SECONDS
    stay = 1 + (median_seconds * generator.lognormal(0.0, spread, count)).astype(np.int64)

    intent = np.full(count, world.LEFT, dtype=object)
    for chain, mask in ((world.NEXT_PAGE, ~is_return), (world.NEXT_PAGE_ON_RETURN, is_return)):
        for name in world.PAGES:
            rows = np.flatnonzero(mask & (page == name))
            options, chances = list(chain[name]), list(chain[name].values())
            intent[rows] = generator.choice(options, size=len(rows), p=chances)
    waited_seconds = (load_ms - world.PATIENCE_MS) / 1000
    impatience = np.clip(waited_seconds * world.LEAVE_PER_SECOND_WAITED, 0, world.LEAVE_AT_MOST)
    intent[generator.random(count) < impatience] = world.LEFT
    return here.assign(load_ms=load_ms, stay_seconds=stay + load_ms // 1000, intent=intent)


def decide(generator, visits):
    """Draw where each shopper really goes: a failed call ends in a reload or drives them away.

    Args:
        generator: numpy Generator that all randomness comes from.
        visits: what `open_pages` returned, with failed_service ('' when every call went well).

    Returns:
        An array with a page, `LEFT` or `COMPLETED` for each row.
    """
    reloads = generator.random(len(visits)) < world.RELOAD_SHARE
    after_failure = np.where(reloads, visits["page"].to_numpy(dtype=object), world.LEFT)
    has_failed = visits["failed_service"].to_numpy() != ""
    return np.where(has_failed, after_failure, visits["intent"].to_numpy(dtype=object))


def summarise(steps):
    """Condense the steps of finished sessions to one row a session.

    Args:
        steps: one row a page visit, in order within its session: what `open_pages` returned,
            with failed_service and next_page.

    Returns:
        One row a session: session, user, started, ended (seconds), pages (a tuple), is_completed,
        has_cart, failed_service ('' when none), experience (failed, slow, completed or plain).
    """
    steps = steps.assign(left_at=steps["at"] + steps["stay_seconds"])
    sessions = steps.groupby("session", as_index=False).agg(
        user=("user", "first"),
        started=("at", "min"),
        ended=("left_at", "max"),
        pages=("page", tuple),
        outcome=("next_page", "last"),
        failed_service=("failed_service", "max"),
        slowest_ms=("load_ms", "max"),
    )
    is_completed = (sessions["outcome"] == world.COMPLETED).to_numpy()
    has_cart = ["cart" in pages or "checkout" in pages for pages in sessions["pages"]]
    experience = np.select(
        [sessions["failed_service"] != "", sessions["slowest_ms"] > world.SLOW_MS, is_completed],
        ["failed", "slow", "completed"],
        "plain",
    )
    sessions = sessions.assign(
        is_completed=is_completed, has_cart=np.array(has_cart, bool), experience=experience
    )
    return sessions.drop(columns=["outcome", "slowest_ms"])


def click(generator, steps):
    """Draw the clicks of page visits: idle ones, and the one that leads on to the next page.

    Args:
        generator: numpy Generator that all randomness comes from.
        steps: one row a page visit: user, at (seconds), page, stay_seconds, intent.

    Returns:
        One row a click: user, at (seconds), page, element ('' when not recorded).
    """
    idle = steps.loc[steps.index.repeat(generator.poisson(world.IDLE_CLICKS_PER_PAGE, len(steps)))]
    after = (generator.random(len(idle)) * idle["stay_seconds"].to_numpy()).astype(np.int64)
    element = np.full(len(idle), "", dtype=object)
    for page, elements in world.ELEMENTS.items():
        rows = np.flatnonzero(idle["page"].to_numpy() == page)
        element[rows] = generator.choice(elements, size=len(rows))
    idle = idle.assign(at=idle["at"] + after, element=element)

    leading = steps[steps["intent"].isin(world.ELEMENT_BEFORE)]
    leading = leading.assign(
        at=leading["at"] + leading["stay_seconds"],
        element=leading["intent"].map(world.ELEMENT_BEFORE),
    )
    clicks = pd.concat([idle, leading])[["user", "at", "page", "element"]]
    is_blank = generator.random(len(clicks)) < world.BLANK_ELEMENT_SHARE
    return clicks.assign(element=np.where(is_blank, "", clicks["element"]))


def fill_carts(generator, abandoned):
    """Draw what lay in the carts that sessions left behind.

    Args:
        generator: numpy Generator that all randomness comes from.
        abandoned: one row a session that left a filled cart, with user and ended (seconds).

    Returns:
        One row a cart: user, at (seconds), items (1 to 8), value (NaN when not recorded).
    """
    count = len(abandoned)
    median_value, spread = world.ITEM_VALUE
    items = 1 + generator.choice(len(world.ITEM_SHARES), size=count, p=world.ITEM_SHARES)
    value = items * median_value * generator.lognormal(0.0, spread, count)
    is_blank = generator.random(count) < world.BLANK_VALUE_SHARE
    return pd.DataFrame(
        {
            "user": abandoned["user"].to_numpy(),
            "at": abandoned["ended"].to_numpy(),
            "items": items,
            "value": np.where(is_blank, np.nan, value.round(2)),
        }
    )
