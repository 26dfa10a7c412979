with
steps as (select * from {{ ref('int_page_sequence_steps') }}),

int_page_sequences_summarized as (
    select
        page_sequence,
        count(*) as page_count,
        min_by(page_key, position) as entry_page,
        max_by(page_key, position) as exit_page,
        max(funnel_step) as deepest_step
    from steps
    group by page_sequence
)

select * from int_page_sequences_summarized
