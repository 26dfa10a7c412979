with
carts as (select * from {{ ref('carts') }}),
cart_sessions as (select * from {{ ref('int_sessions_classified') }} where reached_cart),

count_cart_sessions as (
    select
        session_date as date_day,
        count(*) as cart_session_count,
        case when count(is_completed) > 0 then count(*) filter (where is_completed) end as completed_session_count
    from cart_sessions
    group by session_date
),

count_carts as (
    select
        abandoned_date as date_day,
        count(*) as abandoned_cart_count,
        count(cart_value) as valued_cart_count,
        count(case when outcome <> 'unknown' then cart_value end) as known_value_count,
        {{ exact_sum('cart_value') }} as abandoned_value,
        count(*) filter (where outcome <> 'unknown') as known_cart_count,
        count(*) filter (where outcome = 'recovered') as recovered_cart_count,
        {{ exact_sum("case when outcome = 'recovered' then cart_value end") }} as recovered_value,
        {{ exact_sum("case when outcome = 'lost' then cart_value end") }} as lost_value,
        {{ exact_sum("case when outcome = 'open' then cart_value end") }} as open_value
    from carts
    group by abandoned_date
),

collect_days as (
    select date_day from count_cart_sessions
    union
    select date_day from count_carts
),

cart_abandonment_daily as (
    select
        collect_days.date_day,
        coalesce(count_cart_sessions.cart_session_count, 0) as cart_session_count,
        case
            when count_cart_sessions.date_day is null then 0
            else count_cart_sessions.completed_session_count
        end as completed_session_count,
        {{ safe_divide(
            'count_cart_sessions.cart_session_count - count_cart_sessions.completed_session_count',
            'count_cart_sessions.cart_session_count'
        ) }} as cart_abandonment_rate,
        coalesce(count_carts.abandoned_cart_count, 0) as abandoned_cart_count,
        -- null where no cart has a value, or no outcome is known: 0 would be read as nothing lost
        case
            when count_carts.date_day is null or count_carts.valued_cart_count > 0
                then coalesce(count_carts.abandoned_value, 0)
        end as abandoned_value,
        case
            when count_carts.date_day is null or count_carts.known_cart_count > 0
                then coalesce(count_carts.recovered_cart_count, 0)
        end as recovered_cart_count,
        case
            when count_carts.date_day is null or count_carts.known_value_count > 0
                then coalesce(count_carts.recovered_value, 0)
        end as recovered_value,
        case
            when count_carts.date_day is null or count_carts.known_value_count > 0
                then coalesce(count_carts.lost_value, 0)
        end as lost_value,
        case
            when count_carts.date_day is null or count_carts.known_value_count > 0
                then coalesce(count_carts.open_value, 0)
        end as open_value
    from collect_days
    left join count_cart_sessions
        on collect_days.date_day = count_cart_sessions.date_day
    left join count_carts
        on collect_days.date_day = count_carts.date_day
)

select * from cart_abandonment_daily
