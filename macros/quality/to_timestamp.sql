{#- An ISO 8601 text as a timestamp in UTC, else null. A plain cast silently drops an offset and reads other notations; a text
    without offset is in the var source_timezone. A column that already has the type (Parquet) is taken as is: the type is known
    when a query is planned, and the other branches are dropped. -#}
{% macro to_timestamp(column) -%} {{ return(adapter.dispatch('to_timestamp')(column)) }} {%- endmacro %}
{% macro default__to_timestamp(column) -%}
    {%- set text = to_text(column) -%}
    case
        when typeof({{ column }}) = 'TIMESTAMP'
            then case
                when isfinite(cast({{ column }} as timestamp))
                    then {{ local_to_utc("cast(" ~ column ~ " as timestamp)", var('source_timezone')) }}
            end
        when typeof({{ column }}) = 'TIMESTAMP WITH TIME ZONE'
            then case
                when isfinite(cast({{ column }} as timestamptz)) then cast({{ column }} as timestamptz) at time zone 'UTC'
            end
        when {{ regexp_full_match(text, local_time_pattern()) }}
            then {{ local_to_utc("try_cast(" ~ text ~ " as timestamp)", var('source_timezone')) }}
        when {{ regexp_full_match(text, offset_time_pattern()) }}
            -- the cast rejects a blank before an offset
            then try_cast(replace(replace({{ text }}, ' +', '+'), ' -', '-') as timestamptz) at time zone 'UTC'
    end
{%- endmacro %}
{#- Spark's cast accepts neither a time without seconds before an offset, nor 24:00. -#}
{% macro spark__to_timestamp(column) -%}
    {%- set text = to_text(column) -%}
    {%- set with_seconds = "regexp_replace(" ~ text ~ ", r'^(.{10}[T ][0-9:]{5})( ?[Z+-])', '$1:00$2')" -%}
    case
        when typeof({{ column }}) = 'timestamp' then try_cast({{ column }} as timestamp)
        when typeof({{ column }}) = 'timestamp_ntz'
            then {{ local_to_utc("try_cast(" ~ column ~ " as timestamp)", var('source_timezone')) }}
        when {{ regexp_full_match(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]24:00(:00([.]0+)?)?') }}
            then {{ local_to_utc("(try_cast(left(" ~ text ~ ", 10) as timestamp) + interval 1 day)", var('source_timezone')) }}
        when {{ regexp_full_match(text, local_time_pattern()) }}
            then {{ local_to_utc("try_cast(" ~ text ~ " as timestamp)", var('source_timezone')) }}
        when {{ regexp_full_match(text, offset_time_pattern()) }}
            then try_cast(replace(replace({{ with_seconds }}, ' +', '+'), ' -', '-') as timestamp)
    end
{%- endmacro %}

{#- ISO 8601 without offset. -#}
{% macro local_time_pattern() -%} [0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)? {%- endmacro %}

{#- ISO 8601 with offset. -#}
{% macro offset_time_pattern() -%}
    [0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)
{%- endmacro %}
