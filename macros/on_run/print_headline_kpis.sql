{#- Prints the headline KPIs by department, without those of absent inputs. -#}
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
{% endmacro %}
