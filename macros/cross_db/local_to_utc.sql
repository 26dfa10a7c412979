{#- A local time of a zone as the same moment in UTC. -#}
{% macro local_to_utc(timestamp, timezone) -%}
    {{ return(adapter.dispatch('local_to_utc')(timestamp, timezone)) }}
{%- endmacro %}

{% macro default__local_to_utc(timestamp, timezone) -%}
    {%- if timezone == 'UTC' -%}
        {{ timestamp }}
    {%- else -%}
        ({{ timestamp }} at time zone {{ string_literal(timezone) }}) at time zone 'UTC'
    {%- endif -%}
{%- endmacro %}

{#- Of the two moments that an hour turned back gives one local time, to_utc_timestamp takes the first and DuckDB the second. -#}
{% macro spark__local_to_utc(timestamp, timezone) -%}
    {%- if timezone == 'UTC' -%}
        {{ timestamp }}
    {%- else -%}
        {%- set zone = string_literal(timezone) -%}
        {%- set first = 'to_utc_timestamp(' ~ timestamp ~ ', ' ~ zone ~ ')' -%}
        case
            when from_utc_timestamp({{ first }} + interval 1 hour, {{ zone }}) = {{ timestamp }} then {{ first }} + interval 1 hour
            else {{ first }}
        end
    {%- endif -%}
{%- endmacro %}
