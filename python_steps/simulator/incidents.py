"""What goes wrong in the shop, when, and what it costs: the truth to hold findings against."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from python_steps.simulator import world


class IncidentsDoNotFitError(ValueError):
    """More incidents were asked for than the days hold."""


@dataclass
class Incident:
    """One stretch of trouble and the traces that it leaves.

    `started` and `ended` are seconds; `strength` is what its kind's line in `world.INCIDENTS`
    says. The counts grow while the shop is simulated: carts that would have been bought without
    the incident and were not within a day, their value, and the tickets and comments that would
    not have been written (for understaffing: the tickets that waited an hour longer or more; for
    complaints: the comments that would have been about something else).
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
    """A stretch of more visitors, by a factor: no incident."""

    started: int
    ended: int
    factor: float


class Plan:
    """All that is going to happen: incidents, sales, nights on which a single call fails."""

    def __init__(
        self, incidents: Iterable[Incident], sales: Iterable[Sale] = (), nights: Iterable[int] = ()
    ):
        """Put a plan together; `nights` are the seconds at which the unlucky hours begin."""
        self.incidents = sorted(incidents, key=lambda incident: incident.started)
        self.sales = list(sales)
        self.nights = list(nights)

    def trouble(self, kind, at, subjects=None):
        """Look up which incident of a kind holds at each of many moments.

        Args:
            kind: a key of `world.INCIDENTS`.
            at: array of seconds.
            subjects: array of codes (of services or pages), or None when the kind has one subject.

        Returns:
            An int8 array with the incident's number in `incidents`, -1 for none; or None when
            there is no such trouble at all.
        """
        found = None
        for number, incident in enumerate(self.incidents):
            if incident.kind != kind or not len(at):
                continue
            is_hit = (at >= incident.started) & (at < incident.ended)
            if subjects is not None:
                is_hit &= subjects == _code(incident.subject)
            if is_hit.any():
                found = np.full(len(at), -1, dtype=np.int8) if found is None else found
                found[is_hit] = number
        return found

    def strength(self, numbers, otherwise):
        """Return the strength of numbered incidents as a float array; `otherwise` for -1."""
        strengths = [incident.strength for incident in self.incidents]
        return np.array([*strengths, otherwise])[numbers]  # -1 is the last

    def count(self, counter, numbers, values=None):
        """Add events to a counter of the incidents that caused them.

        Args:
            counter: name of a count of `Incident`.
            numbers: int array, one an event; -1 for none, which is not counted.
            values: what each event adds; 1 when None.
        """
        numbers = np.asarray(numbers, dtype=np.int64)
        is_caused = numbers >= 0
        weights = None if values is None else np.asarray(values)[is_caused]
        totals = np.bincount(numbers[is_caused], weights, minlength=len(self.incidents))
        for incident, total in zip(self.incidents, totals.tolist(), strict=True):
            before = getattr(incident, counter)
            setattr(incident, counter, before + type(before)(total))


def plan(generator, days, count=None):
    """Draw what is going to happen.

    The first days, `world.QUIET_SHARE` of all, are without incidents. Incidents follow one
    another, with days of calm behind those that have after-effects, so that each trace has one
    cause.

    Args:
        generator: numpy Generator that all randomness comes from.
        days: how many days are simulated.
        count: how many incidents; None for one of each kind, as far as the days allow.

    Returns:
        A `Plan`.

    Raises:
        IncidentsDoNotFitError: when so many incidents do not fit into the days.
    """
    kinds = list(world.INCIDENTS)
    wanted = len(kinds) if count is None else count
    order = [kind for _ in range(0, wanted, len(kinds)) for kind in generator.permutation(kinds)]
    quiet_days = round(days * world.QUIET_SHARE)
    free_days = days - quiet_days
    drafts = []
    for kind in order[:wanted]:
        draft = _draft(generator, str(kind))
        if draft[-1] <= free_days:
            drafts.append(draft)
            free_days -= draft[-1]
        elif count is not None:
            raise IncidentsDoNotFitError(
                f"{days} days hold {len(drafts)} incidents of these kinds, not {count}: "
                "simulate more days or plant fewer"
            )
    incidents, calm_days = _place(generator, drafts, quiet_days, free_days)
    sales = [_sale_around(generator, each) for each in incidents if each.kind == "rate_limit"]
    # the look-alikes fall on days that are free of incidents
    for day in _some_of(generator, calm_days, days // world.DAYS_PER_SALE):
        hours = generator.integers(*world.SALE_HOURS, endpoint=True)
        started = _seconds(day, generator.integers(*world.SALE_STARTS, endpoint=True))
        ended = started + int(hours) * world.HOUR_SECONDS
        sales.append(Sale(started, ended, float(generator.uniform(*world.SALE_FACTOR))))
    nights = [
        _seconds(day, generator.integers(*world.NIGHT_HOURS, endpoint=True))
        for day in _some_of(generator, calm_days, days // world.DAYS_PER_UNLUCKY_NIGHT)
    ]
    return Plan(incidents, sales, nights)


def _draft(generator, kind):
    """Draw an incident without its day: (kind, subject, hour, hours, strength, days it takes)."""
    subjects, hours, strengths, starts, days_after = world.INCIDENTS[kind]
    subject = subjects[generator.integers(len(subjects))]
    # to the minute: systems fail at odd times
    hour = round(generator.uniform(*starts) * 60) / 60
    duration = round(generator.uniform(*hours) * 60) / 60
    strength = round(float(generator.uniform(*strengths)), 2)
    days = int(np.ceil((hour + duration) / 24)) + days_after
    return kind, subject, hour, duration, strength, days


def _place(generator, drafts, quiet_days, free_days):
    """Give the drafts their days, in turn, the free days spread among them.

    Returns:
        The incidents, and the list of days that none of them takes.
    """
    gaps = generator.multinomial(free_days, np.full(len(drafts) + 1, 1 / (len(drafts) + 1)))
    day = quiet_days
    incidents, calm_days = [], list(range(quiet_days))
    for (kind, subject, hour, duration, strength, days), gap in zip(drafts, gaps, strict=False):
        calm_days += range(day, day + int(gap))
        day += int(gap)
        started = _seconds(day, hour)
        ended = started + round(duration * world.HOUR_SECONDS)
        incidents.append(Incident(kind, subject, started, ended, strength))
        day += days
    calm_days += range(day, day + int(gaps[-1]))
    return incidents, calm_days


def _sale_around(generator, incident):
    around = world.SALE_AROUND_HOURS * world.HOUR_SECONDS
    factor = float(generator.uniform(*world.SALE_FACTOR))
    return Sale(incident.started - around, incident.ended + around, factor)


def _some_of(generator, days, count):
    return np.sort(generator.permutation(days)[:count]).tolist()


def _seconds(day, hour):
    return int(day * world.DAY_SECONDS + round(hour * world.HOUR_SECONDS))


def _code(subject):
    """Return the code of a service or a page; neither shares its name with the other."""
    return (
        world.SERVICE_CODE[subject] if subject in world.SERVICE_CODE else world.PAGE_CODE[subject]
    )
