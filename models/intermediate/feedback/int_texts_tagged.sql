{{ config(
    materialized='incremental', incremental_strategy='sync_texts',
    meta={'text_column': 'text', 'text_sources': {'int_feedback_texts': 'feedback_text', 'int_ticket_texts': 'ticket_text'}}
) }}

with
feedback as (select * from {{ ref('int_feedback_texts') }}),
tickets as (select * from {{ ref('int_ticket_texts') }}),
terms as (select * from {{ ref('issue_terms') }}),

distinct_texts as (
    select feedback_text as text from feedback
    union
    select ticket_text as text from tickets
),

find_words as (
    select
        text,
        {{ tokenize('text') }} as words
    from distinct_texts
    where text is not null {%- if is_incremental_model() %} and text not in (select text from {{ this }}) {%- endif %}
),

-- a term matches whole words, and with a star at its end the beginning of a word
read_terms as (
    select
        issue,
        case when term like '%*' then rtrim({{ tokenize('term') }}) else {{ tokenize('term') }} end as term
    from terms
),

int_texts_tagged as (
    select distinct
        find_words.text,
        read_terms.issue
    from find_words
    left join read_terms
        on contains(find_words.words, read_terms.term)
)

select * from int_texts_tagged
