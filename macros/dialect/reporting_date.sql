{#- A UTC timestamp as local time of the var reporting_timezone. -#}
{% macro reporting_time(timestamp) -%}
    {{ return(adapter.dispatch('reporting_time')(timestamp)) }}
{%- endmacro %}

{% macro default__reporting_time(timestamp) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
        {{ timestamp }}
    {%- else -%}
        (({{ timestamp }} at time zone 'UTC') at time zone {{ text_literal(var('reporting_timezone')) }})
    {%- endif -%}
{%- endmacro %}

{% macro spark__reporting_time(timestamp) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
        {{ timestamp }}
    {%- else -%}
        from_utc_timestamp({{ timestamp }}, {{ text_literal(var('reporting_timezone')) }})
    {%- endif -%}
{%- endmacro %}

{#- The day of a UTC timestamp in the var reporting_timezone. -#}
{% macro reporting_date(timestamp) -%} cast({{ reporting_time(timestamp) }} as date) {%- endmacro %}

