{#- A text as an SQL literal. -#}
{% macro string_literal(text) -%} {{ return(adapter.dispatch('string_literal')(text)) }} {%- endmacro %}
{% macro default__string_literal(text) -%} '{{ text.replace("'", "''") }}' {%- endmacro %}
{% macro spark__string_literal(text) -%} '{{ text.replace('\\', '\\\\').replace("'", "\\'") }}' {%- endmacro %}

{#- A text in lower case, letter by letter: Java turns a capital I with a dot into two, and a final sigma into another letter. -#}
{% macro lower_case(text) -%} {{ return(adapter.dispatch('lower_case')(text)) }} {%- endmacro %}
{% macro default__lower_case(text) -%} lower({{ text }}) {%- endmacro %}
{% macro spark__lower_case(text) -%} lower(translate({{ text }}, 'İΣ', 'iσ')) {%- endmacro %}

{#- The lower-case words of a text, separated and surrounded by spaces to match whole words. -#}
{% macro tokenize(text) -%} {{ return(adapter.dispatch('tokenize')(text)) }} {%- endmacro %}
{% macro default__tokenize(text) -%}
    ' ' || trim(regexp_replace({{ lower_case(text) }}, '[^\pL\pN]+', ' ', 'g')) || ' '
{%- endmacro %}
{% macro spark__tokenize(text) -%}
    ' ' || trim(regexp_replace({{ lower_case(text) }}, r'[^\pL\pN]+', ' ')) || ' '
{%- endmacro %}

{#- One row per part of a text: the text itself (whole), position (from 1) and part. -#}
{% macro split_to_rows(relation, column, separator) -%}
    {{ return(adapter.dispatch('split_to_rows')(relation, column, separator)) }}
{%- endmacro %}
{% macro default__split_to_rows(relation, column, separator) -%}
    select
        {{ column }} as whole,
        unnest(string_split({{ column }}, '{{ separator }}')) as part,
        generate_subscripts(string_split({{ column }}, '{{ separator }}'), 1) as position
    from {{ relation }}
{%- endmacro %}
{% macro spark__split_to_rows(relation, column, separator) -%}
    select {{ column }} as whole, part, position_from_0 + 1 as position
    from {{ relation }}
    lateral view posexplode(split({{ column }}, r'\Q{{ separator }}\E')) as position_from_0, part
{%- endmacro %}

{#- Columns as one struct, which costs nothing until it is written. -#}
{% macro row_struct(columns) -%} {{ return(adapter.dispatch('row_struct')(columns)) }} {%- endmacro %}
{% macro default__row_struct(columns) -%}
    struct_pack({% for column in columns %}{{ column }} := {{ adapter.quote(column) }}{{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}
{% macro spark__row_struct(columns) -%}
    named_struct({% for column in columns %}'{{ column }}', {{ adapter.quote(column) }}{{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}

{#- A struct as JSON, with every value as text and nulls included. -#}
{% macro to_json_text(expression, names) -%} {{ return(adapter.dispatch('to_json_text')(expression, names)) }} {%- endmacro %}
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

{#- An expression that stops the query with a message. -#}
{% macro raise_error(message) -%} {{ return(adapter.dispatch('raise_error')(message)) }} {%- endmacro %}
{% macro default__raise_error(message) -%} error({{ message }}) {%- endmacro %}
{% macro spark__raise_error(message) -%} raise_error({{ message }}) {%- endmacro %}
