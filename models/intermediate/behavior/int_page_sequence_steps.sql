with
steps as (select * from {{ ref('stg_page_sequence_steps') }}),
paths as (select * from {{ ref('stg_page_paths') }}),

int_page_sequence_steps as (
    select
        steps.page_sequence,
        steps.position,
        paths.page_key,
        paths.funnel_step
    from steps
    left join paths
        on steps.page_path = paths.page_path
)

select * from int_page_sequence_steps
