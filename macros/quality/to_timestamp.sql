{#- A time as a timestamp in UTC, else null: ISO 8601 in its common spellings, or a Unix time of any unit. A plain cast silently drops
    an offset and reads other notations; a text without offset is in the var source_timezone. A column that already has the type
    (Parquet) is taken as is: the type is known when a query is planned, and the other branches are dropped. -#}
{% macro to_timestamp(column) -%} {{ return(adapter.dispatch('to_timestamp')(column)) }} {%- endmacro %}
{% macro default__to_timestamp(column) -%}
    {%- set as_text = "cast(" ~ column ~ " as string)" -%}
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
        {%- for text in [as_text, to_iso_time(as_text)] %}
        when {{ regexp_full_match(text, local_time_pattern()) }}
            then {{ local_to_utc("try_cast(" ~ text ~ " as timestamp)", var('source_timezone')) }}
        when {{ regexp_full_match(text, offset_time_pattern()) }}
            -- the cast rejects a blank before an offset
            then try_cast(replace(replace({{ text }}, ' +', '+'), ' -', '-') as timestamptz) at time zone 'UTC'
        {%- if loop.first %}
        when {{ regexp_full_match(text, unix_time_pattern()) }}
            then make_timestamp({{ unix_microseconds(text) }})
        {%- endif %}
        {%- endfor %}
    end
{%- endmacro %}
{#- Spark's cast accepts neither a time without seconds before an offset, nor 24:00. -#}
{% macro spark__to_timestamp(column) -%}
    {%- set as_text = "cast(" ~ column ~ " as string)" -%}
    {%- set text = to_iso_time(as_text) -%}
    {%- set ends_a_day = regexp_full_match(text, '.{10}[T ]24:00(:00([.]0+)?)?( ?[Z+-].*)?') -%}
    {%- set added_days = "case when " ~ ends_a_day ~ " then interval 1 day else interval 0 day end" -%}
    {%- set from_midnight = "case when " ~ ends_a_day ~ " then replace(" ~ text ~ ", '24:00', '00:00') else " ~ text ~ " end" -%}
    {%- set with_seconds = "regexp_replace(" ~ from_midnight ~ ", r'^(.{10}[T ][0-9:]{5})( ?[Z+-])', '$1:00$2')" -%}
    case
        when typeof({{ column }}) = 'timestamp' then try_cast({{ column }} as timestamp)
        when typeof({{ column }}) = 'timestamp_ntz'
            then {{ local_to_utc("try_cast(" ~ column ~ " as timestamp)", var('source_timezone')) }}
        when {{ regexp_full_match(as_text, unix_time_pattern()) }}
            then timestamp_micros({{ unix_microseconds(as_text) }})
        when {{ regexp_full_match(text, local_time_pattern()) }}
            then {{ local_to_utc("(try_cast(" ~ from_midnight ~ " as timestamp) + " ~ added_days ~ ")", var('source_timezone')) }}
        when {{ regexp_full_match(text, offset_time_pattern()) }}
            then try_cast(replace(replace({{ with_seconds }}, ' +', '+'), ' -', '-') as timestamp) + {{ added_days }}
    end
{%- endmacro %}

{#- A time that may be missing; null for the dates that tools write for a missing one. -#}
{% macro to_optional_timestamp(column) -%}
    case when not {{ is_placeholder_time(column) }} then {{ to_timestamp(column) }} end
{%- endmacro %}

{#- True for the dates that MySQL, .NET, spreadsheets and Unix write for a missing time. -#}
{% macro is_placeholder_time(column) -%}
    left(cast({{ column }} as string), 10) in ('0000-00-00', '0001-01-01', '1899-12-30', '1900-01-01', '1970-01-01', '0')
{%- endmacro %}

{#- ISO 8601 without offset. -#}
{% macro local_time_pattern() -%} [0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)? {%- endmacro %}

{#- ISO 8601 with offset. -#}
{% macro offset_time_pattern() -%}
    [0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)
{%- endmacro %}

{#- Seconds, milliseconds, microseconds or nanoseconds since 1970, from 1990 to 2100: their numbers of digits tell them apart. -#}
{% macro unix_time_pattern() -%} ([0-9]{9,10}|[0-9]{12,13}|[0-9]{15,16}|[0-9]{18,19})([.][0-9]*)? {%- endmacro %}

{#- A Unix time in microseconds. -#}
{% macro unix_microseconds(text) -%}
    {%- set digits = "length(split_part(" ~ text ~ ", '.', 1))" -%}
    cast(floor(cast({{ text }} as decimal(30, 6)) * case
        when {{ digits }} <= 10 then 1000000
        when {{ digits }} <= 13 then 1000
        when {{ digits }} <= 16 then 1
        else 0.001
    end) as bigint)
{%- endmacro %}

{#- Other spellings of ISO 8601 as the common one: 2026-11-20 10:00:00 UTC (BigQuery), 2026-11-20t10:00:00z, 10:00:00,123,
    20261120T100000Z, 2026/11/5 9:05, and the name of a zone after the offset (Java). -#}
{% macro to_iso_time(text) -%}
    {%- set iso = namespace(text="replace(upper(" ~ text ~ "), ',', '.')") -%}
    {%- for pattern, replacement in [
        ('\\[.*\\]$', ''), (' ?(UTC|GMT)$', 'Z'), ('[ \u00a0]+', ' '), ('^([0-9]{4})/([0-9]{1,2})/', '<1>-<2>-'),
        ('^([0-9]{4})-([0-9])-', '<1>-0<2>-'), ('-([0-9])([T ]|$)', '-0<1><2>'), ('([T ])([0-9]):', '<1>0<2>:'),
        ('^([0-9]{4})([0-9]{2})([0-9]{2})(T|$)', '<1>-<2>-<3><4>'),
        ('T([0-9]{2})([0-9]{2})([0-9]{2})', 'T<1>:<2>:<3>'), ('T([0-9]{2})([0-9]{2})(Z|[+-]|$)', 'T<1>:<2><3>'),
    ] -%}
        {%- set iso.text = regexp_replace_all(iso.text, pattern, replacement) -%}
    {%- endfor -%}
    {{ return(iso.text) }}
{%- endmacro %}
