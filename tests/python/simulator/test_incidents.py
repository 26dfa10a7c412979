"""The plan: what goes wrong when, and what is counted for it."""

import itertools

import numpy as np
import pytest

from python_steps.simulator import incidents, world
from python_steps.simulator.incidents import Incident, Plan


def plan(seed, days=42, count=None):
    return incidents.plan(np.random.default_rng(seed), days, count)


@pytest.mark.parametrize("seed", range(50))
def test_six_weeks_hold_one_incident_of_each_kind_one_after_the_other(seed):
    planted = plan(seed).incidents
    assert sorted(each.kind for each in planted) == sorted(world.INCIDENTS)
    assert planted[0].started >= 0.25 * 42 * world.DAY_SECONDS
    assert planted[-1].ended <= 42 * world.DAY_SECONDS
    for before, after in itertools.pairwise(planted):
        calm_days = world.INCIDENTS[before.kind][-1]
        assert after.started - before.ended >= calm_days * world.DAY_SECONDS
        assert after.started // world.DAY_SECONDS > before.ended // world.DAY_SECONDS


def test_incidents_can_be_more_than_there_are_kinds_or_none():
    many = plan(1, days=120, count=19).incidents
    assert len(many) == 19
    counts = [sum(each.kind == kind for each in many) for kind in world.INCIDENTS]
    assert set(counts) == {2, 3}
    assert plan(1, count=0).incidents == []


def test_more_incidents_than_the_days_hold_are_refused():
    with pytest.raises(incidents.IncidentsDoNotFitError, match=r"10 days hold . incidents.*not 9"):
        plan(1, days=10, count=9)


def test_a_few_days_hold_what_fits_unless_a_number_was_asked_for():
    assert len(plan(1, days=2).incidents) <= 2


@pytest.mark.parametrize("seed", range(20))
def test_look_alikes_stay_away_from_incidents(seed):
    drawn = plan(seed, days=60)
    planted = drawn.incidents
    during_sales = [
        sale
        for sale in drawn.sales
        for each in planted
        if each.started < sale.ended and sale.started < each.ended
    ]
    # the one sale that goes wrong; the others are innocent
    assert len(during_sales) == 1
    assert len(drawn.sales) >= 2
    for night in drawn.nights:
        assert not any(
            each.started < night + world.HOUR_SECONDS and night < each.ended for each in planted
        )


def test_trouble_is_found_by_kind_time_and_subject():
    drawn = Plan([Incident("outage", "search-api", 100, 200, 0.5)])
    service = np.array(
        [world.SERVICE_CODE["search-api"]] * 4 + [world.SERVICE_CODE["user-service"]]
    )
    at = np.array([99, 100, 199, 200, 150])
    found = drawn.trouble("outage", at, service)
    assert found.tolist() == [-1, 0, 0, -1, -1]
    assert drawn.trouble("latency", at, service) is None
    assert drawn.strength(found, 1.0).tolist() == [1.0, 0.5, 0.5, 1.0, 1.0]


def test_events_are_counted_for_the_incident_that_caused_them():
    drawn = Plan([Incident("outage", "search-api", 1, 2, 0.5), Incident("latency", "pay", 3, 4, 5)])
    drawn.count("carts_lost", np.array([1, -1, 1, 0]))
    drawn.count("value_lost", np.array([1, -1, 1, 0]), np.array([10.0, 5.0, 2.5, 1.0]))
    assert [(each.carts_lost, each.value_lost) for each in drawn.incidents] == [(1, 1.0), (2, 12.5)]
