with
api_tickets as (
    {{ export_rows('zendesk', 'api_tickets') }}
),

-- the API writes UTC, with Z or, in tables of connectors, without
read_times as (
    select
        *,
        {{ time_in_zone('created_at', "'UTC'") }} as created_utc,
        {{ time_in_zone(
            'coalesce(' ~ to_value('solved_at') ~ ', ' ~ value_in_json('metric_set', 'solved_at') ~ ')', "'UTC'"
        ) }} as solved_utc,
        coalesce(
            {{ to_value('reply_time_in_minutes_calendar') }},
            {{ value_in_json('metric_set', 'reply_time_in_minutes.calendar') }}
        ) as reply_minutes
    from api_tickets
    where coalesce(lower(status), '') <> 'deleted'
),

zendesk_api_tickets as (
    select
        source_file,
        input_row,
        exported_row,
        id as ticket_id,
        created_utc as created_at,
        {{ time_in_zone('updated_at', "'UTC'") }} as updated_at,
        {{ reply_after('created_utc', 'reply_minutes') }} as first_response_at,
        {{ unless_open('solved_utc', 'status') }} as resolved_at,
        coalesce({{ value_in_json('requester', 'external_id') }}, requester_id, {{ value_in_json('requester', 'id') }})
            as user_id,
        {{ first_filled_column(['category', 'ticket_type']) }} as category,
        lower(priority) as priority,
        lower(coalesce(via_channel, {{ value_in_json('via', 'channel') }})) as channel,
        lower(status) as status,
        subject,
        coalesce(reopens, {{ value_in_json('metric_set', 'reopens') }}) as reopen_count,
        {{ zendesk_satisfaction(
            'coalesce(satisfaction_rating_score, ' ~ value_in_json('satisfaction_rating', 'score') ~ ')'
        ) }} as csat_score
    from read_times
)

select * from zendesk_api_tickets
