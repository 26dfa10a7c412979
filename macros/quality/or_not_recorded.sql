{#- A column with a label for its blanks, because it is part of a key. -#}
{% macro or_not_recorded(column) -%} coalesce({{ to_value(column) }}, '(not recorded)') {%- endmacro %}
