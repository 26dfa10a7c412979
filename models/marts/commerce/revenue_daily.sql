{%- set amounts = {'revenue': 'order_value', 'refunded_value': 'refunded_value', 'discount_value': 'discount_value'} -%}
with
orders as (select * from {{ ref('commerce_orders') }}),
dates as (select * from {{ ref('int_date_spine') }}),

measure_orders as (
    select
        order_date as date_day,
        count(*) filter (where is_counted) as order_count,
        {%- for amount, column in amounts.items() %}
        {{ exact_sum('case when is_counted then ' ~ column ~ ' end') }} as {{ amount }},
        {%- endfor %}
        cast(
            {{ decimal_sum('case when is_counted then order_value end') }}
            - {{ decimal_sum('case when is_counted then refunded_value end') }} as double
        ) as net_revenue,
        count(case when is_counted then order_value end) as valued_order_count,
        count(case when is_counted then discount_value end) as discount_known_count,
        count(*) filter (where is_counted and discount_value > 0) as discounted_order_count,
        count(case when is_counted then is_repeat end) as customer_order_count,
        count(*) filter (where is_counted and is_repeat) as repeat_order_count,
        count(*) filter (where status = 'pending') as pending_order_count,
        count(*) filter (where status = 'cancelled') as canceled_order_count
    from orders
    group by order_date
),

-- between the first and the last order, a day without one has 0 of them
list_days as (
    select dates.date_day
    from dates
    where
        dates.date_day >= (select min(measured.date_day) from measure_orders as measured)
        and dates.date_day <= (select max(measured.date_day) from measure_orders as measured)
),

revenue_daily as (
    select
        list_days.date_day,
        coalesce(measure_orders.order_count, 0) as order_count,
        {%- for amount in ['revenue', 'refunded_value', 'net_revenue', 'discount_value'] %}
        -- null where orders have no such amount: 0 would be read as none
        case
            when coalesce(measure_orders.order_count, 0) = 0 then 0 else measure_orders.{{ amount }}
        end as {{ amount }},
        {%- endfor %}
        {{ safe_divide('measure_orders.revenue', 'measure_orders.valued_order_count') }} as avg_order_value,
        coalesce(measure_orders.valued_order_count, 0) as valued_order_count,
        coalesce(measure_orders.discount_known_count, 0) as discount_known_count,
        coalesce(measure_orders.discounted_order_count, 0) as discounted_order_count,
        coalesce(measure_orders.customer_order_count, 0) as customer_order_count,
        coalesce(measure_orders.repeat_order_count, 0) as repeat_order_count,
        coalesce(measure_orders.pending_order_count, 0) as pending_order_count,
        coalesce(measure_orders.canceled_order_count, 0) as canceled_order_count
    from list_days
    left join measure_orders
        on list_days.date_day = measure_orders.date_day
)

select * from revenue_daily
