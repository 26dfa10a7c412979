with
iis_log as (
    {{ export_rows('iis', 'log', is_numbered=false) }}
),

iis_requests as (
    select
        source_file,
        input_row,
        exported_row,
        date || 'T' || time || 'Z' as timestamp,
        cs_uri_stem as endpoint,
        cs_method as method,
        sc_status as status_code,
        time_taken as response_time_ms,
        coalesce(s_sitename, cs_host) as service_name
    from iis_log
)

select * from iis_requests
