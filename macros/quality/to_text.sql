{#- A value as text without the blanks around it; null when nothing is left. -#}
{% macro to_text(column) -%}
    {{ return(adapter.dispatch('to_text')(column)) }}
{%- endmacro %}

{% macro default__to_text(column) -%}
    nullif(trim(cast({{ column }} as varchar), ' ' || chr(9) || chr(10) || chr(13)), '')
{%- endmacro %}

{% macro spark__to_text(column) -%}
    nullif(trim(both ' ' || chr(9) || chr(10) || chr(13) from cast({{ column }} as string)), '')
{%- endmacro %}
