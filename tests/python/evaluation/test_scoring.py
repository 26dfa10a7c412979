"""Scoring: matches, false positives, time to page and interval coverage, on minimal frames."""

import math

import pandas as pd
import pytest

from python_steps.evaluation.scoring import (
    compare_with_targets,
    precision,
    score_detections,
    score_incidents,
    select_detections,
    summarize,
)
from python_steps.simulator import parameters

DAY = "2026-09-01"


def at(time):
    """A time on `DAY`, or with its own date."""
    return pd.Timestamp(time if "-" in time else f"{DAY} {time}")


def incidents(*rows, kind="outage", subject="payment-api"):
    """Incidents given as (start, end) and optional columns."""
    return pd.DataFrame(
        [
            {
                "seed": 1,
                "kind": kind,
                "subject": subject,
                "started_at": at(row[0]),
                "ended_at": at(row[1]),
                "value_lost": 0.0,
            }
            | (row[2] if len(row) > 2 else {})
            for row in rows
        ]
    )


def insights(*rows, subject="payment-api"):
    """Insights given as (start, end) and optional columns; detections by default."""
    columns = ["seed", "nature", "severity", "kind", "subject", "period_start", "period_end"]
    frame = pd.DataFrame(
        [
            {
                "seed": 1,
                "nature": "event",
                "severity": "warning",
                "kind": "incident",
                "subject": subject,
                "period_start": at(row[0]),
                "period_end": at(row[1]),
                "impact_low": None,
                "impact_high": None,
            }
            | (row[2] if len(row) > 2 else {})
            for row in rows
        ],
        columns=[*columns, "impact_low", "impact_high"],
    )
    times = {"period_start": "datetime64[us]", "period_end": "datetime64[us]"}
    return frame.astype({"seed": "int64", "impact_low": float, "impact_high": float} | times)


def alerts(*times, severity="page", service_name="payment-api", seed=1):
    frame = pd.DataFrame({"started_at": pd.to_datetime([at(time) for time in times])})
    frame = frame.assign(severity=severity, service_name=service_name)
    return frame.assign(seed=pd.Series(seed, frame.index, dtype="int64"))


OUTAGE = incidents(("10:00", "12:00"))
NO_ALERTS = alerts()


def verdicts(found, injected=OUTAGE):
    return score_detections(found, injected)["verdict"].tolist()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("11:59", "13:00", "true positive"),
        ("09:00", "10:01", "true positive"),
        ("09:00", "13:00", "true positive"),
        ("10:00", "10:00", "true positive"),  # zero length
        ("10:30", "10:30", "true positive"),
        ("09:00", "10:00", "false positive"),  # ends at the start
        ("12:00", "13:00", "aftereffect"),  # starts at the end
        ("12:00", "12:00", "aftereffect"),
        ("2026-09-03 12:00", "2026-09-03 13:00", "aftereffect"),  # 48 hours later
        ("2026-09-03 12:01", "2026-09-03 13:00", "false positive"),
        ("2026-08-20 10:00", "2026-08-20 12:00", "false positive"),  # long before
    ],
)
def test_a_detection_is_a_true_positive_only_when_it_overlaps_the_incident(start, end, expected):
    found = insights((start, end))
    assert verdicts(found) == [expected]
    is_detected = score_incidents(OUTAGE, found, NO_ALERTS)["is_detected"].tolist()
    assert is_detected == [expected == "true positive"]


@pytest.mark.parametrize("other", [{"subject": "search-api"}, {"seed": 2}])
def test_a_detection_on_another_subject_or_dataset_is_a_false_positive(other):
    found = insights(("10:00", "12:00", other), ("13:00", "14:00", other))
    assert verdicts(found) == ["false positive", "false positive"]
    assert not score_incidents(OUTAGE, found, NO_ALERTS)["is_detected"].any()


@pytest.mark.parametrize("quiet", [{"severity": "info"}, {"nature": "standing"}])
def test_info_and_standing_insights_are_not_detections(quiet):
    found = insights(("10:00", "12:00", quiet | {"impact_low": 0, "impact_high": 9}))
    assert select_detections(found).empty
    assert verdicts(found) == []
    scored = score_incidents(OUTAGE, found, NO_ALERTS).iloc[0]
    assert not scored["is_detected"] and pd.isna(scored["impact_low"])


def test_a_detection_that_spans_two_incidents_matches_both_and_is_one_true_positive():
    injected = incidents(("10:00", "11:00"), ("13:00", "14:00"))
    found = insights(("10:30", "13:30"))
    assert verdicts(found, injected) == ["true positive"]
    assert score_incidents(injected, found, NO_ALERTS)["insight_count"].tolist() == [1, 1]


def test_a_true_positive_takes_precedence_over_an_aftereffect():
    injected = incidents(("10:00", "11:00"), ("13:00", "14:00"))
    assert verdicts(insights(("12:00", "13:30")), injected) == ["true positive"]


def test_aftereffects_do_not_affect_precision():
    found = insights(("10:00", "11:00"), ("11:00", "12:00"), ("12:30", "13:00"), ("08:00", "9:00"))
    scored = score_detections(found, OUTAGE)
    assert scored["verdict"].tolist() == [
        "true positive",
        "true positive",
        "aftereffect",
        "false positive",
    ]
    assert precision(scored) == pytest.approx(2 / 3)
    assert math.isnan(precision(scored[scored["verdict"] == "aftereffect"]))


@pytest.mark.parametrize(
    ("intervals", "loss", "expected"),
    [
        ([(50, 150)], 100, (50, 150, True)),
        ([(100, 100)], 100, (100, 100, True)),  # bounds are included
        ([(50, 99.99)], 100, (50, 99.99, False)),
        ([(100.01, 150)], 100, (100.01, 150, False)),
        ([(30, 60), (30, 60)], 100, (60, 120, True)),  # sum of several detections
        ([(0.1, 0.1), (0.2, 0.2)], 0.3, (0.3, 0.3, True)),  # rounded to cents, like the loss
        ([(30, 120), (None, None)], 100, (30, 120, True)),
        ([(0, 0)], 0, (0, 0, True)),
        ([(None, None)], 0, (None, None, False)),  # no estimate, no coverage
        ([], 0, (None, None, False)),
    ],
)
def test_the_loss_is_compared_with_the_sum_of_the_intervals_of_all_matches(
    intervals, loss, expected
):
    injected = incidents(("10:00", "12:00", {"value_lost": float(loss)}))
    found = insights(
        *(("10:00", "11:00", {"impact_low": low, "impact_high": high}) for low, high in intervals),
        ("12:00", "13:00", {"impact_low": 1000, "impact_high": 1000}),  # an aftereffect
    )
    scored = score_incidents(injected, found, NO_ALERTS).iloc[0]
    for column, value in zip(("impact_low", "impact_high"), expected, strict=False):
        assert (value is None and pd.isna(scored[column])) or scored[column] == value
    assert scored["is_covered"] == expected[2]


@pytest.mark.parametrize(
    ("pages", "minutes"),
    [
        (alerts("10:07", "10:04", "11:00"), 4),
        (alerts("10:00"), 0),
        (alerts("12:00"), 120),
        (alerts("09:59", "12:01"), math.inf),  # before the start, after the end
        (alerts("10:04", severity="ticket"), math.inf),
        (alerts("10:04", service_name="search-api"), math.inf),
        (alerts("10:04", seed=2), math.inf),
        (NO_ALERTS, math.inf),
    ],
)
def test_time_to_page_ends_with_the_first_page_during_the_incident(pages, minutes):
    scored = score_incidents(OUTAGE, insights(), pages)
    assert scored["minutes_to_page"].tolist() == [minutes]


def test_time_to_page_is_null_when_the_subject_is_not_a_service():
    injected = incidents(("10:00", "12:00"), kind="slow_page", subject="product")
    scored = score_incidents(injected, insights(), NO_ALERTS)
    assert scored["minutes_to_page"].isna().all()
    assert pd.isna(summarize(scored)["median_minutes_to_page"]).all()


def test_outages_without_a_page_count_as_infinite_in_the_median():
    three = incidents(("01:00", "02:00"), ("03:00", "04:00"), ("05:00", "06:00"))
    scored = score_incidents(three, insights(), alerts("01:05", "03:15"))
    assert summarize(scored)["median_minutes_to_page"].tolist() == [15, 15]
    scored = score_incidents(three.head(2), insights(), alerts("01:05"))
    assert summarize(scored)["median_minutes_to_page"].tolist() == [math.inf, math.inf]


def test_the_summary_has_one_row_per_kind_in_order_and_one_for_all():
    lost = {"value_lost": 100.0}
    injected = pd.concat(
        [
            incidents(("10:00", "12:00"), kind="slow_page", subject="home"),
            incidents(("10:00", "12:00", lost), ("14:00", "16:00", lost)),
            incidents(("18:00", "19:00", lost)),
        ]
    )
    found = pd.concat(
        [
            insights(
                ("10:00", "12:00", {"impact_low": 90, "impact_high": 110}),
                ("14:00", "16:00", {"impact_low": 200, "impact_high": 250}),
            ),
            insights(("11:00", "12:00", {"impact_low": 0, "impact_high": 0}), subject="home"),
        ]
    )
    summary = summarize(score_incidents(injected, found, alerts("10:10"))).set_index("kind")
    assert list(summary.index) == ["outage", "slow_page", "all"]
    assert list(summary.index[:-1]) == [
        kind for kind in parameters.INCIDENTS if kind in summary.index
    ]
    assert summary["injected"].tolist() == [3, 1, 4]
    assert summary["detected"].tolist() == [2, 1, 3]
    assert summary["recall"].tolist() == pytest.approx([2 / 3, 1, 3 / 4])
    # coverage is a share of detected incidents
    assert summary["coverage"].tolist() == pytest.approx([1 / 2, 1, 2 / 3])
    assert summary["detected_with_loss"].tolist() == [2, 0, 2]
    # incidents without a loss do not raise the coverage of those with one
    assert summary["coverage_with_loss"].fillna(-1).tolist() == [1 / 2, -1, 1 / 2]
    assert summary["median_relative_width"].fillna(-1).tolist() == pytest.approx([0.35, -1, 0.35])


def compare(injected, found, pages, control=None):
    summary = summarize(score_incidents(injected, found, pages))
    targets = compare_with_targets(summary, score_detections(found, injected), control)
    return targets.set_index("target")


def test_targets_are_met_at_their_bound_and_missed_beyond_it():
    found = insights(("10:00", "12:00", {"impact_low": 0, "impact_high": 0}))
    targets = compare(OUTAGE, found, alerts("10:10"), insights().head(0))
    assert targets["measured"].tolist() == [1, 1, 10, 1, 0]
    assert targets["wanted"].tolist() == [">= 0.95", ">= 0.95", "<= 10", ">= 0.8", "<= 0"]
    assert not targets["is_missed"].any()
    stray = insights(("01:00", "02:00", {"severity": "critical"}), ("03:00", "04:00"))
    targets = compare(OUTAGE, stray, alerts("10:11"), stray)
    assert targets["measured"].fillna(-1).tolist() == [0, 0, 11, -1, 1]
    # without a true positive there is no coverage to measure: only the recall is missed
    assert targets["is_missed"].tolist() == [True, True, True, False, True]


def test_the_time_to_page_target_applies_to_outages_only():
    slow = incidents(("14:00", "16:00"), kind="latency", subject="search-api")
    targets = compare(pd.concat([OUTAGE, slow]), insights(), alerts("10:10"))
    assert targets["measured"]["minutes to first paging alert, outages (median)"] == 10


def test_a_target_that_could_not_be_measured_is_not_missed():
    injected = incidents(("10:00", "12:00"), kind="slow_page", subject="home")
    targets = compare(injected, insights(), NO_ALERTS)
    assert targets["measured"].fillna(-1).tolist() == [0, -1, -1, -1, -1]
    assert targets["is_missed"].tolist() == [True, False, False, False, False]


def test_datasets_without_incidents_or_insights_can_be_scored():
    nothing = OUTAGE.head(0)
    scored = score_incidents(nothing, insights(), NO_ALERTS)
    assert scored.empty and summarize(scored)["injected"].tolist() == [0]
    assert verdicts(insights(("10:00", "12:00")), nothing) == ["false positive"]
    assert not compare(nothing, insights(), NO_ALERTS)["is_missed"].any()
