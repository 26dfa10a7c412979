{%- set columns_per_input = {
    'cart_abandonment': ['user_id', 'items_in_cart'],
    'clickstream': ['user_id'],
    'orders': ['user_id', 'session_id', 'cart_id', 'item_count'],
    'session_tracking': ['user_id'],
    'support_tickets': ['user_id', 'reopen_count', 'csat_score'],
    'user_feedback': ['user_id', 'rating'],
} -%}
with
stg_lost_values as (
    {% for table, columns in columns_per_input.items() -%}
    {%- set is_last_table = loop.last -%}
    {%- for column in columns -%}
    select
        '{{ table }}' as input_table,
        '{{ column }}' as column_name,
        count(case when lost_values like '%{{ column }}%' then 1 end) as lost_count,
        count(*) as row_count
    from {{ ref('base_' ~ table) }}
    where row_status = 'accepted'
    {{ "union all" if not (loop.last and is_last_table) }}
    {% endfor -%}
    {%- endfor -%}
)

select * from stg_lost_values
