{%- set steps = var('funnel_steps') | dictsort(by='value') -%}
with
sessions as (select * from {{ ref('int_sessions_classified') }}),

count_sessions_per_step as (
    select
        session_date as date_day,
        {%- for step, number in steps %}
        count(*) filter (where deepest_step >= {{ number }}) as step_{{ number }},
        {%- endfor %}
        count(is_completed) > 0 as has_outcomes
    from sessions
    group by session_date
),

unpivot_steps as (
    {% for step, number in steps -%}
    select
        date_day,
        {{ number }} as step_number,
        '{{ step }}' as step,
        {% if step == 'completed' -%}
        case when has_outcomes then step_{{ number }} end as session_count
        {%- else -%}
        step_{{ number }} as session_count
        {%- endif %}
    from count_sessions_per_step
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

find_next_steps as (
    select
        *,
        lead(session_count) over (partition by date_day order by step_number) as next_step_count
    from unpivot_steps
),

funnel_daily as (
    select
        date_day,
        step_number,
        step,
        session_count,
        next_step_count,
        session_count - next_step_count as drop_off_count,
        {{ safe_divide('next_step_count', 'session_count') }} as step_conversion_rate
    from find_next_steps
)

select * from funnel_daily
