"""Findings of real builds, scored against the ground truth."""

import re

import pandas as pd
import pytest
from conftest import FIXTURES, PROJECT

from python_steps.__main__ import main
from python_steps.evaluation.scoring import TRUE_POSITIVE, score_detections, score_incidents

DEPARTMENTS = {"ux", "commerce", "reliability", "support"}


@pytest.fixture(scope="module")
def insights(shipped) -> pd.DataFrame:
    return shipped.query("select * from executive.insights order by priority_rank").assign(seed=7)


@pytest.fixture(scope="module")
def injected() -> pd.DataFrame:
    times = ["started_at", "ended_at"]
    return pd.read_csv(FIXTURES / "injected_incidents.csv", parse_dates=times).assign(seed=7)


def test_the_shipped_seeds_have_no_missed_incidents_and_no_false_positives(
    shipped, insights, injected
):
    alerts = shipped.query("select * from reliability.burn_alerts").assign(seed=7)
    incidents = score_incidents(injected, insights, alerts)
    assert len(incidents) == 8
    assert incidents.loc[~incidents["is_detected"], "kind"].tolist() == []
    detections = score_detections(insights, injected)
    is_wrong = detections["verdict"] != TRUE_POSITIVE
    assert detections.loc[is_wrong, "headline"].tolist() == []


def test_the_first_insight_is_the_costliest_incident_and_its_interval_covers_the_loss(
    insights, injected
):
    costliest = injected.loc[injected["value_lost"].idxmax()]
    first = insights.iloc[0]
    assert (first["subject"], first["department"]) == (costliest["subject"], "commerce")
    assert 0 < first["impact_low"] <= costliest["value_lost"] <= first["impact_high"]


def test_every_department_has_findings_with_owner_and_next_step(insights):
    assert set(insights["department"]) == DEPARTMENTS
    assert (insights[["owner", "recommended_action"]] != "").all(axis=None)


def test_no_sentence_has_an_unfilled_placeholder(insights):
    for sentence in insights[["headline", "evidence", "recommended_action"]].to_numpy().ravel():
        assert not re.search(r"[{}]|\bNone\b|\bnan\b|  | - |\.\.", sentence), sentence
        assert sentence.endswith("."), sentence


def test_no_sentence_claims_a_cause(insights):
    playbook = (PROJECT / "seeds" / "reference" / "playbook.csv").read_text(encoding="utf-8")
    for text in [*insights["evidence"], *insights["headline"], playbook]:
        assert not re.search(r"caus|because|due to|led to|result", text), text


def test_the_build_prints_the_top_findings_with_owner_and_next_step(shipped, insights):
    text = shipped.first_run.text
    assert (
        f"Top 5 of {len(insights)} findings, by the lower bound of their estimated impact" in text
    )
    assert "Inputs: seeds/raw (the shipped demo data" in text
    for insight in insights.head(5).itertuples():
        assert insight.headline in text
        assert f"{insight.owner}: {insight.recommended_action}" in text
    first = insights.iloc[0]
    money = f"{first['impact_low']:,.0f}–{first['impact_high']:,.0f} EUR."
    assert f"{first['headline']} Estimated impact: {money}" in text
    assert insights.iloc[5]["headline"] not in text


@pytest.mark.usefixtures("builds")
def test_datasets_used_for_tuning_still_meet_the_targets(tmp_path, capsys):
    out = tmp_path / "scored.csv"
    arguments = ["evaluate", "--datasets", "1", "--control-datasets", "1", "--first-seed", "1"]
    assert main([*arguments, "--out", str(out)]) == 0
    assert pd.read_csv(out)["is_detected"].all()
    report = capsys.readouterr().out
    for target in ["recall", "precision", "interval coverage", "critical detections"]:
        assert re.search(rf"{target}.*\| met ", report), report
