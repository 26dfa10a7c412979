"""Findings held against the truth of simulated worlds: found, missed, false alarm, and the money.

Pure: frames in, frames out. An insight counts when it says that something changed (nature
`event`) and is more than information. It and an incident belong together when they have the same
subject and overlap in time.
"""

import operator

import numpy as np
import pandas as pd

from python_steps.simulator import world

# an insight that begins this soon after an incident tells of what it left behind
AFTER_EFFECTS = pd.Timedelta(hours=48)
HIT, AFTER_EFFECT, FALSE_ALARM = "hit", "after-effect", "false alarm"
# name: at least or at most, and the figure
TARGETS = {
    "recall": (operator.ge, 0.95),
    "precision": (operator.ge, 0.95),
    "median minutes from an outage to a page": (operator.le, 10.0),
    "ranges that hold the loss": (operator.ge, 0.80),
    "critical insights in calm worlds": (operator.le, 0.0),
}


def choose_counting(insights: pd.DataFrame) -> pd.DataFrame:
    """Return the insights that count, with a new index: events above the severity info.

    Args:
        insights: `executive.insights`, of one or more worlds.
    """
    is_counting = (insights["nature"] == "event") & (insights["severity"] != "info")
    return insights[is_counting].reset_index(drop=True)


def judge_insights(insights: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Say of each insight that counts whether there was anything to find.

    Args:
        insights: `executive.insights` with the column `seed` of its world.
        incidents: What was planted (`simulator.exports.TRUTH_COLUMNS`), with the column `seed`.

    Returns:
        `choose_counting(insights)` and the column `verdict`: `HIT` when it overlaps an incident on
        its subject; else `AFTER_EFFECT` when it begins between the end of such an incident and
        `AFTER_EFFECTS` later, both included; else `FALSE_ALARM`.
    """
    judged = choose_counting(insights)
    pairs = _pair(incidents, judged)
    since_end = pairs["period_start"] - pairs["ended_at"]
    is_after = (since_end >= pd.Timedelta(0)) & (since_end <= AFTER_EFFECTS)
    judged["verdict"] = FALSE_ALARM
    judged.loc[pairs.loc[is_after, "insight"].unique(), "verdict"] = AFTER_EFFECT
    judged.loc[pairs.loc[_overlap(pairs), "insight"].unique(), "verdict"] = HIT
    return judged


def judge_incidents(
    incidents: pd.DataFrame, insights: pd.DataFrame, alerts: pd.DataFrame
) -> pd.DataFrame:
    """Say of each incident whether it was found, how soon someone was paged, and at what price.

    Args:
        incidents: What was planted (`simulator.exports.TRUTH_COLUMNS`), with the column `seed`.
        insights: `executive.insights` with the column `seed`.
        alerts: `reliability.burn_alerts` with the column `seed`.

    Returns:
        `incidents` with a new index and the columns insight_count (those that count and belong to
        it), is_found, minutes_to_page (from its start to the first alert of severity `page` on its
        service that starts before it is over, by whichever SLO; infinite when there is none; null
        when the subject is no service), impact_low and impact_high (sums over its insights, to
        the cent; null when none states them) and is_covered (value_lost lies between them; false
        without them: who states no range has not said that nothing was lost).
    """
    judged = incidents.reset_index(drop=True)
    pairs = _pair(judged, choose_counting(insights))
    found = pairs[_overlap(pairs)].groupby("incident")
    judged["insight_count"] = found.size().reindex(judged.index, fill_value=0)
    judged["is_found"] = judged["insight_count"] > 0
    judged["minutes_to_page"] = _minutes_to_page(judged, alerts)
    for bound in ("impact_low", "impact_high"):
        judged[bound] = found[bound].sum(min_count=1).round(2)
    judged["is_covered"] = judged["value_lost"].between(
        judged["impact_low"].astype(float), judged["impact_high"].astype(float)
    )
    return judged


def summarise(judged: pd.DataFrame) -> pd.DataFrame:
    """Sum up by kind.

    Args:
        judged: What `judge_incidents` returns.

    Returns:
        One row a kind that was planted, in the order of `world.INCIDENTS`, and a last one named
        `all`: planted, found, recall; median_minutes_to_page (null for kinds that befall no
        service); coverage, the share of the found whose range holds the loss;
        found_with_loss and coverage_with_loss, the same over those that cost money;
        median_relative_width, the median of (impact_high - impact_low) / value_lost over these.
        A share of nothing is null.
    """
    kinds = [kind for kind in world.INCIDENTS if kind in set(judged["kind"])]
    rows = [(kind, judged[judged["kind"] == kind]) for kind in kinds]
    return pd.DataFrame([_sum_up(name, group) for name, group in [*rows, ("all", judged)]])


def hold_against_targets(
    summary: pd.DataFrame, judged_insights: pd.DataFrame, calm_insights: pd.DataFrame | None
) -> pd.DataFrame:
    """Compare what was measured with `TARGETS`.

    Args:
        summary: What `summarise` returns.
        judged_insights: What `judge_insights` returns.
        calm_insights: `choose_counting` over worlds without incidents; None when there were none.

    Returns:
        One row a target: target, wanted (such as `>= 0.95`), measured, and is_missed; measured is
        null, and nothing missed, where the worlds had nothing to measure: no incident of the
        kind, no calm world, no insight. Whoever is blind has missed the recall.
    """
    total, by_kind = summary.iloc[-1], summary.set_index("kind")["median_minutes_to_page"]
    is_critical = None if calm_insights is None else calm_insights["severity"] == "critical"
    measured = [
        total["recall"],
        precision(judged_insights),
        by_kind.get("outage", np.nan),
        total["coverage"],
        np.nan if is_critical is None else float(is_critical.sum()),
    ]
    rows = []
    for (name, (compare, bound)), figure in zip(TARGETS.items(), measured, strict=True):
        sign = ">=" if compare is operator.ge else "<="
        is_missed = not (np.isnan(figure) or compare(figure, bound))
        rows.append((name, f"{sign} {bound:g}", figure, is_missed))
    return pd.DataFrame(rows, columns=["target", "wanted", "measured", "is_missed"])


def precision(judged_insights: pd.DataFrame) -> float:
    """Return the share of hits among hits and false alarms; null without either.

    Args:
        judged_insights: What `judge_insights` returns.
    """
    verdicts = judged_insights["verdict"]
    return _share((verdicts == HIT).sum(), verdicts.isin([HIT, FALSE_ALARM]).sum())


def _pair(incidents, insights):
    """Put each insight beside each incident of its world and subject, overlapping or not."""
    columns = ["seed", "subject", "period_start", "period_end", "impact_low", "impact_high"]
    return (
        incidents[["seed", "subject", "started_at", "ended_at"]]
        .reset_index(names="incident")
        .merge(insights[columns].reset_index(names="insight"), on=["seed", "subject"])
    )


def _overlap(pairs):
    """Ends are not part of a stretch: what only touches does not overlap. A moment is its start."""
    begins_before_end = pairs["period_start"] < pairs["ended_at"]
    ends_after_start = pairs["period_end"] > pairs["started_at"]
    return begins_before_end & (ends_after_start | (pairs["period_start"] >= pairs["started_at"]))


def _minutes_to_page(incidents, alerts):
    pages = alerts.loc[alerts["severity"] == "page", ["seed", "service_name", "started_at"]]
    pages = pages.set_axis(["seed", "subject", "paged_at"], axis=1)
    pairs = incidents.reset_index(names="incident").merge(pages, on=["seed", "subject"])
    is_within = pairs["paged_at"].between(pairs["started_at"], pairs["ended_at"])
    paged_at = pairs[is_within].groupby("incident")["paged_at"].min().reindex(incidents.index)
    minutes = (paged_at - incidents["started_at"]) / pd.Timedelta(minutes=1)
    return minutes.fillna(np.inf).where(incidents["subject"].isin(world.SERVICES))


def _sum_up(kind, group):
    found = group[group["is_found"]]
    costly = found[found["value_lost"] > 0]
    return {
        "kind": kind,
        "planted": len(group),
        "found": len(found),
        "recall": _share(len(found), len(group)),
        "median_minutes_to_page": group["minutes_to_page"].median(),
        "coverage": _share(found["is_covered"].sum(), len(found)),
        "found_with_loss": len(costly),
        "coverage_with_loss": _share(costly["is_covered"].sum(), len(costly)),
        "median_relative_width": (
            (costly["impact_high"] - costly["impact_low"]) / costly["value_lost"]
        ).median(),
    }


def _share(part, whole):
    return part / whole if whole else np.nan
