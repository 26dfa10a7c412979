"""Layout of the Power BI report: one page per audience, each made of rows of visuals.

A field is `table.column`, or `[metric]` for the measure of a metric. Nothing is computed here.
"""

from dataclasses import dataclass, field, replace

DAY = "dates.date_day"


@dataclass(frozen=True)
class Visual:
    """A visual: its Power BI type, its title and the fields of each role.

    Attributes:
        width: Width relative to the other visuals of the row.
        where: Filters, as column to the values that pass; an empty list means "is not blank".
        sort: Field and direction (Ascending or Descending); Power BI's default order when None.
    """

    type: str
    title: str
    roles: dict[str, list[str]]
    width: int = 1
    where: dict[str, list[str]] = field(default_factory=dict)
    sort: tuple[str, str] | None = None


@dataclass(frozen=True)
class Page:
    """A page: its audience, the question it answers, and rows of (height in px, visuals)."""

    name: str
    question: str
    rows: tuple[tuple[int, tuple[Visual, ...]], ...]


def _cards(*metrics: str) -> tuple[int, tuple[Visual, ...]]:
    return 110, tuple(Visual("card", "", {"Values": [f"[{metric}]"]}) for metric in metrics)


def _trend(title: str, *metrics: str, by: str | None = None, width: int = 1) -> Visual:
    roles = {"Category": [DAY], "Y": [f"[{metric}]" for metric in metrics]}
    if by:
        roles["Series"] = [by]
    return Visual("lineChart", title, roles, width, sort=(DAY, "Ascending"))


def _bars(title: str, metric: str, by: str, width: int = 1, split: str | None = None) -> Visual:
    roles = {"Category": [by], "Y": [f"[{metric}]"]}
    if split:
        roles["Series"] = [split]
    return Visual("barChart", title, roles, width, sort=(f"[{metric}]", "Descending"))


def _columns(title: str, *metrics: str, by: str | None = None, width: int = 1) -> Visual:
    roles = {"Category": [DAY], "Y": [f"[{metric}]" for metric in metrics]}
    if by:
        roles["Series"] = [by]
    return Visual("columnChart", title, roles, width, sort=(DAY, "Ascending"))


def _table(title: str, table: str, columns: str, sort: tuple[str, str], width: int = 1) -> Visual:
    fields = [f"{table}.{column}" for column in columns.split()]
    order = (f"{table}.{sort[0]}", sort[1])
    return Visual("tableEx", title, {"Values": fields}, width, sort=order)


def _findings(*departments: str) -> tuple[int, tuple[Visual, ...]]:
    columns = (
        "priority_rank severity headline owner recommended_action impact_low impact_high currency"
    )
    table = _table("Top priorities", "insights", columns, ("priority_rank", "Ascending"))
    where = {"insights.department": list(departments)} if departments else {}
    return 300, (replace(table, where=where),)


FUNNEL = Visual(
    "funnel",
    "Sessions by funnel step",
    {"Category": ["funnel_daily.step"], "Y": ["[step_session_count]"]},
    sort=("funnel_daily.step", "Ascending"),
)

PAGES = (
    Page(
        "Managers",
        "What went wrong, what did it cost, and how is the shop doing?",
        (
            _cards(
                "total_sessions",
                "session_conversion_rate",
                "cart_abandonment_rate",
                "revenue",
                "lost_value",
                "availability",
                "avg_rating",
                "sla_attainment_rate",
            ),
            _findings(),
            (
                260,
                (
                    _trend("Session conversion rate by day", "session_conversion_rate"),
                    FUNNEL,
                    _columns("Abandoned value by outcome", "abandoned_value", by="carts.outcome"),
                ),
            ),
        ),
    ),
    Page(
        "UX",
        "Where do users drop off, what do they click, and how fast do pages load?",
        (
            _cards(
                "total_sessions",
                "bounce_rate",
                "avg_session_minutes",
                "total_clicks",
                "avg_load_ms",
                "good_load_rate",
            ),
            (
                260,
                (
                    FUNNEL,
                    Visual(
                        "barChart",
                        "Sessions without a purchase, by drop-off page",
                        {"Category": ["sessions.drop_off_page"], "Y": ["[total_sessions]"]},
                        where={"sessions.drop_off_page": []},
                        sort=("[total_sessions]", "Descending"),
                    ),
                    _bars("Clicks by element", "total_clicks", "clicks_daily.element"),
                ),
            ),
            (
                260,
                (
                    _trend(
                        "Average load time by page", "avg_load_ms", by="pages.page_name", width=2
                    ),
                    Visual(
                        "pivotTable",
                        "Weekly retention by cohort",
                        {
                            "Rows": ["retention_weekly.cohort_week"],
                            "Columns": ["retention_weekly.week_number"],
                            "Values": ["[retention_rate]"],
                        },
                        width=2,
                    ),
                ),
            ),
            _findings("ux", "commerce"),
        ),
    ),
    Page(
        "IT",
        "Are services up, are they fast, and how much error budget is left?",
        (
            _cards(
                "total_requests",
                "error_rate",
                "availability",
                "avg_response_ms",
                "incident_count",
                "burn_alert_count",
            ),
            (
                260,
                (
                    _trend(
                        "Availability by service",
                        "availability",
                        by="service_health_daily.service_name",
                        width=2,
                    ),
                    _bars(
                        "Errors by endpoint",
                        "endpoint_error_count",
                        "endpoint_health_hourly.endpoint",
                    ),
                    Visual(
                        "pivotTable",
                        "SLO attainment",
                        {
                            "Rows": ["slo_status_daily.service_name"],
                            "Columns": ["slo_status_daily.slo"],
                            "Values": ["[slo_attainment_rate]"],
                        },
                    ),
                ),
            ),
            (
                240,
                (
                    _table(
                        "Incidents",
                        "incidents",
                        "started_at ended_at service_name kind request_count failed_request_count "
                        "sluggish_count",
                        ("started_at", "Descending"),
                    ),
                    _table(
                        "Burn rate alerts",
                        "burn_alerts",
                        "started_at ended_at severity service_name slo peak_burn_rate bad_count",
                        ("started_at", "Descending"),
                    ),
                ),
            ),
            _findings("reliability", "ux"),
        ),
    ),
    Page(
        "Support",
        "What do customers say, what do they ask for, and how fast do they get help?",
        (
            _cards(
                "total_tickets",
                "ticket_backlog",
                "median_resolution_hours",
                "sla_attainment_rate",
                "avg_rating",
                "csat_rate",
            ),
            (
                260,
                (
                    _trend("Tickets created and resolved", "total_tickets", "resolved_tickets"),
                    _trend("Open tickets", "ticket_backlog"),
                    _bars(
                        "Tickets by category",
                        "total_tickets",
                        "tickets.category",
                        split="tickets.sla_status",
                    ),
                ),
            ),
            (
                260,
                (
                    Visual(
                        "barChart",
                        "Issues in comments and tickets",
                        {
                            "Category": ["issues_daily.issue"],
                            "Y": ["[issue_feedback_count]", "[issue_ticket_count]"],
                        },
                        sort=("[issue_feedback_count]", "Descending"),
                    ),
                    _trend("Average rating by day", "avg_rating"),
                    Visual(
                        "pivotTable",
                        "Comments: text sentiment (rows) by rating (columns)",
                        {
                            "Rows": ["feedback.text_sentiment"],
                            "Columns": ["feedback.rating_sentiment"],
                            "Values": ["[total_feedback]"],
                        },
                    ),
                ),
            ),
            _findings("support"),
        ),
    ),
    Page(
        "Data and definitions",
        "What was loaded, what was rejected, and how is each KPI defined?",
        (
            (
                240,
                (
                    _table(
                        "Load audit",
                        "load_audit",
                        "input_table status rows_read rows_accepted rows_rejected first_event_at "
                        "last_event_at",
                        ("input_table", "Ascending"),
                    ),
                    _table(
                        "Rejected rows",
                        "rejected_rows",
                        "input_table source_file source_row reason",
                        ("input_table", "Ascending"),
                    ),
                ),
            ),
            (
                400,
                (
                    _table(
                        "KPIs for the full period",
                        "headline_kpis",
                        "department kpi_name answer definition",
                        ("department", "Ascending"),
                    ),
                ),
            ),
        ),
    ),
)
