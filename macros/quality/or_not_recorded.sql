{#- The label of a blank that stands in a key. -#}
{% macro or_not_recorded(column) -%} coalesce({{ column }}, '(not recorded)') {%- endmacro %}
