{#- True where an optional value is there and is no value of its type. -#}
{% macro is_invalid(column, typed) -%}
    {{ typed }} is null and {{ to_text('raw_row.' ~ column) }} is not null
{%- endmacro %}
