{%- set is_derived = is_derived('session_tracking') -%}
with
session_tracking as (
    {{ accepted_rows('session_tracking') }}
),
paths as (select * from {{ ref('stg_page_paths') }}),
steps as (select * from {{ ref('stg_page_sequence_steps') }}),

-- a derived session is complete by a page that confirms an order; others say whether they are
sequences_with_order as (
    select distinct steps.page_sequence
    from steps
    inner join paths
        on steps.page_path = paths.page_path
    where {{ 'paths.funnel_step = ' ~ var('funnel_steps').get('completed', 0) if is_derived else 'false' }}
),

find_orders as (
    select
        session_tracking.*,
        case
            when sequences.page_sequence is not null then true
            else session_tracking.is_completed
        end as has_order,
        paths.page_key as last_page
    from session_tracking
    left join paths
        on session_tracking.drop_off_path = paths.page_path
    left join sequences_with_order as sequences
        on session_tracking.page_sequence = sequences.page_sequence
),

stg_session_tracking as (
    select
        session_id,
        started_at,
        ended_at,
        session_date,
        user_key,
        page_sequence,
        {%- if is_derived %}
        -- where no session has an order, orders are not in the events
        case when (select max(cast(has_order as integer)) from find_orders) = 1 then has_order end as is_completed,
        {%- else %}
        has_order as is_completed,
        {%- endif %}
        is_none_from_python,
        case when not coalesce(has_order, false) then last_page end as drop_off_page
    from find_orders
    {{ without_bots('session_tracking', 'find_orders') }}
)

select * from stg_session_tracking
