{#- A timestamp as text to the minute, for keys. -#}
{% macro minute_text(timestamp) -%}
    {{ return(adapter.dispatch('minute_text')(timestamp)) }}
{%- endmacro %}

{% macro default__minute_text(timestamp) -%}
    strftime({{ timestamp }}, '%Y-%m-%dT%H:%M')
{%- endmacro %}

{% macro spark__minute_text(timestamp) -%}
    date_format({{ timestamp }}, "yyyy-MM-dd'T'HH:mm")
{%- endmacro %}
