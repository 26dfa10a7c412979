{#- Values as help desks write them. -#}

{#- A local time in the time zone that a text names, in UTC; as it is where it has an offset or no zone is named. -#}
{% macro time_in_zone(time, zone) -%}
    {%- set local_to_utc = adapter.dispatch('local_to_utc') -%}
    case
        when {{ zone }} <> '' and {{ regexp_full_match(to_iso_time(time), local_time_pattern()) }}
            then cast({{ local_to_utc('try_cast(' ~ to_iso_time(time) ~ ' as timestamp)', zone) }} as string) || 'Z'
        else {{ time }}
    end
{%- endmacro %}

{#- A time of resolution; null where the status says that the ticket is open, because tools keep the time of a ticket that was reopened. -#}
{% macro unless_open(time, status) -%}
    {%- set open_statuses = [
        'new', 'open', 'pending', 'on-hold', 'hold', 'on hold', 'reopened', 're-opened', 'snoozed', 'in progress',
        'waiting on customer', 'waiting on third party', 'waiting on contact', 'waiting on us', 'waiting for customer',
        'waiting for support',
    ] -%}
    case
        when lower({{ status }}) in (
            {%- for name in open_statuses %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor -%}
        ) then null
        else {{ to_value(time) }}
    end
{%- endmacro %}

{#- The first of some columns that has a value anywhere in the file: one column must not hold values of two kinds. -#}
{% macro first_filled_column(columns) -%}
    case
        {%- for column in columns %}
        when count({{ to_value(column) }}) over (partition by source_file) > 0 then {{ to_value(column) }}
        {%- endfor %}
    end
{%- endmacro %}

{#- A satisfaction rating of Zendesk as a score from 1 to 5; null where the customer was only asked. -#}
{% macro zendesk_satisfaction(rating) -%}
    case
        when lower({{ rating }}) in ('good', 'good with comment') then '5'
        when lower({{ rating }}) in ('bad', 'bad with comment') then '1'
        when lower({{ rating }}) not in ('offered', 'unoffered', 'not offered') then {{ rating }}
    end
{%- endmacro %}

{#- A value in a JSON object, such as via.channel, as text; null where the text is no JSON or has no such value. -#}
{% macro value_in_json(text, path) -%} {{ return(adapter.dispatch('value_in_json')(text, path)) }} {%- endmacro %}
{% macro default__value_in_json(text, path) -%}
    json_extract_string(case when json_valid({{ text }}) then {{ text }} end, '$.{{ path }}')
{%- endmacro %}
{% macro spark__value_in_json(text, path) -%} get_json_object({{ text }}, '$.{{ path }}') {%- endmacro %}

{#- The time of a reply that is so many minutes, or others of a unit in minutes, after the creation. A text that is no number stays as it
    is, so that its row is rejected. -#}
{% macro reply_after(created, duration, unit=1) -%}
    coalesce(
        {{ minutes_after(created, '(' ~ to_number(duration) ~ ' * ' ~ unit ~ ')') }},
        case when {{ to_number(duration) }} is null then {{ to_value(duration) }} end
    )
{%- endmacro %}

{#- A time of Jira, such as 26/Nov/26 3:05 PM, in ISO 8601; one in another notation stays as it is. -#}
{% macro jira_time(column) -%} {{ return(adapter.dispatch('jira_time')(column)) }} {%- endmacro %}
{% macro default__jira_time(column) -%}
    coalesce(
        cast(try_strptime(cast({{ column }} as string), ['%d/%b/%y %I:%M %p', '%d/%b/%Y %I:%M %p']) as string), {{ column }}
    )
{%- endmacro %}
{% macro spark__jira_time(column) -%}
    coalesce(
        cast(try_to_timestamp({{ column }}, 'd/MMM/yy h:mm a') as string),
        cast(try_to_timestamp({{ column }}, 'd/MMM/yyyy h:mm a') as string),
        {{ column }}
    )
{%- endmacro %}
