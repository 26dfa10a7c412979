with
period as (select * from {{ ref('int_reporting_period') }}),
user_days as (select * from {{ ref('int_user_activity_daily') }} where click_count > 0),
page_loads as (select * from {{ ref('int_page_loads_rated') }}),
sessions as (select * from {{ ref('sessions') }}),
requests as (select * from {{ ref('int_requests_classified') }}),
tickets as (select * from {{ ref('tickets') }}),

-- neither percentiles nor distinct users add up over days
int_headline_percentiles as (
    select
        'unique_users' as kpi,
        cast(count(distinct user_days.user_key) as double) as value,
        cast(null as bigint) as observation_count
    from user_days
    cross join period
    where user_days.date_day >= period.headline_start_date
    union all
    select
        'p75_load_ms' as kpi,
        {{ percentile('page_loads.load_time_ms', 0.75) }} as value,
        count(page_loads.load_time_ms) as observation_count
    from page_loads
    cross join period
    where page_loads.load_date >= period.headline_start_date
    union all
    select
        'median_session_minutes' as kpi,
        {{ percentile('sessions.duration_seconds', 0.5) }} / 60 as value,
        count(sessions.duration_seconds) as observation_count
    from sessions
    cross join period
    where sessions.session_date >= period.headline_start_date
    union all
    select
        'p95_response_ms' as kpi,
        {{ percentile('requests.response_time_ms', 0.95) }} as value,
        count(requests.response_time_ms) as observation_count
    from requests
    cross join period
    where requests.request_date >= period.headline_start_date
    union all
    select
        'median_resolution_hours' as kpi,
        {{ percentile('tickets.resolution_hours', 0.5) }} as value,
        count(tickets.resolution_hours) as observation_count
    from tickets
    cross join period
    where tickets.created_date >= period.headline_start_date
    union all
    select
        'p90_resolution_hours' as kpi,
        {{ percentile('tickets.resolution_hours', 0.9) }} as value,
        count(tickets.resolution_hours) as observation_count
    from tickets
    cross join period
    where tickets.created_date >= period.headline_start_date
)

select * from int_headline_percentiles
