"""State of a session in progress: what blocked it, its pages, its chance of completing."""

import numpy as np
import pandas as pd
import pytest

from python_steps.simulator import page_views, parameters

CART, CHECKOUT = parameters.PAGE_CODE["cart"], parameters.PAGE_CODE["checkout"]


def walk(*steps):
    """Session of page views given as (page, next_page, blocked_by, completion_chance)."""
    arrivals = pd.DataFrame(
        {
            "user": [1],
            "at": [0],
            "is_return": [False],
            "cart": [-1],
            "lost_to": [-1],
            "lost_value": [0.0],
        }
    )
    sessions = page_views.Sessions(arrivals)
    for page, next_page, blocked_by, completion_chance in steps:
        view = {
            "session": 0,
            "page": page,
            "next_page": next_page,
            "left_at": 60,
            "blocked_by": blocked_by,
            "completion_chance": completion_chance,
            "failed_by": -1,
            "slowed_by": -1,
            "topic": -1,
            "is_failed": False,
            "is_baseline_failure": False,
            "wait_seconds": 1.0,
            "baseline_wait_seconds": 1.0,
        }
        sessions.record(pd.DataFrame({name: [value] for name, value in view.items()}))
    return sessions.finish().iloc[0]


def test_a_shopper_who_gets_past_the_block_is_not_lost_to_the_incident():
    session = walk(
        (CART, CART, 3, 0.9), (CART, CHECKOUT, -1, 0.0), (CHECKOUT, parameters.LEFT, -1, 0.0)
    )
    assert session["blocked_by"] == -1


def test_a_shopper_who_gives_up_after_retries_is_lost_to_the_first_block():
    session = walk((CART, CART, 3, 0.9), (CART, CART, 3, 0.2), (CART, parameters.LEFT, -1, 0.0))
    assert (session["blocked_by"], session["completion_chance"]) == (3, 0.9)


def test_the_page_sequence_keeps_its_order():
    session = walk((CART, CHECKOUT, -1, 0), (CHECKOUT, CART, -1, 0), (CART, parameters.LEFT, -1, 0))
    digits = np.base_repr(session["sequence"], len(parameters.PAGES) + 1)
    assert digits == f"{CART + 1}{CHECKOUT + 1}{CART + 1}"
    assert session["has_cart"] and not session["is_completed"]


def test_the_chance_of_completing_increases_along_the_funnel():
    first_visit, return_visit = page_views.COMPLETION
    order = [parameters.PAGE_CODE[page] for page in ("home", "product", "cart", "checkout")]
    assert (np.diff(first_visit[order]) > 0).all()
    assert first_visit[CHECKOUT] == pytest.approx(0.58 + 0.04 * first_visit[CART])
    assert return_visit[CART] > 0.75
