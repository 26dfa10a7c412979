"""API calls behind the pages, and the responses of the services."""

import numpy as np
import pandas as pd

from python_steps.simulator import parameters, sampling

SERVICE_OF = np.array(
    [parameters.SERVICE_CODE[service] for service, _ in parameters.ENDPOINTS.values()],
    dtype=np.int8,
)
MEDIAN_MS = np.array([median for _, median in parameters.ENDPOINTS.values()], dtype=np.float64)
ERROR_SHARE = np.array([parameters.ERROR_SHARE[service] for service in parameters.SERVICES])
MAX_CALLS = max(len(calls) for calls in parameters.CALLS_ON_PAGE.values())
# by page and slot: the endpoint, the probability of the call, and whether the page needs it
ENDPOINT_ON_PAGE = np.zeros((len(parameters.PAGES), MAX_CALLS), dtype=np.int8)
CHANCE_ON_PAGE = np.zeros((len(parameters.PAGES), MAX_CALLS))
IS_OPTIONAL_ON_PAGE = np.zeros((len(parameters.PAGES), MAX_CALLS), dtype=bool)
for _page, _calls in parameters.CALLS_ON_PAGE.items():
    for _slot, (_endpoint, _chance) in enumerate(_calls.items()):
        _at = parameters.PAGE_CODE[_page], _slot
        ENDPOINT_ON_PAGE[_at] = parameters.ENDPOINT_CODE[_endpoint]
        CHANCE_ON_PAGE[_at] = _chance
        IS_OPTIONAL_ON_PAGE[_at] = (_page, _endpoint) in parameters.OPTIONAL_CALLS
# by next step: the call that takes it, or -1
STEP_ENDPOINT = np.full(len(parameters.PAGES) + 2, -1, dtype=np.int8)
for _target, _endpoint in parameters.STEP_CALL.items():
    STEP_ENDPOINT[parameters.PAGE_CODE[_target]] = parameters.ENDPOINT_CODE[_endpoint]

LOGGED = ["at", "endpoint", "status", "response_ms"]  # columns that reach the log


def open_pages(generator, page, at):
    """Draw the calls that pages make when they open.

    Args:
        generator: numpy Generator, the source of all randomness.
        page: int8 array of page codes, one per page view.
        at: int64 array of seconds, one per page view.

    Returns:
        One row per call: view (position in `page`), at, endpoint (code), is_optional (the page
        works without the response).
    """
    is_made = generator.random((len(page), MAX_CALLS)) < CHANCE_ON_PAGE[page]
    view, slot = np.nonzero(is_made)
    page = page[view]
    return pd.DataFrame(
        {
            "view": view,
            "at": at[view],
            "endpoint": ENDPOINT_ON_PAGE[page, slot],
            "is_optional": IS_OPTIONAL_ON_PAGE[page, slot],
        }
    )


def take_steps(target, at):
    """List the calls that take shoppers to their next step.

    Args:
        target: int8 array of page codes or `parameters.COMPLETED`, one per page view.
        at: int64 array of seconds.

    Returns:
        Columns as in `open_pages`; no row for a page view whose next step needs no call.
    """
    view = np.flatnonzero(STEP_ENDPOINT[target] >= 0)
    return pd.DataFrame(
        {
            "view": view,
            "at": at[view],
            "endpoint": STEP_ENDPOINT[target[view]],
            "is_optional": False,
        }
    )


def respond(generator, plan, calls):
    """Draw status and response time of calls, including retries.

    Args:
        generator: numpy Generator, the source of all randomness.
        plan: the incidents (`incidents.Plan`).
        calls: output of `open_pages` or `take_steps`.

    Returns:
        The calls, all first attempts before all retries, with status, response_ms, baseline_ms
        (without the incident), is_failed (the last attempt failed), failed_by and slowed_by
        (number of the incident that caused the failure or the delay, or -1).
    """
    attempts = []
    still_down = np.full(len(calls), -1, dtype=np.int8)
    for attempt in range(1 + parameters.RETRIES):
        responses = _respond_once(generator, plan, calls, still_down)
        is_retried = np.isin(responses["status"], parameters.RETRIED_STATUSES)
        if attempt == parameters.RETRIES:
            is_retried[:] = False
        responses["is_failed"] = ~is_retried & (responses["status"] != 200)
        attempts.append(pd.DataFrame(responses))
        if not is_retried.any():
            break
        calls = calls[is_retried]
        waited = responses["response_ms"][is_retried] // 1000 + parameters.RETRY_AFTER_SECONDS
        calls = calls.assign(at=calls["at"].to_numpy() + waited)
        still_down = responses["failed_by"][is_retried]
    return pd.concat(attempts, ignore_index=True) if len(attempts) > 1 else attempts[0]


def _respond_once(generator, plan, calls, still_down):
    """Draw one response per call, as a dict of columns.

    `still_down` is the number of the incident that failed the previous attempt, or -1.
    """
    count = len(calls)
    at, endpoint = calls["at"].to_numpy(), calls["endpoint"].to_numpy()
    service = SERVICE_OF[endpoint]
    status = np.full(count, 200, dtype=np.int16)
    is_error = np.flatnonzero(generator.random(count) < ERROR_SHARE[service])
    status[is_error] = _draw(generator, parameters.ERROR_STATUSES, len(is_error))
    baseline_ms = MEDIAN_MS[endpoint] * generator.lognormal(0.0, parameters.RESPONSE_SPREAD, count)
    is_slow = np.flatnonzero(generator.random(count) < parameters.SLOW_RESPONSE_SHARE)
    baseline_ms[is_slow] *= generator.uniform(*parameters.SLOW_RESPONSE_FACTOR, len(is_slow))
    baseline_ms[status == 429] *= parameters.THROTTLED_FACTOR

    failed_by, slowed_by = np.full((2, count), -1, dtype=np.int8)
    slowdown = np.ones(count)
    outage = plan.active("outage", at, service)
    if outage is not None:
        share = plan.strength(outage, 0.0)
        share = np.where((still_down == outage) & (outage >= 0), parameters.STILL_DOWN_SHARE, share)
        is_down = np.flatnonzero(generator.random(count) < share)
        failed_by[is_down] = outage[is_down]
        status[is_down] = _draw(generator, parameters.OUTAGE_STATUSES, len(is_down))
        slowdown[outage >= 0] = parameters.OUTAGE_SLOWDOWN
    limit = plan.active("rate_limit", at, service)
    if limit is not None:
        is_throttled = generator.random(count) < plan.strength(limit, 0.0)
        failed_by[is_throttled] = limit[is_throttled]
        status[is_throttled] = 429
        slowdown[is_throttled] = parameters.THROTTLED_FACTOR
    latency = plan.active("latency", at, service)
    if latency is not None:
        slowdown *= plan.strength(latency, 1.0)
        slowed_by = latency
    response_ms = baseline_ms * slowdown
    is_timeout = response_ms >= parameters.NO_RESPONSE_MS
    failed_by = np.where(is_timeout & (failed_by < 0), slowed_by, failed_by)
    status[is_timeout] = 0
    response_ms[status == 0] = parameters.NO_RESPONSE_MS
    return {
        "view": calls["view"].to_numpy(),
        "at": at,
        "endpoint": endpoint,
        "is_optional": calls["is_optional"].to_numpy(),
        "status": status,
        "response_ms": response_ms.astype(np.int32),
        "baseline_ms": baseline_ms.astype(np.int32),
        "failed_by": failed_by,
        "slowed_by": slowed_by,
    }


def _draw(generator, shares, count):
    drawn = sampling.pick(generator, sampling.bounds(list(shares.values())), count)
    return np.array(list(shares), dtype=np.int16)[drawn]


def fail_last_call(calls, started):
    """Fail the last call of a quiet hour: a decoy, since no other call fails.

    Args:
        calls: all calls of the period, with at and status; changed in place.
        started: start of the hour in seconds.
    """
    within = calls["at"].between(started, started + parameters.HOUR_SECONDS, inclusive="left")
    within &= ~calls["endpoint"].isin(STEP_ENDPOINT)  # the error must not block a next step
    if within.any():
        calls.loc[calls.index[within][calls.loc[within, "at"].argmax()], "status"] = 500
