"""The same simulated tickets as inputs and as exports of each help desk: the marts are equal."""

import shutil

import pandas as pd
import pytest
from conftest import Place
from simulated import simulate_shop

from python_steps.simulator.layouts.tickets import SUPPORT_TICKETS

pytestmark = pytest.mark.full

MARTS = {
    "support.tickets": "from support.tickets",
    "support.tickets_daily": "from support.tickets_daily",
    "support.issues_daily": "from support.issues_daily",
    "core.users": "from core.users",
    "executive.headline_kpis": "select kpi, value from executive.headline_kpis",
    "executive.kpis_daily": "select date_day, kpi, value from executive.kpis_daily",
}
FILES = {
    "freshdesk_tickets": "tickets_export.csv",
    "hubspot_tickets": "hubspot-crm-exports-all-tickets.csv",
    "intercom_conversations": "conversations.csv",
    "jira_requests": "Jira Export CSV (all fields).csv",
    "zendesk_api_tickets": "tickets.json",
    "zendesk_explore_tickets": "explore.csv",
    "zendesk_tickets": "export-tickets.csv",
}
REPLIES = {"first_response_at", "first_response_minutes", "median_first_response_minutes"}
# Zendesk: whole minutes to the reply, Good or Bad, and solved tickets
ZENDESK = {"csat_score", "status"} | REPLIES
TO_THE_MINUTE = REPLIES | {
    "first_seen_at",
    "last_seen_at",
    "created_at",
    "resolved_at",
    "resolution_hours",
    "age_hours",
    "median_resolution_hours",
}
# columns that a layout cannot carry
LEFT_OUT = {
    "freshdesk_tickets": {"is_reopened"},
    # HubSpot's numbers of users, stages, no score
    "hubspot_tickets": TO_THE_MINUTE | {"user_key", "status", "csat_score", "is_reopened"},
    # whether a conversation has priority is no level
    "intercom_conversations": {"priority", "sla_target_hours", "sla_status", "status"}
    | {"is_reopened", "sla_met_count", "sla_breached_count"},
    "jira_requests": TO_THE_MINUTE | {"status", "is_reopened"},
    "zendesk_api_tickets": ZENDESK,
    "zendesk_explore_tickets": ZENDESK,
    "zendesk_tickets": ZENDESK,
}
MARTS_LEFT_OUT = {
    "hubspot_tickets": {"core.users", "executive.headline_kpis"},
    "jira_requests": {"executive.headline_kpis"},
    # its queues have no priorities
    "intercom_conversations": {"support.tickets_daily"},
}
KPIS_LEFT_OUT = {"intercom_conversations": {"sla_attainment_rate"}}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory, builds):
    """Simulate one shop twice, with its tickets as inputs and as exports."""
    folder = tmp_path_factory.mktemp("simulated")
    for name, layouts in (("native", ()), ("exports", tuple(SUPPORT_TICKETS))):
        simulate_shop(folder / name, *layouts)
    return folder


@pytest.fixture(scope="module")
def native(simulated, tmp_path_factory) -> Place:
    raw = tmp_path_factory.mktemp("native")
    shutil.copytree(simulated / "native" / "support_tickets", raw / "support_tickets")
    place = Place(tmp_path_factory.mktemp("native_build"))
    place.build(raw_dir=str(raw))
    return place


def rows_of(place: Place, mart: str, layout: str) -> pd.DataFrame:
    rows = place.query(MARTS[mart])
    if "kpi" in rows:
        rows = rows[~rows["kpi"].isin(KPIS_LEFT_OUT.get(layout, ()))]
    rows = rows.drop(columns=[name for name in LEFT_OUT[layout] if name in rows])
    return rows.sort_values(list(rows.columns), ignore_index=True)


@pytest.mark.parametrize("layout", SUPPORT_TICKETS)
def test_a_layout_gives_the_marts_of_the_inputs(simulated, native, layout, place, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(simulated / "exports" / FILES[layout], raw)
    run = place.build(raw_dir=str(raw))
    assert f"{FILES[layout]}: read as {layout} into support_tickets" in run.text
    for mart in MARTS.keys() - MARTS_LEFT_OUT.get(layout, set()):
        expected = rows_of(native, mart, layout)
        assert len(expected), mart
        pd.testing.assert_frame_equal(rows_of(place, mart, layout), expected, obj=mart)
    if layout != "hubspot_tickets":
        satisfied = "select count(*) filter (where csat_score >= 4) as tickets from support.tickets"
        pd.testing.assert_frame_equal(place.query(satisfied), native.query(satisfied))
