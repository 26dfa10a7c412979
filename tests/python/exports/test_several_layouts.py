"""One folder with the exports of six tools gives the marts of the native inputs."""

import pytest
from conftest import Place

LAYOUTS = (
    "access_log",
    "ga4_events",
    "shopify_abandoned_checkouts",
    "trustpilot_reviews",
    "web_vitals_beacons",
    "zendesk_tickets",
)
SAME = (
    "reliability.endpoint_health_hourly",
    "reliability.service_health_daily",
    "reliability.slo_status_daily",
    "reliability.burn_alerts",
    "reliability.incidents",
    "ux.sessions",
    "ux.clicks_daily",
    "ux.page_speed_daily",
    "ux.funnel_daily",
    "commerce.cart_abandonment_daily",
    "support.issues_daily",
)
TICKETS = (
    "ticket_id, user_key, created_at, resolved_at, category, priority, sla_status, is_reopened"
)
FEEDBACK = "submitted_at, user_key, feedback_text, rating, text_sentiment, issues"
QUERIES = (
    f"select {TICKETS} from support.tickets order by all",
    f"select {FEEDBACK} from support.feedback order by all",
    "select cart_id, user_key, abandoned_at, item_count, cart_value, outcome "
    "from commerce.carts order by all",
)


def build(folder, *options) -> Place:
    place = Place(folder)
    shop = ("--days", 28, "--seed", 7, "--sessions-per-day", 60, "--format", "parquet")
    run = place.step("simulate", *shop, *options, "--out", folder / "raw")
    assert run.code == 0, run.text
    place.build(raw_dir=str(folder / "raw"))
    return place


@pytest.fixture(scope="module")
def native(tmp_path_factory) -> Place:
    return build(tmp_path_factory.mktemp("native"))


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Place:
    return build(tmp_path_factory.mktemp("exported"), "--layout", ",".join(LAYOUTS))


def test_six_exports_give_the_marts_of_the_native_inputs(native, exported):
    expected, found = native.cells(), exported.cells()
    assert [mart for mart in SAME if found[mart] != expected[mart]] == []
    for query in QUERIES:
        rows = exported.query(query)
        assert len(rows) > 20
        assert rows.equals(native.query(query)), query


def test_each_input_names_its_export(exported):
    audit = exported.query("from quality.load_audit").set_index("input_table")["export"]
    assert set(LAYOUTS) | {"native"} == set(audit)
