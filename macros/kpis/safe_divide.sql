{#- A share of the whole; null when the whole is zero, because DuckDB's 1/0 is infinite. -#}
{% macro safe_divide(part, whole) -%} (cast({{ part }} as double) / nullif({{ whole }}, 0)) {%- endmacro %}
