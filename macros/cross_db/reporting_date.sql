{#- A UTC timestamp as local time of the var reporting_timezone. -#}
{% macro to_reporting_time(timestamp) -%}
    {{ return(adapter.dispatch('to_reporting_time')(timestamp)) }}
{%- endmacro %}

{% macro default__to_reporting_time(timestamp) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
        {{ timestamp }}
    {%- else -%}
        (({{ timestamp }} at time zone 'UTC') at time zone {{ string_literal(var('reporting_timezone')) }})
    {%- endif -%}
{%- endmacro %}

{% macro spark__to_reporting_time(timestamp) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
        {{ timestamp }}
    {%- else -%}
        from_utc_timestamp({{ timestamp }}, {{ string_literal(var('reporting_timezone')) }})
    {%- endif -%}
{%- endmacro %}

{#- The day of a UTC timestamp in the var reporting_timezone. -#}
{% macro reporting_date(timestamp) -%} cast({{ to_reporting_time(timestamp) }} as date) {%- endmacro %}

