{#- A finite decimal number below 1e15 (sums stay exact), else null. A plain cast takes nan, inf and 1_000. -#}
{% macro to_number(column) -%}
    {%- set text = "cast(" ~ column ~ " as string)" -%}
    case
        when lower(typeof({{ column }})) in ('bigint', 'double')
            then case when abs(try_cast({{ column }} as double)) < 1e15 then try_cast({{ column }} as double) end
        when
            {{ regexp_full_match(text, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?') }}
            and abs(try_cast({{ text }} as double)) < 1e15
            then try_cast({{ text }} as double)
        -- 12,5 and 1.234,56 have a decimal comma; 1,234 may be either and is not read
        when {{ regexp_full_match(text, '[+-]?([0-9]{1,3}([.][0-9]{3})+|[0-9]{1,12}),([0-9]{1,2}|[0-9]{4,6})') }}
            then try_cast(replace(replace({{ text }}, '.', ''), ',', '.') as double)
        -- 1,234.56 and 1,234,567 have commas between thousands
        when {{ regexp_full_match(text, '[+-]?[0-9]{1,3}(,[0-9]{3})+[.][0-9]+|[+-]?[0-9]{1,3}(,[0-9]{3}){2,4}') }}
            then try_cast(replace({{ text }}, ',', '') as double)
    end
{%- endmacro %}
