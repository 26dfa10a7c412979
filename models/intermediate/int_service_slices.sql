with
requests as (select * from {{ ref('int_requests_classified') }}),

int_service_slices as (
    select
        {{ slice_start('requested_at') }} as slice_at,
        service_name,
        count(*) as request_count,
        count(*) filter (where is_bad) as bad_count,
        count(*) filter (where outcome = 'throttled') as throttled_count,
        count(*) filter (where is_slow) as slow_count
    from requests
    group by all
)

select * from int_service_slices
