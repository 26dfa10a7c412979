{#- The name of an event in snake_case, with one name for what tools call differently. A click on one of purchase_elements (in the var
    export_settings, for clickstream) is a purchase. -#}
{% macro event_name(column, element) -%}
    {%- set purchase_elements = export_setting('clickstream', 'purchase_elements', []) -%}
    {%- set name = snake_case_name(to_value(column)) -%}
    case
        {%- if purchase_elements %}
        when {{ element }} in ({% for name in purchase_elements %}{{ string_literal(name) }}{{ ', ' if not loop.last }}{% endfor %}) then 'purchase'
        {%- endif %}
        {%- for names, event in [
            (['pageview', 'page_viewed', 'page', 'screen_view'], 'page_view'),
            (['product_added', 'added_to_cart', 'cart_add'], 'add_to_cart'),
            (['checkout_started', 'initiate_checkout', 'started_checkout'], 'begin_checkout'),
            (['order_completed', 'placed_order', 'ecommerce_order', 'transaction'], 'purchase'),
        ] %}
        when {{ name }} in ('{{ names | join("', '") }}') then '{{ event }}'
        {%- endfor %}
        else {{ name }}
    end
{%- endmacro %}
