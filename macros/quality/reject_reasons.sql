{#- Why a required value could not be parsed: it was blank, or it was not a value of its type. -#}
{% macro missing_or_invalid(column) -%}
    case when {{ to_text('raw_row.' ~ column) }} is null then 'missing_{{ column }}' else 'invalid_{{ column }}' end
{%- endmacro %}

{#- True where an optional value is present but could not be parsed. -#}
{% macro is_invalid(column, parsed) -%}
    {{ parsed }} is null and {{ to_text('raw_row.' ~ column) }} is not null
{%- endmacro %}

{#- True where a time is before 1990, after the var as_of or, without as_of, more than a day after the build started: one row from
    2199 must not become "now". Nothing else reads the clock. -#}
{% macro is_out_of_range_timestamp(timestamp) -%}
    {%- set latest = var('as_of') or (run_started_at + modules.datetime.timedelta(days=1)).strftime('%Y-%m-%d %H:%M:%S') -%}
    ({{ timestamp }} < timestamp '1990-01-01 00:00:00' or {{ timestamp }} > cast('{{ latest }}' as timestamp))
{%- endmacro %}

{#- True where a row of a base model was rejected for a time that was in the future when it was loaded, and no longer is. -#}
{% macro is_no_longer_in_future(table) -%}
    (
        {%- for time, column in event_times(table).items() %}
        (reject_reason = 'out_of_range_{{ column }}' and not {{ is_out_of_range_timestamp(time) }}) {{ "or" if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#- A rejected row as read, as JSON text; null for an accepted row, where it costs nothing. -#}
{% macro rejected_row(table) -%}
    case
        when reject_reason is not null
            then {{ to_json_text('raw_row', (input_columns(table) if execute else {'none': false}) | list) }}
    end
{%- endmacro %}
