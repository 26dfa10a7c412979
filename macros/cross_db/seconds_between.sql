{#- Seconds from one timestamp to another, with their fraction. -#}
{% macro seconds_between(started_at, ended_at) -%}
    {{ return(adapter.dispatch('seconds_between')(started_at, ended_at)) }}
{%- endmacro %}

{% macro default__seconds_between(started_at, ended_at) -%}
    (epoch_us({{ ended_at }}) - epoch_us({{ started_at }})) / 1e6
{%- endmacro %}

{% macro spark__seconds_between(started_at, ended_at) -%}
    (unix_micros({{ ended_at }}) - unix_micros({{ started_at }})) / 1e6
{%- endmacro %}
