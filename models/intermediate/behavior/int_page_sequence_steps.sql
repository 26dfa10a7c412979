with
sessions as (select distinct page_sequence from {{ ref('stg_session_tracking') }}),
pages as (select * from {{ ref('pages') }}),

-- many sessions share a sequence, so each distinct one is split once
split_steps as (
    {{ split_to_rows('sessions', 'page_sequence', '>') }}
),

clean_steps as (
    select
        whole as page_sequence,
        position,
        {{ clean_page('part') }} as page
    from split_steps
    where {{ to_text('part') }} is not null
),

int_page_sequence_steps as (
    select
        clean_steps.page_sequence,
        clean_steps.position,
        coalesce(pages.page_key, clean_steps.page) as page_key,
        pages.funnel_step
    from clean_steps
    left join pages
        on clean_steps.page = pages.alias
)

select * from int_page_sequence_steps
