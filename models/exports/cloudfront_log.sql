with
cloudfront_log as (
    {{ export_rows('cloudfront', 'log', is_numbered=false) }}
),

cloudfront_requests as (
    select
        source_file,
        input_row,
        exported_row,
        date || 'T' || time || 'Z' as timestamp,
        cs_uri_stem as endpoint,
        cs_method as method,
        sc_status as status_code,
        coalesce(cast(try_cast(time_taken as decimal(18, 6)) * 1000 as string), time_taken) as response_time_ms,
        coalesce(x_host_header, cs_host) as service_name,
        -- the airport; the digits behind it are a data center
        substr(x_edge_location, 1, 3) as region
    from cloudfront_log
)

select * from cloudfront_requests
