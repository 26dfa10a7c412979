with
period as (select * from {{ ref('int_reporting_period') }}),

clicks as (
    select clicks_daily.*
    from {{ ref('clicks_daily') }} as clicks_daily
    cross join period
    where clicks_daily.date_day >= period.headline_start_date
),

visits as (
    select visits.*
    from {{ ref('int_user_activity_daily') }} as visits
    cross join period
    where visits.date_day >= period.headline_start_date
),

page_loads as (
    select page_loads.*
    from {{ ref('int_page_loads_rated') }} as page_loads
    cross join period
    where page_loads.load_date >= period.headline_start_date
),

sessions as (
    select sessions.*
    from {{ ref('sessions') }} as sessions
    cross join period
    where sessions.session_date >= period.headline_start_date
),

count_clicks as (
    select cast(coalesce(sum(click_count), 0) as bigint) as click_count
    from clicks
),

count_users as (
    select count(distinct user_key) as user_count
    from visits
    where click_count > 0
),

rank_elements as (
    select
        element,
        sum(click_count) as click_count
    from clicks
    where element <> '(not recorded)'
    group by element
    order by click_count desc, element asc
    limit 1
),

rank_pages as (
    select
        page_key,
        sum(click_count) as click_count
    from clicks
    group by page_key
    order by click_count desc, page_key asc
    limit 1
),

measure_loads as (
    select
        count(*) as load_count,
        {{ safe_divide(exact_sum('load_time_ms'), 'count(*)') }} as avg_load_ms,
        {{ percentile('load_time_ms', 0.75) }} as p75_load_ms
    from page_loads
),

rank_slow_pages as (
    select
        page_key,
        {{ safe_divide(exact_sum('load_time_ms'), 'count(*)') }} as avg_load_ms
    from page_loads
    group by page_key
    order by avg_load_ms desc, page_key asc
    limit 1
),

measure_sessions as (
    select
        count(*) as session_count,
        {{ safe_divide(exact_sum('duration_seconds'), 'count(*)') }} / 60 as avg_minutes,
        {{ percentile('duration_seconds', 0.5) }} / 60 as median_minutes,
        count(*) filter (where is_single_page) as single_page_count,
        count(*) filter (where is_completed) as completed_count
    from sessions
),

rank_drop_offs as (
    select
        drop_off_page,
        count(*) as session_count
    from sessions
    where drop_off_page is not null
    group by drop_off_page
    order by session_count desc, drop_off_page asc
    limit 1
),

headline_ux as (
    {{ kpi_row('total_clicks', 'click_count') }} from count_clicks
    union all
    {{ kpi_row('unique_users', 'user_count') }} from count_users
    union all
    {{ kpi_row('most_clicked_element', 'click_count', answer='element') }} from rank_elements
    union all
    {{ kpi_row('most_clicked_page', 'click_count', answer='page_key') }} from rank_pages
    union all
    {{ kpi_row('total_page_loads', 'load_count') }} from measure_loads
    union all
    {{ kpi_row('avg_load_ms', 'avg_load_ms') }} from measure_loads
    union all
    {{ kpi_row('p75_load_ms', 'p75_load_ms') }} from measure_loads
    union all
    {{ kpi_row('slowest_page', 'avg_load_ms', answer='page_key') }} from rank_slow_pages
    union all
    {{ kpi_row('total_sessions', 'session_count') }} from measure_sessions
    union all
    {{ kpi_row('avg_session_minutes', 'avg_minutes') }} from measure_sessions
    union all
    {{ kpi_row('median_session_minutes', 'median_minutes') }} from measure_sessions
    union all
    {{ kpi_row('bounce_rate', numerator='single_page_count', denominator='session_count') }} from measure_sessions
    union all
    {{ kpi_row('session_conversion_rate', numerator='completed_count', denominator='session_count') }}
    from measure_sessions
    union all
    {{ kpi_row('most_common_drop_off_page', 'session_count', answer='drop_off_page') }} from rank_drop_offs
)

select * from headline_ux
