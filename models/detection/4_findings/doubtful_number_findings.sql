{#- each with a value that half of all do not reach unless they are in seconds; none for amounts -#}
{%- set number_columns = [
    ('page_load_times', 'load_time_ms', 20), ('api_logs', 'response_time_ms', 1), ('cart_abandonment', 'cart_value', 0),
    ('orders', 'order_value', 0),
] -%}
with
-- Method: 1.234 for 1,234 is among whole numbers below 1,000, has at most three decimals, and mostly all three. Seconds
-- are low, or have decimals and are below 60.
count_values as (
    {% for table, column, lowest in number_columns -%}
    select
        '{{ table }}.{{ 'total_value' if column in ['cart_value', 'order_value'] else column }}' as subject,
        {{ lowest }} as lowest,
        {{ column }} as number_value,
        count({{ column }}) as row_count
    from {{ ref('stg_' ~ table) }}
    group by {{ column }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

count_numbers as (
    select
        subject,
        lowest,
        sum(row_count) as number_count,
        sum(case when number_value < lowest then row_count else 0 end) as low_count,
        sum(case when number_value = floor(number_value) then row_count else 0 end) as whole_count,
        sum(case when number_value <> floor(number_value) then row_count else 0 end) as decimal_count,
        sum(case when number_value <> round(number_value, 2) then row_count else 0 end) as three_decimals_count,
        sum(case when number_value <> round(number_value, 3) then row_count else 0 end) as more_decimals_count,
        max(number_value) as largest,
        min(case when number_value <> floor(number_value) then number_value end) as least_decimal
    from count_values
    group by subject, lowest
),

find_doubtful_numbers as (
    select
        subject,
        number_count,
        case
            when
                largest < 1000
                and least_decimal >= 1
                and whole_count >= 0.1 * number_count
                and more_decimals_count = 0
                and three_decimals_count >= 0.5 * decimal_count
                then decimal_count
        end as thousands_count,
        case
            when number_count < {{ setting('finding_min_observations') }} or lowest = 0 then null
            when low_count > 0.5 * number_count then low_count
            when decimal_count > 0.9 * number_count and largest < 60 then decimal_count
        end as seconds_count
    from count_numbers
),

doubtful_number_findings as (
    select
        'numbers_doubtful' as kind,
        subject,
        case
            when thousands_count > 0 then 'values such as 1.234 are among whole numbers and may mean 1,234'
            else 'most values are so low that they may be in seconds'
        end as detail,
        'share' as unit,
        {{ safe_divide('coalesce(thousands_count, seconds_count)', 'number_count') }} as metric_value,
        null as baseline_value,
        cast(coalesce(thousands_count, seconds_count) as bigint) as occurrence_count,
        cast(number_count as bigint) as observation_count,
        '' as added_evidence
    from find_doubtful_numbers
    where coalesce(thousands_count, seconds_count) > 0
)

select * from doubtful_number_findings
