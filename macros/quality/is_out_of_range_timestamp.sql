{#- True where a time is before 1990, after the var as_of or, without as_of, more than a day after the build
    started: one row from 2199 must not become "now". The one place that knows the time of day. -#}
{% macro is_out_of_range_timestamp(timestamp) -%}
    {%- set latest = var('as_of') or (run_started_at + modules.datetime.timedelta(days=1)).strftime('%Y-%m-%d %H:%M:%S') -%}
    ({{ timestamp }} < timestamp '1990-01-01 00:00:00' or {{ timestamp }} > cast('{{ latest }}' as timestamp))
{%- endmacro %}
