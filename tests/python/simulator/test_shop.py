"""The shop as a whole: stretches of time, look-alikes, and what the truth counts."""

import ast
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from python_steps.simulator import incidents, shop, tickets, world
from python_steps.simulator.shop import Shop

START = date(2026, 8, 3)


def live(made):
    """Let the whole time pass; return table name to all of its events."""
    logged = [made.live(hours) for hours in made.stretches()]
    names = {name for tables in logged for name in tables}
    return {
        name: pd.concat([tables[name] for tables in logged if name in tables]) for name in names
    }


def with_plan(plan, days=3, sessions_per_day=20_000):
    """A shop in which nothing goes wrong but what `plan` says."""
    made = Shop(days, sessions_per_day, 11, START, 0)
    made.plan = plan
    made._desk = tickets.Desk(plan, days, START.weekday(), sessions_per_day)
    return made


@pytest.mark.parametrize(("days", "sessions_per_day"), [(0, 100), (1, 0)])
def test_counts_below_one_are_refused(days, sessions_per_day):
    with pytest.raises(ValueError, match="1 or more"):
        Shop(days, sessions_per_day, 7, START)


@pytest.mark.parametrize("seed", range(5))
def test_a_day_almost_or_entirely_without_visitors_passes(seed):
    assert set(live(Shop(1, 1, seed, START))) <= {
        "clickstream",
        "cart_abandonment",
        "page_load_times",
        "api_logs",
        "user_feedback",
        "session_tracking",
        "support_tickets",
    }


@pytest.mark.parametrize(
    ("days", "sessions_per_day"), [(1, 1), (10, 100), (3, 5_000), (2, 900_000)]
)
def test_the_stretches_cover_the_time_without_a_gap(days, sessions_per_day):
    stretches = Shop(days, sessions_per_day, 7, START, 0).stretches()
    assert [hour for hours in stretches for hour in hours] == list(range(days * 24))
    most = max(sessions_per_day * len(hours) / 24 for hours in stretches)
    assert most <= max(shop.SESSIONS_AT_ONCE[1], sessions_per_day / 24)


def test_events_are_logged_in_order_of_time_across_the_stretches(monkeypatch):
    monkeypatch.setattr(shop, "SESSIONS_AT_ONCE", (1, 100))
    made = Shop(2, 1_000, 7, START)
    assert len(made.stretches()) == 2 * 12
    for name, events in live(made).items():
        assert events["at"].is_monotonic_increasing, name
        if "number" in events:
            first = world.FIRST_CART if name == "cart_abandonment" else 1
            assert events["number"].tolist() == list(range(first, first + len(events))), name


def test_the_plan_does_not_depend_on_the_size_of_the_shop():
    small, large = (Shop(42, size, 7, START).plan.incidents for size in (10, 10_000))
    assert small == large


@pytest.mark.parametrize(
    ("kind", "subject", "strength"),
    [
        ("abandonment", "checkout", 0.9),
        ("broken_element", "cart", 0.9),
        ("outage", "payment-api", 0.8),
        ("slow_page", "checkout", 4.5),
    ],
)
def test_the_truth_counts_the_carts_that_a_shop_without_the_incident_would_have_sold(
    kind, subject, strength
):
    begins, ends = 6 * world.HOUR_SECONDS, 30 * world.HOUR_SECONDS
    incident = incidents.Incident(kind, subject, begins, ends, strength)
    rates, carts, sold = {}, {}, {}
    for name, plan in (("with", incidents.Plan([incident])), ("without", incidents.Plan([]))):
        sessions = live(with_plan(plan))["session_tracking"]
        has_cart = sessions["pages"].astype(str).str.contains("cart|checkout")
        carts[name] = has_cart.sum()
        sold[name] = (sessions["drop_off_page"] == "none").sum()
        rates[name] = sold[name] / carts[name]
    fewer = rates["without"] * carts["with"] - sold["with"]
    # two independent shops of some 1,800 sales differ by chance
    assert incident.carts_lost > 200
    assert abs(incident.carts_lost - fewer) < 3 * np.sqrt(2 * sold["without"])
    assert 60 < incident.value_lost / incident.carts_lost < 120


@pytest.mark.parametrize(("kind", "subject"), [("outage", "product-api"), ("slow_page", "home")])
def test_the_truth_counts_the_comments_and_tickets_that_there_would_not_have_been(kind, subject):
    begins, ends = 6 * world.HOUR_SECONDS, 30 * world.HOUR_SECONDS
    incident = incidents.Incident(kind, subject, begins, ends, 0.8 if kind == "outage" else 4.5)
    counts = {}
    for name, plan in (("with", incidents.Plan([incident])), ("without", incidents.Plan([]))):
        logged = live(with_plan(plan))
        counts[name] = len(logged["user_feedback"]), len(logged["support_tickets"])
    for column, counted in enumerate((incident.feedback_count, incident.ticket_count)):
        # who was driven away is no longer there to write what buyers write
        more = counts["with"][column] - counts["without"][column]
        assert counted > 50
        assert abs(counted - more) < 5 * np.sqrt(2 * counts["without"][column]) + 0.15 * counted


def test_an_unlucky_night_has_one_error_more_and_nothing_else():
    night = 3 * world.HOUR_SECONDS
    calls = live(with_plan(incidents.Plan([], nights=[night]), 1, 500))["api_logs"]
    usual = live(with_plan(incidents.Plan([]), 1, 500))["api_logs"]
    changed = np.flatnonzero(calls["status"].to_numpy() != usual["status"].to_numpy())
    assert len(changed) == 1
    assert calls["status"].iloc[changed[0]] == 500
    assert night <= calls["at"].iloc[changed[0]] < night + world.HOUR_SECONDS


def test_a_sale_brings_more_visitors_and_no_other_change():
    begins, ends = 10 * world.HOUR_SECONDS, 16 * world.HOUR_SECONDS
    sale = incidents.Sale(begins, ends, 3.0)
    rates = {}
    for name, sales in (("with", [sale]), ("without", [])):
        logged = live(with_plan(incidents.Plan([], sales), 1))
        calls = logged["api_logs"]
        within = calls[calls["at"].between(begins, ends)]
        rates[name] = len(within), ((within["status"] >= 500) | (within["status"] == 0)).mean()
    assert 2.7 < rates["with"][0] / rates["without"][0] < 3.3
    assert rates["with"][1] == pytest.approx(rates["without"][1], abs=0.001)


def test_the_modules_know_the_world_and_never_each_other():
    folder = Path(shop.__file__).parent
    for path in folder.glob("*.py"):
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("python_steps")
            for name in (alias.name for alias in node.names)
        }
        if path.name != "shop.py":  # which puts them together
            assert imported <= {"world"}, path.name
