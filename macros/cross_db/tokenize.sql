{#- A text as its lower-case words with one blank before and after each, so that whole words can be looked up. -#}
{% macro tokenize(text) -%}
    {{ return(adapter.dispatch('tokenize')(text)) }}
{%- endmacro %}

{% macro default__tokenize(text) -%}
    ' ' || trim(regexp_replace({{ lower_case(text) }}, '[^\pL\pN]+', ' ', 'g')) || ' '
{%- endmacro %}

{% macro spark__tokenize(text) -%}
    ' ' || trim(regexp_replace({{ lower_case(text) }}, r'[^\pL\pN]+', ' ')) || ' '
{%- endmacro %}
