{#- Texts bundled into one value that costs nothing until it is written out. -#}
{% macro text_struct(columns) -%}
    {{ return(adapter.dispatch('text_struct')(columns)) }}
{%- endmacro %}

{% macro default__text_struct(columns) -%}
    struct_pack({% for column in columns %}{{ column }} := {{ adapter.quote(column) }}{{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}
