with
period as (select * from {{ ref('int_reporting_period') }}),
clicks as (select * from {{ ref('clicks_daily') }}),
page_loads as (select * from {{ ref('int_page_loads_rated') }}),
sessions as (select * from {{ ref('sessions') }} where drop_off_page is not null),
carts as (select * from {{ ref('carts') }} where cart_value is not null),
requests as (select * from {{ ref('int_requests_classified') }}),
tickets as (select * from {{ ref('tickets') }}),

count_clicks as (
    select
        clicks.page_key,
        clicks.element,
        sum(clicks.click_count) as click_count
    from clicks
    cross join period
    where clicks.date_day >= period.headline_start_date
    group by clicks.page_key, clicks.element
),

measure_endpoints as (
    select
        requests.service_name,
        requests.endpoint,
        count(requests.response_time_ms) as timed_count,
        count(*) filter (where requests.is_error) as error_count,
        {{ decimal_sum('requests.response_time_ms') }} as response_ms
    from requests
    cross join period
    where requests.request_date >= period.headline_start_date
    group by requests.service_name, requests.endpoint
),

list_candidates as (
    select 'most_clicked_element' as kpi, element as answer, cast(sum(click_count) as double) as value
    from count_clicks
    where element <> '(not recorded)'
    group by element
    union all
    select 'most_clicked_page' as kpi, page_key as answer, cast(sum(click_count) as double) as value
    from count_clicks
    group by page_key
    union all
    select
        'slowest_page' as kpi,
        page_loads.page_key as answer,
        {{ safe_divide(exact_sum('page_loads.load_time_ms'), 'count(*)') }} as value
    from page_loads
    cross join period
    where page_loads.load_date >= period.headline_start_date
    group by page_loads.page_key
    union all
    select 'most_common_drop_off_page' as kpi, sessions.drop_off_page as answer, cast(count(*) as double) as value
    from sessions
    cross join period
    where sessions.session_date >= period.headline_start_date
    group by sessions.drop_off_page
    union all
    select 'highest_abandoned_cart' as kpi, carts.cart_id as answer, carts.cart_value as value
    from carts
    cross join period
    where carts.abandoned_date >= period.headline_start_date
    union all
    select
        'slowest_service' as kpi,
        service_name as answer,
        {{ safe_divide('sum(response_ms)', 'sum(timed_count)') }} as value
    from measure_endpoints
    where timed_count > 0
    group by service_name
    union all
    select 'most_errors_service' as kpi, service_name as answer, cast(sum(error_count) as double) as value
    from measure_endpoints
    where error_count > 0
    group by service_name
    union all
    select 'most_errors_endpoint' as kpi, endpoint as answer, cast(sum(error_count) as double) as value
    from measure_endpoints
    where error_count > 0
    group by endpoint
    union all
    select 'most_common_ticket_category' as kpi, tickets.category as answer, cast(count(*) as double) as value
    from tickets
    cross join period
    where tickets.created_date >= period.headline_start_date
    group by tickets.category
),

rank_candidates as (
    select
        kpi,
        answer,
        value,
        row_number() over (partition by kpi order by value desc, answer asc) as candidate_rank
    from list_candidates
),

int_headline_leaders as (
    select kpi, answer, value
    from rank_candidates
    where candidate_rank = 1
)

select * from int_headline_leaders
