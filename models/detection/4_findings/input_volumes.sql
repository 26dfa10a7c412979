{{ config(materialized='ephemeral') }}
{%- set counted_inputs = {
    'abandoned_carts': 'cart_abandonment', 'total_clicks': 'clickstream', 'total_feedback': 'user_feedback',
    'total_orders': 'orders', 'total_requests': 'api_logs', 'total_sessions': 'session_tracking',
    'total_tickets': 'support_tickets',
} -%}
-- Method: the rows of the last day and of the last two days of an input, each against the median of the same hours of
-- earlier weeks. What the other inputs lose as well is no fault of an export: their median share is the expected share.
with
events as (select * from {{ ref('int_event_counts_hourly') }} where event_count > 0),
page_loads as (select * from {{ ref('int_page_loads_hourly') }}),
audit as (select * from {{ ref('load_audit') }}),
period as (select * from {{ ref('int_reporting_period') }}),

count_rows as (
    select
        case kpi
            {%- for kpi, table in counted_inputs.items() %}
            when '{{ kpi }}' then '{{ table }}'
            {%- endfor %}
        end as input_table,
        hour_at,
        event_count as row_count
    from events
    union all
    select
        'page_load_times' as input_table,
        hour_at,
        load_count as row_count
    from page_loads
),

-- what is derived falls with its source
count_rows_hourly as (
    select
        count_rows.input_table,
        count_rows.hour_at,
        sum(count_rows.row_count) as row_count,
        lag(count_rows.hour_at) over hours as previous_hour_at,
        min(count_rows.hour_at) over inputs as first_hour_at,
        max(count_rows.hour_at) over inputs as last_hour_at
    from count_rows
    inner join audit
        on
            count_rows.input_table = audit.input_table
            and audit.export not like 'derived from %'
    group by count_rows.input_table, count_rows.hour_at
    window
        inputs as (partition by count_rows.input_table),
        hours as (partition by count_rows.input_table order by count_rows.hour_at)
),

-- weeks count back from the end of the input, not of the period: one that ends earlier is behind, not incomplete
count_back as (
    select
        *,
        {{ seconds_between('hour_at', 'last_hour_at') }} / 3600 as hours_before_end,
        floor({{ seconds_between('hour_at', 'last_hour_at') }} / 3600 / 168) as week_number,
        {{ seconds_between('first_hour_at', 'last_hour_at') }} / 3600 as span_hours,
        {{ seconds_between('previous_hour_at', 'hour_at') }} / 3600 as gap_hours
    from count_rows_hourly
),

sum_ends_of_weeks as (
    {% for days in [1, 2] -%}
    select
        input_table,
        {{ days }} as day_count,
        week_number,
        sum(case when hours_before_end - 168 * week_number < {{ 24 * days }} then row_count else 0 end) as row_count
    from count_back
    where
        week_number <= {{ setting('baseline_weeks') }}
        -- weeks that begin before the input does have fewer rows
        and 168 * week_number + {{ 24 * days }} <= span_hours + 1
    group by input_table, week_number
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

compare_with_weeks as (
    select
        input_table,
        day_count,
        cast(max(case when week_number = 0 then row_count end) as double) as row_count,
        {{ percentile('case when week_number > 0 then row_count end', 0.5) }} as baseline_count
    from sum_ends_of_weeks
    group by input_table, day_count
    having count(case when week_number > 0 then 1 end) >= {{ setting('baseline_min_weeks') }}
),

compare_with_other_inputs as (
    select
        compared.input_table,
        compared.day_count,
        max(compared.row_count) as row_count,
        max(compared.baseline_count) * coalesce(
            least({{ percentile('others.row_count / others.baseline_count', 0.5) }}, 1), 1
        ) as expected_count
    from compare_with_weeks as compared
    left join compare_with_weeks as others
        on
            compared.day_count = others.day_count
            and compared.input_table <> others.input_table
            and others.baseline_count >= {{ setting('input_min_rows') }}
    where compared.baseline_count >= {{ setting('input_min_rows') }}
    group by compared.input_table, compared.day_count
),

rank_shares as (
    select
        *,
        row_number() over (
            partition by input_table
            order by {{ safe_divide('row_count', 'expected_count') }} asc nulls last, day_count asc
        ) as share_rank
    from compare_with_other_inputs
),

find_longest_gaps as (
    select input_table, max(gap_hours) as longest_gap_hours
    from count_back
    group by input_table
),

input_volumes as (
    select
        audit.input_table,
        audit.last_event_age_hours,
        -- a pause of twice the longest one is an end; of few rows, or in the first days, the longest is not known
        case
            when
                audit.rows_accepted >= {{ setting('input_behind_min_rows') }}
                and {{ days_between('period.first_date', 'period.last_date') }} >= {{ setting('baseline_min_days') }}
                then greatest({{ setting('input_behind_hours') }}, 2 * coalesce(gaps.longest_gap_hours, 0))
        end as allowed_hours,
        shares.day_count,
        shares.row_count,
        shares.expected_count
    from audit
    cross join period
    left join find_longest_gaps as gaps
        on audit.input_table = gaps.input_table
    left join rank_shares as shares
        on
            audit.input_table = shares.input_table
            and shares.share_rank = 1
)

select * from input_volumes
