"""Every var and detection setting can be changed."""

import json
import re

import pytest
import yaml
from conftest import FIXTURES, PROJECT, Place

SETTINGS = PROJECT / "macros" / "detection" / "setting.sql"
CHANGED = dict(
    raw_dir=str(FIXTURES / "shop_small"),
    incremental=True,
    max_rejected_share=0.9,
    hash_user_ids=True,
    lake="iceberg",
    marts_folder="marts",
    as_of="2030-01-01",
    source_timezone="Asia/Kolkata",
    source_encoding="windows-1252",
    export_settings=dict(zendesk_tickets=dict(timezone="Asia/Tokyo")),
    reporting_timezone="America/New_York",
    headline_days=1,
    currency="USD",
    engaged_session_seconds=99,
    good_load_ms=1,
    needs_improvement_load_ms=2,
    apdex_load_ms=3,
    recovery_window_hours=1,
    routes_with_ids=False,
    throttling_is_bad=False,
    rating_min=0,
    rating_max=10,
    neutral_band=0.5,
    baseline_weeks=2,
    baseline_min_weeks=1,
    noted_rejected_share=0.5,
    burn_rules=[dict(severity="page", factor=2, long_minutes=30, short_minutes=10)],
    burn_min_requests=1,
    burn_min_bad=1,
    anomaly_score=1,
    anomaly_noise_share=0.5,
    anomaly_min_observations=1,
    baseline_days=5,
    baseline_min_days=1,
    baseline_min_observations=1,
    baseline_min_rate=0.1,
    slow_factor=9,
    noticeable_response_ms=1,
    noticeable_load_ms=1,
    incident_share=0.9,
    incident_gap_minutes=55,
    incident_gap_requests=1,
    incident_silence_minutes=200,
    incident_min_occurrences=1,
    incident_min_windows=dict(errors=1, latency=1),
    cusum_shift_share=0.1,
    min_llr=1,
    min_excess_occurrences=1,
    recovery_llr=1,
    recovery_hours=24,
    aftermath_hours=dict(page_exits=9, sentiment_drop=9, ticket_backlog=9, sla_slide=9),
    rage_click_seconds=9,
    late_reply_hours=1,
    event_gap_hours=1,
    corroboration_hours_after=9,
    corroboration_min_llr=1,
    impact_minutes_after=300,
    impact_z_score=1,
    input_behind_hours=1,
    input_behind_min_rows=1,
    input_incomplete_share=0.9,
    input_min_rows=1,
    order_match_share=0.99,
    input_delay_hours=1,
    bot_clicks_per_hour=2000,
    bot_sessions_per_hour=200,
    repeated_min_rows=2,
    repeated_share=0.5,
    finding_min_observations=1,
    noted_share=0.5,
)


def parsed(manifest: dict) -> dict:
    """Return what tests take from another parse, without what depends on READ_BY_PARSER."""
    nodes = {}
    for name, node in manifest["nodes"].items():
        config = node["config"] | {"file_format": "", "meta": dict(node["config"]["meta"])}
        config["meta"].pop("lookahead_days", None)
        read = node["depends_on"].get("nodes")
        nodes[name] = (config, read, node["description"], node.get("columns"))
    return nodes


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Place:
    """Build with every var changed."""
    salt = {"MONITORING_USER_SALT": "a salt of sixteen characters or more"}
    place = Place(tmp_path_factory.mktemp("changed"), environment=salt, writes_artifacts=True)
    place.build(**CHANGED)
    return place


def test_a_build_passes_with_every_var_changed(changed, manifest):
    stated = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    settings = re.findall(r"^ {8}'(\w+)': ", SETTINGS.read_text(encoding="utf-8"), re.M)
    # funnel_steps names pages of the shop
    assert CHANGED.keys() == {*stated, *settings} - {"funnel_steps"}
    file = changed.folder / "target" / "manifest.json"
    assert parsed(json.loads(file.read_text(encoding="utf-8"))) == parsed(manifest)
    assert "USD" in set(changed.query("select unit from executive.headline_kpis")["unit"])


def test_every_dbt_unit_test_passes_with_every_var_changed(changed, manifest):
    run = changed.dbt("test", "--select", "test_type:unit", **CHANGED)
    assert run.code == 0, run.text
    assert int(re.search(r"(\d+) unit tests in ", run.text)[1]) == len(manifest["unit_tests"])
