{#- The schema of a node is the folder it stands in: models/marts/ux/sessions.sql is ux.sessions. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{- custom_schema_name if custom_schema_name else node.fqn[-2] -}}
{%- endmacro %}
