with
page_load_times as (
    {{ raw('page_load_times') }}
),

typed as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_text('page_url') }} as page_url,
        {{ to_timestamp('timestamp') }} as loaded_at,
        {{ to_number('load_time_ms') }} as load_time_ms
    from page_load_times
),

judge_rows as (
    select
        *,
        case
            when page_url is null then 'missing_page_url'
            when loaded_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_time('loaded_at') }} then 'out_of_range_timestamp'
            when load_time_ms is null then {{ missing_or_invalid('load_time_ms') }}
            when load_time_ms < 0 then 'negative_load_time_ms'
        end as reject_reason
    from typed
),

base_page_load_times as (
    select
        source_file,
        input_row,
        page_url,
        loaded_at,
        load_time_ms,
        reject_reason,
        {{ rejected_row('page_load_times') }} as rejected_row
    from judge_rows
)

select * from base_page_load_times
