{#- A sum that does not depend on the order of its rows: doubles that several threads add differ in their last digits from build to build. -#}
{% macro exact_sum(column) -%}
    {{ return(adapter.dispatch('exact_sum')(column)) }}
{%- endmacro %}

{% macro default__exact_sum(column) -%}
    cast(sum(cast({{ column }} as decimal(38, 9))) as double)
{%- endmacro %}
