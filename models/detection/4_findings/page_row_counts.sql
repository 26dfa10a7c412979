with
clicks as (select * from {{ ref('clicks_daily') }}),
page_loads as (select * from {{ ref('int_page_loads_hourly') }}),
sessions as (select * from {{ ref('int_sessions_classified') }}),
steps as (select * from {{ ref('int_page_sequence_steps') }}),
listed_pages as (select distinct page_key from {{ ref('stg_page_paths') }} where is_listed),

count_sequences as (
    select
        page_sequence,
        count(*) as session_count
    from sessions
    group by page_sequence
),

union_counts as (
    select
        page_key,
        click_count as row_count
    from clicks
    union all
    select
        page_key,
        load_count as row_count
    from page_loads
    union all
    select
        steps.page_key,
        count_sequences.session_count as row_count
    from steps
    inner join count_sequences
        on steps.page_sequence = count_sequences.page_sequence
),

count_rows as (
    select
        page_key,
        cast(sum(row_count) as bigint) as row_count
    from union_counts
    group by page_key
),

page_row_counts as (
    select
        count_rows.page_key,
        listed_pages.page_key is not null as is_listed,
        count_rows.row_count
    from count_rows
    left join listed_pages
        on count_rows.page_key = listed_pages.page_key
)

select * from page_row_counts
