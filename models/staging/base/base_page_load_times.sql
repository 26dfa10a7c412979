with
page_load_times as (
    {{ raw('page_load_times') }}
),

pages as (select * from {{ ref('pages') }}),

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
            when {{ is_out_of_range_timestamp('loaded_at') }} then 'out_of_range_timestamp'
            when load_time_ms is null then {{ missing_or_invalid('load_time_ms') }}
            when load_time_ms < 0 then 'negative_load_time_ms'
        end as reject_reason
    from typed
),

clean_rows as (
    select
        *,
        {{ clean_page('page_url') }} as clean_page
    from judge_rows
),

base_page_load_times as (
    select
        clean_rows.source_file,
        clean_rows.input_row,
        clean_rows.loaded_at,
        {{ reporting_date('clean_rows.loaded_at') }} as load_date,
        cast(date_trunc('hour', clean_rows.loaded_at) as timestamp) as hour_at,
        coalesce(pages.page_key, clean_rows.clean_page) as page_key,
        clean_rows.load_time_ms,
        clean_rows.reject_reason,
        {{ rejected_row('page_load_times') }} as rejected_row
    from clean_rows
    left join pages
        on clean_rows.clean_page = pages.alias
)

select * from base_page_load_times
