{%- set zone = string_literal(export_setting('jira_requests', 'timezone', '')) -%}

with
requests as (
    {{ export_rows('jira', 'requests') }}
),

jira_requests as (
    select
        source_file,
        input_row,
        exported_row,
        issue_key as ticket_id,
        {{ time_in_zone(jira_time('created'), zone) }} as created_at,
        {{ time_in_zone(jira_time('updated'), zone) }} as updated_at,
        {{ time_in_zone(jira_time('date_of_first_response'), zone) }} as first_response_at,
        {{ unless_open(time_in_zone(jira_time('resolved'), zone), 'status') }} as resolved_at,
        coalesce({{ to_value('reporter_id') }}, reporter) as user_id,
        {{ first_filled_column(['category', 'request_type', 'issue_type']) }} as category,
        lower(priority) as priority,
        lower(channel) as channel,
        lower(status) as status,
        summary as subject,
        satisfaction_rating as csat_score
    from requests
)

select * from jira_requests
