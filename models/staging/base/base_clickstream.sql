with
clickstream as (
    {{ raw('clickstream') }}
),

typed as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_text('user_id') }} as user_id,
        {{ to_timestamp('timestamp') }} as clicked_at,
        {{ to_text('page') }} as page,
        {{ to_text('element_clicked') }} as element_clicked
    from clickstream
),

judge_rows as (
    select
        *,
        case
            when user_id is null then 'missing_user_id'
            when clicked_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_time('clicked_at') }} then 'out_of_range_timestamp'
            when page is null then 'missing_page'
        end as reject_reason
    from typed
),

base_clickstream as (
    select
        source_file,
        input_row,
        user_id,
        clicked_at,
        page,
        element_clicked,
        reject_reason,
        {{ rejected_row('clickstream') }} as rejected_row
    from judge_rows
)

select * from base_clickstream
