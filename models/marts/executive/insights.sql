with
events as (select * from {{ ref('event_findings') }}),
targets as (select * from {{ ref('target_findings') }}),
leaders as (select * from {{ ref('top_issue_findings') }}),
problems as (select * from {{ ref('data_quality_findings') }}),
playbook as (select * from {{ ref('playbook') }}),
period as (select * from {{ ref('int_reporting_period') }}),

list_others as (
    select * from leaders
    union all
    select * from problems
),

list_lasting as (
    select * from targets
    union all
    select
        kind,
        subject,
        detail,
        cast(null as string) as department,
        cast(null as string) as name_text,
        unit,
        metric_value,
        baseline_value,
        hit_count,
        event_count,
        cast(null as string) as severity_at_most,
        cast(null as double) as impact_high
    from list_others
),

tell_lasting as (
    select
        concat_ws(' ', lasting.kind, lasting.subject, nullif(lasting.detail, '')) as insight_id,
        'standing' as nature,
        lasting.kind,
        lasting.subject,
        lasting.department,
        {{ local_to_utc('cast(period.headline_start_date as timestamp)', var('reporting_timezone')) }} as period_start,
        period.as_of as period_end,
        lasting.metric_value,
        lasting.baseline_value,
        case when lasting.impact_high is not null then cast(0 as double) end as impact_low,
        lasting.impact_high,
        cast(0 as double) as weight,
        lasting.severity_at_most,
        cast(null as bigint) as domain_count,
        lasting.subject as subject_text,
        lasting.detail as detail_text,
        lasting.name_text,
        {{ figure_text_beside('lasting.metric_value', 'lasting.baseline_value', 'lasting.unit') }} as value_text,
        {{ figure_text('lasting.baseline_value', 'lasting.unit') }} as baseline_text,
        {{ count_text('lasting.hit_count') }} as hits_text,
        {{ count_text('lasting.event_count') }} as events_text,
        {{ count_text('lasting.baseline_value') }} as expected_text,
        {{ days_text('period.headline_start_date', 'period.last_date') }} as period_text,
        '' as more_evidence
    from list_lasting as lasting
    cross join period
),

list_findings as (
    select * from events
    union all
    select * from tell_lasting
),

count_problems as (select count(*) as problem_count from problems),

judge_findings as (
    select
        findings.*,
        playbook.department as owning_department,
        playbook.owner,
        case
            when findings.severity_at_most = 'info' or playbook.severity = 'info' then 'info'
            when findings.severity_at_most = 'warning' or playbook.severity = 'warning' then 'warning'
            else 'critical'
        end as severity,
        {{ fill_finding_template('playbook.headline', 'findings') }} as headline,
        {{ fill_finding_template('playbook.evidence', 'findings') }} || '.' || findings.more_evidence as evidence,
        {{ fill_finding_template('playbook.recommended_action', 'findings') }} as recommended_action,
        -- data that is missing or does not fit together could have said otherwise
        case
            when playbook.department = 'quality' then 3
            else coalesce(findings.domain_count, 3) - case when problems.problem_count > 0 then 1 else 0 end
        end as confidence_points
    from list_findings as findings
    -- a finding that the playbook does not know fails the tests and is not lost
    left join playbook
        on
            findings.kind = playbook.kind
            and coalesce(findings.department, playbook.department) = playbook.department
    cross join count_problems as problems
),

insights as (
    select
        insight_id,
        cast(row_number() over (
            order by
                -- the money that is at stake at least, for what chance alone may give is no reason to be first
                coalesce(impact_low, 0) desc,
                case severity when 'critical' then 1 when 'warning' then 2 else 3 end,
                coalesce(impact_high, 0) desc,
                period_end desc,
                weight desc,
                insight_id asc
        ) as bigint) as priority_rank,
        owning_department as department,
        owner,
        nature,
        severity,
        kind,
        subject,
        period_start,
        period_end,
        headline,
        evidence,
        metric_value,
        baseline_value,
        impact_low,
        impact_high,
        '{{ var("currency") }}' as currency,
        case
            when confidence_points >= 3 then 'high'
            when confidence_points = 2 then 'medium'
            else 'low'
        end as confidence,
        recommended_action
    from judge_findings
)

select * from insights
