"""The report of an evaluation: Markdown that is also readable in a console."""

import numpy as np
import pandas as pd

from python_steps.evaluation.evaluate import Evaluation
from python_steps.evaluation.scoring import AFTEREFFECT, FALSE_POSITIVE, TRUE_POSITIVE

# kind in the ground truth: name in the report
KIND_NAMES = {
    "outage": "outage",
    "latency": "latency regression",
    "rate_limit": "rate limiting",
    "slow_page": "slow page",
    "broken_element": "dead click",
    "understaffing": "support understaffing",
    "abandonment": "checkout friction",
    "complaints": "spike of product complaints",
    "all": "all",
}
SUMMARY_COLUMNS = (
    "kind",
    "injected",
    "detected",
    "recall",
    "minutes to first paging alert (median)",
    "interval coverage",
    "detected with loss",
    "coverage with loss",
    "interval width / loss (median)",
)
SHARES = ("recall", "precision", "interval coverage")  # targets that are printed as percentages
UNKNOWN = "–"


def write_report(evaluation: Evaluation, command: str) -> str:
    """Write the report of an evaluation.

    Args:
        evaluation: Output of `evaluate.evaluate`.
        command: The command that reproduces it.

    Returns:
        Markdown: datasets, command, summary by kind, targets, number of detections, and a list of
        missed incidents and unmatched detections.
    """
    exceptions = [*_missed(evaluation.incidents), *_unmatched(evaluation)]
    columns = ["what", "seed", "kind", "subject", "from", "to"]
    return "\n\n".join(
        [
            f"Findings scored against the ground truth: {_describe(evaluation.datasets)}.",
            f"`{command}`",
            _table(SUMMARY_COLUMNS, _summary_cells(evaluation.summary)),
            _table(["target", "wanted", "measured", "verdict"], _target_cells(evaluation.targets)),
            _count_detections(evaluation),
            _table(columns, exceptions)
            if exceptions
            else "No missed incidents, no false positives.",
        ]
    )


def _describe(datasets):
    parts = [f"datasets with incidents: {_seeds(datasets.seeds)}"]
    if datasets.control_count:
        parts.append(f"control datasets: {_seeds(datasets.control_seeds)}")
    parts.append(f"{datasets.days} days at {datasets.sessions_per_day:,} sessions per day")
    return "; ".join(parts)


def _seeds(seeds):
    which = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    return f"{len(seeds)} ({which})"


def _summary_cells(summary):
    return [
        [
            KIND_NAMES[row.kind],
            row.injected,
            row.detected,
            _percent(row.recall),
            _number(row.median_minutes_to_page),
            _percent(row.coverage),
            row.detected_with_loss,
            _percent(row.coverage_with_loss),
            _number(row.median_relative_width),
        ]
        for row in summary.itertuples()
    ]


def _target_cells(targets):
    cells = []
    for row in targets.itertuples():
        show = _percent if row.target in SHARES else _number
        sign, bound = row.wanted.split()
        verdict = "missed" if row.is_missed else "met"
        cells.append(
            [
                row.target,
                f"{sign} {show(float(bound))}",
                show(row.measured),
                "not measured" if pd.isna(row.measured) else verdict,
            ]
        )
    return cells


def _count_detections(evaluation):
    verdicts = evaluation.detections["verdict"]
    counts = ", ".join(
        _count((verdicts == name).sum(), name)
        for name in (TRUE_POSITIVE, AFTEREFFECT, FALSE_POSITIVE)
    )
    total = _count(len(verdicts), "detection")
    sentence = f"{total} (insights of nature event above severity info): {counts}."
    if evaluation.datasets.control_count:
        critical = (evaluation.control_detections["severity"] == "critical").sum()
        sentence += (
            f" Control datasets: {_count(len(evaluation.control_detections), 'detection')} "
            f"({critical} critical) and {_count(evaluation.control_page_count, 'paging alert')}."
        )
    return sentence


def _missed(incidents):
    missed = incidents[~incidents["is_detected"]]
    return [
        [
            "missed",
            row.seed,
            KIND_NAMES[row.kind],
            row.subject,
            _minute(row.started_at),
            _minute(row.ended_at),
        ]
        for row in missed.itertuples()
    ]


def _unmatched(evaluation):
    detections = evaluation.detections
    groups = [
        (FALSE_POSITIVE, detections[detections["verdict"] == FALSE_POSITIVE]),
        ("control dataset", evaluation.control_detections),
        (AFTEREFFECT, detections[detections["verdict"] == AFTEREFFECT]),
    ]
    return [
        [
            f"{what} ({row.severity})",
            row.seed,
            row.kind,
            row.subject,
            _minute(row.period_start),
            _minute(row.period_end),
        ]
        for what, group in groups
        for row in group.sort_values(["seed", "period_start", "insight_id"]).itertuples()
    ]


def _count(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _percent(share):
    """Format a share: no decimals at 10% or more, one below, two between 99% and 100%."""
    if pd.isna(share):
        return UNKNOWN
    percent = 100 * share
    if 99 < percent < 100:
        return f"{percent:.2f}%"
    return f"{percent:.1f}%" if 0 < percent < 9.95 else f"{percent:.0f}%"


def _number(value):
    if pd.isna(value):
        return UNKNOWN
    return "never" if np.isinf(value) else f"{round(value, 1):g}"


def _minute(at):
    return UNKNOWN if pd.isna(at) else f"{at:%Y-%m-%d %H:%M}"


def _table(heads, rows):
    """Return a Markdown table with padded columns."""
    cells = [[_cell(cell) for cell in row] for row in [heads, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    return "\n".join(
        [lines[0], "|-" + "-|-".join("-" * width for width in widths) + "-|", *lines[1:]]
    )


def _cell(value):
    return " ".join(str(value).replace("|", "\\|").split())
