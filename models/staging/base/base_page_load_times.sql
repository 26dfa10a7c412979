with
page_load_times as (
    {{ raw('page_load_times', is_numbered=false) }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        is_blank,
        {{ to_timestamp('timestamp') }} as loaded_at,
        {{ to_value('page_url') }} as page_url,
        {{ to_number('load_time_ms') }} as load_time_ms
    from page_load_times
),

validate_rows as (
    select
        *,
        {{ clean_page('page_url') }} as page_path,
        case
            when is_blank then null
            when page_url is null then 'missing_page_url'
            when loaded_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('loaded_at') }} then 'out_of_range_timestamp'
            when load_time_ms is null then {{ missing_or_invalid('load_time_ms') }}
            when load_time_ms < 0 then 'negative_load_time_ms'
        end as reject_reason,
        case when {{ is_in_future('loaded_at') }} then 'in_the_future' end as exclude_reason
    from parse_columns
),

base_page_load_times as (
    select
        source_file,
        input_row,
        loaded_at,
        {{ reporting_date('loaded_at') }} as load_date,
        {{ truncate_to_hour('loaded_at') }} as hour_at,
        page_path,
        load_time_ms,
        {{ row_status(blank='is_blank') }} as row_status,
        reject_reason,
        exclude_reason,
        {{ rejected_row('page_load_times') }} as rejected_row
    from validate_rows
)

select * from base_page_load_times
