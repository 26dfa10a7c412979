{%- set low, high = var('rating_min'), var('rating_max') -%}
{%- set scale = '' if (low, high) == (1, 5) else ' ({:g}–{:g})'.format(low, high) -%}
{%- set target_columns = ['target', 'bad_beyond'] -%}
with
definitions as (select * from {{ ref('kpis') }}),

-- the seed states ratings on the scale from 1 to 5
int_kpi_definitions as (
    select
        kpi,
        department,
        kpi_name || case when unit = 'rating' then '{{ scale }}' else '' end as kpi_name,
        unit,
        input_table,
        rollup,
        better,
        {%- for column in target_columns %}
        case
            when unit = 'rating' then {{ low }} + ({{ column }} - 1) * {{ (high - low) / 4 }}
            else {{ column }}
        end as {{ column }},
        {%- endfor %}
        definition
    from definitions
)

select * from int_kpi_definitions
