{#- The exact, interpolated percentile of a group's rows. -#}
{% macro percentile(column, share) -%}
    {{ return(adapter.dispatch('percentile')(column, share)) }}
{%- endmacro %}

{% macro default__percentile(column, share) -%}
    quantile_cont({{ column }}, {{ share }})
{%- endmacro %}
