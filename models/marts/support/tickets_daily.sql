with
tickets as (select * from {{ ref('tickets') }}),
days as (select * from {{ ref('int_date_spine') }}),

count_created as (
    select
        created_date as date_day,
        category,
        priority,
        count(*) as created_count
    from tickets
    group by all
),

count_resolved as (
    select
        resolved_date as date_day,
        category,
        priority,
        count(*) as resolved_count,
        {{ percentile('resolution_hours', 0.5) }} as median_resolution_hours,
        count(*) filter (where sla_status = 'met') as sla_met_count
    from tickets
    where is_resolved
    group by all
),

-- a breach counts on the day the target passed, so past days never change
count_breached as (
    select
        {{ reporting_date(add_hours('created_at', 'sla_target_hours')) }} as date_day,
        category,
        priority,
        count(*) as sla_breached_count
    from tickets
    where sla_status = 'breached'
    group by all
),

find_queue_start_dates as (
    select
        category,
        priority,
        min(created_date) as first_date,
        count(is_resolved) > 0 as is_resolution_known
    from tickets
    group by all
),

list_queue_days as (
    select
        days.date_day,
        find_queue_start_dates.category,
        find_queue_start_dates.priority,
        find_queue_start_dates.is_resolution_known
    from days
    inner join find_queue_start_dates
        on days.date_day >= find_queue_start_dates.first_date
),

join_counts as (
    select
        list_queue_days.date_day,
        list_queue_days.category,
        list_queue_days.priority,
        coalesce(count_created.created_count, 0) as created_count,
        case
            when list_queue_days.is_resolution_known then coalesce(count_resolved.resolved_count, 0)
        end as resolved_count,
        count_resolved.median_resolution_hours,
        case
            when list_queue_days.is_resolution_known then coalesce(count_resolved.sla_met_count, 0)
        end as sla_met_count,
        case
            when list_queue_days.is_resolution_known then coalesce(count_breached.sla_breached_count, 0)
        end as sla_breached_count
    from list_queue_days
    left join count_created
        on
            list_queue_days.date_day = count_created.date_day
            and list_queue_days.category = count_created.category
            and list_queue_days.priority = count_created.priority
    left join count_resolved
        on
            list_queue_days.date_day = count_resolved.date_day
            and list_queue_days.category = count_resolved.category
            and list_queue_days.priority = count_resolved.priority
    left join count_breached
        on
            list_queue_days.date_day = count_breached.date_day
            and list_queue_days.category = count_breached.category
            and list_queue_days.priority = count_breached.priority
),

tickets_daily as (
    select
        date_day,
        category,
        priority,
        created_count,
        resolved_count,
        cast(sum(created_count - resolved_count) over (
            partition by category, priority
            order by date_day
        ) as bigint) as backlog_count,
        median_resolution_hours,
        sla_met_count,
        sla_breached_count
    from join_counts
)

select * from tickets_daily
