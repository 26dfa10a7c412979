{#- A struct as JSON text: each of its values as text, nulls included. -#}
{% macro to_json_text(expression, names) -%}
    {{ return(adapter.dispatch('to_json_text')(expression, names)) }}
{%- endmacro %}

{% macro default__to_json_text(expression, names) -%}
    cast(to_json(cast({{ expression }} as struct(
        {%- for name in names %}{{ adapter.quote(name) }} varchar{{ ", " if not loop.last }}{% endfor -%}
    ))) as varchar)
{%- endmacro %}

{% macro spark__to_json_text(expression, names) -%}
    to_json(
        cast({{ expression }} as struct<
            {%- for name in names %}{{ adapter.quote(name) }}: string{{ ", " if not loop.last }}{% endfor -%}
        >),
        map('ignoreNullFields', 'false')
    )
{%- endmacro %}
