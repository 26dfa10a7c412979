{{ config(
    materialized='incremental', incremental_strategy='sync_texts',
    meta={'text_column': 'text', 'text_sources': {'int_feedback_texts': 'feedback_text', 'int_ticket_texts': 'ticket_text'}}
) }}

with
feedback as (select * from {{ ref('int_feedback_texts') }}),
tickets as (select * from {{ ref('int_ticket_texts') }}),
terms as (select * from {{ ref('issue_terms') }}),

collect_texts as (
    select feedback_text as text from feedback
    union
    select ticket_text as text from tickets
),

tokenize_texts as (
    select
        text,
        {{ tokenize('text') }} as tokens
    from collect_texts
    where
        text is not null
        and {{ "text not in (select text from " ~ this ~ ")" if is_incremental_model() else "true" }}
),

-- a term matches whole words; a trailing star matches the beginning of a word
tokenize_terms as (
    select
        issue,
        case when term like '%*' then rtrim({{ tokenize('term') }}) else {{ tokenize('term') }} end as term
    from terms
),

int_texts_tagged as (
    select distinct
        tokenize_texts.text,
        tokenize_terms.issue
    from tokenize_texts
    left join tokenize_terms
        on contains(tokenize_texts.tokens, tokenize_terms.term)
)

select * from int_texts_tagged
