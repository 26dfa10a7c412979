{#- Prints the top findings: what happened, the estimated impact, the owner and the next step. -#}
{% macro print_findings(limit=5) %}
    {%- set query -%}
        select
            severity,
            headline,
            case when impact_high > 0 then {{ money_range_text('impact_low', 'impact_high', 'currency') }} end as impact,
            owner,
            recommended_action,
            count(*) over () as finding_count
        from {{ relation_of('insights') }}
        order by priority_rank
        limit {{ limit }}
    {%- endset -%}
    {%- set findings = run_query(query).rows -%}
    {%- for finding in findings -%}
        {%- do print('\nTop ' ~ findings | length ~ ' of ' ~ finding['finding_count'] ~ ' findings, by the lower bound of their'
            ~ ' estimated impact, then severity (executive.insights)') if loop.first -%}
        {%- do print('  ' ~ '{:<9}'.format(finding['severity']) ~ finding['headline']
            ~ (' Estimated impact: ' ~ finding['impact'] ~ '.' if finding['impact'] else '')) -%}
        {%- do print('           ' ~ finding['owner'] ~ ': ' ~ finding['recommended_action']) -%}
    {%- endfor -%}
{% endmacro %}
