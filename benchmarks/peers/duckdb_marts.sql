-- The KPI marts as a hand-written script, without validation, contracts, tests or lineage. Reads the views of the
-- schema exports (../run.py) and writes to the current database. Excludes the invalid rows that occur in the simulated data.
-- Without findings (incidents, alerts, anomalies, insights) and sentiment.

create macro clean_user(id) as regexp_replace(lower(trim(id)), '^(user|usr|u)[-_ ]*0*(\d+)$', 'u\2');
create macro clean_page(page) as coalesce(nullif(trim(split_part(lower(page), '?', 1), ' /'), ''), '/');

create table page_names as
select * from (values
    ('/', 'home'), ('home', 'home'), ('homepage', 'home'), ('home_page', 'home'), ('index', 'home'),
    ('category', 'category'), ('categories', 'category'), ('category_page', 'category'),
    ('search', 'search'), ('search_page', 'search'), ('search_results', 'search'),
    ('product', 'product'), ('products', 'product'), ('product_page', 'product'), ('product_detail', 'product'),
    ('cart', 'cart'), ('cart_page', 'cart'), ('basket', 'cart'),
    ('checkout', 'checkout'), ('checkout_page', 'checkout'), ('payment', 'checkout')
) as names(alias, page_key);

create table clicks as
select
    timestamp as clicked_at,
    clean_user(user_id) as user_key,
    coalesce(page_key, clean_page(page)) as page_key,
    coalesce(element_clicked, '(not recorded)') as element
from exports.clickstream
left join page_names on clean_page(page) = alias
where user_id is not null and timestamp >= '2000-01-01' and page is not null;

create table page_loads as
select timestamp as loaded_at, coalesce(page_key, clean_page(page_url)) as page_key, load_time_ms
from exports.page_load_times
left join page_names on clean_page(page_url) = alias
where page_url is not null and timestamp < '2100-01-01' and load_time_ms >= 0;

create table requests as
select timestamp as requested_at, endpoint, status_code, response_time_ms, service_name
from exports.api_logs
where
    timestamp is not null and endpoint is not null and service_name is not null and response_time_ms >= 0
    and (status_code = 0 or status_code between 100 and 599);

create table paths as
with sequences as (
    select distinct page_sequence
    from exports.session_tracking
    where page_sequence is not null
),
steps as (
    select page_sequence, unnest(string_split(page_sequence, '>')) as step, generate_subscripts(string_split(page_sequence, '>'), 1) as position
    from sequences
),
named as (
    select page_sequence, position, coalesce(page_key, clean_page(step)) as page_key
    from steps
    left join page_names on clean_page(step) = alias
)
select
    page_sequence,
    count(*) as page_count,
    arg_min(page_key, position) as entry_page,
    arg_max(page_key, position) as exit_page,
    max(case page_key when 'checkout' then 4 when 'cart' then 3 when 'product' then 2 when 'home' then 1 when 'category' then 1 when 'search' then 1 else 0 end) as deepest_step
from named
group by page_sequence;

create table sessions as
with latest as (
    select *
    from exports.session_tracking
    where session_id is not null and start_time is not null and end_time >= start_time and page_sequence is not null
    qualify row_number() over (partition by session_id order by start_time desc, end_time desc) = 1
)
select
    session_id,
    clean_user(user_id) as user_key,
    cast(start_time as date) as session_date,
    start_time as started_at,
    end_time as ended_at,
    epoch(end_time) - epoch(start_time) as duration_seconds,
    page_count,
    entry_page,
    exit_page,
    case when lower(drop_off_page) <> 'none' then coalesce(page_key, clean_page(drop_off_page)) end as drop_off_page,
    deepest_step >= 2 as reached_product,
    deepest_step >= 3 as reached_cart,
    deepest_step >= 4 as reached_checkout,
    coalesce(lower(drop_off_page) = 'none', false) as is_completed,
    page_count = 1 as is_single_page,
    epoch(end_time) - epoch(start_time) > 10 or page_count >= 2 or coalesce(lower(drop_off_page) = 'none', false) as is_engaged,
    deepest_step
from latest
left join paths using (page_sequence)
left join page_names on clean_page(drop_off_page) = alias;

create table period as
select max(last_at) as as_of, cast(min(first_at) as date) as first_date, cast(max(last_at) as date) as last_date
from (
    select min(clicked_at) as first_at, max(clicked_at) as last_at from clicks
    union all select min(loaded_at), max(loaded_at) from page_loads
    union all select min(requested_at), max(requested_at) from requests
    union all select min(started_at), max(ended_at) from sessions
    union all
    select min(created_at), greatest(max(created_at), max(first_response_at), max(resolved_at))
    from exports.support_tickets
    where ticket_id is not null and resolved_at >= created_at is not false and first_response_at >= created_at is not false
    union all select min(timestamp), max(timestamp) from exports.user_feedback
    union all
    select min(abandonment_time), max(abandonment_time)
    from exports.cart_abandonment
);

create table carts as
with latest as (
    select
        cart_id, clean_user(user_id) as user_key, abandonment_time as abandoned_at, items_in_cart as item_count,
        cast(total_value as double) as cart_value
    from exports.cart_abandonment
    where
        cart_id is not null and abandonment_time is not null
        and items_in_cart >= 0 is not false and total_value >= 0 is not false
    qualify row_number() over (partition by cart_id order by abandonment_time desc) = 1
),
matches as (
    select cart_id, ended_at
    from latest
    join sessions on latest.user_key = sessions.user_key and ended_at > abandoned_at and ended_at <= abandoned_at + interval 24 hours
    where is_completed
    qualify row_number() over (partition by session_id order by abandoned_at desc, cart_id) = 1
),
recovered as (select cart_id, min(ended_at) as recovered_at from matches group by cart_id)
select
    latest.cart_id,
    user_key,
    cast(abandoned_at as date) as abandoned_date,
    abandoned_at,
    item_count,
    cart_value,
    case
        when recovered_at is not null then 'recovered'
        when abandoned_at + interval 24 hours > (select as_of from period) then 'open'
        else 'lost'
    end as outcome,
    recovered_at
from latest
left join recovered using (cart_id);

create table tickets as
with latest as (
    select
        ticket_id, clean_user(user_id) as user_key, created_at, first_response_at, resolved_at,
        coalesce(category, '(not recorded)') as category, coalesce(priority, '(not recorded)') as priority,
        case lower(priority) when 'critical' then 4 when 'urgent' then 4 when 'high' then 8 when 'medium' then 24 when 'moderate' then 24 when 'normal' then 24 when 'low' then 72 end as target_hours
    from exports.support_tickets
    where
        ticket_id is not null and created_at is not null
        and resolved_at >= created_at is not false and first_response_at >= created_at is not false
    qualify row_number() over (partition by ticket_id order by created_at desc, resolved_at desc nulls last) = 1
),
measured as (
    select
        *,
        (epoch(resolved_at) - epoch(created_at)) / 3600 as resolution_hours,
        case when resolved_at is null then (epoch((select as_of from period)) - epoch(created_at)) / 3600 end as age_hours
    from latest
)
select
    *,
    case
        when resolution_hours <= target_hours then 'met'
        when resolution_hours > target_hours or age_hours > target_hours then 'breached'
        when age_hours <= target_hours then 'pending'
    end as sla_status
from measured;

create table feedback as
select timestamp as submitted_at, clean_user(user_id) as user_key, cast(rating as double) as rating
from exports.user_feedback
where timestamp is not null and rating between 1 and 5 is not false;

create table clicks_daily as
select cast(clicked_at as date) as date_day, page_key, element, count(*) as click_count, count(distinct user_key) as user_count
from clicks
group by all;

create table page_speed_daily as
select
    cast(loaded_at as date) as date_day,
    page_key,
    count(*) as load_count,
    avg(load_time_ms) as avg_load_ms,
    quantile_cont(load_time_ms, 0.5) as p50_load_ms,
    quantile_cont(load_time_ms, 0.75) as p75_load_ms,
    quantile_cont(load_time_ms, 0.95) as p95_load_ms,
    count(*) filter (where load_time_ms <= 2500) as good_count,
    count(*) filter (where load_time_ms > 2500 and load_time_ms <= 4000) as needs_improvement_count,
    count(*) filter (where load_time_ms > 4000) as poor_count,
    avg(case when load_time_ms <= 2000 then 1.0 when load_time_ms <= 8000 then 0.5 else 0.0 end) as apdex
from page_loads
group by all;

create table funnel_daily as
with reached as (
    select
        session_date as date_day,
        unnest([
            {step_number: 1, step: 'home', session_count: count(*) filter (where deepest_step >= 1)},
            {step_number: 2, step: 'product', session_count: count(*) filter (where deepest_step >= 2)},
            {step_number: 3, step: 'cart', session_count: count(*) filter (where deepest_step >= 3)},
            {step_number: 4, step: 'checkout', session_count: count(*) filter (where deepest_step >= 4)},
            {step_number: 5, step: 'completed', session_count: count(*) filter (where is_completed and deepest_step >= 4)}
        ], recursive := true)
    from sessions
    group by session_date
)
select
    *,
    lead(session_count) over steps as next_step_count,
    session_count - lead(session_count) over steps as drop_off_count,
    lead(session_count) over steps / nullif(session_count, 0) as step_conversion_rate
from reached
window steps as (partition by date_day order by step_number);

create table endpoint_health_hourly as
select
    date_trunc('hour', requested_at) as hour_at,
    service_name,
    endpoint,
    count(*) as request_count,
    count(*) filter (where status_code >= 400 or status_code = 0) as error_count,
    1 - count(*) filter (where status_code >= 500 or status_code in (0, 429)) / count(*) as availability,
    avg(response_time_ms) as avg_response_ms,
    quantile_cont(response_time_ms, 0.5) as p50_response_ms,
    quantile_cont(response_time_ms, 0.95) as p95_response_ms,
    quantile_cont(response_time_ms, 0.99) as p99_response_ms,
    avg(case
        when status_code >= 500 or status_code in (0, 429) then 0.0
        when response_time_ms <= 500 then 1.0
        when response_time_ms <= 2000 then 0.5
        else 0.0
    end) as apdex
from requests
group by all;

create table service_health_daily as
select
    cast(requested_at as date) as date_day,
    service_name,
    count(*) as request_count,
    count(*) filter (where status_code >= 400 or status_code = 0) as error_count,
    1 - count(*) filter (where status_code >= 500 or status_code in (0, 429)) / count(*) as availability,
    avg(response_time_ms) as avg_response_ms,
    quantile_cont(response_time_ms, 0.5) as p50_response_ms,
    quantile_cont(response_time_ms, 0.95) as p95_response_ms,
    quantile_cont(response_time_ms, 0.99) as p99_response_ms,
    avg(case
        when status_code >= 500 or status_code in (0, 429) then 0.0
        when response_time_ms <= 500 then 1.0
        when response_time_ms <= 2000 then 0.5
        else 0.0
    end) as apdex
from requests
group by all;

create table user_days as
select user_key, date_day, sum(click_count) as click_count, sum(session_count) as session_count, min(first_at) as first_at, max(last_at) as last_at
from (
    select user_key, cast(clicked_at as date) as date_day, count(*) as click_count, 0 as session_count, min(clicked_at) as first_at, max(clicked_at) as last_at
    from clicks
    group by all
    union all
    select user_key, session_date, 0, count(*), min(started_at), max(ended_at)
    from sessions
    where user_key is not null
    group by all
)
group by all;

create table users as
with seen as (
    select user_key, min(first_at) as first_at, max(last_at) as last_at, sum(session_count) as session_count, sum(click_count) as click_count, 0 as cart_count, 0.0 as cart_value, 0 as ticket_count, 0 as feedback_count
    from user_days group by user_key
    union all
    select user_key, min(abandoned_at), max(abandoned_at), 0, 0, count(*), sum(cart_value), 0, 0 from carts group by user_key
    union all
    select user_key, min(created_at), max(created_at), 0, 0, 0, 0, count(*), 0 from tickets group by user_key
    union all
    select user_key, min(submitted_at), max(submitted_at), 0, 0, 0, 0, 0, count(*) from feedback group by user_key
)
select
    user_key,
    min(first_at) as first_seen_at,
    max(last_at) as last_seen_at,
    cast(sum(session_count) as bigint) as session_count,
    cast(sum(click_count) as bigint) as click_count,
    cast(sum(cart_count) as bigint) as abandoned_cart_count,
    cast(sum(ticket_count) as bigint) as ticket_count,
    cast(sum(feedback_count) as bigint) as feedback_count
from seen
where user_key is not null
group by user_key;

create table retention_weekly as
with active as (select distinct user_key, date_trunc('week', date_day) as active_week from user_days),
cohorts as (select user_key, min(active_week) as cohort_week from active group by user_key)
select
    cohort_week,
    date_diff('day', cohort_week, active_week) // 7 as week_number,
    count(*) as active_user_count
from active
join cohorts using (user_key)
group by all;

create table cart_abandonment_daily as
with visits as (
    select session_date as date_day, count(*) as cart_session_count, count(*) filter (where is_completed) as completed_session_count
    from sessions
    where reached_cart
    group by session_date
),
abandoned as (
    select
        abandoned_date as date_day,
        count(*) as abandoned_cart_count,
        sum(cart_value) as abandoned_value,
        count(*) filter (where outcome = 'recovered') as recovered_cart_count,
        sum(cart_value) filter (where outcome = 'recovered') as recovered_value,
        sum(cart_value) filter (where outcome = 'lost') as lost_value,
        sum(cart_value) filter (where outcome = 'open') as open_value
    from carts
    group by abandoned_date
)
select *, (cart_session_count - completed_session_count) / nullif(cart_session_count, 0) as cart_abandonment_rate
from visits
full join abandoned using (date_day);

create table tickets_daily as
with created as (
    select cast(created_at as date) as date_day, category, priority, count(*) as created_count from tickets group by all
),
resolved as (
    select cast(resolved_at as date) as date_day, category, priority, count(*) as resolved_count, quantile_cont(resolution_hours, 0.5) as median_resolution_hours
    from tickets
    where resolved_at is not null
    group by all
),
queues as (select category, priority, min(date_day) as first_date from created group by all),
days as (
    select cast(unnest(range(first_date, last_date + interval 1 day, interval 1 day)) as date) as date_day from period
)
select
    days.date_day,
    queues.category,
    queues.priority,
    coalesce(created_count, 0) as created_count,
    coalesce(resolved_count, 0) as resolved_count,
    cast(sum(coalesce(created_count, 0) - coalesce(resolved_count, 0)) over (partition by queues.category, queues.priority order by days.date_day) as bigint) as backlog_count,
    median_resolution_hours
from days
join queues on days.date_day >= queues.first_date
left join created using (date_day, category, priority)
left join resolved using (date_day, category, priority);

create table headline_kpis as
select 'total_clicks' as kpi, count(*)::double as value, null::varchar as answer from clicks
union all select 'unique_users', count(distinct user_key), null from clicks
union all (select 'most_clicked_element', sum(click_count), element from clicks_daily where element <> '(not recorded)' group by element order by 2 desc, 3 limit 1)
union all (select 'most_clicked_page', sum(click_count), page_key from clicks_daily group by page_key order by 2 desc, 3 limit 1)
union all select 'total_page_loads', count(*), null from page_loads
union all select 'avg_load_ms', avg(load_time_ms), null from page_loads
union all select 'p75_load_ms', quantile_cont(load_time_ms, 0.75), null from page_loads
union all (select 'slowest_page', avg(load_time_ms), page_key from page_loads group by page_key order by 2 desc, 3 limit 1)
union all select 'total_sessions', count(*), null from sessions
union all select 'avg_session_minutes', avg(duration_seconds) / 60, null from sessions
union all select 'median_session_minutes', quantile_cont(duration_seconds, 0.5) / 60, null from sessions
union all select 'bounce_rate', count(*) filter (where is_single_page) / count(*), null from sessions
union all select 'session_conversion_rate', count(*) filter (where is_completed) / count(*), null from sessions
union all (select 'most_common_drop_off_page', count(*), drop_off_page from sessions where drop_off_page is not null group by drop_off_page order by 2 desc, 3 limit 1)
union all select 'abandoned_carts', count(*), null from carts
union all select 'avg_items_per_abandoned_cart', avg(item_count), null from carts
union all select 'avg_abandoned_cart_value', avg(cart_value), null from carts
union all (select 'highest_abandoned_cart', cart_value, cart_id from carts where cart_value is not null order by cart_value desc, cart_id limit 1)
union all select 'abandoned_value', sum(cart_value), null from carts
union all select 'lost_value', sum(cart_value) filter (where outcome = 'lost'), null from carts
union all select 'cart_abandonment_rate', count(*) filter (where not is_completed) / count(*), null from sessions where reached_cart
union all select 'cart_recovery_rate', count(*) filter (where outcome = 'recovered') / count(*), null from carts
union all select 'total_requests', count(*), null from requests
union all select 'total_errors', count(*) filter (where status_code >= 400 or status_code = 0), null from requests
union all select 'error_rate', count(*) filter (where status_code >= 400 or status_code = 0) / count(*), null from requests
union all select 'availability', count(*) filter (where not (status_code >= 500 or status_code in (0, 429))) / count(*), null from requests
union all select 'avg_response_ms', avg(response_time_ms), null from requests
union all select 'p95_response_ms', quantile_cont(response_time_ms, 0.95), null from requests
union all (select 'slowest_service', avg(response_time_ms), service_name from requests group by service_name order by 2 desc, 3 limit 1)
union all (select 'most_errors_service', count(*), service_name from requests where status_code >= 400 or status_code = 0 group by service_name order by 2 desc, 3 limit 1)
union all (select 'most_errors_endpoint', count(*), endpoint from requests where status_code >= 400 or status_code = 0 group by endpoint order by 2 desc, 3 limit 1)
union all select 'total_feedback', count(*), null from feedback
union all select 'avg_rating', avg(rating), null from feedback
union all select 'csat_rate', count(*) filter (where rating >= 4) / count(rating), null from feedback
union all select 'total_tickets', count(*), null from tickets
union all select 'resolved_tickets', count(resolved_at), null from tickets
union all select 'ticket_backlog', count(*) filter (where resolved_at is null), null from tickets
union all select 'median_resolution_hours', quantile_cont(resolution_hours, 0.5), null from tickets
union all select 'p90_resolution_hours', quantile_cont(resolution_hours, 0.9), null from tickets
union all select 'sla_attainment_rate', count(*) filter (where sla_status = 'met') / count(*) filter (where sla_status in ('met', 'breached')), null from tickets
union all (select 'most_common_ticket_category', count(*), category from tickets group by category order by 2 desc, 3 limit 1);
