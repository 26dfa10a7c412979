"""Support queues: waiting times, staffing, and subject lines."""

import numpy as np

from python_steps.simulator import parameters, tickets
from python_steps.simulator.incidents import Incident, Plan, Sale


def queues(plan=None, sessions_per_day=100):
    return tickets.SupportQueues(plan or Plan([]), 14, 0, sessions_per_day)


def test_tickets_wait_for_earlier_ones_in_their_queue():
    noon = 12 * parameters.HOUR_SECONDS
    at = np.array([noon, noon, noon])
    # forecast of 1.1 tickets per day, staffing for 6 times as many
    picked_up, baseline = queues().pick_up(at, np.zeros(3, dtype=int), np.ones(3))
    assert picked_up[0] == noon
    waits = np.diff(picked_up)
    half_an_hour, six_hours = 0.5 * parameters.HOUR_SECONDS, 6 * parameters.HOUR_SECONDS
    assert (waits > half_an_hour).all() and (waits < six_hours).all()
    assert (picked_up == baseline).all()


def test_the_two_queues_are_independent():
    noon = 12 * parameters.HOUR_SECONDS
    alone, _ = queues().pick_up(np.array([noon]), np.array([1]), np.ones(1))
    at = np.full(9, noon)
    queue = np.array([0] * 8 + [1])
    crowded, _ = queues().pick_up(at, queue, np.ones(9))
    assert crowded[-1] == alone[0]


def test_the_backlog_of_one_day_delays_the_tickets_of_the_next():
    at = np.full(20, 20 * parameters.HOUR_SECONDS)
    queue, work = np.zeros(20, dtype=int), np.ones(20)
    together, _ = queues().pick_up(
        np.concatenate([at, at + parameters.DAY_SECONDS]), np.zeros(40, int), np.ones(40)
    )
    in_two_calls = queues()
    first, _ = in_two_calls.pick_up(at, queue, work)
    second, _ = in_two_calls.pick_up(at + parameters.DAY_SECONDS, queue, work)
    assert np.array_equal(np.concatenate([first, second]), together)
    assert second[0] > at[0] + parameters.DAY_SECONDS


def test_understaffing_delays_pickup_and_leaves_the_baseline_unchanged():
    incident = Incident("understaffing", "support", 0, 3 * parameters.DAY_SECONDS, 0.1)
    at = np.arange(10) * 6 * parameters.HOUR_SECONDS
    picked_up, baseline = queues(Plan([incident])).pick_up(at, np.zeros(10, int), np.ones(10))
    assert np.median(picked_up - at) > 5 * np.median(baseline - at)
    assert (baseline == queues().pick_up(at, np.zeros(10, int), np.ones(10))[0]).all()


def test_staffing_is_increased_for_a_sale():
    noon = 12 * parameters.HOUR_SECONDS
    sale = Sale(noon, noon + 4 * parameters.HOUR_SECONDS, 4.0)
    at, queue, work = np.full(12, noon + 100), np.zeros(12, dtype=int), np.ones(12)
    staffed, _ = queues(Plan([], [sale])).pick_up(at, queue, work)
    plain, _ = queues().pick_up(at, queue, work)
    assert staffed[-1] < plain[-1]


def test_no_ticket_is_picked_up_before_it_was_created():
    generator = np.random.default_rng(1)
    at = np.sort(generator.integers(0, 14 * parameters.DAY_SECONDS, 500))
    picked_up, baseline = queues().pick_up(at, generator.integers(0, 2, 500), generator.random(500))
    assert (picked_up >= at).all() and (baseline >= at).all()


def test_every_category_has_a_dozen_unique_subjects():
    assert (tickets.SUBJECT_COUNT >= 12).all()
    assert len(set(tickets.SUBJECTS)) == len(tickets.SUBJECTS)
