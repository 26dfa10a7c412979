"""Who writes to support, about what, and how long it takes."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from python_steps.simulator import world

TICKET_SHARES = np.array(world.TICKET_SHARES)
DELAY_HOURS = np.array(world.TICKET_DELAY_HOURS)
CATEGORY_BOUNDS = world.bounds(world.CATEGORY_SHARES)
PRIORITY_BOUNDS = world.bounds(world.PRIORITY_SHARES)
CHANNEL_BOUNDS = world.bounds(list(world.CHANNELS.values()))
QUEUE_OF_PRIORITY = np.array(world.QUEUE_OF_PRIORITY)
SOLUTION_HOURS = np.array(world.SOLUTION_HOURS)
CATEGORY_OF_TOPIC = np.array(
    [
        world.CATEGORIES.index(world.CATEGORY_OF_TOPIC.get(topic, "website"))
        for topic in world.TOPICS
    ]
)
WAITED_LONGER_SECONDS = world.HOUR_SECONDS


def read_subjects():
    """Return every subject line as a tuple, and by category where its lines begin and how many."""
    with (Path(__file__).parent / "subjects.csv").open(encoding="utf-8", newline="") as file:
        lines = [(line["category"], line["subject"]) for line in csv.DictReader(file)]
    lines.sort(key=lambda line: world.CATEGORIES.index(line[0]))
    counts = np.array([sum(line[0] == name for line in lines) for name in world.CATEGORIES])
    return tuple(subject for _, subject in lines), np.cumsum(counts) - counts, counts


SUBJECTS, FIRST_SUBJECT, SUBJECT_COUNT = read_subjects()


class Desk:
    """The support desk: two queues, each first come, first served, and its staff by the hour.

    A queue is a fluid one: work that arrives waits until the staff has worked off all before it.
    With S(t), the work that the staff can do until t, a ticket that arrives at t with work w is
    done when S reaches max(S(t), done before) + w (Lindley's recursion). What is left undone is
    all that one day hands to the next.
    """

    def __init__(self, plan, days, first_weekday, sessions_per_day):
        """Staff the desk; understaffing is in `plan`, `first_weekday` is 0 for a Monday."""
        # after the last day the staff goes on, so that every ticket finds an end
        hours = np.arange((days + 400) * 24)
        day = hours // 24
        weights = np.array(world.STAFF_HOUR_WEIGHTS) / sum(world.STAFF_HOUR_WEIGHTS)
        staff = (
            weights[hours % 24] * np.array(world.STAFF_WEEKDAY_WEIGHTS)[(first_weekday + day) % 7]
        )
        staff = staff * sessions_per_day * (1 + world.DAILY_GROWTH) ** np.minimum(day, days)
        for sale in plan.sales:
            ended = sale.ended + world.STAFFED_AFTER_SALE_HOURS * world.HOUR_SECONDS
            staff = staff * (1 + (sale.factor - 1) * world.overlap(hours, sale.started, ended))
        share = np.ones(len(hours))
        for incident in plan.incidents:
            if incident.kind == "understaffing":
                missing = 1 - incident.strength
                share -= missing * world.overlap(hours, incident.started, incident.ended)
        self._seconds = np.append(hours, len(hours)) * world.HOUR_SECONDS
        queues = zip(world.STAFF_PER_DEMAND, world.TICKETS_PER_SESSION, strict=True)
        demand = [capacity * tickets for capacity, tickets in queues]
        self._usual = [np.append(0, np.cumsum(staff * each)) for each in demand]
        self._actual = [np.append(0, np.cumsum(staff * share * each)) for each in demand]
        self._usual_done = [0.0] * len(demand)
        self._actual_done = [0.0] * len(demand)

    def pick_up(self, at, queue, work):
        """Put tickets into the queues.

        Args:
            at: sorted int64 array of seconds; none before those of an earlier call.
            queue: int array, the queue of each.
            work: float array, in mean tickets.

        Returns:
            Two int64 arrays of seconds: when each is picked up, and when it would have been with
            the usual staff.
        """
        actual, usual = np.zeros((2, len(at)), dtype=np.int64)
        for number in range(len(self._usual)):
            rows = np.flatnonzero(queue == number)
            if not len(rows):
                continue
            actual[rows], self._actual_done[number] = self._work_off(
                self._actual[number], self._actual_done[number], at[rows], work[rows]
            )
            usual[rows], self._usual_done[number] = self._work_off(
                self._usual[number], self._usual_done[number], at[rows], work[rows]
            )
        return actual, usual

    def _work_off(self, capacity, done, at, work):
        arrived = np.interp(at, self._seconds, capacity)
        total = np.cumsum(work)
        # done[i] = total[i] + max over j <= i of (arrived[j] - total[j - 1]), and done before
        ahead = np.maximum.accumulate(np.maximum(arrived - (total - work), done))
        finished = ahead + total
        picked_up = np.interp(finished - work, capacity, self._seconds)
        return np.maximum(picked_up.astype(np.int64), at), finished[-1]


def write(generator, sessions):
    """Draw which sessions lead to a ticket, and what it is about.

    Args:
        generator: numpy Generator that all randomness comes from.
        sessions: one row a session: user, ended (seconds), experience and usual_experience
            (codes), topic (of what failed, else -1), touched_by (number of the incident, else -1).

    Returns:
        One row a ticket, not in order: user, at (seconds), category, priority, channel, subject
        (codes), caused_by (number of the incident, else -1).
    """
    writes, caused_by = world.writers(generator, TICKET_SHARES, sessions)
    count = len(writes)
    experience = sessions["experience"].to_numpy()[writes]
    hours = DELAY_HOURS[experience] * generator.lognormal(0.0, world.TICKET_DELAY_SPREAD, count)
    category = world.pick(generator, CATEGORY_BOUNDS[experience], count)
    topic = sessions["topic"].to_numpy()[writes]
    category = np.where(topic >= 0, CATEGORY_OF_TOPIC[topic], category)
    subject = FIRST_SUBJECT[category] + (generator.random(count) * SUBJECT_COUNT[category]).astype(
        np.int64
    )
    return pd.DataFrame(
        {
            "user": sessions["user"].to_numpy()[writes],
            "at": sessions["ended"].to_numpy()[writes]
            + (hours * world.HOUR_SECONDS).astype(np.int64),
            "category": category.astype(np.int8),
            "priority": world.pick(generator, PRIORITY_BOUNDS[category], count).astype(np.int8),
            "channel": world.pick(generator, CHANNEL_BOUNDS, count).astype(np.int8),
            "subject": subject.astype(np.int16),
            "caused_by": caused_by,
        }
    )


def work_off(generator, plan, desk, tickets, end):
    """Draw what becomes of tickets, as far as it has happened when the data ends.

    Args:
        generator: numpy Generator that all randomness comes from.
        plan: the incidents, with `trouble`; understaffing gets the tickets that wait for it.
        desk: the `Desk`.
        tickets: what `write` returned, in order of time.
        end: seconds; what support does later has not happened yet.

    Returns:
        The tickets with first_response and resolved (seconds, -1 when not yet), status (code),
        reopened (count), csat (1 to 5, 0 when not given).
    """
    count = len(tickets)
    at, priority = tickets["at"].to_numpy(), tickets["priority"].to_numpy()
    work = generator.lognormal(-(world.HANDLING_SPREAD**2) / 2, world.HANDLING_SPREAD, count)
    picked_up, usually = desk.pick_up(at, QUEUE_OF_PRIORITY[priority], work)
    minutes, spread = world.REPLY_MINUTES
    replied = picked_up + (60 * minutes * generator.lognormal(0.0, spread, count)).astype(np.int64)
    hours = SOLUTION_HOURS[priority] * generator.lognormal(0.0, world.SOLUTION_SPREAD, count)
    again = world.FOLLOW_UP_SHARE * (picked_up - at)
    resolved = replied + (hours * world.HOUR_SECONDS + again).astype(np.int64)

    is_forgotten = generator.random(count) < world.FORGOTTEN_SHARE
    is_resolved = (resolved < end) & ~is_forgotten
    is_replied = (replied < end) & (~is_forgotten | (generator.random(count) < 0.5))
    is_closed = generator.random(count) < 0.6
    is_reopened = is_resolved & (generator.random(count) < world.REOPENED_SHARE)
    reopened = is_reopened * generator.integers(1, 3, count)
    took_hours = (resolved - at) / world.HOUR_SECONDS
    late = sum((took_hours > bound).astype(np.int64) for bound in world.CSAT_IF_LATE_HOURS)
    csat = np.clip(4 + generator.integers(-1, 2, count) - late - is_reopened, 1, 5)
    has_csat = is_resolved & (generator.random(count) < world.CSAT_SHARE)
    waits_for = plan.trouble("understaffing", at)
    if waits_for is not None:
        plan.count("ticket_count", waits_for[(picked_up - usually >= WAITED_LONGER_SECONDS)])
    return tickets.assign(
        first_response=np.where(is_replied, replied, -1),
        resolved=np.where(is_resolved, resolved, -1),
        status=np.select(
            [is_resolved & is_closed, is_resolved, is_replied],
            [world.STATUSES.index(name) for name in ("closed", "resolved", "pending")],
            world.STATUSES.index("open"),
        ).astype(np.int8),
        reopened=reopened,
        csat=np.where(has_csat, csat, 0),
    )
