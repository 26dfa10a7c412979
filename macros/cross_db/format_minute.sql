{#- A timestamp as text to the minute, for keys. -#}
{% macro format_minute(timestamp) -%}
    {{ return(adapter.dispatch('format_minute')(timestamp)) }}
{%- endmacro %}

{% macro default__format_minute(timestamp) -%}
    strftime({{ timestamp }}, '%Y-%m-%dT%H:%M')
{%- endmacro %}

{% macro spark__format_minute(timestamp) -%}
    date_format({{ timestamp }}, "yyyy-MM-dd'T'HH:mm")
{%- endmacro %}
