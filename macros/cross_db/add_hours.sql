{#- A timestamp some hours later; the hours may have a fraction. -#}
{% macro add_hours(timestamp, hours) -%}
    {{ return(adapter.dispatch('add_hours')(timestamp, hours)) }}
{%- endmacro %}

{% macro default__add_hours(timestamp, hours) -%}
    ({{ timestamp }} + to_microseconds(cast(round(({{ hours }}) * 3.6e9) as bigint)))
{%- endmacro %}

{% macro spark__add_hours(timestamp, hours) -%}
    timestamp_micros(unix_micros({{ timestamp }}) + cast(round(({{ hours }}) * 3.6e9) as bigint))
{%- endmacro %}
