"""How a visit goes: pages open, shoppers wait, go on, try again or leave."""

import numpy as np

from python_steps.simulator import world

LOAD_MS = np.array([world.LOAD_MS[page] for page in world.PAGES], dtype=np.float64)
# by [is_return, page]: log-odds of leaving, and the bounds to draw the next step of the others by
CHAINS = np.stack(
    [world.transitions(world.NEXT_PAGE), world.transitions(world.NEXT_PAGE_ON_RETURN)]
)
LEAVING = np.log(CHAINS[..., world.LEFT] / (1 - CHAINS[..., world.LEFT]))
STAYING = CHAINS[..., : world.LEFT] / (1 - CHAINS[..., world.LEFT :])
NEXT_BOUNDS = world.bounds(STAYING)
# by [is_return, page]: the chance that a shopper who is there will complete (absorption)
COMPLETION = np.stack(
    [
        np.linalg.solve(
            np.eye(len(world.PAGES)) - chain[:, : len(world.PAGES)], chain[:, world.COMPLETED]
        )
        for chain in CHAINS
    ]
)
# the same, of one who is about to arrive at a page or has completed, and of one who will not leave
ON_ARRIVAL = np.concatenate([COMPLETION, np.tile([1.0, 0.0], (2, 1))], axis=1)
IF_STAYING = COMPLETION / (1 - CHAINS[..., world.LEFT])
LEADS_ON = np.zeros((len(world.PAGES), len(world.PAGES) + 2), dtype=bool)
for _page, _target in world.LEADING_ELEMENT:
    LEADS_ON[world.PAGE_CODE[_page], world.PAGE_CODE[_target]] = True
TOPIC_OF_SERVICE = np.array(
    [world.TOPIC_CODE[world.TOPIC_OF_SERVICE[service]] for service in world.SERVICES], dtype=np.int8
)
TOPIC_OF_ENDPOINT = np.array(
    [TOPIC_OF_SERVICE[world.SERVICE_CODE[service]] for service, _ in world.ENDPOINTS.values()]
)
TOPIC_OF_PAGE = np.array(
    [world.TOPIC_CODE[world.TOPIC_OF_PAGE.get(page, "speed")] for page in world.PAGES],
    dtype=np.int8,
)


def load_pages(generator, plan, here):
    """Load the page that each shopper stands on.

    Args:
        generator: numpy Generator that all randomness comes from.
        plan: the incidents, with `trouble` and `strength`.
        here: one row a shopper in the shop: session, at (seconds), page (code), is_return.

    Returns:
        The same rows with load_ms, usual_load_ms (without an incident), slowed_by (number of the
        incident, else -1) and left_at (seconds: when the shopper wants to go on).
    """
    count = len(here)
    at, page = here["at"].to_numpy(), here["page"].to_numpy()
    usual_ms = LOAD_MS[page] * generator.lognormal(0.0, world.LOAD_SPREAD, count)
    is_long = np.flatnonzero(generator.random(count) < world.LONG_TAIL_SHARE)
    usual_ms[is_long] *= generator.uniform(*world.LONG_TAIL_FACTOR, len(is_long))
    slowed_by = plan.trouble("slow_page", at, page)
    if slowed_by is None:
        load_ms, slowed_by = usual_ms, np.full(count, -1, dtype=np.int8)
    else:
        load_ms = usual_ms * plan.strength(slowed_by, 1.0)
    median_seconds, spread = world.STAY_SECONDS
    stay = 1 + median_seconds * generator.lognormal(0.0, spread, count) + load_ms / 1000
    return here.assign(
        load_ms=load_ms.astype(np.int32),
        usual_load_ms=usual_ms.astype(np.int32),
        slowed_by=slowed_by,
        left_at=at + stay.astype(np.int64),
    )


def decide(generator, plan, visits, calls):
    """Draw what each shopper does after the page has loaded, or failed to.

    Args:
        generator: numpy Generator that all randomness comes from.
        plan: the incidents, with `trouble` and `strength`.
        visits: what `load_pages` returned.
        calls: the answered calls of these visits.

    Returns:
        The visits with wait_seconds and usual_wait_seconds (the page, then its slowest call),
        intent (page code, `world.COMPLETED` or `world.LEFT`), is_dead (the element that leads
        there has no effect), held_by (number of the incident that drives the shopper away or keeps
        them from going on, else -1), held_chance (that the shopper would have completed without
        it), and what `_fail` says of failures.
    """
    count = len(visits)
    page, is_return = visits["page"].to_numpy(), visits["is_return"].to_numpy().astype(np.int8)
    visit = calls["visit"].to_numpy()
    slowest_ms, usual_slowest_ms = np.zeros((2, count), dtype=np.int32)
    np.maximum.at(slowest_ms, visit, calls["response_ms"].to_numpy())
    np.maximum.at(usual_slowest_ms, visit, calls["usual_ms"].to_numpy())
    slowed_by = visits["slowed_by"].to_numpy().copy()
    np.maximum.at(slowed_by, visit, calls["slowed_by"].to_numpy())
    wait = (visits["load_ms"].to_numpy() + slowest_ms) / 1000
    usual_wait = (visits["usual_load_ms"].to_numpy() + usual_slowest_ms) / 1000
    is_nuisance = calls["is_nuisance"].to_numpy()
    failures = _fail(count, calls[~is_nuisance])
    nuisances = _fail(count, calls[is_nuisance])

    leaving = LEAVING[is_return, page]
    usual_chance = _chance(
        leaving, usual_wait, failures["is_usual_failure"], nuisances["is_usual_failure"]
    )
    chance = _chance(leaving, wait, failures["is_failed"], nuisances["is_failed"])
    put_off_by = plan.trouble("abandonment", visits["left_at"].to_numpy(), page)
    if put_off_by is None:
        put_off_by = np.full(count, -1, dtype=np.int8)
    else:
        chance = chance + (1 - chance) * plan.strength(put_off_by, 0.0)
    draw = generator.random(count)
    is_leaving = draw < chance
    causes = [failures["failed_by"], nuisances["failed_by"], slowed_by, put_off_by]
    cause = np.select([number >= 0 for number in causes], causes, np.int8(-1))
    # who leaves by the usual chance is lost to nothing
    is_held = (draw >= usual_chance) & (is_leaving | (failures["failed_by"] >= 0))
    held_by = np.where(is_held, cause, np.int8(-1))
    held_chance = IF_STAYING[is_return, page]

    intent = world.pick(generator, NEXT_BOUNDS[is_return, page], count).astype(np.int8)
    # nobody goes on from a page that failed: who stays opens it again
    intent = np.where(failures["is_failed"], page, intent)
    intent = np.where(is_leaving, np.int8(world.LEFT), intent)
    is_dead = np.zeros(count, dtype=bool)
    broken_by = plan.trouble("broken_element", visits["left_at"].to_numpy(), page)
    if broken_by is not None:
        share = np.where(LEADS_ON[page, intent], plan.strength(broken_by, 0.0), 0.0)
        is_dead = generator.random(count) < share
        held_by = np.where(is_dead, broken_by, held_by)
        held_chance = np.where(is_dead, ON_ARRIVAL[is_return, intent], held_chance)
        failures["failed_by"] = np.where(is_dead, broken_by, failures["failed_by"])
        failures["topic"] = np.where(is_dead, TOPIC_OF_PAGE[page], failures["topic"])
        failures["is_failed"] |= is_dead
    return visits.assign(
        wait_seconds=wait,
        usual_wait_seconds=usual_wait,
        slowed_by=slowed_by,
        intent=intent,
        is_dead=is_dead,
        held_by=held_by,
        held_chance=held_chance,
        **failures,
    )


def settle(generator, visits, calls):
    """Draw where each shopper really goes: who cannot take the step tries again or leaves.

    Args:
        generator: numpy Generator that all randomness comes from.
        visits: what `decide` returned.
        calls: the answered calls that were to take these steps.

    Returns:
        The visits with next_page (page code, `world.COMPLETED` or `world.LEFT`), failures and
        what holds the shopper brought up to date.
    """
    failures = _fail(len(visits), calls)
    is_dead = visits["is_dead"].to_numpy()
    is_stuck = np.flatnonzero(is_dead | failures["is_failed"])
    next_page = visits["intent"].to_numpy().copy()
    is_return = visits["is_return"].to_numpy().astype(np.int8)
    is_held = failures["failed_by"] >= 0
    arrival = ON_ARRIVAL[is_return, next_page]
    if len(is_stuck):
        page = visits["page"].to_numpy()[is_stuck]
        leaving = LEAVING[is_return[is_stuck], page]
        is_leaving = generator.random(len(is_stuck)) < _logistic(leaving + world.LOG_ODDS_FAILED)
        next_page[is_stuck] = np.where(is_leaving, np.int8(world.LEFT), page)
    return visits.assign(
        next_page=next_page,
        held_by=np.where(is_held, failures["failed_by"], visits["held_by"].to_numpy()),
        held_chance=np.where(is_held, arrival, visits["held_chance"].to_numpy()),
        is_failed=visits["is_failed"].to_numpy() | failures["is_failed"],
        is_usual_failure=visits["is_usual_failure"].to_numpy() | failures["is_usual_failure"],
        failed_by=np.maximum(visits["failed_by"].to_numpy(), failures["failed_by"]),
        topic=np.maximum(visits["topic"].to_numpy(), failures["topic"]),
    )


def _fail(count, calls):
    """Summarise the failed calls of visits.

    Returns:
        A dict of arrays, one value a visit: is_failed, is_usual_failure (a failure that is due to
        no incident), failed_by (number of the incident, else -1), topic (what the failure is
        about, else -1).
    """
    failed = calls[calls["is_failed"].to_numpy()]
    visit, cause = failed["visit"].to_numpy(), failed["failed_by"].to_numpy()
    is_failed, is_usual_failure = np.zeros((2, count), dtype=bool)
    is_failed[visit] = True
    is_usual_failure[visit[cause < 0]] = True
    failed_by, topic = np.full((2, count), -1, dtype=np.int8)
    np.maximum.at(failed_by, visit, cause)
    np.maximum.at(topic, visit, TOPIC_OF_ENDPOINT[failed["endpoint"].to_numpy()])
    return {
        "is_failed": is_failed,
        "is_usual_failure": is_usual_failure,
        "failed_by": failed_by,
        "topic": topic,
    }


def _chance(leaving, wait, is_failed, is_nuisance):
    """Return the chance of leaving: logistic in the wait and the failures."""
    waiting = np.maximum(wait - world.PATIENCE_SECONDS, 0) * world.LOG_ODDS_PER_SECOND
    odds = leaving + np.minimum(waiting, world.LOG_ODDS_AT_MOST)
    odds = odds + is_failed * world.LOG_ODDS_FAILED + is_nuisance * world.LOG_ODDS_NUISANCE
    return _logistic(odds)


def _logistic(odds):
    return 1 / (1 + np.exp(-odds))


class Sessions:
    """What is known of sessions while their shoppers walk."""

    def __init__(self, arrivals):
        """Begin; `arrivals` has one row a session, as `shoppers.arrive` returns them."""
        count = len(arrivals)
        self._arrivals = arrivals
        self._sequence, self._ended = np.zeros((2, count), dtype=np.int64)
        self._wait, self._usual_wait, self._held_chance = np.zeros((3, count))
        self._last_page, self._outcome = np.zeros((2, count), dtype=np.int8)
        self._has_cart, self._is_failed, self._is_usual_failure = np.zeros((3, count), dtype=bool)
        self._failed_by, self._slowed_by, self._held_by, self._topic = np.full(
            (4, count), -1, dtype=np.int8
        )

    def go(self, visits):
        """Take one more visit of some sessions into account: what `settle` returned."""
        columns = {name: visits[name].to_numpy() for name in visits}
        row, page = columns["session"], columns["page"]
        # one digit a page, in a number system with a digit more than there are pages
        self._sequence[row] = self._sequence[row] * (len(world.PAGES) + 1) + page + 1
        self._ended[row] = columns["left_at"]
        self._last_page[row] = page
        self._outcome[row] = columns["next_page"]
        self._has_cart[row] |= page >= world.PAGE_CODE["cart"]
        self._is_failed[row] |= columns["is_failed"]
        self._is_usual_failure[row] |= columns["is_usual_failure"]
        self._wait[row] = np.maximum(self._wait[row], columns["wait_seconds"])
        self._usual_wait[row] = np.maximum(self._usual_wait[row], columns["usual_wait_seconds"])
        # What counts is what first held the shopper at this page, for as long as they are there:
        # each further try is one more occasion to leave.
        is_new = (columns["held_by"] >= 0) & (self._held_by[row] < 0)
        self._held_by[row] = np.where(is_new, columns["held_by"], self._held_by[row])
        self._held_chance[row] = np.where(is_new, columns["held_chance"], self._held_chance[row])
        goes_on = (columns["next_page"] != page) & (columns["next_page"] != world.LEFT)
        self._held_by[row[goes_on]] = -1
        for kept, name in ((self._failed_by, "failed_by"), (self._topic, "topic")):
            kept[row] = np.maximum(kept[row], columns[name])
        is_slow = columns["wait_seconds"] > world.SLOW_SECONDS
        slowed_by = np.where(is_slow, columns["slowed_by"], np.int8(-1))
        self._slowed_by[row] = np.maximum(self._slowed_by[row], slowed_by)

    def finish(self):
        """Return one row a session, as `shop.walk` describes them."""
        is_completed = self._outcome == world.COMPLETED
        return self._arrivals[["user", "at", "lost_to", "lost_value"]].assign(
            ended=self._ended,
            sequence=self._sequence,
            last_page=self._last_page,
            has_cart=self._has_cart,
            is_completed=is_completed,
            held_by=self._held_by,
            held_chance=self._held_chance,
            experience=_experience(self._is_failed, self._wait, is_completed),
            usual_experience=_experience(self._is_usual_failure, self._usual_wait, is_completed),
            topic=self._topic,
            touched_by=np.where(self._failed_by >= 0, self._failed_by, self._slowed_by),
        )


def _experience(is_failed, wait, is_completed):
    """Return what sessions were like, as positions in `world.EXPERIENCES`."""
    choices = [is_failed, wait > world.SLOW_SECONDS, is_completed]
    codes = [np.int8(code) for code in range(len(choices))]
    return np.select(choices, codes, np.int8(len(choices)))
