{#- Columns bundled into one value that costs nothing until it is written out. -#}
{% macro row_struct(columns) -%}
    {{ return(adapter.dispatch('row_struct')(columns)) }}
{%- endmacro %}

{% macro default__row_struct(columns) -%}
    struct_pack({% for column in columns %}{{ column }} := {{ adapter.quote(column) }}{{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro spark__row_struct(columns) -%}
    named_struct({% for column in columns %}'{{ column }}', {{ adapter.quote(column) }}{{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}
