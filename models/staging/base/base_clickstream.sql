with
clickstream as (
    {{ raw('clickstream') }}
),

pages as (select * from {{ ref('pages') }}),

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
            when {{ is_out_of_range_timestamp('clicked_at') }} then 'out_of_range_timestamp'
            when page is null then 'missing_page'
        end as reject_reason
    from typed
),

clean_rows as (
    select
        *,
        {{ clean_page('page') }} as clean_page
    from judge_rows
),

base_clickstream as (
    select
        clean_rows.source_file,
        clean_rows.input_row,
        clean_rows.clicked_at,
        {{ reporting_date('clean_rows.clicked_at') }} as click_date,
        {{ normalize_user('clean_rows.user_id') }} as user_key,
        coalesce(pages.page_key, clean_rows.clean_page) as page_key,
        {{ or_not_recorded('clean_rows.element_clicked') }} as element,
        clean_rows.reject_reason,
        {{ rejected_row('clickstream') }} as rejected_row
    from clean_rows
    left join pages
        on clean_rows.clean_page = pages.alias
)

select * from base_clickstream
