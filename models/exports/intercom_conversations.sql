with
conversations as (
    {{ export_rows('intercom', 'conversations') }}
),

read_times as (
    select
        *,
        {{ time_in_zone('conversation_started_at', 'time_zone') }} as started_at,
        {{ time_in_zone(to_value('conversation_first_replied_at'), 'time_zone') }} as replied_at,
        {{ time_in_zone(
            'coalesce(' ~ to_value('conversation_last_closed_at') ~ ', '
            ~ to_value('conversation_first_closed_at') ~ ')',
            'time_zone'
        ) }} as closed_at
    from conversations
),

intercom_conversations as (
    select
        source_file,
        input_row,
        exported_row,
        conversation_id as ticket_id,
        started_at as created_at,
        {{ time_in_zone('conversation_updated_at', 'time_zone') }} as updated_at,
        coalesce(
            replied_at,
            {{ reply_after('started_at', 'first_response_time_seconds', 1 / 60) }}
        ) as first_response_at,
        {{ unless_open('closed_at', 'current_conversation_state') }} as resolved_at,
        coalesce({{ to_value('conversation_user_id') }}, {{ to_value('user_email') }}, user_name) as user_id,
        {{ first_filled_column(['ticket_category', 'ai_topic', 'topics', 'ticket_type']) }} as category,
        lower(conversation_priority) as priority,
        lower(channel) as channel,
        lower(current_conversation_state) as status,
        title as subject,
        last_teammate_rating as csat_score
    from read_times
)

select * from intercom_conversations
