{#- The headline KPIs on the console, a block per department; KPIs of absent inputs are left out. -#}
{% macro print_headline_kpis() %}
    {%- set kpis = run_query(
        "select department, kpi_name, unit, value, answer from " ~ relation_of('headline_kpis')
        ~ " where value is not null order by department, kpi"
    ).rows -%}
    {%- set last = namespace(department='') -%}
    {%- for kpi in kpis -%}
        {%- if kpi['department'] != last.department -%}
            {%- set last.department = kpi['department'] -%}
            {%- do print('\n' ~ last.department) -%}
        {%- endif -%}
        {%- set figure = figure_text_console(kpi['value'] | float, kpi['unit']) -%}
        {%- do print('  ' ~ '{:<34}'.format(kpi['kpi_name']) ~ (
            kpi['answer'] ~ ' (' ~ figure ~ ')' if kpi['answer'] else figure
        )) -%}
    {%- endfor -%}
{% endmacro %}

{#- A figure with its unit, in a person's form. -#}
{% macro figure_text_console(value, unit) %}
    {%- if unit == 'share' -%}
        {{ return('{:.1f} %'.format(100 * value)) }}
    {%- elif unit == 'count' -%}
        {{ return('{:,.0f}'.format(value)) }}
    {%- elif unit == 'ms' -%}
        {{ return('{:,.0f} ms'.format(value)) }}
    {%- elif unit == var('currency') -%}
        {{ return('{:,.2f} '.format(value) ~ unit) }}
    {%- elif unit == 'rating' -%}
        {{ return('{:.2f}'.format(value)) }}
    {%- else -%}
        {{ return('{:,.1f} '.format(value) ~ unit) }}
    {%- endif -%}
{% endmacro %}
