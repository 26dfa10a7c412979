"""Injected incidents: the ground truth that findings are scored against."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from python_steps.simulator import parameters


class IncidentsDoNotFitError(ValueError):
    """The requested number of incidents does not fit into the simulated days."""


@dataclass
class Incident:
    """One incident and its effects.

    `started` and `ended` are seconds. The meaning of `strength` depends on the kind
    (`parameters.INCIDENTS`). The counts are accumulated during the simulation: carts that would
    have been bought without the incident and were not bought within a day, their value, and
    tickets and comments that would not have been written. For understaffing, ticket_count is the
    number of tickets that waited at least an hour longer; for complaints, feedback_count is the
    number of comments that would have been about something else.
    """

    kind: str
    subject: str
    started: int
    ended: int
    strength: float
    carts_lost: int = field(default=0, compare=False)
    value_lost: float = field(default=0.0, compare=False)
    ticket_count: int = field(default=0, compare=False)
    feedback_count: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Sale:
    """A sale: traffic is multiplied by `factor` between two times in seconds. Not an incident."""

    started: int
    ended: int
    factor: float


class Plan:
    """Everything that is scheduled: incidents, sales, and quiet hours with a lone error."""

    def __init__(
        self,
        incidents: Iterable[Incident],
        sales: Iterable[Sale] = (),
        lone_errors: Iterable[int] = (),
    ):
        """Create a plan; `lone_errors` are the start times of those hours, in seconds."""
        self.incidents = sorted(incidents, key=lambda incident: incident.started)
        self.sales = list(sales)
        self.lone_errors = list(lone_errors)

    def active(self, kind, at, subjects=None):
        """Return which incident of a kind is active at each of many times.

        Args:
            kind: a key of `parameters.INCIDENTS`.
            at: array of seconds.
            subjects: array of codes (services or pages), or None when the kind has one subject.

        Returns:
            int8 array of positions in `incidents`, -1 where none is active; or None when none is
            active at any of the times.
        """
        found = None
        for number, incident in enumerate(self.incidents):
            if incident.kind != kind or not len(at):
                continue
            is_active = (at >= incident.started) & (at < incident.ended)
            if subjects is not None:
                is_active &= subjects == _code(incident.subject)
            if is_active.any():
                found = np.full(len(at), -1, dtype=np.int8) if found is None else found
                found[is_active] = number
        return found

    def strength(self, numbers, default):
        """Return the strengths of incidents by number, as a float array; `default` for -1."""
        strengths = [incident.strength for incident in self.incidents]
        return np.array([*strengths, default])[numbers]  # -1 is the last

    def count(self, counter, numbers, values=None):
        """Add events to a counter of the incidents that caused them.

        Args:
            counter: attribute of `Incident`.
            numbers: int array, incident number per event; events with -1 are not counted.
            values: array, amount that each event adds; 1 when None.
        """
        numbers = np.asarray(numbers, dtype=np.int64)
        is_caused = numbers >= 0
        weights = None if values is None else np.asarray(values)[is_caused]
        totals = np.bincount(numbers[is_caused], weights, minlength=len(self.incidents))
        for incident, total in zip(self.incidents, totals.tolist(), strict=True):
            before = getattr(incident, counter)
            setattr(incident, counter, before + type(before)(total))


def plan(generator, days, count=None):
    """Schedule incidents and decoys.

    The first days (`parameters.BASELINE_SHARE`) have no incidents. Incidents do not overlap, and
    those with aftereffects are followed by incident-free days: every symptom has one cause.

    Args:
        generator: numpy Generator, the source of all randomness.
        days: number of simulated days.
        count: number of incidents; None for one of each kind, as far as they fit.

    Returns:
        A `Plan`.

    Raises:
        IncidentsDoNotFitError: `count` incidents do not fit into the days.
    """
    kinds = list(parameters.INCIDENTS)
    wanted = len(kinds) if count is None else count
    order = [kind for _ in range(0, wanted, len(kinds)) for kind in generator.permutation(kinds)]
    baseline_days = round(days * parameters.BASELINE_SHARE)
    free_days = days - baseline_days
    drafts = []
    for kind in order[:wanted]:
        draft = _draft(generator, str(kind))
        if draft[-1] <= free_days:
            drafts.append(draft)
            free_days -= draft[-1]
        elif count is not None:
            raise IncidentsDoNotFitError(
                f"{days} days have room for {len(drafts)} of the {count} incidents: "
                "simulate more days or inject fewer incidents"
            )
    incidents, quiet_days = _schedule(generator, drafts, baseline_days, free_days)
    sales = [_sale_around(generator, each) for each in incidents if each.kind == "rate_limit"]
    # decoys are scheduled on incident-free days
    for day in _sample(generator, quiet_days, days // parameters.DAYS_PER_SALE):
        hours = generator.integers(*parameters.SALE_HOURS, endpoint=True)
        started = _seconds(day, generator.integers(*parameters.SALE_STARTS, endpoint=True))
        ended = started + int(hours) * parameters.HOUR_SECONDS
        sales.append(Sale(started, ended, float(generator.uniform(*parameters.SALE_FACTOR))))
    lone_errors = [
        _seconds(day, generator.integers(*parameters.LONE_ERROR_HOURS, endpoint=True))
        for day in _sample(generator, quiet_days, days // parameters.DAYS_PER_LONE_ERROR)
    ]
    return Plan(incidents, sales, lone_errors)


def _draft(generator, kind):
    """Draw an incident without its day: kind, subject, hour, duration, strength, days needed."""
    subjects, hours, strengths, starts, days_after = parameters.INCIDENTS[kind]
    subject = subjects[generator.integers(len(subjects))]
    # rounded to the minute: real failures do not start on the hour
    hour = round(generator.uniform(*starts) * 60) / 60
    duration = round(generator.uniform(*hours) * 60) / 60
    strength = round(float(generator.uniform(*strengths)), 2)
    days = int(np.ceil((hour + duration) / 24)) + days_after
    return kind, subject, hour, duration, strength, days


def _schedule(generator, drafts, baseline_days, free_days):
    """Schedule the drafts one after another, with the free days distributed between them.

    Returns:
        The incidents, and a list of the days without any.
    """
    gaps = generator.multinomial(free_days, np.full(len(drafts) + 1, 1 / (len(drafts) + 1)))
    day = baseline_days
    incidents, quiet_days = [], list(range(baseline_days))
    for (kind, subject, hour, duration, strength, days), gap in zip(drafts, gaps, strict=False):
        quiet_days += range(day, day + int(gap))
        day += int(gap)
        started = _seconds(day, hour)
        ended = started + round(duration * parameters.HOUR_SECONDS)
        incidents.append(Incident(kind, subject, started, ended, strength))
        day += days
    quiet_days += range(day, day + int(gaps[-1]))
    return incidents, quiet_days


def _sale_around(generator, incident):
    margin = parameters.SALE_MARGIN_HOURS * parameters.HOUR_SECONDS
    factor = float(generator.uniform(*parameters.SALE_FACTOR))
    return Sale(incident.started - margin, incident.ended + margin, factor)


def _sample(generator, days, count):
    return np.sort(generator.permutation(days)[:count]).tolist()


def _seconds(day, hour):
    return int(day * parameters.DAY_SECONDS + round(hour * parameters.HOUR_SECONDS))


def _code(subject):
    """Return the code of a service or a page; no service has the name of a page."""
    codes = parameters.SERVICE_CODE | parameters.PAGE_CODE
    return codes[subject]
