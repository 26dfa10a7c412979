{#- A text in lower case, each letter by itself: Java makes two of a capital I with a dot, and another sigma at the end of a word. -#}
{% macro lower_case(text) -%}
    {{ return(adapter.dispatch('lower_case')(text)) }}
{%- endmacro %}

{% macro default__lower_case(text) -%}
    lower({{ text }})
{%- endmacro %}

{% macro spark__lower_case(text) -%}
    lower(translate({{ text }}, 'İΣ', 'iσ'))
{%- endmacro %}
