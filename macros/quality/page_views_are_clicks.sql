{#- Whether the page views of the clickstream stand for clicks: it has nothing else. -#}
{% macro page_views_are_clicks() %}
    {%- if not reads_files() or not can_look_into('clickstream') or not has_column('clickstream', 'event_name') -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set has_only_page_views = not has_rows('base_clickstream', "row_status = 'accepted' and event_name is distinct from 'page_view'") -%}
    {%- if not has_only_page_views and model and is_incremental_build()
        and run_query('select had_only_page_views from manifest.builds').columns[0].values()[0] -%}
        {%- do raise_input_error(
            'The clickstream had only page views so far, which counted as clicks, and now has clicks. Run it once with --full-refresh.'
        ) -%}
    {%- endif -%}
    {{ return(has_only_page_views) }}
{% endmacro %}
