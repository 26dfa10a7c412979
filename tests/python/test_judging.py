"""What counts as found, as a false alarm, as paged in time, as priced right: by the fewest rows."""

import math

import pandas as pd
import pytest

from python_steps.evaluation.scoring import (
    choose_counting,
    hold_against_targets,
    judge_incidents,
    judge_insights,
    precision,
    summarise,
)
from python_steps.simulator import world

DAY = "2026-09-01"


def at(time):
    """A moment of the day, or of the one that is named."""
    return pd.Timestamp(time if "-" in time else f"{DAY} {time}")


def incidents(*rows, kind="outage", subject="payment-api"):
    """Incidents as (start, end) and further values."""
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
    """Insights as (start, end) and further values; they count unless told otherwise."""
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
NEVER = alerts()


def verdict(insight, planted=OUTAGE):
    return judge_insights(insight, planted)["verdict"].tolist()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("11:59", "13:00", "hit"),
        ("09:00", "10:01", "hit"),
        ("09:00", "13:00", "hit"),
        ("10:00", "10:00", "hit"),  # a moment
        ("10:30", "10:30", "hit"),
        ("09:00", "10:00", "false alarm"),  # touches the start
        ("12:00", "13:00", "after-effect"),  # touches the end
        ("12:00", "12:00", "after-effect"),
        ("2026-09-03 12:00", "2026-09-03 13:00", "after-effect"),  # 48 hours later
        ("2026-09-03 12:01", "2026-09-03 13:00", "false alarm"),
        ("2026-08-20 10:00", "2026-08-20 12:00", "false alarm"),  # another time
    ],
)
def test_an_insight_hits_what_it_overlaps_and_no_more(start, end, expected):
    insight = insights((start, end))
    assert verdict(insight) == [expected]
    is_found = judge_incidents(OUTAGE, insight, NEVER)["is_found"].tolist()
    assert is_found == [expected == "hit"]


@pytest.mark.parametrize("other", [{"subject": "search-api"}, {"seed": 2}])
def test_an_insight_on_another_subject_or_world_is_a_false_alarm(other):
    insight = insights(("10:00", "12:00", other), ("13:00", "14:00", other))
    assert verdict(insight) == ["false alarm", "false alarm"]
    assert not judge_incidents(OUTAGE, insight, NEVER)["is_found"].any()


@pytest.mark.parametrize("quiet", [{"severity": "info"}, {"nature": "standing"}])
def test_information_and_standing_findings_neither_find_nor_alarm(quiet):
    insight = insights(("10:00", "12:00", quiet | {"impact_low": 0, "impact_high": 9}))
    assert choose_counting(insight).empty
    assert verdict(insight) == []
    judged = judge_incidents(OUTAGE, insight, NEVER).iloc[0]
    assert not judged["is_found"] and pd.isna(judged["impact_low"])


def test_an_insight_that_spans_two_incidents_hits_both_and_counts_once():
    planted = incidents(("10:00", "11:00"), ("13:00", "14:00"))
    insight = insights(("10:30", "13:30"))
    assert verdict(insight, planted) == ["hit"]
    assert judge_incidents(planted, insight, NEVER)["insight_count"].tolist() == [1, 1]


def test_what_hits_the_next_incident_is_no_after_effect_of_the_last():
    planted = incidents(("10:00", "11:00"), ("13:00", "14:00"))
    assert verdict(insights(("12:00", "13:30")), planted) == ["hit"]


def test_after_effects_do_not_count_for_or_against_precision():
    insight = insights(
        ("10:00", "11:00"), ("11:00", "12:00"), ("12:30", "13:00"), ("08:00", "9:00")
    )
    judged = judge_insights(insight, OUTAGE)
    assert judged["verdict"].tolist() == ["hit", "hit", "after-effect", "false alarm"]
    assert precision(judged) == pytest.approx(2 / 3)
    assert math.isnan(precision(judged[judged["verdict"] == "after-effect"]))


@pytest.mark.parametrize(
    ("ranges", "loss", "expected"),
    [
        ([(50, 150)], 100, (50, 150, True)),
        ([(100, 100)], 100, (100, 100, True)),  # the bounds belong to the range
        ([(50, 99.99)], 100, (50, 99.99, False)),
        ([(100.01, 150)], 100, (100.01, 150, False)),
        ([(30, 60), (30, 60)], 100, (60, 120, True)),  # several insights: their sum
        ([(0.1, 0.1), (0.2, 0.2)], 0.3, (0.3, 0.3, True)),  # to the cent, as the truth is
        ([(30, 120), (None, None)], 100, (30, 120, True)),
        ([(0, 0)], 0, (0, 0, True)),
        ([(None, None)], 0, (None, None, False)),  # no range is no claim
        ([], 0, (None, None, False)),
    ],
)
def test_the_loss_lies_in_the_range_of_all_insights_together(ranges, loss, expected):
    planted = incidents(("10:00", "12:00", {"value_lost": float(loss)}))
    insight = insights(
        *(("10:00", "11:00", {"impact_low": low, "impact_high": high}) for low, high in ranges),
        ("12:00", "13:00", {"impact_low": 1000, "impact_high": 1000}),  # its after-effects
    )
    judged = judge_incidents(planted, insight, NEVER).iloc[0]
    for column, value in zip(("impact_low", "impact_high"), expected, strict=False):
        assert (value is None and pd.isna(judged[column])) or judged[column] == value
    assert judged["is_covered"] == expected[2]


@pytest.mark.parametrize(
    ("pages", "minutes"),
    [
        (alerts("10:07", "10:04", "11:00"), 4),
        (alerts("10:00"), 0),
        (alerts("12:00"), 120),
        (alerts("09:59", "12:01"), math.inf),  # before it, and when it was over
        (alerts("10:04", severity="ticket"), math.inf),
        (alerts("10:04", service_name="search-api"), math.inf),
        (alerts("10:04", seed=2), math.inf),
        (NEVER, math.inf),
    ],
)
def test_minutes_run_to_the_first_page_that_starts_within_the_outage(pages, minutes):
    judged = judge_incidents(OUTAGE, insights(), pages)
    assert judged["minutes_to_page"].tolist() == [minutes]


def test_nobody_is_paged_for_what_is_no_service():
    planted = incidents(("10:00", "12:00"), kind="slow_page", subject="product")
    judged = judge_incidents(planted, insights(), NEVER)
    assert judged["minutes_to_page"].isna().all()
    assert pd.isna(summarise(judged)["median_minutes_to_page"]).all()


def test_one_outage_in_two_without_a_page_makes_the_median_infinite_and_one_in_three_does_not():
    three = incidents(("01:00", "02:00"), ("03:00", "04:00"), ("05:00", "06:00"))
    judged = judge_incidents(three, insights(), alerts("01:05", "03:15"))
    assert summarise(judged)["median_minutes_to_page"].tolist() == [15, 15]
    judged = judge_incidents(three.head(2), insights(), alerts("01:05"))
    assert summarise(judged)["median_minutes_to_page"].tolist() == [math.inf, math.inf]


def test_the_summary_has_a_row_a_kind_in_the_order_of_the_world_and_one_for_all():
    lost = {"value_lost": 100.0}
    planted = pd.concat(
        [
            incidents(("10:00", "12:00"), kind="slow_page", subject="home"),
            incidents(("10:00", "12:00", lost), ("14:00", "16:00", lost)),
            incidents(("18:00", "19:00", lost)),
        ]
    )
    insight = pd.concat(
        [
            insights(
                ("10:00", "12:00", {"impact_low": 90, "impact_high": 110}),
                ("14:00", "16:00", {"impact_low": 200, "impact_high": 250}),
            ),
            insights(("11:00", "12:00", {"impact_low": 0, "impact_high": 0}), subject="home"),
        ]
    )
    summary = summarise(judge_incidents(planted, insight, alerts("10:10"))).set_index("kind")
    assert list(summary.index) == ["outage", "slow_page", "all"]
    assert list(summary.index[:-1]) == [kind for kind in world.INCIDENTS if kind in summary.index]
    assert summary["planted"].tolist() == [3, 1, 4]
    assert summary["found"].tolist() == [2, 1, 3]
    assert summary["recall"].tolist() == pytest.approx([2 / 3, 1, 3 / 4])
    # the outage that nobody found lies in no range, and in no share of ranges either
    assert summary["coverage"].tolist() == pytest.approx([1 / 2, 1, 2 / 3])
    assert summary["found_with_loss"].tolist() == [2, 0, 2]
    # what cost nothing does not raise the share of those that did
    assert summary["coverage_with_loss"].fillna(-1).tolist() == [1 / 2, -1, 1 / 2]
    assert summary["median_relative_width"].fillna(-1).tolist() == pytest.approx([0.35, -1, 0.35])


def held(planted, insight, pages, calm=None):
    summary = summarise(judge_incidents(planted, insight, pages))
    targets = hold_against_targets(summary, judge_insights(insight, planted), calm)
    return targets.set_index("target")


def test_targets_are_reached_at_their_bound_and_missed_beyond():
    insight = insights(("10:00", "12:00", {"impact_low": 0, "impact_high": 0}))
    targets = held(OUTAGE, insight, alerts("10:10"), insights().head(0))
    assert targets["measured"].tolist() == [1, 1, 10, 1, 0]
    assert targets["wanted"].tolist() == [">= 0.95", ">= 0.95", "<= 10", ">= 0.8", "<= 0"]
    assert not targets["is_missed"].any()
    stray = insights(("01:00", "02:00", {"severity": "critical"}), ("03:00", "04:00"))
    targets = held(OUTAGE, stray, alerts("10:11"), stray)
    assert targets["measured"].fillna(-1).tolist() == [0, 0, 11, -1, 1]
    # nothing was found that could have a range: the recall is what was missed
    assert targets["is_missed"].tolist() == [True, True, True, False, True]


def test_the_minutes_that_have_a_target_are_those_of_outages():
    slow = incidents(("14:00", "16:00"), kind="latency", subject="search-api")
    targets = held(pd.concat([OUTAGE, slow]), insights(), alerts("10:10"))
    assert targets["measured"]["median minutes from an outage to a page"] == 10


def test_what_could_not_be_measured_is_not_missed():
    planted = incidents(("10:00", "12:00"), kind="slow_page", subject="home")
    targets = held(planted, insights(), NEVER)
    assert targets["measured"].fillna(-1).tolist() == [0, -1, -1, -1, -1]
    assert targets["is_missed"].tolist() == [True, False, False, False, False]


def test_worlds_without_incidents_and_insights_are_judged_too():
    nothing = OUTAGE.head(0)
    judged = judge_incidents(nothing, insights(), NEVER)
    assert judged.empty and summarise(judged)["planted"].tolist() == [0]
    assert verdict(insights(("10:00", "12:00")), nothing) == ["false alarm"]
    assert not held(nothing, insights(), NEVER)["is_missed"].any()
