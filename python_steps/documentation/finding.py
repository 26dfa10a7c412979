"""The section "How a finding is made": the first finding, followed from input rows to insight.

All SQL of the section is in `HOPS`. It reads the build database, and `first_finding` fills in which
finding is followed.
"""

import textwrap
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from python_steps.documentation.markdown import link, table
from python_steps.reporting.chart_data import QUERIES
from python_steps.reporting.content import corroborated_by

PAGE = "docs/detection.md"
# the query of the reports takes a period
ALL_DAYS = {"first_day": "0001-01-01", "last_day": "9999-12-30"}


@dataclass(frozen=True)
class Hop:
    """One step of the way from input rows to insight.

    Attributes:
        title: Heading, without its number.
        sources: What the query reads, as paths of files in the project.
        text: What happens in this step; Markdown.
        sql: Query for the rows shown, with `$parameters` of `first_finding`.
    """

    title: str
    sources: tuple[str, ...]
    text: str
    sql: str


HOPS = (
    Hop(
        "Input rows",
        ("seeds/raw/session_tracking.csv", "models/staging/base/base_session_tracking.sql"),
        "The first sessions of the window that include the page, as exported.",
        """\
select raw.session_id, raw.end_time, raw.page_sequence, raw.drop_off_page
from raw.session_tracking as raw
inner join staging.stg_session_tracking as sessions on raw.session_id = sessions.session_id
where sessions.ended_at >= $started_at and sessions.page_sequence like '%' || $subject || '%'
order by sessions.ended_at
limit 4""",
    ),
    Hop(
        "Signal per hour",
        (
            "models/detection/1_signals/behavior_signals.sql",
            "models/detection/2_windows/unexplained_signals.sql",
        ),
        "A signal counts observations per hour, and the occurrences among them. An observation is "
        "a session that includes the page, counted in the hour of its end; an occurrence is one "
        "that ended on this page. Hours that an incident or a slow page explains are excluded. In "
        "this window there are none.",
        """\
select hour_at, observation_count, occurrence_count
from detection.unexplained_signals
where signal = $signal and subject = $subject and hour_at >= $started_at
order by hour_at
limit 4""",
    ),
    Hop(
        "Baseline",
        ("macros/detection/cusum_windows.sql", "macros/detection/baseline_rate.sql"),
        "The baseline of a day is the rate over the 28 days before it, with Laplace smoothing: "
        "(occurrences + 1) / (observations + 2), and never below 0.5%. It requires 7 days and 30 "
        "observations.",
        """\
with days as (
    select
        cast(hour_at as date) as date_day,
        sum(observation_count) as observations,
        sum(occurrence_count) as occurrences
    from detection.unexplained_signals
    where signal = $signal and subject = $subject
    group by all
)

select
    windows.date_day,
    count(*) as days_before,
    sum(days.observations) as observations,
    sum(days.occurrences) as occurrences,
    (sum(days.occurrences) + 1) / (sum(days.observations) + 2) as baseline_rate
from days as windows
inner join days on days.date_day between windows.date_day - 28 and windows.date_day - 1
where windows.date_day between cast($started_at as date) and cast($ended_at as date)
group by windows.date_day
order by windows.date_day""",
    ),
    Hop(
        "CUSUM",
        ("macros/detection/cusum_windows.sql",),
        "Each hour adds the log-likelihood ratio (LLR) of an elevated rate, halfway between the "
        "baseline and 1, against the baseline. Occurrences raise the sum, other observations "
        "lower it, and it restarts at 0. Shown are the first three and the last two hours of the "
        "window.",
        """\
with days as (
    select
        cast(hour_at as date) as date_day,
        sum(observation_count) as observations,
        sum(occurrence_count) as occurrences
    from detection.unexplained_signals
    where signal = $signal and subject = $subject
    group by all
),

baselines as (
    select
        windows.date_day,
        (sum(days.occurrences) + 1) / (sum(days.observations) + 2) as baseline_rate,
        baseline_rate + 0.5 * (1 - baseline_rate) as elevated_rate
    from days as windows
    inner join days on days.date_day between windows.date_day - 28 and windows.date_day - 1
    group by windows.date_day
),

hours as (
    select
        hour_at,
        observation_count,
        occurrence_count,
        occurrence_count * ln(elevated_rate / baseline_rate)
        + (observation_count - occurrence_count)
        * ln((1 - elevated_rate) / (1 - baseline_rate)) as llr,
        sum(llr) over (order by hour_at) as cumulative_llr
    from detection.unexplained_signals
    inner join baselines on cast(hour_at as date) = date_day
    where signal = $signal and subject = $subject and hour_at >= $started_at and hour_at < $ended_at
)

select *
from hours
qualify row_number() over (order by hour_at) <= 3 or row_number() over (order by hour_at desc) <= 2
order by hour_at""",
    ),
    Hop(
        "Change window",
        ("models/detection/2_windows/effect_windows.sql",),
        "The window runs from the hour in which the sum leaves 0 to its peak. It is a change "
        "window because the peak reaches 13 (setting `min_llr`). The expected count is the sum "
        "over all hours of observations times the baseline of their day.",
        """\
select started_at, ended_at, observation_count, occurrence_count, expected_count, llr
from detection.effect_windows
where signal = $signal and subject = $subject and started_at = $started_at""",
    ),
    Hop(
        "Event",
        (
            "models/detection/3_events/event_candidates.sql",
            "models/detection/3_events/detected_events.sql",
        ),
        "Windows at one place within 6 hours of each other become one event, named for the "
        "strongest. Exits from the cart, or from a later step of the funnel, have the kind "
        "`cart_abandonment`. An event requires three occurrences more than expected.",
        """\
select kind, subject, started_at, ended_at, occurrence_count, expected_count, llr
from detection.detected_events
where event_id = $event_id""",
    ),
    Hop(
        "Corroboration",
        ("models/detection/3_events/event_corroboration.sql",),
        "Every signal of every domain (API, front end, funnel, feedback, tickets) is compared, "
        "from the start of the event to one hour after its end, with its own 28 days before the "
        "start. The strongest signal of a domain is kept when its LLR reaches 5. Here only the "
        "event's own domain is listed, so nothing else corroborates it. (It expects fewer "
        "occurrences than the event because its baseline does not move from day to day.)",
        """\
select domain, signal, subject, is_own, observation_count, occurrence_count, expected_count, llr
from detection.event_corroboration
where event_id = $event_id
order by domain""",
    ),
    Hop(
        "Impact",
        ("models/detection/3_events/event_impacts.sql",),
        "Outcomes are completed sessions and carts that were not recovered, from the start of the "
        "event to 30 minutes after its end. The share of lost carts in the 28 days before gives "
        "the expected number. The excess times the mean cart value is the estimated impact, "
        "published as a 90% interval. It is computed alike for every kind of event.",
        """\
select outcome_count, lost_count, expected_lost_count, impact_low, impact_high
from detection.event_impacts
where event_id = $event_id""",
    ),
    Hop(
        "Insight",
        ("models/detection/4_findings/event_findings.sql", "models/marts/executive/insights.sql"),
        "Wording, owner and severity of each kind come from `seeds/reference/playbook.csv`. An "
        "event whose LLR is below 26, twice the threshold, is a warning at most. Confidence counts "
        "independent sources: low with one domain, medium with two, high with three or more. "
        "Insights are ranked by the lower bound of their impact.",
        """\
select priority_rank, severity, metric_value, baseline_value, impact_low, impact_high, confidence
from executive.insights
where insight_id = $event_id""",
    ),
)


def first_finding(connection: duckdb.DuckDBPyConnection) -> dict:
    """Return the parameters of `HOPS` for the insight that ranks first.

    Args:
        connection: The build database.

    Raises:
        LookupError: The first insight is not an event, or has no change window.
    """
    found = connection.execute("""
        select insights.insight_id as event_id, signal, insights.subject, started_at, ended_at
        from executive.insights as insights
        inner join detection.effect_windows as windows
            on insights.subject = windows.subject and insights.period_start = windows.started_at
        where priority_rank = 1 and nature = 'event'
    """).df()
    if len(found) != 1:
        raise LookupError("the first insight is not an event with one change window")
    row = found.iloc[0]
    times = {name: row[name].to_pydatetime() for name in ("started_at", "ended_at")}
    return row.to_dict() | times


def rows_of(hop: Hop, connection: duckdb.DuckDBPyConnection, parameters: dict) -> pd.DataFrame:
    """Run the query of a step.

    Args:
        hop: One of `HOPS`.
        connection: The build database.
        parameters: Output of `first_finding`.
    """
    used = {name: value for name, value in parameters.items() if f"${name}" in hop.sql}
    return connection.execute(hop.sql, used).df()


def quote_finding(connection: duckdb.DuckDBPyConnection) -> str:
    """Quote the insight that ranks first, as a Markdown block quote.

    Args:
        connection: The build database.
    """
    query = (QUERIES / "insights.sql").read_text(encoding="utf-8")
    first = connection.execute(query, ALL_DAYS).df().iloc[0]
    sources = corroborated_by(
        first["nature"], first["confidence"], has_data_problems=first["has_data_problems"]
    )
    text = (
        f"**{first['headline']}** {first['evidence']} Corroborated by: {sources}. "
        f"Owner: {first['owner']}. Next step: {first['recommended_action']}"
    )
    return textwrap.fill(text, 120, initial_indent="> ", subsequent_indent="> ")


def finding_section(connection: duckdb.DuckDBPyConnection) -> str:
    """Write the section: the finding as published, then each step with its rows and its query.

    Args:
        connection: The build database.
    """
    parameters = first_finding(connection)
    parts = [quote_finding(connection)]
    for number, hop in enumerate(HOPS, start=1):
        rows = rows_of(hop, connection, parameters)
        cells = [[_cell(value) for value in row] for row in rows.itertuples(index=False)]
        sources = (link(path.rpartition("/")[2], path, PAGE) for path in hop.sources)
        parts += [
            f"### {number}. {hop.title}",
            textwrap.fill(hop.text, 120),
            f"Source: {', '.join(sources)}",
            table([f"`{name}`" for name in rows.columns], cells),
            _query(hop.sql, parameters),
        ]
    return "\n\n".join(parts)


def _query(sql, parameters):
    """Fold the query away, with values in place of its parameters: it runs as it is."""
    for name, value in parameters.items():
        text = value.replace("'", "''") if isinstance(value, str) else f"{value:%Y-%m-%d %H:%M}"
        literal = f"'{text}'" if isinstance(value, str) else f"timestamp '{text}'"
        sql = sql.replace(f"${name}", literal)
    return f"<details><summary>Query</summary>\n\n```sql\n{sql}\n```\n\n</details>"


def _cell(value):
    if pd.isna(value):
        return "–"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.3f}"
    return str(value).lower() if isinstance(value, bool) else str(value)
