{#- A finite decimal number below 1e15 (sums stay exact), else null. A plain cast takes nan, inf and 1_000. -#}
{% macro to_number(column) -%}
    case
        when lower(typeof({{ column }})) in ('bigint', 'double')
            then case when abs(try_cast({{ column }} as double)) < 1e15 then try_cast({{ column }} as double) end
        when
            {{ regexp_full_match(to_text(column), '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?') }}
            and abs(try_cast({{ to_text(column) }} as double)) < 1e15
            then try_cast({{ to_text(column) }} as double)
    end
{%- endmacro %}
