{#- What to know about derived sessions: how they are found, and what they lack without page views. -#}
{% macro derived_sessions_note() -%}
    {{ return('A session is one of the analytics tool, or the events of a user with at most 30 minutes between them.'
        ~ ('' if has_rows('base_clickstream', "event_name = 'page_view'") else ' The events have no page views: pages without a'
            ~ ' click are missing, so that durations are too short, and the bounce rate is not known.')) }}
{%- endmacro %}
