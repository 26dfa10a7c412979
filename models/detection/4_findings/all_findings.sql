with
events as (select * from {{ ref('event_findings') }}),
targets as (select * from {{ ref('target_findings') }}),
top_issues as (select * from {{ ref('top_issue_findings') }}),
data_problems as (select * from {{ ref('data_quality_findings') }}),
input_problems as (select * from {{ ref('input_findings') }}),
unknown_values as (select * from {{ ref('unknown_value_findings') }}),
doubtful_numbers as (select * from {{ ref('doubtful_number_findings') }}),
order_matches as (select * from {{ ref('order_match_findings') }}),
period as (select * from {{ ref('int_reporting_period') }}),

list_ongoing_conditions as (
    select
        kind,
        subject,
        detail,
        department,
        kpi_name,
        unit,
        metric_value,
        bound,
        baseline_value,
        occurrence_count,
        observation_count,
        max_severity,
        impact_high,
        added_evidence
    from targets
    {%- for conditions in [
        'top_issues', 'data_problems', 'input_problems', 'unknown_values', 'doubtful_numbers', 'order_matches'
    ] %}
    union all
    select
        kind,
        subject,
        detail,
        null as department,
        null as kpi_name,
        unit,
        metric_value,
        null as bound,
        baseline_value,
        occurrence_count,
        observation_count,
        null as max_severity,
        null as impact_high,
        added_evidence
    from {{ conditions }}
    {%- endfor %}
),

all_findings as (
    select
        insight_id,
        'event' as nature,
        kind,
        template,
        subject,
        detail,
        cast(null as string) as department,
        cast(null as string) as kpi_name,
        unit,
        metric_value,
        cast(null as string) as bound,
        baseline_value,
        cast(occurrence_count as double) as occurrence_count,
        cast(observation_count as double) as observation_count,
        expected_count,
        period_start,
        period_end,
        impact_low,
        impact_high,
        llr,
        max_severity,
        domain_count,
        added_evidence
    from events
    union all
    select
        concat_ws(' ', conditions.kind, conditions.subject, nullif(conditions.detail, '')) as insight_id,
        'standing' as nature,
        conditions.kind,
        conditions.kind as template,
        conditions.subject,
        conditions.detail,
        conditions.department,
        conditions.kpi_name,
        conditions.unit,
        conditions.metric_value,
        conditions.bound,
        conditions.baseline_value,
        conditions.occurrence_count,
        conditions.observation_count,
        null as expected_count,
        {{ local_to_utc('cast(period.headline_start_date as timestamp)', var('reporting_timezone')) }} as period_start,
        period.as_of as period_end,
        case when conditions.impact_high is not null then 0 end as impact_low,
        conditions.impact_high,
        0 as llr,
        conditions.max_severity,
        null as domain_count,
        coalesce(conditions.added_evidence, '') as added_evidence
    from list_ongoing_conditions as conditions
    cross join period
)

select * from all_findings
