"""The steps of docs/detection.md, "How a finding is made", lead from one to the next."""

import duckdb
import pandas as pd
import pytest
from conftest import PROJECT

from python_steps.documentation.finding import HOPS, first_finding, rows_of


@pytest.fixture(scope="module")
def connection(shipped):
    with duckdb.connect(shipped.folder / "build.duckdb", read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def finding(connection):
    return first_finding(connection)


@pytest.fixture(scope="module")
def rows(connection, finding):
    """The rows shown of each step, by its title."""
    return {hop.title: rows_of(hop, connection, finding) for hop in HOPS}


@pytest.fixture(scope="module")
def hours(connection, finding):
    """All hours of the window, with the log-likelihood ratio of each."""
    (hop,) = [hop for hop in HOPS if hop.title == "CUSUM"]
    every_hour = hop.sql.replace("row_number() over (order by hour_at) <= 3", "true")
    return connection.execute(
        every_hour,
        {name: finding[name] for name in ("signal", "subject", "started_at", "ended_at")},
    ).df()


def test_every_step_shows_rows(rows):
    for title, frame in rows.items():
        assert len(frame) > 0, title


def test_the_input_rows_are_those_of_the_seed(rows):
    seed = pd.read_csv(PROJECT / "seeds/raw/session_tracking.csv", dtype=str)
    shown = rows["Input rows"]
    assert len(seed.merge(shown, how="inner")) == len(shown)


def test_the_first_hour_counts_the_input_rows_of_that_hour(rows, finding):
    times = pd.to_datetime(rows["Input rows"]["end_time"])
    is_first = times < finding["started_at"] + pd.Timedelta(hours=1)
    left = rows["Input rows"]["drop_off_page"] == finding["subject"]
    first = rows["Signal per hour"].iloc[0]
    assert first["observation_count"] == is_first.sum()
    assert first["occurrence_count"] == (is_first & left).sum()


def test_no_hour_of_the_window_is_explained_by_another_cause(connection, finding):
    counts = [
        connection.execute(
            f"select sum(observation_count), sum(occurrence_count) from detection.{signals} "
            "where signal = $signal and subject = $subject "
            "and hour_at >= $started_at and hour_at < $ended_at",
            {name: finding[name] for name in ("signal", "subject", "started_at", "ended_at")},
        ).fetchone()
        for signals in ("behavior_signals", "unexplained_signals")
    ]
    assert counts[0] == counts[1]


def test_the_hours_add_up_to_the_window(hours, rows):
    window = rows["Change window"].iloc[0]
    assert hours["observation_count"].sum() == window["observation_count"]
    assert hours["occurrence_count"].sum() == window["occurrence_count"]
    assert hours["llr"].sum() == pytest.approx(window["llr"], rel=1e-9)
    assert hours["cumulative_llr"].max() == pytest.approx(window["llr"], rel=1e-9)


def test_the_baselines_give_the_expected_count(hours, rows):
    baselines = rows["Baseline"].assign(date_day=lambda frame: pd.to_datetime(frame["date_day"]))
    days = hours.assign(date_day=hours["hour_at"].dt.normalize()).merge(baselines, on="date_day")
    assert len(days) == len(hours)
    expected = (days["observation_count"] * days["baseline_rate"]).sum()
    assert expected == pytest.approx(rows["Change window"].iloc[0]["expected_count"], rel=1e-9)


def test_the_event_is_the_window(rows):
    window, event = rows["Change window"].iloc[0], rows["Event"].iloc[0]
    for name in ("started_at", "ended_at", "occurrence_count"):
        assert event[name] == window[name], name
    for name in ("expected_count", "llr"):  # sums of decimals
        assert event[name] == pytest.approx(window[name], abs=1e-6), name


def test_only_the_own_domain_of_the_event_is_corroborated(rows):
    corroboration = rows["Corroboration"]
    assert corroboration["is_own"].to_list() == [True]
    assert corroboration.iloc[0]["llr"] >= 5


def test_the_insight_states_the_event_and_its_impact(rows):
    window, impact = rows["Change window"].iloc[0], rows["Impact"].iloc[0]
    insight = rows["Insight"].iloc[0]
    observed = window["occurrence_count"] / window["observation_count"]
    expected = window["expected_count"] / window["observation_count"]
    assert insight["metric_value"] == pytest.approx(observed)
    assert insight["baseline_value"] == pytest.approx(expected)
    assert (insight["impact_low"], insight["impact_high"]) == (
        impact["impact_low"],
        impact["impact_high"],
    )
    assert insight["priority_rank"] == 1
    assert (insight["severity"] == "warning") == (window["llr"] < 26)
    assert insight["confidence"] == "low"
