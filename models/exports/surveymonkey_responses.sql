{%- set time_pattern = '^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}) ([0-9]{1,2}):([0-9]{2})(:[0-9]{2})? ?([AaPp]?)[Mm]?$' -%}
{%- set open_question_pattern = '"((?:[^"\\\\]|\\\\.)*)": ?"Open-Ended Response"' -%}
{%- set is_second_header = 'respondent_id is null and start_date is null and end_date is null' -%}
with
responses as (
    {{ export_rows('surveymonkey', 'responses') }}
),

-- the second header says what each column holds, such as Response or Open-Ended Response
describe_questions as (
    select
        source_file,
        lower(min(comment)) as comment_kind,
        min(replace({{ parse_text('exported_row', open_question_pattern, ['question']) }}.question, '\"', '"'))
            as open_question
    from responses
    where {{ is_second_header }}
    group by source_file
),

read_answers as (
    select
        responses.*,
        coalesce(responses.end_date, responses.start_date) as answered_at,
        {{ parse_text('coalesce(responses.end_date, responses.start_date)', time_pattern,
            ['month', 'day', 'year', 'hour', 'minute', 'second', 'half']) }} as time_parts,
        {{ parse_text('responses.likelihood_to_recommend', '^([0-9]+)', ['number']) }}.number as likelihood,
        case
            when
                describe_questions.comment_kind = 'response'
                or (describe_questions.comment_kind is null and describe_questions.open_question <> '')
                then {{ value_of_key('responses.exported_row', 'describe_questions.open_question') }}
            else responses.comment
        end as answer
    from responses
    left join describe_questions
        on responses.source_file = describe_questions.source_file
    where not ({{ is_second_header }})
),

read_times as (
    select
        *,
        case
            when time_parts.year = '' then answered_at
            else {{ time_of_parts('time_parts', 'time_parts.year', 'time_parts.month', 'time_parts.day') }}
        end as local_time,
        case
            when likelihood_to_recommend is not null then coalesce(nullif(likelihood, ''), likelihood_to_recommend)
            when lower(satisfaction) in ('very satisfied', 'extremely satisfied') then '5'
            when lower(satisfaction) in ('somewhat satisfied', 'quite satisfied', 'satisfied') then '4'
            when lower(satisfaction) in ('somewhat dissatisfied', 'quite dissatisfied', 'dissatisfied') then '2'
            when lower(satisfaction) in ('very dissatisfied', 'extremely dissatisfied') then '1'
            when lower(satisfaction) like 'neither satisfied nor dissatisfied%' then '3'
            else satisfaction
        end as rating
    from read_answers
),

surveymonkey_responses as (
    select
        source_file,
        input_row,
        exported_row,
        respondent_id as feedback_id,
        {{ time_of_export('local_time', 'surveymonkey_responses') }} as timestamp,
        email_address as user_id,
        answer as feedback_text,
        rating,
        case when likelihood_to_recommend is not null then '0-10' else '1-5' end as rating_scale,
        'surveymonkey' as source
    from read_times
    -- someone who left before these questions gave no feedback
    where rating is not null or answer is not null
)

select * from surveymonkey_responses
