"""Who writes to support, about what, and how long it takes."""

import numpy as np
import pandas as pd

from python_steps.simulator import world

SUBJECTS = {
    "payment": ("Payment failed", "Card charged but no order", "Cannot pay by card"),
    "delivery": ("Where is my parcel?", "Delivery is late", "Parcel arrived damaged"),
    "account": ("Cannot log in", "Password reset mail missing", "Change my mail address"),
    "product": ("Question about a size", "Is this product in stock?", "Wrong product photo"),
    "returns": ("How do I return an item?", "Refund not received", "Return label missing"),
    "website": ("Page does not load", "Cart is empty after login", "Search finds nothing"),
}


def open_tickets(generator, sessions, end):
    """Draw which sessions lead to a ticket, and what becomes of it until the data ends.

    Args:
        generator: numpy Generator that all randomness comes from.
        sessions: one row a session: user, ended (seconds), failed_service, experience.
        end: seconds; what support does later has not happened yet.

    Returns:
        One row a ticket: user, at, first_response, resolved (seconds, NaN when not yet), category,
        priority, channel, status, subject, reopened (count), csat (1 to 5, NaN when not given).
    """
    share = sessions["experience"].map(world.TICKET_SHARE).to_numpy(dtype=float)
    writers = sessions[generator.random(len(sessions)) < share]
    rows = [_open(generator, writer) for writer in writers.itertuples()]
    columns = ["user", "at", "category", "priority", "channel", "subject"]
    tickets = pd.DataFrame(rows, columns=columns).astype({"at": np.int64})
    return _work_off(generator, tickets[tickets["at"] < end].reset_index(drop=True), end)


def _open(generator, session):
    """Draw what one shopper writes to support about: a row of `open_tickets` without times."""
    if session.experience == "failed":
        category = world.CATEGORY_OF_SERVICE[session.failed_service]
    else:
        shares = world.CATEGORY_SHARES[session.experience]
        category = str(generator.choice(list(shares), p=list(shares.values())))
    delay_hours = world.TICKET_DELAY_HOURS[session.experience] * generator.lognormal(0.0, 0.5)
    channels, chances = list(world.CHANNEL_SHARES), list(world.CHANNEL_SHARES.values())
    return (
        session.user,
        session.ended + int(delay_hours * world.HOUR_SECONDS),
        category,
        str(generator.choice(world.PRIORITIES, p=world.PRIORITY_SHARES[category])),
        str(generator.choice(channels, p=chances)),
        str(generator.choice(SUBJECTS[category])),
    )


def _work_off(generator, tickets, end):
    """Add first response, resolution, status, reopenings and satisfaction."""
    count = len(tickets)
    at = tickets["at"].to_numpy()
    usual_hours = tickets["priority"].map(world.RESOLUTION_HOURS).to_numpy(dtype=float)
    understaffed = np.where(world.SLOW_SUPPORT.covers(at), world.SLOW_SUPPORT.strength, 1.0)
    hours = usual_hours * understaffed * generator.lognormal(0.0, world.SUPPORT_SPREAD, count)
    reply_hours = tickets["priority"].map(world.FIRST_RESPONSE_HOURS).to_numpy(dtype=float)
    reply_hours = reply_hours * understaffed
    reply_hours = reply_hours * generator.lognormal(0.0, world.SUPPORT_SPREAD, count)
    # nobody resolves a ticket before the first reply
    reply_hours = np.minimum(reply_hours, 0.8 * hours)

    replied = at + (reply_hours * world.HOUR_SECONDS).astype(np.int64)
    resolved = at + (hours * world.HOUR_SECONDS).astype(np.int64)
    is_forgotten = generator.random(count) < world.FORGOTTEN_SHARE
    is_resolved = (resolved < end) & ~is_forgotten
    is_replied = (replied < end) & (~is_forgotten | (generator.random(count) < 0.5))
    is_closed = generator.random(count) < 0.6
    is_reopened = is_resolved & (generator.random(count) < world.REOPENED_SHARE)
    reopened = is_reopened * generator.integers(1, 3, count)
    slowness = hours / usual_hours
    csat = 4 + generator.integers(-1, 2, count) - (slowness > 2) - (slowness > 4) - is_reopened
    has_csat = is_resolved & (generator.random(count) < world.CSAT_SHARE)
    return tickets.assign(
        first_response=np.where(is_replied, replied, np.nan),
        resolved=np.where(is_resolved, resolved, np.nan),
        status=np.select(
            [is_resolved & is_closed, is_resolved, is_replied],
            ["closed", "resolved", "pending"],
            "open",
        ),
        reopened=reopened,
        csat=np.where(has_csat, np.clip(csat, 1, 5), np.nan),
    )
