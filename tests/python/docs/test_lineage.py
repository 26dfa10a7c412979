"""Column lineage as written by `make lineage`, against the models' SQL."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import PROJECT

# derived from the SQL by hand; columns used only in filters or joins do not count
UPSTREAM_COLUMNS = {
    "base_cart_abandonment.cart_id": "cart_abandonment.cart_id",
    "carts.outcome": """int_input_coverage.last_event_at int_reporting_period.as_of
        int_possible_purchases.purchased_at int_possible_purchases.is_completed
        stg_cart_abandonment.abandoned_at stg_cart_abandonment.cart_id""",
    "event_impacts.impact_low": """carts.abandoned_at carts.cart_value detected_events.started_at
        int_sessions_classified.ended_at""",
    "feedback.polarity": "int_feedback_scored.polarity",
    "funnel_daily.session_count": """int_sessions_classified.deepest_step
        int_sessions_classified.is_completed""",
    "headline_kpis.value": """int_headline_totals.value int_headline_percentiles.value
        int_headline_leaders.value int_kpi_definitions.kpi int_kpis_unavailable.kpi
        load_audit.status""",
    "incidents.evidence": """int_service_health_5m.bad_count
        int_service_health_5m.slow_vs_baseline_count int_service_health_5m.known_count
        int_service_health_5m.timed_count
        int_service_baselines.baseline_rate int_service_baselines.kind""",
    "all_findings.impact_low": "event_findings.impact_low target_findings.impact_high",
    "insights.impact_low": "all_findings.impact_low",
    "page_speed_daily.p75_load_ms": "int_page_loads_rated.load_time_ms",
    "retention_weekly.retention_rate": "int_date_spine.date_day int_reporting_period.last_date",
    "tickets.sla_status": """stg_support_tickets.created_at stg_support_tickets.is_resolved
        stg_support_tickets.resolved_at
        sla_targets.target_hours int_reporting_period.as_of""",
    "users.user_key": """int_user_activity_daily.user_key stg_cart_abandonment.user_key
        stg_orders.user_key stg_support_tickets.user_key stg_user_feedback.user_key""",
    "load_audit.rows_read": """base_api_logs.row_status base_cart_abandonment.row_status
        base_clickstream.row_status base_orders.row_status base_page_load_times.row_status
        base_session_tracking.row_status base_support_tickets.row_status
        base_user_feedback.row_status""",
    # row counts and literals have no upstream columns
    "load_audit.rows_rejected": "",
    "funnel_daily.step": "",
}

# the headers of the files, written into SQL
LITERALS = {"model.monitoring.int_input_columns"}


@dataclass
class Lineage:
    """Console output, page and column lineage of a colibri run."""

    output: str
    page: Path
    sources: dict[str, set[str]]

    def first_sources(self, column: str) -> set[str]:
        """The columns at the start of a column's lineage."""
        sources = self.sources.get(column, set())
        return set.union(*map(self.first_sources, sources)) if sources else {column}


def short(node: str, column: str) -> str:
    return f"{node.rsplit('.', 1)[-1]}.{column}"


@pytest.fixture(scope="module")
def lineage(shipped, docs, tmp_path_factory) -> Lineage:
    folder = tmp_path_factory.mktemp("lineage")
    command = [Path(sys.executable).with_name("colibri"), "generate", "--disable-telemetry"]
    command += ["--output-dir", folder, "--manifest", docs.with_name("manifest.json")]
    command += ["--catalog", docs.with_name("catalog.json")]
    run = subprocess.run(
        command,
        cwd=PROJECT,
        env=shipped.surroundings() | {"DBT_COLIBRI_NO_VERSION_CHECK": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.returncode == 0, run.stdout
    written = json.loads((folder / "colibri-manifest.json").read_text(encoding="utf-8"))
    sources = {}
    for edge in written["lineage"]["edges"]:
        # edges without a column link models; columns with underscores are filters and joins
        if edge["sourceColumn"] and not edge["targetColumn"].startswith("__"):
            upstream = sources.setdefault(short(edge["target"], edge["targetColumn"]), set())
            upstream.add(short(edge["source"], edge["sourceColumn"]))
    return Lineage(run.stdout, folder / "index.html", sources)


def test_all_sql_is_parsed(lineage):
    """The exit code is 0 even when SQL is not parsed."""
    assert "Report completed" in lineage.output
    # a source of an export is a file: the catalog has no such table
    lines = [line for line in lineage.output.splitlines() if "model source." not in line]
    assert not [line for line in lines if "ERROR" in line or "WARN" in line]


@pytest.mark.parametrize("column", UPSTREAM_COLUMNS)
def test_a_column_has_the_upstream_columns_of_its_sql(lineage, column):
    assert lineage.sources.get(column, set()) == set(UPSTREAM_COLUMNS[column].split())


def test_users_come_from_the_six_inputs_with_user_ids(lineage):
    inputs = "clickstream session_tracking cart_abandonment orders support_tickets user_feedback"
    assert lineage.first_sources("users.user_key") == {f"{name}.user_id" for name in inputs.split()}


def test_most_columns_have_lineage_except_those_of_python_models(lineage, docs, manifest):
    catalog = json.loads(docs.with_name("catalog.json").read_text(encoding="utf-8"))["nodes"]
    columns = {
        node: [short(node, column) for column in catalog[node]["columns"]]
        for node in catalog
        if node.startswith("model.")
    }
    traced = {node: [name for name in columns[node] if name in lineage.sources] for node in columns}
    for node, names in traced.items():
        is_traced = manifest["nodes"][node]["language"] == "sql" and node not in LITERALS
        assert bool(names) == is_traced, node
    share = sum(map(len, traced.values())) / sum(map(len, columns.values()))
    assert share > 0.85


def test_the_page_works_offline_and_sends_no_telemetry(lineage):
    page = lineage.page.read_text(encoding="utf-8")
    assert "<script>window.colibriTelemetry = false" in page
    assert not re.search(r"""<(script|link|img)\b[^>]*(src|href)=["'](https?:)?//""", page)
