"""What the suite says went wrong, held against what did, in whole builds."""

import re

import pandas as pd
import pytest
from conftest import FIXTURES, PROJECT

from python_steps.__main__ import main
from python_steps.evaluation import scoring as judging

DEPARTMENTS = {"ux", "commerce", "reliability", "support"}


@pytest.fixture(scope="module")
def insights(shipped) -> pd.DataFrame:
    return shipped.query("select * from executive.insights order by priority_rank").assign(seed=7)


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    times = ["started_at", "ended_at"]
    return pd.read_csv(FIXTURES / "planted_incidents.csv", parse_dates=times).assign(seed=7)


def test_the_incidents_of_the_shipped_seeds_are_found_and_nothing_else(shipped, insights, planted):
    alerts = shipped.query("select * from reliability.burn_alerts").assign(seed=7)
    found = judging.judge_incidents(planted, insights, alerts)
    assert len(found) == 8
    assert found.loc[~found["is_found"], "kind"].tolist() == []
    verdicts = judging.judge_insights(insights, planted)
    assert verdicts.loc[verdicts["verdict"] != judging.HIT, "headline"].tolist() == []


def test_the_loss_of_the_costliest_incident_lies_in_the_range_of_the_first_insight(
    insights, planted
):
    costliest = planted.loc[planted["value_lost"].idxmax()]
    first = insights.iloc[0]
    assert (first["subject"], first["department"]) == (costliest["subject"], "commerce")
    assert 0 < first["impact_low"] <= costliest["value_lost"] <= first["impact_high"]


def test_every_department_has_findings_and_each_has_an_owner_and_a_next_step(insights):
    assert set(insights["department"]) == DEPARTMENTS
    assert (insights[["owner", "recommended_action"]] != "").all(axis=None)


def test_no_sentence_is_left_with_a_gap(insights):
    for sentence in insights[["headline", "evidence", "recommended_action"]].to_numpy().ravel():
        assert not re.search(r"[{}]|\bNone\b|\bnan\b|  | - |\.\.", sentence), sentence
        assert sentence.endswith("."), sentence


def test_no_sentence_claims_a_cause(insights):
    playbook = (PROJECT / "seeds" / "reference" / "playbook.csv").read_text(encoding="utf-8")
    for text in [*insights["evidence"], *insights["headline"], playbook]:
        assert not re.search(r"caus|because|due to|led to|result", text), text


def test_the_build_prints_the_first_findings_with_owner_and_next_step(shipped, insights):
    text = shipped.first_run.text
    assert f"Top 5 of {len(insights)} findings (executive.insights)" in text
    for insight in insights.head(5).itertuples():
        assert insight.headline in text
        assert f"{insight.owner}: {insight.recommended_action}" in text
    first = insights.iloc[0]
    money = f"{first['impact_low']:,.0f}-{first['impact_high']:,.0f} EUR."
    assert f"{first['headline']} Estimated impact: {money}" in text
    assert insights.iloc[5]["headline"] not in text


def test_worlds_as_used_in_tuning_are_still_told_right(tmp_path, capsys):
    out = tmp_path / "judged.csv"
    words = ["evaluate", "--worlds", "1", "--calm-worlds", "1", "--first-seed", "1"]
    assert main([*words, "--out", str(out)]) == 0
    assert pd.read_csv(out)["is_found"].all()
    report = capsys.readouterr().out
    for target in ["recall", "precision", "ranges that hold the loss", "critical insights"]:
        assert re.search(rf"{target}.*\| reached ", report), report
