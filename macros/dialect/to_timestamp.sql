{#- An ISO 8601 text as a timestamp in UTC, else null. A plain cast drops an offset in silence and reads
    other notations; a text without offset is a time in the var source_timezone. A column that has its type already
    (Parquet) is taken as it is: the type is known when a query is planned, and the other branches go. -#}
{% macro to_timestamp(column) -%}
    {{ return(adapter.dispatch('to_timestamp')(column)) }}
{%- endmacro %}

{% macro default__to_timestamp(column) -%}
    {%- set text = to_text(column) -%}
    case
        when typeof({{ column }}) = 'TIMESTAMP'
            then case
                when isfinite(cast({{ column }} as timestamp))
                    then {{ in_utc("cast(" ~ column ~ " as timestamp)", var('source_timezone')) }}
            end
        when typeof({{ column }}) = 'TIMESTAMP WITH TIME ZONE'
            then case
                when isfinite(cast({{ column }} as timestamptz)) then cast({{ column }} as timestamptz) at time zone 'UTC'
            end
        when regexp_full_match({{ text }}, '\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.]\d+)?)?)?')
            then {{ in_utc("try_cast(" ~ text ~ " as timestamp)", var('source_timezone')) }}
        when regexp_full_match({{ text }}, '\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.]\d+)?)? ?(Z|[+-]\d\d(:?\d\d)?)')
            -- the cast knows no blank before an offset
            then try_cast(replace(replace({{ text }}, ' +', '+'), ' -', '-') as timestamptz) at time zone 'UTC'
    end
{%- endmacro %}
