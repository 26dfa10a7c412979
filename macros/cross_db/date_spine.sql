{#- One row per day between two dates that a one-row relation holds; none when they are null. -#}
{% macro date_spine(relation, first_date, last_date) -%}
    {{ return(adapter.dispatch('date_spine')(relation, first_date, last_date)) }}
{%- endmacro %}

{% macro default__date_spine(relation, first_date, last_date) -%}
    select cast(unnest(generate_series({{ first_date }}, {{ last_date }}, interval 1 day)) as date) as date_day
    from {{ relation }}
{%- endmacro %}

{#- sequence() would count down from a first day that is after the last. -#}
{% macro spark__date_spine(relation, first_date, last_date) -%}
    select explode(sequence({{ first_date }}, {{ last_date }}, interval 1 day)) as date_day
    from {{ relation }}
    where {{ first_date }} <= {{ last_date }}
{%- endmacro %}
