{#- A page as it is looked up: lower case, without query string and the slashes around it; / itself stays /. -#}
{% macro clean_page(column) -%}
    {{ return(adapter.dispatch('clean_page')(column)) }}
{%- endmacro %}

{% macro default__clean_page(column) -%}
    coalesce(nullif(trim(split_part({{ lower_case(column) }}, '?', 1), ' /' || chr(9) || chr(10) || chr(13)), ''), '/')
{%- endmacro %}

{% macro spark__clean_page(column) -%}
    coalesce(nullif(trim(both ' /' || chr(9) || chr(10) || chr(13) from split_part({{ lower_case(column) }}, '?', 1)), ''), '/')
{%- endmacro %}
