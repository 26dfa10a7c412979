with
api_logs as (
    {{ raw('api_logs') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_timestamp('timestamp') }} as requested_at,
        {{ to_text('service_name') }} as service_name,
        {{ to_text('endpoint') }} as endpoint,
        {{ to_integer('status_code') }} as status_code,
        {{ to_number('response_time_ms') }} as response_time_ms
    from api_logs
),

validate_rows as (
    select
        *,
        case
            when requested_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('requested_at') }} then 'out_of_range_timestamp'
            when endpoint is null then 'missing_endpoint'
            when status_code is null then {{ missing_or_invalid('status_code') }}
            when status_code <> 0 and status_code not between 100 and 599 then 'out_of_range_status_code'
            when response_time_ms is null then {{ missing_or_invalid('response_time_ms') }}
            when response_time_ms < 0 then 'negative_response_time_ms'
            when service_name is null then 'missing_service_name'
        end as reject_reason
    from parse_columns
),

base_api_logs as (
    select
        source_file,
        input_row,
        requested_at,
        {{ reporting_date('requested_at') }} as request_date,
        cast(date_trunc('hour', requested_at) as timestamp) as hour_at,
        service_name,
        endpoint,
        status_code,
        response_time_ms,
        reject_reason,
        {{ rejected_row('api_logs') }} as rejected_row
    from validate_rows
)

select * from base_api_logs
