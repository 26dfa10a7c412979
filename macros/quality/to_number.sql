{#- A finite decimal number below 1e15 (so that sums stay exact), else null. A plain cast takes nan, inf and 1_000. -#}
{% macro to_number(column) -%}
    {{ return(adapter.dispatch('to_number')(column)) }}
{%- endmacro %}

{% macro default__to_number(column) -%}
    case
        when typeof({{ column }}) in ('BIGINT', 'DOUBLE')
            then case when abs(cast({{ column }} as double)) < 1e15 then cast({{ column }} as double) end
        when
            regexp_full_match({{ to_text(column) }}, '[+-]?(\d+[.]?\d*|[.]\d+)([eE][+-]?\d+)?')
            and abs(try_cast({{ to_text(column) }} as double)) < 1e15
            then try_cast({{ to_text(column) }} as double)
    end
{%- endmacro %}

{% macro spark__to_number(column) -%}
    case
        when typeof({{ column }}) in ('bigint', 'double')
            then case when abs(try_cast({{ column }} as double)) < 1e15 then try_cast({{ column }} as double) end
        when
            {{ to_text(column) }} rlike r'\A[+-]?(\d+[.]?\d*|[.]\d+)([eE][+-]?\d+)?\z'
            and abs(try_cast({{ to_text(column) }} as double)) < 1e15
            then try_cast({{ to_text(column) }} as double)
    end
{%- endmacro %}
