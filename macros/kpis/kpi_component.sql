{#- One additive KPI of a day as a row: the components that sums over days add up. A count has no denominator. -#}
{% macro kpi_component(kpi, numerator, denominator='null', date_day='date_day') -%}
    select
        {{ date_day }} as date_day,
        '{{ kpi }}' as kpi,
        cast({{ numerator }} as decimal(38, 9)) as numerator,
        cast({{ denominator }} as bigint) as denominator
{%- endmacro %}
