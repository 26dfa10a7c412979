{#- A text as its lower-case words with one blank before and after each, so that whole words can be looked up. -#}
{% macro words_of(text) -%}
    {{ return(adapter.dispatch('words_of')(text)) }}
{%- endmacro %}

{% macro default__words_of(text) -%}
    ' ' || trim(regexp_replace({{ lower_case(text) }}, '[^\pL\pN]+', ' ', 'g')) || ' '
{%- endmacro %}

{% macro spark__words_of(text) -%}
    ' ' || trim(regexp_replace({{ lower_case(text) }}, r'[^\pL\pN]+', ' ')) || ' '
{%- endmacro %}
