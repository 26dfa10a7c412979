{{ config(materialized='table', meta={'is_lookup': true}) }}

with
sequences as (select distinct page_sequence from {{ ref('base_session_tracking') }} where row_status = 'accepted'),

-- Many sessions share a sequence, so each distinct one is split once. A text has one separator: a JSON array or a list
-- as Parquet columns are written, else the first of -> (or =>), →, », > and | that is in it; , and ; only where no path
-- can contain them. An arrow is read like >, because the pages of lamp->cart>home may be lamp- and cart.
separate_steps as (
    select
        page_sequence,
        case
            when left(page_sequence, 1) = '[' and right(page_sequence, 1) = ']'
                -- parts of a session that were merged are a line each
                then coalesce({{ list_as_lines("replace(page_sequence, ']' || chr(10) || '[', ', ')") }}, page_sequence)
            {%- set plain = "replace(page_sequence, '&gt;', '>')" %}
            when contains(page_sequence, '->') or contains(page_sequence, '=>')
                then replace(replace(replace({{ plain }}, '->', '>'), '=>', '>'), '>', chr(10))
            {%- for separator in ['→', '»', '>', '|'] %}
            when contains({{ plain }}, '{{ separator }}') then replace({{ plain }}, '{{ separator }}', chr(10))
            {%- endfor %}
            {%- for separator in [',', ';'] %}
            {%- set before_paths = regexp_replace_all('page_sequence', separator ~ ' *(/|https?:)', '') %}
            when
                contains(page_sequence, '{{ separator }}') and (
                    not contains(page_sequence, '/')
                    or not contains({{ before_paths }}, '{{ separator }}')
                )
                then replace(page_sequence, '{{ separator }}', chr(10))
            {%- endfor %}
            else page_sequence
        end as steps
    from sequences
),

split_steps as (
    {{ split_to_rows('separate_steps', 'page_sequence', 'steps', '\n') }}
),

stg_page_sequence_steps as (
    select
        whole as page_sequence,
        position,
        {{ clean_page('part') }} as page_path
    from split_steps
    where {{ to_text('part') }} is not null
)

select * from stg_page_sequence_steps
