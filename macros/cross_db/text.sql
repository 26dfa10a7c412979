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

{#- One row per part of a text: the text that it belongs to (whole), position (from 1) and part. -#}
{% macro split_to_rows(relation, whole, text, separator) -%}
    {{ return(adapter.dispatch('split_to_rows')(relation, whole, text, separator)) }}
{%- endmacro %}
{% macro default__split_to_rows(relation, whole, text, separator) -%}
    select
        {{ whole }} as whole,
        unnest(string_split({{ text }}, '{{ separator }}')) as part,
        generate_subscripts(string_split({{ text }}, '{{ separator }}'), 1) as position
    from {{ relation }}
{%- endmacro %}
{% macro spark__split_to_rows(relation, whole, text, separator) -%}
    select {{ whole }} as whole, part, position_from_0 + 1 as position
    from {{ relation }}
    lateral view posexplode(split({{ text }}, r'\Q{{ separator }}\E')) as position_from_0, part
{%- endmacro %}

{#- A text as a JSON string. -#}
{% macro json_string(column) -%}
    '"' || replace(replace({{ column }}, {{ string_literal('\\') }}, {{ string_literal('\\\\') }}), '"', {{ string_literal('\\"') }}) || '"'
{%- endmacro %}

{#- The elements of a list written as text, one per line: a JSON array, or [a, b] as columns of lists in Parquet files are read, in which
    only DuckDB quotes elements. Null for any other text. -#}
{% macro list_as_lines(text) -%} {{ return(adapter.dispatch('list_as_lines')(text)) }} {%- endmacro %}
{% macro default__list_as_lines(text) -%}
    array_to_string(
        coalesce(
            json_extract_string(case when json_valid({{ text }}) then {{ text }} end, '$[*]'), try_cast({{ text }} as varchar[])
        ),
        chr(10)
    )
{%- endmacro %}
{% macro spark__list_as_lines(text) -%}
    array_join(
        filter(
            coalesce(from_json({{ text }}, 'array<string>'), split(substr({{ text }}, 2, length({{ text }}) - 2), ',')),
            element -> trim(element) <> 'null'
        ),
        chr(10)
    )
{%- endmacro %}

{#- A text with its percent-encoding decoded, unless that is broken or not UTF-8: DuckDB stops at such bytes, Spark writes a sign for
    them and also stops at a % without digits. Spark takes + for a blank. -#}
{% macro url_decoded(text) -%}
    case
        when contains({{ regexp_replace_all(text, '%[0-9a-fA-F]{2}', '') }}, '%') then {{ text }}
        else {{ adapter.dispatch('url_decoded')(text) }}
    end
{%- endmacro %}
{% macro default__url_decoded(text) -%} coalesce(try(url_decode({{ text }})), {{ text }}) {%- endmacro %}
{% macro spark__url_decoded(text) -%}
    {%- set decoded = "url_decode(replace(" ~ text ~ ", '+', '%2B'))" -%}
    case when contains({{ decoded }}, '�') then {{ text }} else {{ decoded }} end
{%- endmacro %}

{#- A file name by which 2026-9.csv comes before 2026-10.csv, and tickets.csv before tickets (1).csv. -#}
{% macro natural_order(file) -%}
    {%- set name = regexp_replace_all(file, '([.]csv|[.]csv[.]gz|[.]parquet)$', '') -%}
    {{ return(adapter.dispatch('pad_numbers')(name, '0' * 19)) }}
{%- endmacro %}
{% macro default__pad_numbers(name, zeros) -%}
    regexp_replace(regexp_replace({{ name }}, '([0-9]+)', '{{ zeros }}\1', 'g'), '0*([0-9]{20})', '\1', 'g')
{%- endmacro %}
{% macro spark__pad_numbers(name, zeros) -%}
    regexp_replace(regexp_replace({{ name }}, r'([0-9]+)', r'{{ zeros }}$1'), r'0*([0-9]{20})', r'$1')
{%- endmacro %}

{#- A number that equal rows share, and hardly any others. -#}
{% macro row_hash(columns) -%} {{ return(adapter.dispatch('row_hash')(columns | join(', '))) }} {%- endmacro %}
{% macro default__row_hash(columns) -%} hash({{ columns }}) {%- endmacro %}
{% macro spark__row_hash(columns) -%} xxhash64({{ columns }}) {%- endmacro %}

{#- Columns as one struct, which costs nothing until it is written. -#}
{% macro row_struct(columns, prefix='') -%} {{ return(adapter.dispatch('row_struct')(columns, prefix)) }} {%- endmacro %}
{% macro default__row_struct(columns, prefix) -%}
    struct_pack({% for column in columns %}{{ column }} := {{ prefix ~ adapter.quote(column) }}{{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}
{% macro spark__row_struct(columns, prefix) -%}
    named_struct({% for column in columns %}'{{ column }}', {{ prefix ~ adapter.quote(column) }}{{ ", " if not loop.last }}{% endfor %})
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

{#- The character at a position of a text, from 1, or from -1 for the last one; blank beyond its ends. On DuckDB, right() takes five
    times as long. -#}
{% macro character_at(text, position) -%} {{ return(adapter.dispatch('character_at')(text, position)) }} {%- endmacro %}
{% macro default__character_at(text, position) -%} array_extract({{ text }}, {{ position }}) {%- endmacro %}
{% macro spark__character_at(text, position) -%} substr({{ text }}, {{ position }}, 1) {%- endmacro %}
