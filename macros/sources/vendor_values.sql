{#- Values as other tools write them, as an input has them: text that to_timestamp, to_number and to_value read. -#}

{#- What the var export_settings says about an export. -#}
{% macro export_setting(export, name, default=none) -%}
    {{ return(var('export_settings', {}).get(export, {}).get(name, default)) }}
{%- endmacro %}

{#- A time of an export: one without an offset is in the time zone that export_settings names for it, else it stays as it is, and in
    source_timezone. -#}
{% macro time_of_export(column, export) -%}
    {%- set timezone = export_setting(export, 'timezone') -%}
    {%- if not timezone -%}
        {{ return(column) }}
    {%- endif -%}
    case
        when {{ regexp_full_match(to_iso_time(column), local_time_pattern()) }}
            -- a time that cannot be read stays, to be rejected as invalid and not as missing
            then coalesce(
                cast({{ local_to_utc('try_cast(' ~ to_iso_time(column) ~ ' as timestamp)', timezone) }} as string) || 'Z', {{ column }}
            )
        else {{ column }}
    end
{%- endmacro %}

{#- A time some minutes after another one: the text of a time in UTC; null unless both can be read. -#}
{% macro minutes_after(time, minutes) -%} {{ return(adapter.dispatch('minutes_after')(time, minutes)) }} {%- endmacro %}
{% macro default__minutes_after(time, minutes) -%}
    cast({{ to_timestamp(time) }} + to_microseconds(cast(round({{ to_number(minutes) }} * 60000000) as bigint)) as string) || 'Z'
{%- endmacro %}
{% macro spark__minutes_after(time, minutes) -%}
    cast({{ to_timestamp(time) }} + make_dt_interval(0, 0, 0, {{ to_number(minutes) }} * 60) as string) || 'Z'
{%- endmacro %}

{#- A time in the common log format, such as 10/Oct/2026:13:55:36 +0200, in ISO 8601. -#}
{% macro common_log_time(column) -%}
    substr({{ column }}, 8, 4) || '-'
    || lpad(cast({{ position_in('substr(' ~ column ~ ', 4, 3)', 'JanFebMarAprMayJunJulAugSepOctNovDec') }} as string), 2, '0') || '-'
    || substr({{ column }}, 1, 2) || 'T' || substr({{ column }}, 13, 8) || substr({{ column }}, 22, 5)
{%- endmacro %}

{#- The number of the three letters among those of a text. -#}
{% macro position_in(column, names) -%} cast(floor((instr('{{ names }}', {{ column }}) + 2) / 3) as integer) {%- endmacro %}

{#- The groups of a pattern in a text as a struct with these names; each is empty where the pattern does not fit. -#}
{% macro parse_text(column, pattern, names) -%} {{ return(adapter.dispatch('parse_text')(column, pattern, names)) }} {%- endmacro %}
{% macro default__parse_text(column, pattern, names) -%}
    regexp_extract({{ column }}, {{ string_literal(pattern) }}, [{% for name in names %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor %}])
{%- endmacro %}
{% macro spark__parse_text(column, pattern, names) -%}
    named_struct({% for name in names %}'{{ name }}', regexp_extract({{ column }}, {{ string_literal(pattern) }}, {{ loop.index }}){{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{#- A local time in ISO 8601 from its parts as parse_text has them: hour, minute, second (with a colon before it, may be empty) and half
    (a or p, empty on a clock of 24 hours). Without an hour it is a date. -#}
{% macro time_of_parts(parts, year, month, day) -%}
    {{ year }} || '-' || lpad({{ month }}, 2, '0') || '-' || lpad({{ day }}, 2, '0')
    || case
        when {{ parts }}.hour = '' then ''
        else
            ' ' || lpad(cast(case
                when {{ parts }}.half = '' then try_cast({{ parts }}.hour as integer)
                when lower({{ parts }}.half) = 'p' then try_cast({{ parts }}.hour as integer) % 12 + 12
                else try_cast({{ parts }}.hour as integer) % 12
            end as string), 2, '0')
            || ':' || {{ parts }}.minute || {{ parts }}.second
    end
{%- endmacro %}

{#- A URL without scheme and host: its path and query, / where it has none. -#}
{% macro path_of_url(column) -%}
    case
        when {{ column }} <> '' then coalesce(nullif({{ regexp_replace_all(column, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*', '') }}, ''), '/')
    end
{%- endmacro %}

{#- A review's title and text as one text. The title is a sentence before it, unless the text begins with it, as where a tool has made
    the title from the first words. -#}
{% macro title_and_text(title, text) -%}
    {%- set beginning = "trim(trailing '.… ' from " ~ title ~ ")" -%}
    case
        when {{ text }} is null or {{ title }} is null then coalesce({{ title }}, {{ text }})
        when left({{ text }}, length({{ beginning }})) = {{ beginning }} then {{ text }}
        when right({{ title }}, 1) in ('.', '!', '?', '…') then {{ title }} || ' ' || {{ text }}
        else {{ title }} || '. ' || {{ text }}
    end
{%- endmacro %}

{#- The sum of the whole numbers that the group of a pattern finds in a text; null when it finds none. -#}
{% macro sum_of_matches(text, pattern) -%}
    {{ return(adapter.dispatch('sum_of_matches')(text, string_literal(pattern))) }}
{%- endmacro %}
{% macro default__sum_of_matches(text, pattern) -%}
    list_sum(try_cast(regexp_extract_all({{ text }}, {{ pattern }}, 1) as bigint[]))
{%- endmacro %}
{% macro spark__sum_of_matches(text, pattern) -%}
    aggregate(
        regexp_extract_all({{ text }}, {{ pattern }}, 1),
        cast(null as bigint), (total, number) -> coalesce(total, 0) + try_cast(number as bigint)
    )
{%- endmacro %}

{#- The value of a key in a JSON object, where the key is a column. -#}
{% macro value_of_key(object, key) -%} {{ return(adapter.dispatch('value_of_key')(object, key)) }} {%- endmacro %}
{% macro default__value_of_key(object, key) -%}
    json_extract_string({{ object }}, '/' || replace(replace({{ key }}, '~', '~0'), '/', '~1'))
{%- endmacro %}
{% macro spark__value_of_key(object, key) -%} get_json_object({{ object }}, '$[\'' || {{ key }} || '\']') {%- endmacro %}

{#- A Unix time of any unit as a time in UTC; any other text as it is. -#}
{% macro unix_time(column) -%}
    case
        when {{ regexp_full_match(column, unix_time_pattern()) }}
            then cast({{ adapter.dispatch('time_of_microseconds')(unix_microseconds(column)) }} as string) || 'Z'
        else {{ column }}
    end
{%- endmacro %}
{% macro default__time_of_microseconds(number) -%} make_timestamp({{ number }}) {%- endmacro %}
{% macro spark__time_of_microseconds(number) -%} timestamp_micros({{ number }}) {%- endmacro %}

{#- A time of a tool that writes UTC, with or without saying so. -#}
{% macro utc_time(column) -%}
    case
        when {{ regexp_full_match(to_iso_time(column), local_time_pattern()) }} then {{ column }} || 'Z'
        else {{ column }}
    end
{%- endmacro %}

{#- A name in snake_case: Product Added, productAdded and product-added are product_added. -#}
{% macro snake_case_name(column) -%}
    {%- set words = regexp_replace_all(column, '([a-z0-9])([A-Z])', '<1>_<2>') -%}
    trim(both '_' from {{ regexp_replace_all('lower(' ~ words ~ ')', '[^a-z0-9]+', '_') }})
{%- endmacro %}

{#- The user of an event: the one who is logged in; before that, the only one in the file who has the same browser; else the browser. -#}
{% macro known_user(user_id, browser_id) -%}
    {%- set user = to_value(user_id) -%}
    {%- set browser = to_value(browser_id) -%}
    {%- set events_of_browser = 'over (partition by source_file, ' ~ browser ~ ')' -%}
    coalesce(
        {{ user }},
        case
            when {{ browser }} is not null and min({{ user }}) {{ events_of_browser }} = max({{ user }}) {{ events_of_browser }}
                then max({{ user }}) {{ events_of_browser }}
        end,
        {{ browser }}
    )
{%- endmacro %}

{#- A value in JSON text as text; null where it has none. -#}
{% macro json_value(column, path) -%} {{ return(adapter.dispatch('json_value')(column, path)) }} {%- endmacro %}
{% macro default__json_value(column, path) -%}
    json_extract_string(case when json_valid({{ column }}) then {{ column }} end, '{{ path }}')
{%- endmacro %}
{% macro spark__json_value(column, path) -%} get_json_object({{ column }}, '{{ path }}') {%- endmacro %}

{#- The parameters of a GA4 event, an array of {key, value: {string_value, int_value, ...}} as JSON text, as a list of structs. -#}
{% macro ga4_parameters(column) -%} {{ return(adapter.dispatch('ga4_parameters')(column)) }} {%- endmacro %}
{#- The cast says what a file without parameters would have. -#}
{% macro default__ga4_parameters(column) -%}
    cast(
        from_json(
            case when json_valid({{ column }}) then {{ column }} end,
            '[{"key": "VARCHAR", "value": {"string_value": "VARCHAR", "int_value": "VARCHAR", "double_value": "VARCHAR", "float_value": "VARCHAR"}}]'
        )
        as struct(
            key varchar, value struct(string_value varchar, int_value varchar, double_value varchar, float_value varchar)
        )[]
    )
{%- endmacro %}
{% macro spark__ga4_parameters(column) -%}
    from_json(
        {{ column }},
        'array<struct<key: string, value: struct<string_value: string, int_value: string, double_value: string, float_value: string>>>'
    )
{%- endmacro %}

{#- The value of one of these parameters as text; null where the event does not have it. -#}
{% macro ga4_parameter(parameters, key) -%}
    {%- set value = adapter.dispatch('ga4_value')(parameters, key) -%}
    nullif(coalesce({{ value }}.string_value, {{ value }}.int_value, {{ value }}.double_value, {{ value }}.float_value), '')
{%- endmacro %}
{% macro default__ga4_value(parameters, key) -%} list_filter({{ parameters }}, lambda parameter: parameter.key = '{{ key }}')[1].value {%- endmacro %}
{% macro spark__ga4_value(parameters, key) -%} get(filter({{ parameters }}, parameter -> parameter.key = '{{ key }}'), 0).value {%- endmacro %}
