"""What is known of a session while its shopper walks."""

import numpy as np
import pandas as pd
import pytest

from python_steps.simulator import visits, world

CART, CHECKOUT = world.PAGE_CODE["cart"], world.PAGE_CODE["checkout"]


def walk(*steps):
    """Let one shopper make visits: (page, next_page, held_by, held_chance); return the session."""
    arrivals = pd.DataFrame(
        {"user": [1], "at": [0], "is_return": [False], "lost_to": [-1], "lost_value": [0.0]}
    )
    sessions = visits.Sessions(arrivals)
    for page, next_page, held_by, held_chance in steps:
        visit = {
            "session": 0,
            "page": page,
            "next_page": next_page,
            "left_at": 60,
            "held_by": held_by,
            "held_chance": held_chance,
            "failed_by": -1,
            "slowed_by": -1,
            "topic": -1,
            "is_failed": False,
            "is_usual_failure": False,
            "wait_seconds": 1.0,
            "usual_wait_seconds": 1.0,
        }
        sessions.go(pd.DataFrame({name: [value] for name, value in visit.items()}))
    return sessions.finish().iloc[0]


def test_who_gets_over_what_held_them_up_is_not_lost_to_it():
    session = walk((CART, CART, 3, 0.9), (CART, CHECKOUT, -1, 0.0), (CHECKOUT, world.LEFT, -1, 0.0))
    assert session["held_by"] == -1


def test_who_gives_up_after_several_tries_is_lost_to_what_held_them_up_first():
    session = walk((CART, CART, 3, 0.9), (CART, CART, 3, 0.2), (CART, world.LEFT, -1, 0.0))
    assert (session["held_by"], session["held_chance"]) == (3, 0.9)


def test_the_pages_of_a_session_are_kept_in_their_order():
    session = walk((CART, CHECKOUT, -1, 0), (CHECKOUT, CART, -1, 0), (CART, world.LEFT, -1, 0))
    digits = np.base_repr(session["sequence"], len(world.PAGES) + 1)
    assert digits == f"{CART + 1}{CHECKOUT + 1}{CART + 1}"
    assert session["has_cart"] and not session["is_completed"]


def test_the_chance_to_complete_grows_towards_the_checkout():
    first_visit, return_visit = visits.COMPLETION
    order = [world.PAGE_CODE[page] for page in ("home", "product", "cart", "checkout")]
    assert (np.diff(first_visit[order]) > 0).all()
    assert first_visit[CHECKOUT] == pytest.approx(0.58 + 0.04 * first_visit[CART])
    assert return_visit[CART] > 0.75
