"""The API calls behind the pages, and how the services answer."""

import numpy as np
import pandas as pd

from python_steps.simulator import world

SERVICE_OF = np.array(
    [world.SERVICE_CODE[service] for service, _ in world.ENDPOINTS.values()], dtype=np.int8
)
MEDIAN_MS = np.array([median for _, median in world.ENDPOINTS.values()], dtype=np.float64)
ERROR_SHARE = np.array([world.ERROR_SHARE[service] for service in world.SERVICES])
MOST_CALLS = max(len(calls) for calls in world.CALLS_ON_PAGE.values())
# by page and slot: the endpoint that is called, its chance, and whether the page can do without
ENDPOINT_ON_PAGE = np.zeros((len(world.PAGES), MOST_CALLS), dtype=np.int8)
CHANCE_ON_PAGE = np.zeros((len(world.PAGES), MOST_CALLS))
IS_NUISANCE_ON_PAGE = np.zeros((len(world.PAGES), MOST_CALLS), dtype=bool)
for _page, _calls in world.CALLS_ON_PAGE.items():
    for _slot, (_endpoint, _chance) in enumerate(_calls.items()):
        _at = world.PAGE_CODE[_page], _slot
        ENDPOINT_ON_PAGE[_at] = world.ENDPOINT_CODE[_endpoint]
        CHANCE_ON_PAGE[_at] = _chance
        IS_NUISANCE_ON_PAGE[_at] = (_page, _endpoint) in world.NUISANCE_CALLS
# by where a step leads: the call that takes it, -1 for none
LEADING_ENDPOINT = np.full(len(world.PAGES) + 2, -1, dtype=np.int8)
for _target, _endpoint in world.LEADING_CALL.items():
    LEADING_ENDPOINT[world.PAGE_CODE[_target]] = world.ENDPOINT_CODE[_endpoint]

LOGGED = ["at", "endpoint", "status", "response_ms"]  # what the log keeps of a call


def open_pages(generator, page, at):
    """List the calls that pages make when they open.

    Args:
        generator: numpy Generator that all randomness comes from.
        page: int8 array of page codes, one a visit.
        at: int64 array of seconds, one a visit.

    Returns:
        One row a call: visit (position in `page`), at, endpoint (code), is_nuisance (the page can
        be used without the answer).
    """
    is_made = generator.random((len(page), MOST_CALLS)) < CHANCE_ON_PAGE[page]
    visit, slot = np.nonzero(is_made)
    page = page[visit]
    return pd.DataFrame(
        {
            "visit": visit,
            "at": at[visit],
            "endpoint": ENDPOINT_ON_PAGE[page, slot],
            "is_nuisance": IS_NUISANCE_ON_PAGE[page, slot],
        }
    )


def take_steps(target, at):
    """List the calls that take shoppers to where they want to go next.

    Args:
        target: int8 array of page codes or `world.COMPLETED`, one a visit.
        at: int64 array of seconds.

    Returns:
        As `open_pages`; no row for a visit whose step needs no call.
    """
    visit = np.flatnonzero(LEADING_ENDPOINT[target] >= 0)
    return pd.DataFrame(
        {
            "visit": visit,
            "at": at[visit],
            "endpoint": LEADING_ENDPOINT[target[visit]],
            "is_nuisance": False,
        }
    )


def answer(generator, plan, calls):
    """Draw status and response time of calls; failed ones are tried again.

    Args:
        generator: numpy Generator that all randomness comes from.
        plan: the incidents, with `trouble` and `strength`.
        calls: what `open_pages` or `take_steps` returned.

    Returns:
        The calls in the order of the attempts, with status, response_ms, usual_ms (without the
        incident), is_failed (the last attempt, without a usable answer), failed_by and slowed_by
        (number of the incident that a failure or a delay is due to, else -1).
    """
    tries = []
    still_down = np.full(len(calls), -1, dtype=np.int8)
    for attempt in range(1 + world.RETRIES):
        answered = _answer(generator, plan, calls, still_down)
        is_retried = np.isin(answered["status"], world.RETRIED_STATUSES)
        if attempt == world.RETRIES:
            is_retried[:] = False
        answered["is_failed"] = ~is_retried & (answered["status"] != 200)
        tries.append(pd.DataFrame(answered))
        if not is_retried.any():
            break
        calls = calls[is_retried]
        waited = answered["response_ms"][is_retried] // 1000 + world.RETRY_AFTER_SECONDS
        calls = calls.assign(at=calls["at"].to_numpy() + waited)
        still_down = answered["failed_by"][is_retried]
    return pd.concat(tries, ignore_index=True) if len(tries) > 1 else tries[0]


def _answer(generator, plan, calls, still_down):
    """Draw one answer to each call, as a dict of columns.

    `still_down` is the number of the incident by which the attempt before failed, -1 for none.
    """
    count = len(calls)
    at, endpoint = calls["at"].to_numpy(), calls["endpoint"].to_numpy()
    service = SERVICE_OF[endpoint]
    status = np.full(count, 200, dtype=np.int16)
    is_error = np.flatnonzero(generator.random(count) < ERROR_SHARE[service])
    status[is_error] = _draw(generator, world.ERROR_STATUSES, len(is_error))
    usual_ms = MEDIAN_MS[endpoint] * generator.lognormal(0.0, world.RESPONSE_SPREAD, count)
    is_slow = np.flatnonzero(generator.random(count) < world.SLOW_RESPONSE_SHARE)
    usual_ms[is_slow] *= generator.uniform(*world.SLOW_RESPONSE_FACTOR, len(is_slow))
    usual_ms[status == 429] *= world.REFUSAL_FACTOR

    failed_by, slowed_by = np.full((2, count), -1, dtype=np.int8)
    slowness = np.ones(count)
    outage = plan.trouble("outage", at, service)
    if outage is not None:
        share = plan.strength(outage, 0.0)
        share = np.where((still_down == outage) & (outage >= 0), world.STILL_DOWN_SHARE, share)
        is_down = np.flatnonzero(generator.random(count) < share)
        failed_by[is_down] = outage[is_down]
        status[is_down] = _draw(generator, world.OUTAGE_STATUSES, len(is_down))
        slowness[outage >= 0] = world.OUTAGE_SLOWNESS
    limit = plan.trouble("rate_limit", at, service)
    if limit is not None:
        is_refused = generator.random(count) < plan.strength(limit, 0.0)
        failed_by[is_refused] = limit[is_refused]
        status[is_refused] = 429
        slowness[is_refused] = world.REFUSAL_FACTOR
    latency = plan.trouble("latency", at, service)
    if latency is not None:
        slowness *= plan.strength(latency, 1.0)
        slowed_by = latency
    response_ms = usual_ms * slowness
    is_late = response_ms >= world.NO_RESPONSE_MS
    failed_by = np.where(is_late & (failed_by < 0), slowed_by, failed_by)
    status[is_late] = 0
    response_ms[status == 0] = world.NO_RESPONSE_MS
    return {
        "visit": calls["visit"].to_numpy(),
        "at": at,
        "endpoint": endpoint,
        "is_nuisance": calls["is_nuisance"].to_numpy(),
        "status": status,
        "response_ms": response_ms.astype(np.int32),
        "usual_ms": usual_ms.astype(np.int32),
        "failed_by": failed_by,
        "slowed_by": slowed_by,
    }


def _draw(generator, shares, count):
    drawn = world.pick(generator, world.bounds(list(shares.values())), count)
    return np.array(list(shares), dtype=np.int16)[drawn]


def fail_the_last(calls, started):
    """Let the last call of a quiet hour fail: a look-alike, for nothing else went wrong.

    Args:
        calls: all calls of the time, with at and status; changed in place.
        started: seconds at which the hour begins.
    """
    within = calls["at"].between(started, started + world.HOUR_SECONDS, inclusive="left")
    within &= ~calls["endpoint"].isin(LEADING_ENDPOINT)  # nobody is kept from the next step
    if within.any():
        calls.loc[calls.index[within][calls.loc[within, "at"].argmax()], "status"] = 500
