{#- One row per hour between two hours that each row of a relation holds, with the keys of that row; none when the
    first is after the last. -#}
{% macro hour_spine(relation, keys, first_hour, last_hour) -%}
    {{ return(adapter.dispatch('hour_spine')(relation, keys, first_hour, last_hour)) }}
{%- endmacro %}

{% macro default__hour_spine(relation, keys, first_hour, last_hour) -%}
    select
        {{ keys | join(', ') }},
        unnest(generate_series({{ first_hour }}, {{ last_hour }}, interval 1 hour)) as hour_at
    from {{ relation }}
{%- endmacro %}

{% macro spark__hour_spine(relation, keys, first_hour, last_hour) -%}
    select
        {{ keys | join(', ') }},
        explode(sequence({{ first_hour }}, {{ last_hour }}, interval 1 hour)) as hour_at
    from {{ relation }}
    where {{ first_hour }} <= {{ last_hour }}
{%- endmacro %}
