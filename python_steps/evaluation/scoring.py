"""Score findings against the ground truth: recall, precision, time to an alert, coverage.

Pure: frames in, frames out. A detection is an insight of nature `event` above severity `info`. A
detection and an incident match when they have the same dataset and subject and overlap in time.
"""

import operator

import numpy as np
import pandas as pd

from python_steps.simulator import parameters

# detections that start this soon after an incident count as its aftereffects
AFTEREFFECT_WINDOW = pd.Timedelta(hours=48)
TRUE_POSITIVE, AFTEREFFECT, FALSE_POSITIVE = "true positive", "aftereffect", "false positive"
# name: comparison and bound; shares are fractions
TARGETS = {
    "recall": (operator.ge, 0.95),
    "precision": (operator.ge, 0.95),
    "minutes to first paging alert, outages (median)": (operator.le, 10.0),
    "interval coverage": (operator.ge, 0.80),
    "critical detections in control datasets": (operator.le, 0.0),
}


def select_detections(insights: pd.DataFrame) -> pd.DataFrame:
    """Return the detections, with a new index: events above severity `info`.

    Args:
        insights: `executive.insights` of one or more datasets.
    """
    is_detection = (insights["nature"] == "event") & (insights["severity"] != "info")
    return insights[is_detection].reset_index(drop=True)


def score_detections(insights: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Classify each detection as true positive, aftereffect or false positive.

    Args:
        insights: `executive.insights`, with the column `seed` of the dataset.
        incidents: Ground truth (`simulator.exports.GROUND_TRUTH_COLUMNS`), with the column `seed`.

    Returns:
        `select_detections(insights)` with the column `verdict`: `TRUE_POSITIVE` when the detection
        overlaps an incident on its subject; `AFTEREFFECT` when it does not, but starts within
        `AFTEREFFECT_WINDOW` after the end of one (both ends included); or `FALSE_POSITIVE`.
    """
    scored = select_detections(insights)
    pairs = _pair(incidents, scored)
    since_end = pairs["period_start"] - pairs["ended_at"]
    is_after = (since_end >= pd.Timedelta(0)) & (since_end <= AFTEREFFECT_WINDOW)
    scored["verdict"] = FALSE_POSITIVE
    scored.loc[pairs.loc[is_after, "detection"].unique(), "verdict"] = AFTEREFFECT
    scored.loc[pairs.loc[_overlap(pairs), "detection"].unique(), "verdict"] = TRUE_POSITIVE
    return scored


def score_incidents(
    incidents: pd.DataFrame, insights: pd.DataFrame, alerts: pd.DataFrame
) -> pd.DataFrame:
    """Determine for each incident whether it was detected, minutes to page, and coverage.

    Args:
        incidents: Ground truth (`simulator.exports.GROUND_TRUTH_COLUMNS`), with the column `seed`.
        insights: `executive.insights`, with the column `seed`.
        alerts: `reliability.burn_alerts`, with the column `seed`.

    Returns:
        `incidents` with a new index and these columns: insight_count (number of matching
        detections), is_detected, minutes_to_page (from its start to the first alert of severity
        `page` on its service, of any SLO, that starts before its end; infinite without one; null
        when the subject is not a service), impact_low and impact_high (sums over its detections,
        rounded to cents; null when none has an estimate), and is_covered (value_lost lies in that
        interval, bounds included; false without an estimate, even when nothing was lost).
    """
    scored = incidents.reset_index(drop=True)
    pairs = _pair(scored, select_detections(insights))
    matches = pairs[_overlap(pairs)].groupby("incident")
    scored["insight_count"] = matches.size().reindex(scored.index, fill_value=0)
    scored["is_detected"] = scored["insight_count"] > 0
    scored["minutes_to_page"] = _minutes_to_page(scored, alerts)
    for bound in ("impact_low", "impact_high"):
        scored[bound] = matches[bound].sum(min_count=1).round(2)
    scored["is_covered"] = scored["value_lost"].between(
        scored["impact_low"].astype(float), scored["impact_high"].astype(float)
    )
    return scored


def summarize(scored_incidents: pd.DataFrame) -> pd.DataFrame:
    """Summarize scored incidents by kind.

    Args:
        scored_incidents: Output of `score_incidents`.

    Returns:
        One row per kind that was injected, in the order of `parameters.INCIDENTS`, and a last row
        named `all`: injected, detected, recall; median_minutes_to_page (null for kinds that do not
        affect a service); coverage (share of the detected incidents whose interval covers the
        loss); detected_with_loss and coverage_with_loss (the same for incidents that cost money);
        median_relative_width (median of (impact_high - impact_low) / value_lost over these).
        Shares of zero incidents are null.
    """
    kinds = [kind for kind in parameters.INCIDENTS if kind in set(scored_incidents["kind"])]
    groups = [(kind, scored_incidents[scored_incidents["kind"] == kind]) for kind in kinds]
    return pd.DataFrame(
        [_summarize(name, group) for name, group in [*groups, ("all", scored_incidents)]]
    )


def compare_with_targets(
    summary: pd.DataFrame,
    scored_detections: pd.DataFrame,
    control_detections: pd.DataFrame | None,
) -> pd.DataFrame:
    """Compare the measurements with `TARGETS`.

    Args:
        summary: Output of `summarize`.
        scored_detections: Output of `score_detections`.
        control_detections: `select_detections` of the control datasets; None without any.

    Returns:
        One row per target: target, wanted (such as `>= 0.95`), measured, is_missed. What could not
        be measured is null and not missed: no incident of the kind, no control dataset, no
        detection. A suite that detects nothing misses the recall.
    """
    total, by_kind = summary.iloc[-1], summary.set_index("kind")["median_minutes_to_page"]
    is_critical = (
        None if control_detections is None else control_detections["severity"].eq("critical")
    )
    measured = [
        total["recall"],
        precision(scored_detections),
        by_kind.get("outage", np.nan),
        total["coverage"],
        np.nan if is_critical is None else float(is_critical.sum()),
    ]
    rows = []
    for (name, (compare, bound)), value in zip(TARGETS.items(), measured, strict=True):
        sign = ">=" if compare is operator.ge else "<="
        is_missed = not (np.isnan(value) or compare(value, bound))
        rows.append((name, f"{sign} {bound:g}", value, is_missed))
    return pd.DataFrame(rows, columns=["target", "wanted", "measured", "is_missed"])


def precision(scored_detections: pd.DataFrame) -> float:
    """Return true positives / (true positives + false positives); null without either.

    Args:
        scored_detections: Output of `score_detections`.
    """
    verdicts = scored_detections["verdict"]
    return _share(
        (verdicts == TRUE_POSITIVE).sum(), verdicts.isin([TRUE_POSITIVE, FALSE_POSITIVE]).sum()
    )


def _pair(incidents, detections):
    """Pair each detection with each incident of its dataset and subject, overlapping or not."""
    columns = ["seed", "subject", "period_start", "period_end", "impact_low", "impact_high"]
    return (
        incidents[["seed", "subject", "started_at", "ended_at"]]
        .reset_index(names="incident")
        .merge(detections[columns].reset_index(names="detection"), on=["seed", "subject"])
    )


def _overlap(pairs):
    """Compare half-open intervals; a detection of zero length counts at its start."""
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
    return minutes.fillna(np.inf).where(incidents["subject"].isin(parameters.SERVICES))


def _summarize(kind, group):
    detected = group[group["is_detected"]]
    costly = detected[detected["value_lost"] > 0]
    return {
        "kind": kind,
        "injected": len(group),
        "detected": len(detected),
        "recall": _share(len(detected), len(group)),
        "median_minutes_to_page": group["minutes_to_page"].median(),
        "coverage": _share(detected["is_covered"].sum(), len(detected)),
        "detected_with_loss": len(costly),
        "coverage_with_loss": _share(costly["is_covered"].sum(), len(costly)),
        "median_relative_width": (
            (costly["impact_high"] - costly["impact_low"]) / costly["value_lost"]
        ).median(),
    }


def _share(part, whole):
    return part / whole if whole else np.nan
