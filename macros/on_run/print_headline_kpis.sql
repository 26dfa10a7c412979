{#- Prints the headline KPIs that have a value by department, and the columns that unavailable ones need. -#}
{% macro print_headline_kpis() %}
    {%- set query -%}
        select department, kpi_name, answer, {{ figure_text('value', 'unit') }} as figure, period_start, period_end
        from {{ relation_of('headline_kpis') }}
        where value is not null
        order by department, kpi
    {%- endset -%}
    {%- for department, kpis in run_query(query).rows | groupby('department') -%}
        {%- do print('\nHeadline KPIs, ' ~ kpis[0]['period_start'] ~ ' to ' ~ kpis[0]['period_end'] ~ ' (executive.headline_kpis)')
            if loop.first -%}
        {%- do print('\n' ~ department) -%}
        {%- for kpi in kpis -%}
            {%- do print('  ' ~ '{:<34}'.format(kpi['kpi_name'])
                ~ (kpi['answer'] ~ ' (' ~ kpi['figure'] ~ ')' if kpi['answer'] else kpi['figure'])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set query -%}
        select
            needs.input_table || '.' || needs.column_name
            || coalesce(' (' || needs.likely_name || ' looks like it)', '') as column_name,
            kpis.kpi_name
        from {{ relation_of('int_kpis_unavailable') }} as needs
        inner join {{ relation_of('headline_kpis') }} as kpis on needs.kpi = kpis.kpi
        order by 1, kpis.kpi
    {%- endset -%}
    {%- for column, kpis in run_query(query).rows | groupby('column_name') -%}
        {%- do print('\nKPIs not available: these columns are absent, or their input has no rows') if loop.first -%}
        {%- do print('  ' ~ column ~ ': ' ~ kpis | map(attribute='kpi_name') | join(', ')) -%}
    {%- endfor -%}
{% endmacro %}
