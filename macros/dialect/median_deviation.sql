{#- The median distance of a group's values from their median (MAD); two passes where an engine has no such aggregate. -#}
{% macro median_deviation(column) -%}
    {{ return(adapter.dispatch('median_deviation')(column)) }}
{%- endmacro %}

{% macro default__median_deviation(column) -%}
    mad({{ column }})
{%- endmacro %}
