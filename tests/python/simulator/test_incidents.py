"""The plan: when incidents and decoys happen, and what is counted for an incident."""

import itertools

import numpy as np
import pytest

from python_steps.simulator import incidents, parameters
from python_steps.simulator.incidents import Incident, Plan


def plan(seed, days=42, count=None):
    return incidents.plan(np.random.default_rng(seed), days, count)


@pytest.mark.parametrize("seed", range(50))
def test_six_weeks_have_one_incident_of_each_kind_without_overlap(seed):
    injected = plan(seed).incidents
    assert sorted(each.kind for each in injected) == sorted(parameters.INCIDENTS)
    assert injected[0].started >= 0.25 * 42 * parameters.DAY_SECONDS
    assert injected[-1].ended <= 42 * parameters.DAY_SECONDS
    for before, after in itertools.pairwise(injected):
        days_after = parameters.INCIDENTS[before.kind][-1]
        assert after.started - before.ended >= days_after * parameters.DAY_SECONDS
        assert after.started // parameters.DAY_SECONDS > before.ended // parameters.DAY_SECONDS


def test_the_number_of_incidents_can_exceed_the_number_of_kinds_or_be_zero():
    many = plan(1, days=120, count=19).incidents
    assert len(many) == 19
    counts = [sum(each.kind == kind for each in many) for kind in parameters.INCIDENTS]
    assert set(counts) == {2, 3}
    assert plan(1, count=0).incidents == []


def test_more_incidents_than_fit_raise_an_error():
    with pytest.raises(incidents.IncidentsDoNotFitError, match=r"10 days have room for . of the 9"):
        plan(1, days=10, count=9)


def test_without_a_number_a_short_period_gets_the_incidents_that_fit():
    assert len(plan(1, days=2).incidents) <= 2


@pytest.mark.parametrize("seed", range(20))
def test_decoys_do_not_overlap_incidents(seed):
    drawn = plan(seed, days=60)
    injected = drawn.incidents
    during_sales = [
        sale
        for sale in drawn.sales
        for each in injected
        if each.started < sale.ended and sale.started < each.ended
    ]
    # the sale that causes rate limiting; all others are decoys
    assert len(during_sales) == 1
    assert len(drawn.sales) >= 2
    for hour in drawn.lone_errors:
        assert not any(
            each.started < hour + parameters.HOUR_SECONDS and hour < each.ended for each in injected
        )


def test_the_active_incident_depends_on_kind_time_and_subject():
    drawn = Plan([Incident("outage", "search-api", 100, 200, 0.5)])
    service = np.array(
        [parameters.SERVICE_CODE["search-api"]] * 4 + [parameters.SERVICE_CODE["user-service"]]
    )
    at = np.array([99, 100, 199, 200, 150])
    found = drawn.active("outage", at, service)
    assert found.tolist() == [-1, 0, 0, -1, -1]
    assert drawn.active("latency", at, service) is None
    assert drawn.strength(found, 1.0).tolist() == [1.0, 0.5, 0.5, 1.0, 1.0]


def test_events_are_counted_for_the_incident_that_caused_them():
    drawn = Plan([Incident("outage", "search-api", 1, 2, 0.5), Incident("latency", "pay", 3, 4, 5)])
    drawn.count("carts_lost", np.array([1, -1, 1, 0]))
    drawn.count("value_lost", np.array([1, -1, 1, 0]), np.array([10.0, 5.0, 2.5, 1.0]))
    assert [(each.carts_lost, each.value_lost) for each in drawn.incidents] == [(1, 1.0), (2, 12.5)]
