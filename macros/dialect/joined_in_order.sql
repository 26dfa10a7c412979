{#- The values of a group in one text, in a fixed order (their own by default), so that the text is the same each time. -#}
{% macro joined_in_order(column, separator, order_by=none) -%}
    {{ return(adapter.dispatch('joined_in_order')(column, separator, order_by or column)) }}
{%- endmacro %}

{% macro default__joined_in_order(column, separator, order_by) -%}
    string_agg({{ column }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__joined_in_order(column, separator, order_by) -%}
    listagg({{ column }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}
