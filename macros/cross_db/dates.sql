{#- A date plus a number of days. -#}
{% macro add_days(date, days) -%} ({{ date }} + cast({{ days }} as integer)) {%- endmacro %}

{#- Number of days from one date to another. -#}
{% macro days_between(start_date, end_date) -%}
    {{ return(adapter.dispatch('days_between')(start_date, end_date)) }}
{%- endmacro %}
{% macro default__days_between(start_date, end_date) -%} ({{ end_date }} - {{ start_date }}) {%- endmacro %}
{% macro spark__days_between(start_date, end_date) -%} datediff({{ end_date }}, {{ start_date }}) {%- endmacro %}

{#- A timestamp plus a number of hours, which may be fractional. -#}
{% macro add_hours(timestamp, hours) -%}
    {%- set microseconds -%} cast(round(({{ hours }}) * 3.6e9) as bigint) {%- endset -%}
    {{ return(adapter.dispatch('add_microseconds')(timestamp, microseconds)) }}
{%- endmacro %}
{% macro default__add_microseconds(timestamp, microseconds) -%}
    ({{ timestamp }} + to_microseconds({{ microseconds }}))
{%- endmacro %}
{% macro spark__add_microseconds(timestamp, microseconds) -%}
    timestamp_micros(unix_micros({{ timestamp }}) + {{ microseconds }})
{%- endmacro %}

{#- Number of seconds from one timestamp to another, with microseconds as a fraction. -#}
{% macro seconds_between(started_at, ended_at) -%}
    {%- set micros = adapter.dispatch('microseconds') -%}
    ({{ micros(ended_at) }} - {{ micros(started_at) }}) / 1e6
{%- endmacro %}
{% macro default__microseconds(timestamp) -%} epoch_us({{ timestamp }}) {%- endmacro %}
{% macro spark__microseconds(timestamp) -%} unix_micros({{ timestamp }}) {%- endmacro %}

{#- The start of the hour of a timestamp. -#}
{% macro truncate_to_hour(timestamp) -%} cast(date_trunc('hour', {{ timestamp }}) as timestamp) {%- endmacro %}

{#- Start of the 5-minute window of a timestamp. -#}
{% macro window_start_5m(timestamp) -%} {{ return(adapter.dispatch('window_start_5m')(timestamp)) }} {%- endmacro %}
{% macro default__window_start_5m(timestamp) -%} time_bucket(interval 5 minute, {{ timestamp }}) {%- endmacro %}
{% macro spark__window_start_5m(timestamp) -%}
    timestamp_seconds(unix_seconds({{ timestamp }}) - unix_seconds({{ timestamp }}) % 300)
{%- endmacro %}

{#- A timestamp as text to the minute, for keys. -#}
{% macro format_minute(timestamp) -%} {{ return(adapter.dispatch('format_minute')(timestamp)) }} {%- endmacro %}
{% macro default__format_minute(timestamp) -%} strftime({{ timestamp }}, '%Y-%m-%dT%H:%M') {%- endmacro %}
{% macro spark__format_minute(timestamp) -%} date_format({{ timestamp }}, "yyyy-MM-dd'T'HH:mm") {%- endmacro %}

{#- A local time in a time zone, as UTC. -#}
{% macro local_to_utc(timestamp, timezone) -%}
    {{ return(
        timestamp if timezone == 'UTC' else adapter.dispatch('local_to_utc')(timestamp, string_literal(timezone))
    ) }}
{%- endmacro %}
{% macro default__local_to_utc(timestamp, timezone) -%}
    ({{ timestamp }} at time zone {{ timezone }}) at time zone 'UTC'
{%- endmacro %}
{#- When clocks go back, a local time occurs twice: to_utc_timestamp() takes the first, DuckDB the second. -#}
{% macro spark__local_to_utc(timestamp, timezone) -%}
    {%- set first -%} to_utc_timestamp({{ timestamp }}, {{ timezone }}) {%- endset -%}
    case
        when from_utc_timestamp({{ first }} + interval 1 hour, {{ timezone }}) = {{ timestamp }} then {{ first }} + interval 1 hour
        else {{ first }}
    end
{%- endmacro %}

{#- The start of something that ends: a local time that occurs twice, as clocks go back, is the earlier one where the later one would be
    after the end. -#}
{% macro earlier_reading(started_at, ended_at) -%}
    {%- if var('source_timezone') == 'UTC' -%}
        {{ return(started_at) }}
    {%- endif -%}
    {%- set timezone = string_literal(var('source_timezone')) -%}
    {%- set local = adapter.dispatch('to_reporting_time') -%}
    {%- set earlier = "(" ~ started_at ~ " - interval 1 hour)" -%}
    case
        when {{ started_at }} > {{ ended_at }} and {{ local(earlier, timezone) }} = {{ local(started_at, timezone) }} then {{ earlier }}
        else {{ started_at }}
    end
{%- endmacro %}

{#- A UTC timestamp as local time of the var reporting_timezone. -#}
{% macro to_reporting_time(timestamp) -%}
    {%- set timezone = var('reporting_timezone') -%}
    {{ return(
        timestamp if timezone == 'UTC' else adapter.dispatch('to_reporting_time')(timestamp, string_literal(timezone))
    ) }}
{%- endmacro %}
{% macro default__to_reporting_time(timestamp, timezone) -%}
    (({{ timestamp }} at time zone 'UTC') at time zone {{ timezone }})
{%- endmacro %}
{% macro spark__to_reporting_time(timestamp, timezone) -%}
    from_utc_timestamp({{ timestamp }}, {{ timezone }})
{%- endmacro %}

{#- The reporting day of a UTC timestamp. -#}
{% macro reporting_date(timestamp) -%} cast({{ to_reporting_time(timestamp) }} as date) {%- endmacro %}

{#- Spark's sequence() counts down from a first value that is above the last, so callers filter on first <= last. -#}
{% macro explode_series(first, last, unit) -%} {{ return(adapter.dispatch('explode_series')(first, last, unit)) }} {%- endmacro %}
{% macro default__explode_series(first, last, unit) -%}
    unnest(generate_series({{ first }}, {{ last }}, interval 1 {{ unit }}))
{%- endmacro %}
{% macro spark__explode_series(first, last, unit) -%}
    explode(sequence({{ first }}, {{ last }}, interval 1 {{ unit }}))
{%- endmacro %}
