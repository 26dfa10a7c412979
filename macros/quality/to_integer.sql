{#- A whole number written as 3 or 3.0, else null. A plain cast takes 1_000 and 0x1F and rounds 120.5. -#}
{% macro to_integer(column) -%}
    {%- set text = "cast(" ~ column ~ " as string)" -%}
    case
        when lower(typeof({{ column }})) = 'bigint' then try_cast({{ column }} as bigint)
        when {{ regexp_full_match(text, '[+-]?[0-9]+([.]0*)?') }}
            then try_cast(split_part({{ text }}, '.', 1) as bigint)
    end
{%- endmacro %}
