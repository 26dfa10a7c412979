{%- set months = 'JanFebMarAprMayJunJulAugSepOctNovDec' -%}
{%- set time_pattern =
    '^([A-Z][a-z]{2})[a-z]*[.]? ([0-9]{1,2}), ([0-9]{4}),? ([0-9]{1,2}):([0-9]{2})(:[0-9]{2})? ?([AaPp]?)[Mm]?$'
-%}
with
orders as (
    {{ export_rows('magento', 'orders') }}
),

read_values as (
    select
        *,
        {{ parse_text(
            'purchase_date', time_pattern, ['month', 'day', 'year', 'hour', 'minute', 'second', 'half']
        ) }} as time_parts,
        {{ without_currency('grand_total_base') }} as base_total,
        {{ without_currency('grand_total_purchased') }} as purchased_total,
        {{ deducted_amount('total_refunded') }} as refunded,
        lower(status) as status_name
    from orders
),

read_parts as (
    select
        *,
        cast({{ position_in('time_parts.month', months) }} as string) as month_number,
        {{ to_number('base_total') }} / nullif({{ to_number('purchased_total') }}, 0) as rate
    from read_values
),

read_times as (
    select
        *,
        {{ time_of_parts('time_parts', 'time_parts.year', 'month_number', 'time_parts.day') }} as local_time
    from read_parts
),

magento_orders as (
    select
        source_file,
        input_row,
        exported_row,
        id as order_id,
        -- as the database has it, in UTC, or as Magento spells it, in the time zone of the shop
        case
            when time_parts.year = '' then {{ utc_time('purchase_date') }}
            else {{ time_of_export('local_time', 'magento_orders') }}
        end as ordered_at,
        customer_email as user_id,
        -- the code of Suspected Fraud, which waits for a review of the payment
        case when status_name = 'fraud' then 'suspected fraud' else status_name end as status,
        coalesce(base_total, purchased_total) as total_value,
        -- refunds are in the currency of the order, at the rate of the order
        case
            when rate <> 1 and {{ to_number('refunded') }} is not null
                then cast(round({{ to_number('refunded') }} * rate, 4) as string)
            else refunded
        end as refunded_value
    from read_times
)

select * from magento_orders
