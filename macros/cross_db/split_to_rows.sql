{#- One row per part of a text: the text itself (whole), position (from 1) and part. -#}
{% macro split_to_rows(relation, column, separator) -%}
    {{ return(adapter.dispatch('split_to_rows')(relation, column, separator)) }}
{%- endmacro %}

{% macro default__split_to_rows(relation, column, separator) -%}
    select
        {{ column }} as whole,
        unnest(string_split({{ column }}, '{{ separator }}')) as part,
        generate_subscripts(string_split({{ column }}, '{{ separator }}'), 1) as position
    from {{ relation }}
{%- endmacro %}

{% macro spark__split_to_rows(relation, column, separator) -%}
    select
        {{ column }} as whole,
        part,
        position_from_0 + 1 as position
    from {{ relation }}
    lateral view posexplode(split({{ column }}, r'\Q{{ separator }}\E')) as position_from_0, part
{%- endmacro %}
