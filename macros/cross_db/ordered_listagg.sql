{#- The values of a group in one text, from the least to the greatest of order_by (one column or several; their own order by
    default), so that the text is the same each time. -#}
{% macro ordered_listagg(column, separator, order_by=none) -%}
    {{ return(adapter.dispatch('ordered_listagg')(column, separator, order_by or column)) }}
{%- endmacro %}

{% macro default__ordered_listagg(column, separator, order_by) -%}
    string_agg({{ column }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{#- listagg would do it from Spark 4 on. -#}
{% macro spark__ordered_listagg(column, separator, order_by) -%}
    array_join(transform(
        array_sort(collect_list(struct({{ order_by }}, {{ column }} as joined_value))),
        each_struct -> each_struct.joined_value
    ), '{{ separator }}')
{%- endmacro %}
