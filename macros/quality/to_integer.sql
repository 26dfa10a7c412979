{#- A whole number written as 3 or 3.0, else null. A plain cast takes 1_000 and 0x1F and rounds 120.5. -#}
{% macro to_integer(column) -%}
    {{ return(adapter.dispatch('to_integer')(column)) }}
{%- endmacro %}

{% macro default__to_integer(column) -%}
    case
        when typeof({{ column }}) = 'BIGINT' then cast({{ column }} as bigint)
        when regexp_full_match({{ to_text(column) }}, '[+-]?\d+([.]0*)?')
            then try_cast(split_part({{ to_text(column) }}, '.', 1) as bigint)
    end
{%- endmacro %}

{% macro spark__to_integer(column) -%}
    case
        when typeof({{ column }}) = 'bigint' then try_cast({{ column }} as bigint)
        when {{ to_text(column) }} rlike r'\A[+-]?\d+([.]0*)?\z'
            then try_cast(split_part({{ to_text(column) }}, '.', 1) as bigint)
    end
{%- endmacro %}
