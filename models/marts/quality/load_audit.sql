with
inputs as (select * from {{ ref('int_input_coverage') }}),
rejected as (select * from {{ ref('rejected_rows') }}),

-- read, accepted and rejected rows are counted in three places: a row lost between them shows up
count_read as (
    {% for table in input_tables() -%}
    select
        '{{ table }}' as input_table,
        {{ 'true' if is_absent(table) else 'false' }} as is_absent,
        count(*) as rows_read
    from {{ ref('base_' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

count_rejected as (
    select
        input_table,
        count(*) as rows_rejected
    from rejected
    group by input_table
),

load_audit as (
    select
        count_read.input_table,
        case
            when count_read.is_absent then 'absent'
            when count_read.rows_read = 0 then 'empty'
            else 'loaded'
        end as status,
        count_read.rows_read,
        inputs.rows_accepted,
        coalesce(count_rejected.rows_rejected, 0) as rows_rejected,
        inputs.first_event_at,
        inputs.last_event_at
    from count_read
    inner join inputs
        on count_read.input_table = inputs.input_table
    left join count_rejected
        on count_read.input_table = count_rejected.input_table
)

select * from load_audit
