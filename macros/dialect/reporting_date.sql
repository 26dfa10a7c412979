{#- The day of a UTC timestamp in the var reporting_timezone. -#}
{% macro reporting_date(timestamp) -%}
    {{ return(adapter.dispatch('reporting_date')(timestamp)) }}
{%- endmacro %}

{% macro default__reporting_date(timestamp) -%}
    {%- if var('reporting_timezone') == 'UTC' -%}
        cast({{ timestamp }} as date)
    {%- else -%}
        cast(({{ timestamp }} at time zone 'UTC') at time zone {{ text_literal(var('reporting_timezone')) }} as date)
    {%- endif -%}
{%- endmacro %}
