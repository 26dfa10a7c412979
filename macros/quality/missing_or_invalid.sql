{#- Why a required value could not be typed: it was blank, or it was no value of its type. -#}
{% macro missing_or_invalid(column) -%}
    case when {{ to_text('raw_row.' ~ column) }} is null then 'missing_{{ column }}' else 'invalid_{{ column }}' end
{%- endmacro %}
