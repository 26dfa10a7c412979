{#- Overrides dbt's generate_schema_name because the schema of a node is its folder: models/marts/ux/sessions.sql is ux.sessions. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{- custom_schema_name if custom_schema_name else node.fqn[-2] -}}
{%- endmacro %}
