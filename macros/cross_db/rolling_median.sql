{#- The median of a column over the rows of some days before each row's own day, that day left out. -#}
{% macro rolling_median(column, partition_by, day, days) -%}
    {{ return(adapter.dispatch('rolling_median')(column, partition_by, day, days)) }}
{%- endmacro %}

{% macro default__rolling_median(column, partition_by, day, days) -%}
    quantile_cont({{ column }}, 0.5) over (
        partition by {{ partition_by }}
        {{ days_before(day, days) }}
    )
{%- endmacro %}

{% macro spark__rolling_median(column, partition_by, day, days) -%}
    {%- set median -%}
    percentile({{ column }}, 0.5) over (
        partition by {{ partition_by }}
        {{ days_before(day, days) }}
    )
    {%- endset -%}
    {{ without_last_digits(median) }}
{%- endmacro %}
