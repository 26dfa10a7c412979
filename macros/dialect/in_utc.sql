{#- A local time of a zone as the same moment in UTC. -#}
{% macro in_utc(timestamp, timezone) -%}
    {{ return(adapter.dispatch('in_utc')(timestamp, timezone)) }}
{%- endmacro %}

{% macro default__in_utc(timestamp, timezone) -%}
    {%- if timezone == 'UTC' -%}
        {{ timestamp }}
    {%- else -%}
        ({{ timestamp }} at time zone {{ text_literal(timezone) }}) at time zone 'UTC'
    {%- endif -%}
{%- endmacro %}
