{#- A value as text without surrounding blanks, among them the no-break and zero-width blanks of spreadsheets and web pages; null
    when nothing is left. Looking at both ends first costs an eighth of trimming. -#}
{% macro to_text(column) -%}
    {%- set blanks = ' \t\n\r\u00a0\u2007\u200b\u200e\u200f\u202f\u2060\u3000\ufeff' -%}
    {%- set text = "cast(" ~ column ~ " as string)" -%}
    case
        when {{ text }} between '!' and '~' and {{ character_at(text, -1) }} between '!' and '~' then {{ text }}
        else nullif(trim(both '{{ blanks }}' from {{ text }}), '')
    end
{%- endmacro %}

{#- A value that raw() has cleaned as text; null when it is one of the words that tools write for a missing value. Not for comments,
    which may be such a word. The first character decides for most values. -#}
{% macro to_value(column) -%}
    {%- set text = "cast(" ~ column ~ " as string)" -%}
    {%- set words = [
        'null', 'none', 'nan', 'nat', 'nil', 'n/a', '#n/a', '<na>', '<null>', '-', '--', '\\n',
        '(not set)', '(null)', '(none)', '(empty)', '(blank)', 'undefined',
    ] -%}
    {%- set first_characters = (words | map('first') | list + words | map('first') | map('upper') | list) | unique(true) -%}
    case
        when
            {{ character_at(text, 1) }} in (
                {%- for character in first_characters %}{{ string_literal(character) }}{{ ', ' if not loop.last }}{% endfor -%}
            )
            and lower({{ text }}) in (
                {%- for word in words %}{{ string_literal(word) }}{{ ', ' if not loop.last }}{% endfor -%}
            )
            then null
        else {{ text }}
    end
{%- endmacro %}

{#- An id as text. A column of whole numbers with gaps comes from pandas and Parquet as 12345.0. -#}
{% macro to_id(column) -%}
    {%- set text = "cast(" ~ column ~ " as string)" -%}
    case
        when lower(typeof({{ column }})) = 'double' and try_cast({{ column }} as double) = floor(try_cast({{ column }} as double))
            then cast(cast(try_cast({{ column }} as double) as decimal(38, 0)) as string)
        when {{ text }} like '%.0' and {{ regexp_full_match(text, '[0-9]+[.]0') }}
            then left({{ text }}, length({{ text }}) - 2)
        else {{ to_value(column) }}
    end
{%- endmacro %}

{#- True where a spreadsheet has rounded an id: 36579400000001 is saved as 3.65794E+13, and so are its neighbors. -#}
{% macro is_rounded_id(column) -%}
    (contains({{ column }}, '+') and {{ regexp_full_match(column, '[0-9]([.][0-9]+)?[eE][+][0-9]+') }})
{%- endmacro %}
