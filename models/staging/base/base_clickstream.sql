with
clickstream as (
    {{ raw('clickstream') }}
),

pages as (select * from {{ ref('pages') }}),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_timestamp('timestamp') }} as clicked_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ to_text('page') }} as page,
        {{ or_not_recorded('element_clicked') }} as element
    from clickstream
),

validate_rows as (
    select
        *,
        {{ clean_page('page') }} as page_alias,
        case
            when user_key is null then 'missing_user_id'
            when clicked_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('clicked_at') }} then 'out_of_range_timestamp'
            when page is null then 'missing_page'
        end as reject_reason
    from parse_columns
),

base_clickstream as (
    select
        validate_rows.source_file,
        validate_rows.input_row,
        validate_rows.clicked_at,
        {{ reporting_date('validate_rows.clicked_at') }} as click_date,
        validate_rows.user_key,
        coalesce(pages.page_key, validate_rows.page_alias) as page_key,
        validate_rows.element,
        validate_rows.reject_reason,
        {{ rejected_row('clickstream') }} as rejected_row
    from validate_rows
    left join pages
        on validate_rows.page_alias = pages.alias
)

select * from base_clickstream
