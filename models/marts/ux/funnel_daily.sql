with
sessions as (select * from {{ ref('int_sessions_classified') }}),

count_sessions_per_step as (
    select
        session_date as date_day,
        count(*) filter (where reached_home) as home,
        count(*) filter (where reached_product) as product,
        count(*) filter (where reached_cart) as cart,
        count(*) filter (where reached_checkout) as checkout,
        -- counts must not increase along the funnel, so a completion without a checkout page is left out
        count(*) filter (where is_completed and reached_checkout) as completed
    from sessions
    group by session_date
),

unpivot_steps as (
    {% set steps = var('funnel_steps').keys() | list -%}
    {% for step in steps -%}
    select
        date_day,
        {{ var('funnel_steps')[step] }} as step_number,
        '{{ step }}' as step,
        {{ step }} as session_count,
        {{ steps[loop.index] if not loop.last else 'cast(null as bigint)' }} as next_step_count
    from count_sessions_per_step
    {{ "union all" if not loop.last }}
    {% endfor -%}
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
    from unpivot_steps
)

select * from funnel_daily
