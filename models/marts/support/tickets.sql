with
tickets_created as (select * from {{ ref('stg_support_tickets') }}),
targets as (select * from {{ ref('sla_targets') }}),
period as (select * from {{ ref('int_reporting_period') }}),

measure_tickets as (
    select
        tickets_created.*,
        targets.target_hours as sla_target_hours,
        tickets_created.resolved_at is not null as is_resolved,
        {{ seconds_between('tickets_created.created_at', 'tickets_created.first_response_at') }}
        / 60 as first_response_minutes,
        {{ seconds_between('tickets_created.created_at', 'tickets_created.resolved_at') }}
        / 3600 as resolution_hours,
        case
            when tickets_created.resolved_at is null
                then {{ seconds_between('tickets_created.created_at', 'period.as_of') }} / 3600
        end as age_hours
    from tickets_created
    cross join period
    left join targets
        on lower(tickets_created.priority) = targets.priority
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
            -- an open ticket past its target will not be met any more
            when resolution_hours > sla_target_hours or age_hours > sla_target_hours then 'breached'
            when age_hours <= sla_target_hours then 'pending'
        end as sla_status,
        reopen_count > 0 as is_reopened,
        csat_score
    from measure_tickets
)

select * from tickets
