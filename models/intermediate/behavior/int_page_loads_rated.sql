with
page_loads as (select * from {{ ref('stg_page_load_times') }}),

int_page_loads_rated as (
    select
        loaded_at,
        load_date,
        page_key,
        load_time_ms,
        case
            when load_time_ms <= {{ var('good_load_ms') }} then 'good'
            when load_time_ms <= {{ var('needs_improvement_load_ms') }} then 'needs_improvement'
            else 'poor'
        end as load_rating,
        case
            when load_time_ms <= {{ var('apdex_load_ms') }} then 1.0
            when load_time_ms <= 4 * {{ var('apdex_load_ms') }} then 0.5
            else 0.0
        end as apdex_points
    from page_loads
)

select * from int_page_loads_rated
