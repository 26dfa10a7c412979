{#- The frame of a window: the rows of some days before each row's own day, that day left out. -#}
{% macro days_before(day, days) -%}
    {{ return(adapter.dispatch('days_before')(day, days)) }}
{%- endmacro %}

{% macro default__days_before(day, days) -%}
    order by {{ day }}
    range between interval {{ days }} days preceding and interval 1 day preceding
{%- endmacro %}

{% macro spark__days_before(day, days) -%}
    order by {{ day }}
    range between {{ days }} preceding and 1 preceding
{%- endmacro %}
