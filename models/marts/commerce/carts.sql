{%- set has_recovery_columns = has_column('cart_abandonment', 'user_id') and has_column('session_tracking', 'user_id')
    and has_column('session_tracking', 'drop_off_page') -%}
{%- set last_known_time = add_hours('sessions.last_event_at', setting('input_delay_hours')) -%}
{%- set recovery_deadline = add_hours('abandoned_carts.abandoned_at', var('recovery_window_hours')) -%}
with
abandoned_carts as (select * from {{ ref('stg_cart_abandonment') }}),
-- a session may have ended with a purchase unless it is known that it did not
possible_purchases as (select * from {{ ref('int_sessions_classified') }} where coalesce(is_completed, true)),
period as (select * from {{ ref('int_reporting_period') }}),
sessions as (select * from {{ ref('int_input_coverage') }} where input_table = 'session_tracking'),

match_sessions_to_carts as (
    select
        abandoned_carts.cart_id,
        possible_purchases.is_completed,
        possible_purchases.ended_at,
        -- a completed session recovers only the user's latest cart; earlier carts stay lost
        row_number() over (
            partition by possible_purchases.session_id
            order by abandoned_carts.abandoned_at desc, abandoned_carts.cart_id asc
        ) as cart_rank
    from abandoned_carts
    inner join possible_purchases
        on
            abandoned_carts.user_key = possible_purchases.user_key
            and abandoned_carts.abandoned_at < possible_purchases.ended_at
            and {{ add_hours('abandoned_carts.abandoned_at', var('recovery_window_hours')) }}
            >= possible_purchases.ended_at
),

find_recoveries as (
    select
        cart_id,
        min(case when is_completed then ended_at end) as recovered_at
    from match_sessions_to_carts
    where cart_rank = 1
    group by cart_id
),

carts as (
    select
        abandoned_carts.cart_id,
        abandoned_carts.user_key,
        abandoned_carts.abandoned_date,
        abandoned_carts.abandoned_at,
        abandoned_carts.item_count,
        abandoned_carts.cart_value,
        case
            when find_recoveries.recovered_at is not null then 'recovered'
            -- a purchase by a user who is not recorded, or after the last session, would not be seen; who sets as_of
            -- says that the exports reach it
            {%- if not has_recovery_columns %}
            else 'unknown'
            {%- else %}
            when sessions.last_event_at is null or find_recoveries.cart_id is not null then 'unknown'
            when {{ recovery_deadline }} > period.as_of then 'open'
            {%- if not as_of() %}
            when {{ recovery_deadline }} > {{ last_known_time }} then 'unknown'
            {%- endif %}
            else 'lost'
            {%- endif %}
        end as outcome,
        find_recoveries.recovered_at
    from abandoned_carts
    cross join period
    cross join sessions
    left join find_recoveries
        on abandoned_carts.cart_id = find_recoveries.cart_id
)

select * from carts
