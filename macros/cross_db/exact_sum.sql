{#- A sum that does not depend on the order of its rows: doubles added up by several threads differ in their last digits. -#}
{% macro exact_sum(column) -%} cast({{ decimal_sum(column) }} as double) {%- endmacro %}

{#- The same sum before it becomes a double, so that sums of sums stay exact. -#}
{% macro decimal_sum(column) -%} sum(cast({{ column }} as decimal(38, 9))) {%- endmacro %}
