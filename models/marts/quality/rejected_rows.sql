with
rejected as (
    {% for table in input_tables() -%}
    select
        '{{ table }}' as input_table,
        source_file,
        {{ row_position() }} as input_row,
        reject_reason as reason,
        rejected_row as raw_row
    from {{ ref('base_' ~ table) }}
    where reject_reason is not null
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

-- input_row does not start at 1 in every file
find_first_rows as (
    {% for table in input_tables() -%}
    select
        '{{ table }}' as input_table,
        source_file,
        min({{ row_position() }}) as first_row
    from {{ ref('base_' ~ table) }}
    group by source_file
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

rejected_rows as (
    select
        rejected.source_file || ':' || (rejected.input_row - find_first_rows.first_row + 1) as rejected_row_id,
        rejected.input_table,
        rejected.source_file,
        rejected.input_row - find_first_rows.first_row + 1 as source_row,
        rejected.reason,
        rejected.raw_row
    from rejected
    inner join find_first_rows
        on
            rejected.input_table = find_first_rows.input_table
            and rejected.source_file = find_first_rows.source_file
)

select * from rejected_rows
