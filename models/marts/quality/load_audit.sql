with
inputs as (select * from {{ ref('int_input_coverage') }}),
rejected as (select * from {{ ref('rejected_rows') }}),
input_columns as (select * from {{ ref('int_input_columns') }}),
period as (select * from {{ ref('int_reporting_period') }}),

-- read, rejected and accepted rows are counted in three places; the singular tests compare them
count_read as (
    {% for table in input_tables() -%}
    select
        '{{ table }}' as input_table,
        {{ 'true' if is_absent(table) else 'false' }} as is_absent,
        {{ string_literal(origins(table) | join(', ')) }} as export,
        count(*) filter (where coalesce(row_status, '') <> 'blank') as rows_read,
        count(*) filter (where row_status = 'superseded') as rows_superseded,
        count(*) filter (where row_status = 'merged') as rows_merged,
        count(*) filter (where row_status = 'excluded') as rows_excluded,
        count(*) filter (where row_status = 'accepted') as rows_left
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

list_columns as (
    select
        input_table,
        nullif({{ ordered_listagg("case when status = 'absent' then column_name end", ', ', 'column_name') }}, '')
            as columns_absent,
        nullif({{ ordered_listagg("case when status = 'ignored' then column_name end", ', ', 'column_name') }}, '')
            as columns_ignored
    from input_columns
    group by input_table
),

load_audit as (
    select
        count_read.input_table,
        case
            when count_read.is_absent then 'absent'
            when count_read.rows_read = 0 and count_read.export like 'derived from %' then 'absent'
            when count_read.rows_read = 0 then 'empty'
            else 'loaded'
        end as status,
        nullif(count_read.export, '') as export,
        count_read.rows_read,
        inputs.rows_accepted,
        coalesce(count_rejected.rows_rejected, 0) as rows_rejected,
        count_read.rows_superseded,
        count_read.rows_merged,
        -- copies and bots are left out in staging
        count_read.rows_excluded + count_read.rows_left - inputs.rows_accepted as rows_excluded,
        list_columns.columns_absent,
        list_columns.columns_ignored,
        inputs.first_event_at,
        inputs.last_event_at,
        {{ seconds_between('inputs.last_event_at', 'period.as_of') }} / 3600 as last_event_age_hours
    from count_read
    inner join inputs
        on count_read.input_table = inputs.input_table
    cross join period
    left join count_rejected
        on count_read.input_table = count_rejected.input_table
    left join list_columns
        on count_read.input_table = list_columns.input_table
)

select * from load_audit
