{#- A value as text without surrounding whitespace; null when nothing is left. -#}
{% macro to_text(column) -%}
    nullif(trim(both ' ' || chr(9) || chr(10) || chr(13) from cast({{ column }} as string)), '')
{%- endmacro %}
