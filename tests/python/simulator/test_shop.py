"""The whole shop: chunks of time, decoys, and the counts of the ground truth."""

import ast
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from python_steps.simulator import incidents, parameters, shop, tickets
from python_steps.simulator.shop import Shop

START = date(2026, 8, 3)


def run(simulated):
    """Simulate the whole period; return table name to all of its events."""
    logged = [simulated.simulate(hours) for hours in simulated.chunks()]
    names = {name for tables in logged for name in tables}
    return {
        name: pd.concat([tables[name] for tables in logged if name in tables]) for name in names
    }


def with_plan(plan, days=3, sessions_per_day=20_000):
    """A shop with the incidents and decoys of `plan` only."""
    simulated = Shop(days, sessions_per_day, 11, START, 0)
    simulated.plan = plan
    simulated._support = tickets.SupportQueues(plan, days, START.weekday(), sessions_per_day)
    return simulated


@pytest.mark.parametrize(("days", "sessions_per_day"), [(0, 100), (1, 0)])
def test_days_and_sessions_below_one_raise_an_error(days, sessions_per_day):
    with pytest.raises(ValueError, match="1 or more"):
        Shop(days, sessions_per_day, 7, START)


@pytest.mark.parametrize("seed", range(5))
def test_a_day_with_little_or_no_traffic_runs(seed):
    assert set(run(Shop(1, 1, seed, START))) <= {
        "clickstream",
        "cart_abandonment",
        "page_load_times",
        "api_logs",
        "user_feedback",
        "session_tracking",
        "support_tickets",
        "orders",
    }


@pytest.mark.parametrize(
    ("days", "sessions_per_day"), [(1, 1), (10, 100), (3, 5_000), (2, 900_000)]
)
def test_chunks_cover_the_period_without_gaps_and_are_limited_in_size(days, sessions_per_day):
    chunks = Shop(days, sessions_per_day, 7, START, 0).chunks()
    assert [hour for hours in chunks for hour in hours] == list(range(days * 24))
    largest = max(sessions_per_day * len(hours) / 24 for hours in chunks)
    assert largest <= max(shop.SESSIONS_PER_CHUNK[1], sessions_per_day / 24)


def test_events_are_sorted_by_time_and_numbered_consecutively_across_chunks(monkeypatch):
    monkeypatch.setattr(shop, "SESSIONS_PER_CHUNK", (1, 100))
    simulated = Shop(2, 1_000, 7, START)
    assert len(simulated.chunks()) == 2 * 12
    for name, events in run(simulated).items():
        assert events["at"].is_monotonic_increasing, name
        if "number" in events:
            firsts = {"cart_abandonment": parameters.FIRST_CART, "orders": parameters.FIRST_ORDER}
            first = firsts.get(name, 1)
            assert events["number"].tolist() == list(range(first, first + len(events))), name


def test_the_incidents_do_not_depend_on_the_size_of_the_shop():
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
def test_lost_carts_match_the_difference_to_a_shop_without_the_incident(kind, subject, strength):
    begins, ends = 6 * parameters.HOUR_SECONDS, 30 * parameters.HOUR_SECONDS
    incident = incidents.Incident(kind, subject, begins, ends, strength)
    rates, carts, sold = {}, {}, {}
    for name, plan in (("with", incidents.Plan([incident])), ("without", incidents.Plan([]))):
        sessions = run(with_plan(plan))["session_tracking"]
        has_cart = sessions["pages"].astype(str).str.contains("cart|checkout")
        carts[name] = has_cart.sum()
        sold[name] = (sessions["drop_off_page"] == "none").sum()
        rates[name] = sold[name] / carts[name]
    fewer = rates["without"] * carts["with"] - sold["with"]
    # two independent samples of about 1,800 sales: three standard errors of their difference
    assert incident.carts_lost > 200
    assert abs(incident.carts_lost - fewer) < 3 * np.sqrt(2 * sold["without"])
    assert 60 < incident.value_lost / incident.carts_lost < 120


@pytest.mark.parametrize(("kind", "subject"), [("outage", "product-api"), ("slow_page", "home")])
def test_extra_comments_and_tickets_match_the_difference_to_a_shop_without_the_incident(
    kind, subject
):
    begins, ends = 6 * parameters.HOUR_SECONDS, 30 * parameters.HOUR_SECONDS
    incident = incidents.Incident(kind, subject, begins, ends, 0.8 if kind == "outage" else 4.5)
    counts = {}
    for name, plan in (("with", incidents.Plan([incident])), ("without", incidents.Plan([]))):
        logged = run(with_plan(plan))
        counts[name] = len(logged["user_feedback"]), len(logged["support_tickets"])
    for column, counted in enumerate((incident.feedback_count, incident.ticket_count)):
        # shoppers who were driven away do not write what buyers write: the 15% tolerance
        more = counts["with"][column] - counts["without"][column]
        assert counted > 50
        assert abs(counted - more) < 5 * np.sqrt(2 * counts["without"][column]) + 0.15 * counted


def test_a_lone_error_changes_one_status_code_and_nothing_else():
    hour = 3 * parameters.HOUR_SECONDS
    calls = run(with_plan(incidents.Plan([], lone_errors=[hour]), 1, 500))["api_logs"]
    baseline = run(with_plan(incidents.Plan([]), 1, 500))["api_logs"]
    changed = np.flatnonzero(calls["status"].to_numpy() != baseline["status"].to_numpy())
    assert len(changed) == 1
    assert calls["status"].iloc[changed[0]] == 500
    assert hour <= calls["at"].iloc[changed[0]] < hour + parameters.HOUR_SECONDS


def test_a_sale_multiplies_traffic_and_does_not_change_the_error_rate():
    begins, ends = 10 * parameters.HOUR_SECONDS, 16 * parameters.HOUR_SECONDS
    sale = incidents.Sale(begins, ends, 3.0)
    rates = {}
    for name, sales in (("with", [sale]), ("without", [])):
        logged = run(with_plan(incidents.Plan([], sales), 1))
        calls = logged["api_logs"]
        within = calls[calls["at"].between(begins, ends)]
        rates[name] = len(within), ((within["status"] >= 500) | (within["status"] == 0)).mean()
    assert 2.7 < rates["with"][0] / rates["without"][0] < 3.3
    assert rates["with"][1] == pytest.approx(rates["without"][1], abs=0.001)


def test_modules_import_only_parameters_and_sampling_and_never_each_other():
    folder = Path(shop.__file__).parent
    for path in folder.glob("*.py"):
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("python_steps")
            for name in (alias.name for alias in node.names)
        }
        if path.name not in ("shop.py", "simulate.py"):  # which combine the modules
            assert imported <= {"parameters", "sampling"}, path.name
