with
support_tickets as (select * from {{ ref('stg_support_tickets') }}),
targets as (select * from {{ ref('sla_targets') }}),
period as (select * from {{ ref('int_reporting_period') }}),

measure_durations as (
    select
        support_tickets.*,
        targets.target_hours as sla_target_hours,
        {{ seconds_between('support_tickets.created_at', 'support_tickets.first_response_at') }}
        / 60 as first_response_minutes,
        {{ seconds_between('support_tickets.created_at', 'support_tickets.resolved_at') }}
        / 3600 as resolution_hours,
        case
            when not support_tickets.is_resolved
                then {{ seconds_between('support_tickets.created_at', 'period.as_of') }} / 3600
        end as age_hours
    from support_tickets
    cross join period
    left join targets
        on lower(support_tickets.priority) = targets.priority
),

tickets as (
    select
        ticket_id,
        user_key,
        created_date,
        created_at,
        first_response_at,
        resolved_date,
        resolved_at,
        category,
        priority,
        channel,
        status,
        is_resolved,
        first_response_minutes,
        resolution_hours,
        age_hours,
        sla_target_hours,
        case
            when resolution_hours <= sla_target_hours then 'met'
            -- an open ticket past its target can no longer meet it
            when resolution_hours > sla_target_hours or age_hours > sla_target_hours then 'breached'
            when age_hours <= sla_target_hours then 'pending'
        end as sla_status,
        reopen_count > 0 as is_reopened,
        csat_score
    from measure_durations
)

select * from tickets
