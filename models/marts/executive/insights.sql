{%- set started_at = to_reporting_time('findings.period_start') -%}
{%- set ended_at = to_reporting_time('findings.period_end') -%}
{%- set value, baseline, unit = 'findings.metric_value', 'findings.baseline_value', 'findings.unit' -%}
{%- set now = to_reporting_time('period.as_of') -%}
with
all_findings as (select * from {{ ref('all_findings') }}),
playbook as (select * from {{ ref('playbook') }}),
period as (select * from {{ ref('int_reporting_period') }}),

format_values as (
    select
        findings.*,
        {{ figure_text(value, unit) }} as short_value,
        {{ figure_text(baseline, unit) }} as short_baseline,
        {{ precise_text(value, baseline, unit) }} as precise_value,
        {{ precise_text(baseline, value, unit) }} as precise_baseline
    from all_findings as findings
),

format_figures as (
    select
        findings.*,
        findings.subject as subject_text,
        findings.detail as detail_text,
        findings.kpi_name as name_text,
        findings.bound as bound_text,
        {{ compared_text('short_value', 'short_baseline', 'precise_value', 'precise_baseline') }} as value_text,
        {{ compared_text('short_baseline', 'short_value', 'precise_baseline', 'precise_value') }} as baseline_text,
        {{ count_text('findings.occurrence_count') }} as occurrences_text,
        {{ count_text('findings.observation_count') }} as observations_text,
        case when findings.observation_count = 1 then '' else 's' end as s_text,
        case
            when findings.expected_count < 0.05 then 'none'
            else {{ count_text('findings.expected_count') }}
        end as expected_text,
        '{{ var("late_reply_hours") }}' as hours_text,
        -- 14 Sep 14:05–16:40, or 11 Sep 06:00 to 12 Sep 10:00; conditions span days: 3 Aug to 13 Sep
        case
            when findings.nature = 'event' and cast({{ started_at }} as date) = cast({{ ended_at }} as date)
                then
                    {{ day_text(started_at, now) }} || ' '
                    || {{ clock_text(started_at) }} || '–' || {{ clock_text(ended_at) }}
            when findings.nature = 'event'
                then
                    {{ day_text(started_at, now) }} || ' ' || {{ clock_text(started_at) }} || ' to '
                    || {{ day_text(ended_at, now) }} || ' ' || {{ clock_text(ended_at) }}
            when period.headline_start_date = period.last_date
                then {{ day_text('period.last_date', 'period.last_date') }}
            else
                {{ day_text('period.headline_start_date', 'period.last_date') }}
                || ' to ' || {{ day_text('period.last_date', 'period.headline_start_date') }}
        end as period_text
    from format_values as findings
    cross join period
),

apply_playbook as (
    select
        findings.*,
        playbook.department as owning_department,
        playbook.owner,
        case
            when findings.max_severity = 'info' or playbook.severity = 'info' then 'info'
            when findings.max_severity = 'warning' or playbook.severity = 'warning' then 'warning'
            else 'critical'
        end as severity,
        {{ fill_template('playbook.headline', 'findings') }} as headline,
        {{ fill_template('playbook.evidence', 'findings') }} || '.' || findings.added_evidence as evidence,
        {{ fill_template('playbook.recommended_action', 'findings') }} as recommended_action,
        -- a condition of the whole period counts as three domains; missing data could contradict any other finding, but
        -- orders confirm none
        coalesce(findings.domain_count, 3) - case
            when playbook.department = 'quality' then 0
            else max(
                case when playbook.department = 'quality' and findings.subject <> 'orders' then 1 else 0 end
            ) over ()
        end as confirming_domains
    from format_figures as findings
    -- a finding that the playbook does not list fails the tests but is not lost
    left join playbook
        on
            findings.template = playbook.kind
            and coalesce(findings.department, playbook.department) = playbook.department
),

insights as (
    select
        insight_id,
        cast(row_number() over (
            order by
                -- the lower bound, because a wide range that begins at 0 is no reason to rank first
                coalesce(impact_low, 0) desc,
                case severity when 'critical' then 1 when 'warning' then 2 else 3 end,
                coalesce(impact_high, 0) desc,
                period_end desc,
                llr desc,
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
        {{ string_literal(shop_currency()) }} as currency,
        case
            when confirming_domains >= 3 then 'high'
            when confirming_domains = 2 then 'medium'
            else 'low'
        end as confidence,
        recommended_action
    from apply_playbook
)

select * from insights
