with
api_logs as (
    {{ raw('api_logs', is_numbered=false) }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        is_blank,
        {{ to_timestamp('timestamp') }} as requested_at,
        {{ or_not_recorded('service_name') }} as service_name,
        {{ to_value('endpoint') }} as endpoint,
        {{ to_integer('status_code') }} as status_code,
        -- load balancers and probes write -1 when no response came
        nullif({{ to_number('response_time_ms') }}, -1) as response_time_ms
    from api_logs
),

validate_rows as (
    select
        *,
        case
            when is_blank then null
            when requested_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('requested_at') }} then 'out_of_range_timestamp'
            when endpoint is null then 'missing_endpoint'
            when {{ is_invalid('status_code', 'status_code') }} then 'invalid_status_code'
            when status_code <> 0 and status_code not between 100 and 599 then 'out_of_range_status_code'
            when
                {{ is_invalid('response_time_ms', 'response_time_ms') }}
                and {{ to_text('raw_row.response_time_ms') }} not like '-1%'
                then 'invalid_response_time_ms'
            when response_time_ms < 0 then 'negative_response_time_ms'
            when status_code is null and (response_time_ms is null or {{ not may_be_blank('api_logs', 'status_code') }})
                then 'missing_status_code'
            {%- if not may_be_blank('api_logs', 'service_name') %}
            when {{ to_text('raw_row.service_name') }} is null then 'missing_service_name'
            {%- endif %}
        end as reject_reason,
        case when {{ is_in_future('requested_at') }} then 'in_the_future' end as exclude_reason
    from parse_columns
),

base_api_logs as (
    select
        source_file,
        input_row,
        {{ row_status(blank='is_blank') }} as row_status,
        requested_at,
        {{ reporting_date('requested_at') }} as request_date,
        {{ truncate_to_hour('requested_at') }} as hour_at,
        service_name,
        endpoint,
        status_code,
        response_time_ms,
        reject_reason,
        exclude_reason,
        {{ rejected_row('api_logs') }} as rejected_row
    from validate_rows
)

select * from base_api_logs
