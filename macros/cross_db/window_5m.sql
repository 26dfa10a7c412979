{#- Beginning of the slice of 5 minutes in which a timestamp lies: the grain of what is watched within the day. -#}
{% macro window_start_5m(timestamp) -%}
    {{ return(adapter.dispatch('window_start_5m')(timestamp)) }}
{%- endmacro %}

{% macro default__window_start_5m(timestamp) -%}
    time_bucket(interval 5 minute, {{ timestamp }})
{%- endmacro %}

{% macro spark__window_start_5m(timestamp) -%}
    timestamp_seconds(unix_seconds({{ timestamp }}) - unix_seconds({{ timestamp }}) % 300)
{%- endmacro %}

{#- End of the slice that begins at a timestamp, or a later moment that is some minutes past it. -#}
{% macro window_end_5m(window_start, minutes_past=0) -%}
    {{ window_start }} + interval {{ 5 + minutes_past }} minute
{%- endmacro %}

{#- A sum of counts over the last minutes at the end of a slice, the slice itself the last 5 of them. -#}
{% macro sum_of_last(minutes, column, per) -%}
    {%- set frame = 'range between interval ' ~ (minutes - 5) ~ ' minute preceding and current row' -%}
    cast(sum({{ column }}) over (partition by {{ per }} order by window_start {{ frame }}) as bigint)
{%- endmacro %}
