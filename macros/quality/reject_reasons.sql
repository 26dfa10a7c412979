{#- Why a required value could not be parsed: it was blank, or it was not a value of its type. -#}
{% macro missing_or_invalid(column) -%}
    case when {{ to_value(to_text('raw_row.' ~ column)) }} is null then 'missing_{{ column }}' else 'invalid_{{ column }}' end
{%- endmacro %}

{#- True where an optional value is present but could not be parsed. -#}
{% macro is_invalid(column, parsed) -%}
    case when {{ parsed }} is null then {{ to_value(to_text('raw_row.' ~ column)) }} is not null else false end
{%- endmacro %}

{#- The same for a time, except for the dates that stand for a missing one. -#}
{% macro is_invalid_time(column, parsed) -%}
    ({{ is_invalid(column, parsed) }} and not {{ is_placeholder_time(to_text('raw_row.' ~ column)) }})
{%- endmacro %}

{#- The names of the columns whose values could not be read and are left out although the row counts; null when there are none.
    lost is {column: condition}. -#}
{% macro lost_values(lost) -%}
    nullif(concat_ws(', '{% for column, condition in lost.items() %}, case when {{ condition }} then '{{ column }}' end{% endfor %}), '')
{%- endmacro %}

{#- Whether a row counts: blank (no row), rejected, excluded (valid, but no event of the shop or not yet one), superseded by a newer row of its key,
    merged into the first line of its key, or accepted. -#}
{% macro row_status(superseded='false', merged='false', blank='false') -%}
    case
        {{ 'when ' ~ blank ~ " then 'blank'" if blank != 'false' }}
        when reject_reason is not null then 'rejected'
        when exclude_reason is not null then 'excluded'
        when {{ superseded }} then 'superseded'
        when {{ merged }} then 'merged'
        else 'accepted'
    end
{%- endmacro %}

{#- True where a time is up to a day after the start of the build, as in an export whose time zone is not declared: such an event must
    not become "now". -#}
{% macro is_in_future(timestamp) -%}
    ({{ timestamp }} > timestamp '{{ run_started_at.strftime('%Y-%m-%d %H:%M:%S') }}')
{%- endmacro %}

{#- True where a time is before 1990, after the var as_of or, without as_of, more than a day after the build started: one row from
    2199 must not become "now". Nothing else reads the clock. -#}
{% macro is_out_of_range_timestamp(timestamp) -%}
    {%- set latest = as_of() or (run_started_at + modules.datetime.timedelta(days=1)).strftime('%Y-%m-%d %H:%M:%S') -%}
    ({{ timestamp }} < timestamp '1990-01-01 00:00:00' or {{ timestamp }} > cast('{{ latest }}' as timestamp))
{%- endmacro %}

{#- True where a row of a base model was set aside for a time that was in the future when it was loaded, and no longer is. -#}
{% macro is_no_longer_in_future(table) -%}
    (
        {%- for time, column in event_times(table).items() %}
        (reject_reason = 'out_of_range_{{ column }}' and not {{ is_out_of_range_timestamp(time) }}) or
        {%- endfor %}
        (exclude_reason = 'in_the_future' and not {{ is_in_future('coalesce(' ~ (event_times(table) | last) ~ ', ' ~ event_time(table) ~ ')') }})
    )
{%- endmacro %}

{#- A rejected row as read, as JSON text; null for an accepted row, where it costs nothing. With hashed user ids, the row of an export
    is shown as it was mapped, because it names the user. -#}
{% macro rejected_row(table) -%}
    {%- set columns = (input_columns(table) if execute else {'none': false}) | list -%}
    {%- set details = detail_columns(table) if execute and graph.nodes else [] -%}
    {%- set kept = columns | reject('in', absent_columns(table) | select('in', details) | list) | list if details else columns -%}
    {%- set is_exported = exports_read(table) != [] -%}
    {%- set row = to_json_text('raw_row' if kept == columns and not is_exported else row_struct(kept, 'raw_row.'), kept) -%}
    case
        when reject_reason is not null
            then {{ 'coalesce(raw_row.exported_row, ' ~ row ~ ')' if is_exported and not var('hash_user_ids') else row }}
    end
{%- endmacro %}
