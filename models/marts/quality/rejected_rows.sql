with
{% for table in input_tables() -%}
reject_{{ table }} as (
    select
        '{{ table }}' as input_table,
        source_file,
        input_row,
        reject_reason as reason,
        rejected_row as raw_row
    from {{ ref('base_' ~ table) }}
    where reject_reason is not null
),

-- where each file begins in the running number of rows
start_{{ table }} as (
    select
        '{{ table }}' as input_table,
        source_file,
        min(input_row) as first_row
    from {{ ref('base_' ~ table) }}
    group by source_file
),

{% endfor -%}
all_rejects as (
    {% for table in input_tables() -%}
    select * from reject_{{ table }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

all_starts as (
    {% for table in input_tables() -%}
    select * from start_{{ table }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

rejected_rows as (
    select
        all_rejects.source_file || ':' || (all_rejects.input_row - all_starts.first_row + 1) as rejected_row_id,
        all_rejects.input_table,
        all_rejects.source_file,
        all_rejects.input_row - all_starts.first_row + 1 as source_row,
        all_rejects.reason,
        all_rejects.raw_row
    from all_rejects
    inner join all_starts
        on
            all_rejects.input_table = all_starts.input_table
            and all_rejects.source_file = all_starts.source_file
)

select * from rejected_rows
