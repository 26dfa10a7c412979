with
page_loads as (select * from {{ ref('stg_page_load_times') }}),
usual_times as (select * from {{ ref('int_page_usual_times') }}),

int_page_loads_rated as (
    select
        page_loads.load_date,
        page_loads.hour_at,
        page_loads.page_key,
        page_loads.load_time_ms,
        usual_times.usual_ms,
        {{ is_sluggish('page_loads.load_time_ms', 'usual_times.usual_ms', var('noticeable_load_ms')) }} as is_sluggish,
        case
            when page_loads.load_time_ms <= {{ var('good_load_ms') }} then 'good'
            when page_loads.load_time_ms <= {{ var('needs_improvement_load_ms') }} then 'needs_improvement'
            else 'poor'
        end as load_rating,
        case
            when page_loads.load_time_ms <= {{ var('apdex_load_ms') }} then 1.0
            when page_loads.load_time_ms <= 4 * {{ var('apdex_load_ms') }} then 0.5
            else 0.0
        end as apdex_points
    from page_loads
    left join usual_times
        on
            page_loads.page_key = usual_times.page_key
            and page_loads.load_date = usual_times.load_date
)

select * from int_page_loads_rated
