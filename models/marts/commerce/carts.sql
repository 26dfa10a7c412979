{%- set purchases_in = [] -%}
{%- set carts_have_users = has_column('cart_abandonment', 'user_id') -%}
{%- do purchases_in.append("'session_tracking'") if carts_have_users and has_column('session_tracking', 'user_id')
    and has_column('session_tracking', 'drop_off_page') -%}
{%- do purchases_in.append("'orders'") if not is_absent('orders')
    and ((carts_have_users and has_column('orders', 'user_id')) or has_column('orders', 'cart_id')) -%}
{%- set last_known_time = add_hours('coverage.last_event_at', setting('input_delay_hours')) -%}
{%- set recovery_deadline = add_hours('abandoned_carts.abandoned_at', var('recovery_window_hours')) -%}
with
abandoned_carts as (select * from {{ ref('stg_cart_abandonment') }}),
possible_purchases as (select * from {{ ref('int_possible_purchases') }}),
period as (select * from {{ ref('int_reporting_period') }}),
inputs as (select * from {{ ref('int_input_coverage') }}),

-- without users, or the end of a session, nothing shows a recovery
coverage as (
    select max(last_event_at) as last_event_at
    from inputs
    where input_table in ({{ purchases_in | join(', ') or "''" }})
),

match_purchases_to_carts as (
    select
        possible_purchases.*,
        abandoned_carts.cart_id as matched_cart_id,
        abandoned_carts.abandoned_at,
        false as is_cart_of_order
    from abandoned_carts
    inner join possible_purchases
        on abandoned_carts.user_key = possible_purchases.user_key
    union all
    select
        possible_purchases.*,
        abandoned_carts.cart_id as matched_cart_id,
        abandoned_carts.abandoned_at,
        true as is_cart_of_order
    from abandoned_carts
    inner join possible_purchases
        on abandoned_carts.cart_id = possible_purchases.cart_id
),

-- a purchase recovers the cart that it names, else only the user's latest cart; earlier carts stay lost
rank_carts as (
    select
        *,
        row_number() over (
            partition by purchase_id
            order by is_cart_of_order desc, abandoned_at desc, matched_cart_id asc
        ) as cart_rank
    from match_purchases_to_carts
    where
        abandoned_at < purchased_at
        and {{ add_hours('abandoned_at', var('recovery_window_hours')) }} >= purchased_at
),

find_recoveries as (
    select
        matched_cart_id as cart_id,
        min(case when is_completed then purchased_at end) as recovered_at
    from rank_carts
    where cart_rank = 1
    group by matched_cart_id
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
            -- a purchase by a user who is not recorded, or after the last one, would not be seen; who sets as_of says
            -- that the exports reach it
            when coverage.last_event_at is null or find_recoveries.cart_id is not null then 'unknown'
            when {{ recovery_deadline }} > period.as_of then 'open'
            {%- if not as_of() %}
            when {{ recovery_deadline }} > {{ last_known_time }} then 'unknown'
            {%- endif %}
            else 'lost'
        end as outcome,
        find_recoveries.recovered_at
    from abandoned_carts
    cross join period
    cross join coverage
    left join find_recoveries
        on abandoned_carts.cart_id = find_recoveries.cart_id
)

select * from carts
