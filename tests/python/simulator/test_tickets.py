"""The support desk: who waits for whom."""

import numpy as np

from python_steps.simulator import tickets, world
from python_steps.simulator.incidents import Incident, Plan, Sale


def desk(plan=None, sessions_per_day=100):
    return tickets.Desk(plan or Plan([]), 14, 0, sessions_per_day)


def test_tickets_of_a_queue_wait_for_those_before_them():
    noon = 12 * world.HOUR_SECONDS
    at = np.array([noon, noon, noon])
    # a queue of 1.1 tickets a day has the staff for 6 times as many
    picked_up, usual = desk().pick_up(at, np.zeros(3, dtype=int), np.ones(3))
    assert picked_up[0] == noon
    waits = np.diff(picked_up)
    assert (waits > 0.5 * world.HOUR_SECONDS).all() and (waits < 6 * world.HOUR_SECONDS).all()
    assert (picked_up == usual).all()


def test_the_two_queues_do_not_wait_for_each_other():
    noon = 12 * world.HOUR_SECONDS
    alone, _ = desk().pick_up(np.array([noon]), np.array([1]), np.ones(1))
    at = np.full(9, noon)
    queue = np.array([0] * 8 + [1])
    crowded, _ = desk().pick_up(at, queue, np.ones(9))
    assert crowded[-1] == alone[0]


def test_what_one_day_leaves_undone_the_next_has_to_wait_for():
    at = np.full(20, 20 * world.HOUR_SECONDS)
    queue, work = np.zeros(20, dtype=int), np.ones(20)
    together, _ = desk().pick_up(
        np.concatenate([at, at + world.DAY_SECONDS]), np.zeros(40, int), np.ones(40)
    )
    one_after_the_other = desk()
    first, _ = one_after_the_other.pick_up(at, queue, work)
    second, _ = one_after_the_other.pick_up(at + world.DAY_SECONDS, queue, work)
    assert np.array_equal(np.concatenate([first, second]), together)
    assert second[0] > at[0] + world.DAY_SECONDS


def test_understaffing_makes_wait_and_what_would_have_been_is_known():
    incident = Incident("understaffing", "support", 0, 3 * world.DAY_SECONDS, 0.1)
    at = np.arange(10) * 6 * world.HOUR_SECONDS
    picked_up, usual = desk(Plan([incident])).pick_up(at, np.zeros(10, int), np.ones(10))
    assert np.median(picked_up - at) > 5 * np.median(usual - at)
    assert (usual == desk().pick_up(at, np.zeros(10, int), np.ones(10))[0]).all()


def test_a_sale_is_staffed():
    noon = 12 * world.HOUR_SECONDS
    sale = Sale(noon, noon + 4 * world.HOUR_SECONDS, 4.0)
    at, queue, work = np.full(12, noon + 100), np.zeros(12, dtype=int), np.ones(12)
    staffed, _ = desk(Plan([], [sale])).pick_up(at, queue, work)
    plain, _ = desk().pick_up(at, queue, work)
    assert staffed[-1] < plain[-1]


def test_no_ticket_is_picked_up_before_it_was_written():
    generator = np.random.default_rng(1)
    at = np.sort(generator.integers(0, 14 * world.DAY_SECONDS, 500))
    picked_up, usual = desk().pick_up(at, generator.integers(0, 2, 500), generator.random(500))
    assert (picked_up >= at).all() and (usual >= at).all()


def test_every_category_has_a_dozen_subjects_and_none_twice():
    assert (tickets.SUBJECT_COUNT >= 12).all()
    assert len(set(tickets.SUBJECTS)) == len(tickets.SUBJECTS)
