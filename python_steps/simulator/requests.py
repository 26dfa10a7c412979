"""The API calls behind the pages, and how the services answer."""

import numpy as np
import pandas as pd

from python_steps.simulator import world

ENDPOINTS = pd.DataFrame(
    [
        (endpoint, service, median_ms, world.ERROR_SHARE[service])
        for endpoint, (service, median_ms) in world.ENDPOINTS.items()
    ],
    columns=["endpoint", "service", "median_ms", "error_share"],
)
ON_PAGE = pd.DataFrame(
    [
        (page, endpoint, chance)
        for page, chances in world.CALLS_ON_PAGE.items()
        for endpoint, chance in chances.items()
    ],
    columns=["page", "endpoint", "chance"],
)
GOING_ON = pd.DataFrame(list(world.CALL_BEFORE.items()), columns=["intent", "endpoint"])


def call_services(generator, visits):
    """Make the calls of one page visit per shopper; failed ones are tried again.

    Args:
        generator: numpy Generator that all randomness comes from.
        visits: one row a shopper: session, at (seconds), page, stay_seconds, intent.

    Returns:
        The calls, one row each: session, at (seconds), endpoint, service, status, response_ms;
        and an array with the service that failed each visit for good ('' when none did).
    """
    waiting = _plan(generator, visits)
    answered = []
    for attempt in range(1 + world.RETRIES):
        if waiting.empty and answered:
            break
        calls = _answer(generator, waiting.assign(at=waiting["at"] + attempt))
        answered.append(calls)
        waiting = waiting[calls["status"].isin(world.RETRIED_STATUSES).to_numpy()]
    calls = pd.concat(answered)
    # a missing picture is no harm; a missing answer to the step that leads on is
    leads_on = calls["endpoint"].isin(world.CALL_BEFORE.values())
    is_refused = (calls["status"] == 429) | (leads_on & (calls["status"] == 404))
    failed = pd.concat([waiting, calls[is_refused]]).drop_duplicates("session")
    failed_service = failed.set_index("session")["service"].astype(object)
    return calls, failed_service.reindex(visits["session"], fill_value="").to_numpy()


def _plan(generator, visits):
    """List the calls that the visits make: on opening a page, and before going on."""
    on_page = visits.merge(ON_PAGE, on="page")
    on_page = on_page[generator.random(len(on_page)) < on_page["chance"].to_numpy()]
    going_on = visits.merge(GOING_ON, on="intent")
    going_on = going_on.assign(at=going_on["at"] + going_on["stay_seconds"])
    planned = pd.concat([on_page, going_on])[["session", "at", "endpoint"]]
    return planned.merge(ENDPOINTS, on="endpoint", how="left")


def _answer(generator, calls):
    """Draw status and response time of each call."""
    count = len(calls)
    outage = world.PAYMENT_OUTAGE
    is_down = ((calls["service"] == outage.subject) & outage.covers(calls["at"])).to_numpy()
    error_share = np.where(is_down, outage.strength, calls["error_share"].to_numpy())
    usual, in_outage = (
        generator.choice(list(shares), size=count, p=list(shares.values()))
        for shares in (world.ERROR_STATUSES, world.OUTAGE_STATUSES)
    )
    is_error = generator.random(count) < error_share
    status = np.where(is_error, np.where(is_down, in_outage, usual), 200)
    slowness = np.where(is_down, world.OUTAGE_SLOWNESS, 1.0)
    response_ms = calls["median_ms"].to_numpy() * slowness
    response_ms = response_ms * generator.lognormal(0.0, world.RESPONSE_SPREAD, count)
    response_ms = np.where(status == 0, world.NO_RESPONSE_MS, response_ms).astype(np.int64)
    return calls.assign(status=status, response_ms=response_ms)
