with
period as (select * from {{ ref('int_reporting_period') }}),

carts as (
    select carts.*
    from {{ ref('carts') }} as carts
    cross join period
    where carts.abandoned_date >= period.headline_start_date
),

days as (
    select days.*
    from {{ ref('cart_abandonment_daily') }} as days
    cross join period
    where days.date_day >= period.headline_start_date
),

measure_carts as (
    select
        count(*) as cart_count,
        {{ safe_divide('sum(item_count)', 'count(item_count)') }} as avg_items,
        {{ safe_divide(exact_sum('cart_value'), 'count(cart_value)') }} as avg_value,
        coalesce({{ exact_sum('cart_value') }}, 0) as abandoned_value,
        coalesce({{ exact_sum("case when outcome = 'lost' then cart_value end") }}, 0) as lost_value,
        count(*) filter (where outcome = 'recovered') as recovered_count
    from carts
),

rank_carts as (
    select
        cart_id,
        cart_value
    from carts
    where cart_value is not null
    order by cart_value desc, cart_id asc
    limit 1
),

count_sessions as (
    select
        coalesce(sum(cart_session_count), 0) as cart_session_count,
        coalesce(sum(cart_session_count - completed_session_count), 0) as abandoned_session_count
    from days
),

headline_commerce as (
    {{ kpi_row('abandoned_carts', 'cart_count') }} from measure_carts
    union all
    {{ kpi_row('avg_items_per_abandoned_cart', 'avg_items') }} from measure_carts
    union all
    {{ kpi_row('avg_abandoned_cart_value', 'avg_value') }} from measure_carts
    union all
    {{ kpi_row('highest_abandoned_cart', 'cart_value', answer='cart_id') }} from rank_carts
    union all
    {{ kpi_row('abandoned_value', 'abandoned_value') }} from measure_carts
    union all
    {{ kpi_row('lost_value', 'lost_value') }} from measure_carts
    union all
    {{ kpi_row('cart_recovery_rate', numerator='recovered_count', denominator='cart_count') }} from measure_carts
    union all
    {{ kpi_row(
        'cart_abandonment_rate', numerator='abandoned_session_count', denominator='cart_session_count'
    ) }} from count_sessions
)

select * from headline_commerce
