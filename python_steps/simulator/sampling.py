"""Random draws and other helpers that the modules of the simulator share."""

import numpy as np

from python_steps.simulator import parameters


def transitions(chain):
    """Return a Markov chain as a transition matrix.

    Args:
        chain: page to the probabilities of its next steps, such as `parameters.NEXT_PAGE`.

    Returns:
        float array of shape (pages, pages + 2): from each page to each page, `COMPLETED`, `LEFT`.
    """
    matrix = np.zeros((len(parameters.PAGES), len(parameters.PAGES) + 2))
    for page, following in chain.items():
        for name, probability in following.items():
            matrix[parameters.PAGE_CODE[page], parameters.PAGE_CODE[name]] = probability
    return matrix


def bounds(shares):
    """Return the inner bounds that divide 0..1 by shares, along the last axis; see `pick`."""
    return np.cumsum(shares, axis=-1)[..., :-1]


def pick(generator, bounds, count):
    """Draw positions by their shares.

    Args:
        generator: numpy Generator, the source of all randomness.
        bounds: output of `bounds`: shape (choices - 1,) when all draws share it, or (count,
            choices - 1).
        count: number of draws.

    Returns:
        int64 array of shape (count,), from 0 to choices - 1.
    """
    draw = generator.random(count)
    if bounds.ndim == 1:
        return np.searchsorted(bounds, draw, side="right")
    return (draw[:, None] >= bounds).sum(axis=1)


def overlap(hours, started, ended):
    """Return the share of each hour that lies between two times.

    Args:
        hours: int array of hours since the start.
        started: seconds.
        ended: seconds.

    Returns:
        float array, from 0 to 1, one value per hour.
    """
    begins = np.clip(started - hours * parameters.HOUR_SECONDS, 0, parameters.HOUR_SECONDS)
    ends = np.clip(ended - hours * parameters.HOUR_SECONDS, 0, parameters.HOUR_SECONDS)
    return (ends - begins) / parameters.HOUR_SECONDS


def draw_writers(generator, shares, sessions):
    """Draw which sessions lead to a comment or ticket, and attribute them to incidents.

    A comment or ticket is attributed to an incident when the session would not have led to one
    without it.

    Args:
        generator: numpy Generator, the source of all randomness.
        shares: float array, share of sessions that write, by experience.
        sessions: experience, baseline_experience (codes), affected_by (number of the incident, or
            -1).

    Returns:
        Two int arrays: rows of `sessions` that write, and the number of the incident that each is
        attributed to, or -1.
    """
    draw = generator.random(len(sessions))
    rows = np.flatnonzero(draw < shares[sessions["experience"].to_numpy()])
    baseline_share = shares[sessions["baseline_experience"].to_numpy()[rows]]
    affected_by = sessions["affected_by"].to_numpy()[rows]
    return rows, np.where(draw[rows] >= baseline_share, affected_by, np.int8(-1))
