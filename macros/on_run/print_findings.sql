{#- The findings that come first, on the console: what, what it may have cost, whose it is and the next step. -#}
{% macro print_findings(limit=5) %}
    {%- set insights = run_query(
        "select severity, headline, impact_low, impact_high, currency, owner, recommended_action, "
        ~ "count(*) over () as insight_count from " ~ relation_of('insights')
        ~ " order by priority_rank limit " ~ limit
    ).rows -%}
    {%- if insights -%}
        {%- do print('\nfindings, the first ' ~ insights | length ~ ' of ' ~ insights[0]['insight_count']
            ~ ' (executive.insights)') -%}
    {%- endif -%}
    {%- for insight in insights -%}
        {%- do print('  ' ~ '{:<9}'.format(insight['severity']) ~ insight['headline'] ~ impact_text(insight)) -%}
        {%- do print('           ' ~ insight['owner'] ~ ': ' ~ insight['recommended_action']) -%}
    {%- endfor -%}
{% endmacro %}

{#- The range of the carts that may be lost; nothing where no money is named or none can be lost. -#}
{% macro impact_text(insight) %}
    {%- if not insight['impact_high'] -%}
        {{ return('') }}
    {%- elif insight['impact_low'] -%}
        {{ return(' {:,.0f}-{:,.0f} {}.'.format(insight['impact_low'], insight['impact_high'], insight['currency'])) }}
    {%- endif -%}
    {{ return(' Up to {:,.0f} {}.'.format(insight['impact_high'], insight['currency'])) }}
{% endmacro %}
