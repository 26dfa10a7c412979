{#- each with a value that half of all do not reach unless they are in seconds; none for amounts -#}
{%- set number_columns = [
    ('page_load_times', 'load_time_ms', 20), ('api_logs', 'response_time_ms', 1), ('cart_abandonment', 'cart_value', 0),
] -%}
with
tickets as (select * from {{ ref('tickets') }}),
feedback as (select * from {{ ref('feedback') }}),
unavailable as (select * from {{ ref('int_kpis_unavailable') }}),

count_priorities as (
    select
        priority,
        count(*) as ticket_count,
        count(sla_target_hours) as target_count,
        row_number() over (
            partition by count(sla_target_hours) = 0
            order by count(*) desc, priority asc
        ) as priority_rank
    from tickets
    group by priority
),

summarize_priorities as (
    select
        sum(ticket_count) as ticket_count,
        sum(ticket_count - target_count) as untargeted_count,
        {{ ordered_listagg(
            "case when target_count = 0 and priority_rank <= 5 then priority end", ', ', 'priority_rank'
        ) }} as untargeted_priorities,
        count(case when target_count = 0 and priority_rank > 5 then 1 end) as unnamed_count,
        nullif({{ ordered_listagg("case when target_count > 0 then priority end", ', ') }}, '') as targeted_priorities
    from count_priorities
),

count_texts as (
    select
        count(*) as text_count,
        count(case when text_sentiment = 'not_readable' then 1 end) as not_readable_count
    from feedback
    where text_sentiment <> 'missing'
),

-- Method: 1.234 for 1,234 is among whole numbers below 1,000, has at most three decimals, and mostly all three. Seconds
-- are low, or have decimals and are below 60.
count_values as (
    {% for table, column, lowest in number_columns -%}
    select
        '{{ table }}.{{ 'total_value' if column == 'cart_value' else column }}' as subject,
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

unknown_value_findings as (
    select
        'priority_without_target' as kind,
        'support_tickets' as subject,
        untargeted_priorities
        || case when unnamed_count > 0 then ' and ' || unnamed_count || ' more' else '' end as detail,
        'share' as unit,
        {{ safe_divide('untargeted_count', 'ticket_count') }} as metric_value,
        {{ setting('noted_share') }} as baseline_value,
        untargeted_count as occurrence_count,
        ticket_count as observation_count,
        coalesce(
            ' Priorities with a target: ' || targeted_priorities || '.', ' No ticket has a priority with a target.'
        ) as added_evidence
    from summarize_priorities
    where
        {{ safe_divide('untargeted_count', 'ticket_count') }} >= {{ setting('noted_share') }}
        -- without the column, the finding is that it is absent
        and not exists (
            select 1 from unavailable
            where unavailable.input_table = 'support_tickets' and unavailable.column_name = 'priority'
        )
    union all
    select
        'texts_not_readable' as kind,
        'user_feedback' as subject,
        '' as detail,
        'share' as unit,
        {{ safe_divide('not_readable_count', 'text_count') }} as metric_value,
        {{ setting('noted_share') }} as baseline_value,
        not_readable_count as occurrence_count,
        text_count as observation_count,
        '' as added_evidence
    from count_texts
    where {{ safe_divide('not_readable_count', 'text_count') }} >= {{ setting('noted_share') }}
    union all
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

select * from unknown_value_findings
