with
beacons as (
    {{ export_rows('web_vitals', 'beacons') }}
),

page_loads as (
    select
        *,
        {{ to_timestamp('time') }} is not null and {{ to_number('value') }} is not null as is_readable
    from beacons
    -- a beacon without a name may be one
    where name is null or upper(name) = 'LCP'
),

number_reports as (
    select
        *,
        -- the value of a page load is reported again when it changes
        row_number() over (
            partition by
                source_file, is_readable, coalesce(upper(name) || ' ' || id, cast(input_row as string))
            order by {{ to_timestamp('time') }} desc, input_row desc
        ) as report_number
    from page_loads
),

web_vitals_beacons as (
    select
        source_file,
        input_row,
        exported_row,
        page as page_url,
        time as timestamp,
        case when name is not null then value end as load_time_ms,
        user_id,
        session_id,
        upper(name) as metric
    from number_reports
    where report_number = 1 or not is_readable
)

select * from web_vitals_beacons
