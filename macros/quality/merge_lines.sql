{#- CTEs that merge the lines of one cart or order, and number its versions, of the CTE validate_rows: with a key, its time, updated_at,
    item_count, amounts, and texts that only one line may have. Lines follow each other and have the same time. A file repeats an
    amount on each line, or has it on the first, or has the amount of each line; it is the same for items. Where a file lists items
    (has_items), equal lines are two items. Of the CTE compare_lines, `merged_<amount>`, `merged_<text>` and merged_item_count are
    those of the whole; version_rank is 1 for the latest version. -#}
{% macro merge_lines(key, time, amounts, texts, has_items) -%}
number_lines as (
    select
        *,
        case when validation_error is null and exclude_reason is null then {{ key }} end as valid_key,
        input_row - row_number() over (
            partition by {{ key }}, {{ time }}, updated_at, source_file, validation_error
            order by input_row
        ) as first_line
    from validate_rows
),

summarize_lines as (
    select
        *,
        input_row - min(input_row) over of_key + 1 as line_number,
        count(*) over of_key as line_count,
        {%- for column in amounts + ['item_count'] %}
        sum({{ column }}) over of_key as {{ column }}_sum,
        min({{ column }}) over of_key as {{ column }}_min,
        max({{ column }}) over of_key as {{ column }}_max,
        {%- endfor %}
        {%- for column in texts %}
        max({{ column }}) over of_key as merged_{{ column }},
        {%- endfor %}
        {%- for column in amounts + ['item_count'] %}
        count({{ column }}) over of_key in (0, count(*) over of_key) and
        {%- endfor %}
        {{ 'false' if has_items else 'true' }} as has_all_values
    from number_lines
    window of_key as (
        partition by valid_key, {{ time }}, updated_at, source_file, first_line
        order by input_row
        rows between unbounded preceding and unbounded following
    )
),

find_line_amounts as (
    select
        *,
        {%- for column in amounts + ['item_count'] %}
        coalesce({{ column }}_min = {{ column }}_max, true) and
        {%- endfor %}
        has_all_values as is_same_row,
        {%- for column in amounts %}
        coalesce(bool_or({{ column }}_min <> {{ column }}_max) over of_file, false) as has_lines_of_{{ column }},
        {%- endfor %}
        bool_and(item_count_min = item_count_max and item_count_min >= line_count) filter (where line_count > 1) over of_file
            as repeats_items,
        rank() over versions as version_rank,
        first_value(merged_user_key) over versions as latest_user_key,
        first_value({{ time }}) over versions as latest_time
    from summarize_lines
    window
        of_file as (partition by source_file),
        versions as (
            partition by valid_key
            order by
                updated_at desc nulls last,
                {{ time }} desc,
                {{ natural_order('source_file') }} desc,
                source_file desc,
                first_line desc
        )
),

compare_lines as (
    select
        *,
        {%- for column in amounts %}
        case when has_lines_of_{{ column }} and not is_same_row then {{ column }}_sum else {{ column }}_max end as merged_{{ column }},
        {%- endfor %}
        cast(case when is_same_row or repeats_items then item_count_max else item_count_sum end as bigint) as merged_item_count,
        -- a row of the same key is an earlier version, unless it cannot be the same cart or order
        case
            when validation_error is not null then validation_error
            when
                version_rank > 1 and valid_key is not null
                and (
                    merged_user_key <> latest_user_key
                    or {{ seconds_between(time, 'latest_time') }} > 7 * 86400
                ) then 'duplicate_key'
        end as reject_reason
    from find_line_amounts
)
{%- endmacro %}
