{#- True where a regular expression matches the whole text: on Spark $ also matches before a line end. -#}
{% macro regexp_full_match(text, pattern) -%} {{ return(adapter.dispatch('regexp_full_match')(text, pattern)) }} {%- endmacro %}
{% macro default__regexp_full_match(text, pattern) -%} regexp_full_match({{ text }}, '{{ pattern }}') {%- endmacro %}
{% macro spark__regexp_full_match(text, pattern) -%} {{ text }} rlike r'\A({{ pattern }})\z' {%- endmacro %}
