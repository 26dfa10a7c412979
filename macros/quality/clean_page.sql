{#- A page_path, as it is looked up in the model stg_page_paths: lower case, without query string and surrounding slashes; / itself stays /. -#}
{% macro clean_page(column) -%}
    coalesce(nullif(trim(both ' /' || chr(9) || chr(10) || chr(13) from split_part({{ lower_case(column) }}, '?', 1)), ''), '/')
{%- endmacro %}
