{#- A struct as JSON text, nulls included. -#}
{% macro to_json_text(expression) -%}
    {{ return(adapter.dispatch('to_json_text')(expression)) }}
{%- endmacro %}

{% macro default__to_json_text(expression) -%}
    cast(to_json({{ expression }}) as varchar)
{%- endmacro %}
