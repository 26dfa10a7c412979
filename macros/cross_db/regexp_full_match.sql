{#- True where a regular expression matches the whole text: on Spark $ also matches before a line end. -#}
{% macro regexp_full_match(text, pattern) -%} {{ return(adapter.dispatch('regexp_full_match')(text, pattern)) }} {%- endmacro %}
{% macro default__regexp_full_match(text, pattern) -%} regexp_full_match({{ text }}, '{{ pattern }}') {%- endmacro %}
{% macro spark__regexp_full_match(text, pattern) -%} {{ text }} rlike r'\A({{ pattern }})\z' {%- endmacro %}

{#- A text with every match of a pattern replaced; <1> stands for its first group. -#}
{% macro regexp_replace_all(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('regexp_replace_all')(text, pattern, replacement)) }}
{%- endmacro %}
{% macro default__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ modules.re.sub("<(.)>", "\\\\\\1", replacement) }}', 'g')
{%- endmacro %}
{% macro spark__regexp_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, r'{{ pattern }}', r'{{ modules.re.sub("<(.)>", "$\\1", replacement) }}')
{%- endmacro %}
