{#- The var as_of in UTC, as text without an offset; empty when it is not set. -#}
{% macro as_of() %}
    {%- if not var('as_of') -%}
        {{ return('') }}
    {%- endif -%}
    {%- set time = modules.datetime.datetime.fromisoformat(var('as_of') | string) -%}
    {%- if time.utcoffset() -%}
        {%- set time = time - time.utcoffset() -%}
    {%- endif -%}
    {{ return(time.strftime('%Y-%m-%d %H:%M:%S.%f')) }}
{% endmacro %}
