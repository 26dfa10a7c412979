"""Page views: pages load, shoppers wait, go on, retry or leave."""

import numpy as np

from python_steps.simulator import parameters, sampling

LOAD_MS = np.array([parameters.LOAD_MS[page] for page in parameters.PAGES], dtype=np.float64)
# by [is_return, page]: log-odds of leaving, and bounds to draw the next step of shoppers who stay
CHAINS = np.stack(
    [
        sampling.transitions(parameters.NEXT_PAGE),
        sampling.transitions(parameters.NEXT_PAGE_ON_RETURN),
    ]
)
LEAVING = np.log(CHAINS[..., parameters.LEFT] / (1 - CHAINS[..., parameters.LEFT]))
STAYING = CHAINS[..., : parameters.LEFT] / (1 - CHAINS[..., parameters.LEFT :])
NEXT_BOUNDS = sampling.bounds(STAYING)
# by [is_return, page]: probability of completing from a page (absorption probability of the chain)
COMPLETION = np.stack(
    [
        np.linalg.solve(
            np.eye(len(parameters.PAGES)) - chain[:, : len(parameters.PAGES)],
            chain[:, parameters.COMPLETED],
        )
        for chain in CHAINS
    ]
)
# the same by [is_return, next step], and by [is_return, page] for shoppers who stay
ON_ARRIVAL = np.concatenate([COMPLETION, np.tile([1.0, 0.0], (2, 1))], axis=1)
IF_STAYING = COMPLETION / (1 - CHAINS[..., parameters.LEFT])
HAS_CTA = np.zeros((len(parameters.PAGES), len(parameters.PAGES) + 2), dtype=bool)
for _page, _target in parameters.CTA_ELEMENT:
    HAS_CTA[parameters.PAGE_CODE[_page], parameters.PAGE_CODE[_target]] = True
TOPIC_OF_SERVICE = np.array(
    [
        parameters.TOPIC_CODE[parameters.TOPIC_OF_SERVICE[service]]
        for service in parameters.SERVICES
    ],
    dtype=np.int8,
)
TOPIC_OF_ENDPOINT = np.array(
    [
        TOPIC_OF_SERVICE[parameters.SERVICE_CODE[service]]
        for service, _ in parameters.ENDPOINTS.values()
    ]
)
TOPIC_OF_PAGE = np.array(
    [
        parameters.TOPIC_CODE[parameters.TOPIC_OF_PAGE.get(page, "speed")]
        for page in parameters.PAGES
    ],
    dtype=np.int8,
)


def load_pages(generator, plan, current):
    """Load the current page of each shopper.

    Args:
        generator: numpy Generator, the source of all randomness.
        plan: the incidents (`incidents.Plan`).
        current: one row per shopper in the shop: session, at (seconds), page (code), is_return.

    Returns:
        The same rows with load_ms, baseline_load_ms (without the incident), slowed_by (number of
        the incident, or -1) and left_at (seconds, end of the time on the page).
    """
    count = len(current)
    at, page = current["at"].to_numpy(), current["page"].to_numpy()
    baseline_ms = LOAD_MS[page] * generator.lognormal(0.0, parameters.LOAD_SPREAD, count)
    is_long = np.flatnonzero(generator.random(count) < parameters.LONG_TAIL_SHARE)
    baseline_ms[is_long] *= generator.uniform(*parameters.LONG_TAIL_FACTOR, len(is_long))
    slowed_by = plan.active("slow_page", at, page)
    if slowed_by is None:
        load_ms, slowed_by = baseline_ms, np.full(count, -1, dtype=np.int8)
    else:
        load_ms = baseline_ms * plan.strength(slowed_by, 1.0)
    median_seconds, spread = parameters.STAY_SECONDS
    stay = 1 + median_seconds * generator.lognormal(0.0, spread, count) + load_ms / 1000
    return current.assign(
        load_ms=load_ms.astype(np.int32),
        baseline_load_ms=baseline_ms.astype(np.int32),
        slowed_by=slowed_by,
        left_at=at + stay.astype(np.int64),
    )


def decide(generator, plan, views, calls):
    """Draw what each shopper does after the page has loaded or failed.

    Args:
        generator: numpy Generator, the source of all randomness.
        plan: the incidents (`incidents.Plan`).
        views: output of `load_pages`.
        calls: responses to the calls of these page views (`requests.respond`).

    Returns:
        The page views with wait_seconds and baseline_wait_seconds (page load plus slowest call),
        intent (page code, `parameters.COMPLETED` or `parameters.LEFT`), is_dead (the call to
        action does not respond), blocked_by (number of the incident that drives the shopper away
        or blocks the next step, or -1), completion_chance (probability of completing without that
        incident), and the columns of `_failures`.
    """
    count = len(views)
    page, is_return = views["page"].to_numpy(), views["is_return"].to_numpy().astype(np.int8)
    view = calls["view"].to_numpy()
    slowest_ms, baseline_slowest_ms = np.zeros((2, count), dtype=np.int32)
    np.maximum.at(slowest_ms, view, calls["response_ms"].to_numpy())
    np.maximum.at(baseline_slowest_ms, view, calls["baseline_ms"].to_numpy())
    slowed_by = views["slowed_by"].to_numpy().copy()
    np.maximum.at(slowed_by, view, calls["slowed_by"].to_numpy())
    wait = (views["load_ms"].to_numpy() + slowest_ms) / 1000
    baseline_wait = (views["baseline_load_ms"].to_numpy() + baseline_slowest_ms) / 1000
    is_optional = calls["is_optional"].to_numpy()
    failures = _failures(count, calls[~is_optional])
    optional_failures = _failures(count, calls[is_optional])

    leaving = LEAVING[is_return, page]
    baseline_chance = _chance_of_leaving(
        leaving,
        baseline_wait,
        failures["is_baseline_failure"],
        optional_failures["is_baseline_failure"],
    )
    chance = _chance_of_leaving(
        leaving, wait, failures["is_failed"], optional_failures["is_failed"]
    )
    deterred_by = plan.active("abandonment", views["left_at"].to_numpy(), page)
    if deterred_by is None:
        deterred_by = np.full(count, -1, dtype=np.int8)
    else:
        chance = chance + (1 - chance) * plan.strength(deterred_by, 0.0)
    draw = generator.random(count)
    is_leaving = draw < chance
    causes = [failures["failed_by"], optional_failures["failed_by"], slowed_by, deterred_by]
    cause = np.select([number >= 0 for number in causes], causes, np.int8(-1))
    # shoppers below the baseline chance would have left without the incident
    is_blocked = (draw >= baseline_chance) & (is_leaving | (failures["failed_by"] >= 0))
    blocked_by = np.where(is_blocked, cause, np.int8(-1))
    completion_chance = IF_STAYING[is_return, page]

    intent = sampling.pick(generator, NEXT_BOUNDS[is_return, page], count).astype(np.int8)
    # a page that failed has no next step: shoppers who stay reload it
    intent = np.where(failures["is_failed"], page, intent)
    intent = np.where(is_leaving, np.int8(parameters.LEFT), intent)
    is_dead = np.zeros(count, dtype=bool)
    broken_by = plan.active("broken_element", views["left_at"].to_numpy(), page)
    if broken_by is not None:
        share = np.where(HAS_CTA[page, intent], plan.strength(broken_by, 0.0), 0.0)
        is_dead = generator.random(count) < share
        blocked_by = np.where(is_dead, broken_by, blocked_by)
        completion_chance = np.where(is_dead, ON_ARRIVAL[is_return, intent], completion_chance)
        failures["failed_by"] = np.where(is_dead, broken_by, failures["failed_by"])
        failures["topic"] = np.where(is_dead, TOPIC_OF_PAGE[page], failures["topic"])
        failures["is_failed"] |= is_dead
    return views.assign(
        wait_seconds=wait,
        baseline_wait_seconds=baseline_wait,
        slowed_by=slowed_by,
        intent=intent,
        is_dead=is_dead,
        blocked_by=blocked_by,
        completion_chance=completion_chance,
        **failures,
    )


def resolve_steps(generator, views, calls):
    """Draw where each shopper ends up: when the step fails, they retry or leave.

    Args:
        generator: numpy Generator, the source of all randomness.
        views: output of `decide`.
        calls: responses to the calls of the steps.

    Returns:
        The page views with next_page (page code, `parameters.COMPLETED` or `parameters.LEFT`), and
        with blocked_by, completion_chance and the columns of `_failures` updated.
    """
    failures = _failures(len(views), calls)
    is_dead = views["is_dead"].to_numpy()
    is_stuck = np.flatnonzero(is_dead | failures["is_failed"])
    next_page = views["intent"].to_numpy().copy()
    is_return = views["is_return"].to_numpy().astype(np.int8)
    is_blocked = failures["failed_by"] >= 0
    completion_chance = ON_ARRIVAL[is_return, next_page]
    if len(is_stuck):
        page = views["page"].to_numpy()[is_stuck]
        leaving = LEAVING[is_return[is_stuck], page]
        chance = _logistic(leaving + parameters.LOG_ODDS_FAILED)
        is_leaving = generator.random(len(is_stuck)) < chance
        next_page[is_stuck] = np.where(is_leaving, np.int8(parameters.LEFT), page)
    return views.assign(
        next_page=next_page,
        blocked_by=np.where(is_blocked, failures["failed_by"], views["blocked_by"].to_numpy()),
        completion_chance=np.where(
            is_blocked, completion_chance, views["completion_chance"].to_numpy()
        ),
        is_failed=views["is_failed"].to_numpy() | failures["is_failed"],
        is_baseline_failure=views["is_baseline_failure"].to_numpy()
        | failures["is_baseline_failure"],
        failed_by=np.maximum(views["failed_by"].to_numpy(), failures["failed_by"]),
        topic=np.maximum(views["topic"].to_numpy(), failures["topic"]),
    )


def _failures(count, calls):
    """Summarize the failed calls by page view.

    Returns:
        A dict of arrays, one value per page view: is_failed, is_baseline_failure (a failure not
        caused by an incident), failed_by (number of the incident, or -1), topic (of the failure,
        or -1).
    """
    failed = calls[calls["is_failed"].to_numpy()]
    view, cause = failed["view"].to_numpy(), failed["failed_by"].to_numpy()
    is_failed, is_baseline_failure = np.zeros((2, count), dtype=bool)
    is_failed[view] = True
    is_baseline_failure[view[cause < 0]] = True
    failed_by, topic = np.full((2, count), -1, dtype=np.int8)
    np.maximum.at(failed_by, view, cause)
    np.maximum.at(topic, view, TOPIC_OF_ENDPOINT[failed["endpoint"].to_numpy()])
    return {
        "is_failed": is_failed,
        "is_baseline_failure": is_baseline_failure,
        "failed_by": failed_by,
        "topic": topic,
    }


def _chance_of_leaving(leaving, wait, is_failed, is_optional_failed):
    """Return the probability of leaving: logistic in the wait and the failures."""
    waiting = np.maximum(wait - parameters.PATIENCE_SECONDS, 0) * parameters.LOG_ODDS_PER_SECOND
    odds = leaving + np.minimum(waiting, parameters.MAX_LOG_ODDS)
    odds = odds + is_failed * parameters.LOG_ODDS_FAILED
    return _logistic(odds + is_optional_failed * parameters.LOG_ODDS_OPTIONAL_FAILED)


def _logistic(odds):
    return 1 / (1 + np.exp(-odds))


class Sessions:
    """State of the sessions in progress."""

    def __init__(self, arrivals):
        """Start sessions; `arrivals` is the output of `shoppers.arrive`."""
        count = len(arrivals)
        self._arrivals = arrivals
        self._sequence, self._ended = np.zeros((2, count), dtype=np.int64)
        self._wait, self._baseline_wait, self._completion_chance = np.zeros((3, count))
        self._last_page, self._outcome = np.zeros((2, count), dtype=np.int8)
        self._has_cart, self._is_failed, self._is_baseline_failure = np.zeros(
            (3, count), dtype=bool
        )
        self._failed_by, self._slowed_by, self._blocked_by, self._topic = np.full(
            (4, count), -1, dtype=np.int8
        )

    def record(self, views):
        """Record one more page view of some sessions: output of `resolve_steps`."""
        columns = {name: views[name].to_numpy() for name in views}
        row, page = columns["session"], columns["page"]
        # one digit per page, in base (number of pages + 1)
        self._sequence[row] = self._sequence[row] * (len(parameters.PAGES) + 1) + page + 1
        self._ended[row] = columns["left_at"]
        self._last_page[row] = page
        self._outcome[row] = columns["next_page"]
        self._has_cart[row] |= page >= parameters.PAGE_CODE["cart"]
        self._is_failed[row] |= columns["is_failed"]
        self._is_baseline_failure[row] |= columns["is_baseline_failure"]
        self._wait[row] = np.maximum(self._wait[row], columns["wait_seconds"])
        self._baseline_wait[row] = np.maximum(
            self._baseline_wait[row], columns["baseline_wait_seconds"]
        )
        # The first incident that blocks a page counts until the shopper gets past it, because
        # every retry is another opportunity to leave.
        is_new = (columns["blocked_by"] >= 0) & (self._blocked_by[row] < 0)
        self._blocked_by[row] = np.where(is_new, columns["blocked_by"], self._blocked_by[row])
        self._completion_chance[row] = np.where(
            is_new, columns["completion_chance"], self._completion_chance[row]
        )
        goes_on = (columns["next_page"] != page) & (columns["next_page"] != parameters.LEFT)
        self._blocked_by[row[goes_on]] = -1
        for kept, name in ((self._failed_by, "failed_by"), (self._topic, "topic")):
            kept[row] = np.maximum(kept[row], columns[name])
        is_slow = columns["wait_seconds"] > parameters.SLOW_SECONDS
        slowed_by = np.where(is_slow, columns["slowed_by"], np.int8(-1))
        self._slowed_by[row] = np.maximum(self._slowed_by[row], slowed_by)

    def finish(self):
        """Return one row per session, with the columns described in `shop.walk`."""
        is_completed = self._outcome == parameters.COMPLETED
        return self._arrivals[["user", "at", "cart", "lost_to", "lost_value"]].assign(
            ended=self._ended,
            sequence=self._sequence,
            last_page=self._last_page,
            has_cart=self._has_cart,
            is_completed=is_completed,
            blocked_by=self._blocked_by,
            completion_chance=self._completion_chance,
            experience=_experience(self._is_failed, self._wait, is_completed),
            baseline_experience=_experience(
                self._is_baseline_failure, self._baseline_wait, is_completed
            ),
            topic=self._topic,
            affected_by=np.where(self._failed_by >= 0, self._failed_by, self._slowed_by),
        )


def _experience(is_failed, wait, is_completed):
    """Return the experience of each session, as a position in `parameters.EXPERIENCES`."""
    choices = [is_failed, wait > parameters.SLOW_SECONDS, is_completed]
    codes = [np.int8(code) for code in range(len(choices))]
    return np.select(choices, codes, np.int8(len(choices)))
