{#- Orders as shop systems write them. -#}

{#- One row per order of a CTE with a row per line item: the value of each column that the lines of an order share, whether a file repeats
    it on each line or has it on the first only, the quantities added up as item_count, and source_file, input_row and exported_row of
    the first line. Lines need not follow each other: a sheet may have been sorted. A number that comes with another time is another
    order, such as that of a second shop. -#}
{% macro merge_exported_lines(lines, number, time, values, quantity) -%}
    select
        source_file,
        min(input_row) as input_row,
        min(case when line_number = 1 then exported_row end) as exported_row,
        {{ number }},
        {%- for column in [time] + values %}
        max({{ column }}) as {{ column }},
        {%- endfor %}
        -- one that cannot be read is not left out of a sum, but lost
        coalesce(
            max(case when {{ to_integer(quantity) }} is null then {{ quantity }} end),
            cast(sum({{ to_integer(quantity) }}) as string)
        ) as item_count
    from (
        select
            *,
            row_number() over (partition by source_file, {{ number }}, order_time order by input_row) as line_number
        from (
            select
                *,
                coalesce({{ time }}, max({{ time }}) over (partition by source_file, {{ number }} order by input_row)) as order_time
            from {{ lines }}
        )
    )
    -- a row without a number is no line of another one
    group by source_file, {{ number }}, order_time, case when {{ number }} is null then input_row end
{%- endmacro %}

{#- The status of an order of Shopify. One that was paid back stays refunded, in whole or in part, when it is canceled, too: the money
    that came and went counts. -#}
{% macro shopify_order_status(financial_status, cancelled_at) -%}
    case
        when {{ cancelled_at }} is not null
            and coalesce(lower({{ financial_status }}), '') not in ('refunded', 'partially_refunded') then 'cancelled'
        else lower({{ financial_status }})
    end
{%- endmacro %}

{#- What was paid back according to the refunds of an order, as JSON of Shopify's API; null where there are none. A transaction that
    failed has moved no money. -#}
{% macro shopify_refunded_value(refunds) -%} {{ return(adapter.dispatch('shopify_refunded_value')(refunds)) }} {%- endmacro %}
{% macro default__shopify_refunded_value(refunds) -%}
    list_sum(list_transform(
        list_filter(
            json_extract(case when json_valid({{ refunds }}) then {{ refunds }} end, '$[*].transactions[*]'),
            lambda payment: json_extract_string(payment, '$.kind') = 'refund' and json_extract_string(payment, '$.status') = 'success'
        ),
        lambda payment: try_cast(json_extract_string(payment, '$.amount') as decimal(18, 2))
    ))
{%- endmacro %}
{% macro spark__shopify_refunded_value(refunds) -%}
    aggregate(
        filter(
            flatten(transform(
                from_json({{ refunds }}, 'array<struct<transactions: array<struct<kind: string, status: string, amount: string>>>>'),
                refund -> coalesce(refund.transactions, array())
            )),
            payment -> payment.kind = 'refund' and payment.status = 'success'
        ),
        cast(null as decimal(18, 2)),
        (total, payment) -> cast(coalesce(total, 0) + try_cast(payment.amount as decimal(18, 2)) as decimal(18, 2))
    )
{%- endmacro %}

{#- An amount without the sign or code of its currency: $95.00, 95,00 € and EUR 95.00 are numbers. A text without a digit stays, to be
    rejected. -#}
{% macro without_currency(column) -%}
    coalesce(nullif({{ regexp_replace_all(column, '^[^0-9.,+-]+|[^0-9.,]+$', '') }}, ''), {{ column }})
{%- endmacro %}

{#- A discount or refund without its currency, and without the minus with which some tools write what is deducted. -#}
{% macro deducted_amount(column) -%}
    coalesce(nullif({{ regexp_replace_all(column, '^[^0-9.,]+|[^0-9.,]+$', '') }}, ''), {{ column }})
{%- endmacro %}
