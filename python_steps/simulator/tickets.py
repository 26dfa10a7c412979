"""Support tickets: who creates them, about what, and how long they take."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from python_steps.simulator import parameters, sampling

TICKET_SHARES = np.array(parameters.TICKET_SHARES)
DELAY_HOURS = np.array(parameters.TICKET_DELAY_HOURS)
CATEGORY_BOUNDS = sampling.bounds(parameters.CATEGORY_SHARES)
PRIORITY_BOUNDS = sampling.bounds(parameters.PRIORITY_SHARES)
CHANNEL_BOUNDS = sampling.bounds(list(parameters.CHANNELS.values()))
QUEUE_OF_PRIORITY = np.array(parameters.QUEUE_OF_PRIORITY)
RESOLUTION_HOURS = np.array(parameters.RESOLUTION_HOURS)
CATEGORY_OF_TOPIC = np.array(
    [
        parameters.CATEGORIES.index(parameters.CATEGORY_OF_TOPIC.get(topic, "website"))
        for topic in parameters.TOPICS
    ]
)
DELAYED_SECONDS = parameters.HOUR_SECONDS  # an extra wait that is attributed to understaffing


def read_subjects():
    """Read the subject lines.

    Returns:
        A tuple of all subject lines, sorted by category, and two int arrays by category: position
        of its first line, and number of lines.
    """
    with (Path(__file__).parent / "subjects.csv").open(encoding="utf-8", newline="") as file:
        lines = [(line["category"], line["subject"]) for line in csv.DictReader(file)]
    lines.sort(key=lambda line: parameters.CATEGORIES.index(line[0]))
    counts = np.array([sum(line[0] == name for line in lines) for name in parameters.CATEGORIES])
    return tuple(subject for _, subject in lines), np.cumsum(counts) - counts, counts


SUBJECTS, FIRST_SUBJECT, SUBJECT_COUNT = read_subjects()


class SupportQueues:
    """The two support queues, each first come, first served, and their staffing by the hour.

    Each is a fluid queue: S(t) is the work that the staff can do until t. A ticket that arrives at
    t with work w is done when S reaches max(S(t), S at which the previous ticket is done) + w
    (Lindley's recursion). That one number is the whole backlog that a chunk passes on to the next.
    """

    def __init__(self, plan, days, first_weekday, sessions_per_day):
        """Plan the staffing; `plan` has understaffing and sales, weekday 0 is Monday."""
        # staffing continues after the last day to resolve every ticket
        hours = np.arange((days + 400) * 24)
        day = hours // 24
        weights = np.array(parameters.STAFF_HOUR_WEIGHTS) / sum(parameters.STAFF_HOUR_WEIGHTS)
        staff = (
            weights[hours % 24]
            * np.array(parameters.STAFF_WEEKDAY_WEIGHTS)[(first_weekday + day) % 7]
        )
        staff = staff * sessions_per_day * (1 + parameters.DAILY_GROWTH) ** np.minimum(day, days)
        for sale in plan.sales:
            ended = sale.ended + parameters.STAFFED_AFTER_SALE_HOURS * parameters.HOUR_SECONDS
            staff = staff * (1 + (sale.factor - 1) * sampling.overlap(hours, sale.started, ended))
        share = np.ones(len(hours))
        for incident in plan.incidents:
            if incident.kind == "understaffing":
                missing = 1 - incident.strength
                share -= missing * sampling.overlap(hours, incident.started, incident.ended)
        self._seconds = np.append(hours, len(hours)) * parameters.HOUR_SECONDS
        queues = zip(parameters.STAFF_PER_DEMAND, parameters.TICKETS_PER_SESSION, strict=True)
        capacity = [ratio * tickets for ratio, tickets in queues]
        self._baseline = [np.append(0, np.cumsum(staff * each)) for each in capacity]
        self._actual = [np.append(0, np.cumsum(staff * share * each)) for each in capacity]
        self._baseline_done = [0.0] * len(capacity)
        self._actual_done = [0.0] * len(capacity)

    def pick_up(self, at, queue, work):
        """Put tickets into the queues.

        Args:
            at: int64 array of seconds, sorted, none earlier than those of the previous call.
            queue: int array, queue of each ticket.
            work: float array, effort of each ticket, relative to the mean.

        Returns:
            Two int64 arrays of seconds: pickup of each ticket, and its pickup at planned staffing.
        """
        actual, baseline = np.zeros((2, len(at)), dtype=np.int64)
        for number in range(len(self._baseline)):
            rows = np.flatnonzero(queue == number)
            if not len(rows):
                continue
            actual[rows], self._actual_done[number] = self._process(
                self._actual[number], self._actual_done[number], at[rows], work[rows]
            )
            baseline[rows], self._baseline_done[number] = self._process(
                self._baseline[number], self._baseline_done[number], at[rows], work[rows]
            )
        return actual, baseline

    def _process(self, capacity, done, at, work):
        arrived = np.interp(at, self._seconds, capacity)
        total = np.cumsum(work)
        # done[i] = total[i] + max(done, max over j <= i of (arrived[j] - total[j - 1]))
        ahead = np.maximum.accumulate(np.maximum(arrived - (total - work), done))
        finished = ahead + total
        picked_up = np.interp(finished - work, capacity, self._seconds)
        return np.maximum(picked_up.astype(np.int64), at), finished[-1]


def create(generator, sessions):
    """Draw which sessions lead to a ticket, and what it is about.

    Args:
        generator: numpy Generator, the source of all randomness.
        sessions: one row per session: user, ended (seconds), experience and baseline_experience
            (codes), topic (of the failure, or -1), affected_by (number of the incident, or -1).

    Returns:
        One row per ticket, unsorted: user, at (seconds), category, priority, channel, subject
        (codes), caused_by (number of the incident, or -1).
    """
    writes, caused_by = sampling.draw_writers(generator, TICKET_SHARES, sessions)
    count = len(writes)
    experience = sessions["experience"].to_numpy()[writes]
    hours = DELAY_HOURS[experience] * generator.lognormal(
        0.0, parameters.TICKET_DELAY_SPREAD, count
    )
    category = sampling.pick(generator, CATEGORY_BOUNDS[experience], count)
    topic = sessions["topic"].to_numpy()[writes]
    category = np.where(topic >= 0, CATEGORY_OF_TOPIC[topic], category)
    subject = FIRST_SUBJECT[category] + (generator.random(count) * SUBJECT_COUNT[category]).astype(
        np.int64
    )
    return pd.DataFrame(
        {
            "user": sessions["user"].to_numpy()[writes],
            "at": sessions["ended"].to_numpy()[writes]
            + (hours * parameters.HOUR_SECONDS).astype(np.int64),
            "category": category.astype(np.int8),
            "priority": sampling.pick(generator, PRIORITY_BOUNDS[category], count).astype(np.int8),
            "channel": sampling.pick(generator, CHANNEL_BOUNDS, count).astype(np.int8),
            "subject": subject.astype(np.int16),
            "caused_by": caused_by,
        }
    )


def handle(generator, plan, support, tickets, end):
    """Draw how tickets are handled, as far as it has happened when the data ends.

    Args:
        generator: numpy Generator, the source of all randomness.
        plan: the incidents (`incidents.Plan`); understaffing counts the tickets that it delays.
        support: the `SupportQueues`.
        tickets: output of `create`, sorted by time.
        end: seconds; replies and resolutions after it are left out.

    Returns:
        The tickets with first_response and resolved (seconds, -1 when not yet), status (code),
        reopened (count), csat (1 to 5, 0 when missing).
    """
    count = len(tickets)
    at, priority = tickets["at"].to_numpy(), tickets["priority"].to_numpy()
    spread = parameters.HANDLING_SPREAD
    work = generator.lognormal(-(spread**2) / 2, spread, count)
    picked_up, baseline = support.pick_up(at, QUEUE_OF_PRIORITY[priority], work)
    minutes, spread = parameters.REPLY_MINUTES
    reply_seconds = 60 * minutes * generator.lognormal(0.0, spread, count)
    replied = picked_up + reply_seconds.astype(np.int64)
    hours = RESOLUTION_HOURS[priority] * generator.lognormal(
        0.0, parameters.RESOLUTION_SPREAD, count
    )
    follow_up = parameters.FOLLOW_UP_SHARE * (picked_up - at)
    resolved = replied + (hours * parameters.HOUR_SECONDS + follow_up).astype(np.int64)

    is_never_resolved = generator.random(count) < parameters.NEVER_RESOLVED_SHARE
    is_resolved = (resolved < end) & ~is_never_resolved
    is_replied = (replied < end) & (~is_never_resolved | (generator.random(count) < 0.5))
    is_closed = generator.random(count) < 0.6
    is_reopened = is_resolved & (generator.random(count) < parameters.REOPENED_SHARE)
    reopened = is_reopened * generator.integers(1, 3, count)
    took_hours = (resolved - at) / parameters.HOUR_SECONDS
    late = sum((took_hours > bound).astype(np.int64) for bound in parameters.CSAT_IF_LATE_HOURS)
    csat = np.clip(4 + generator.integers(-1, 2, count) - late - is_reopened, 1, 5)
    has_csat = is_resolved & (generator.random(count) < parameters.CSAT_SHARE)
    understaffed = plan.active("understaffing", at)
    if understaffed is not None:
        plan.count("ticket_count", understaffed[(picked_up - baseline >= DELAYED_SECONDS)])
    return tickets.assign(
        first_response=np.where(is_replied, replied, -1),
        resolved=np.where(is_resolved, resolved, -1),
        status=np.select(
            [is_resolved & is_closed, is_resolved, is_replied],
            [parameters.STATUSES.index(name) for name in ("closed", "resolved", "pending")],
            parameters.STATUSES.index("open"),
        ).astype(np.int8),
        reopened=reopened,
        csat=np.where(has_csat, csat, 0),
    )
