-- Staging leaves out rows only where a table lists why: copies of an hour, bots, and isolated dates.
with
inputs as (
    {% for table in input_tables() -%}
    select
        '{{ table }}' as input_table,
        count(*) filter (where row_status = 'excluded') as rows_excluded
    from {{ ref('base_' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

explained as (
    select input_table from {{ ref('stg_repeated_hours') }}
    union
    select input_table from {{ ref('stg_isolated_dates') }}
    union
    select 'clickstream' as input_table from {{ ref('stg_bot_hours') }}
    union
    select 'session_tracking' as input_table from {{ ref('stg_bot_hours') }}
)

select
    audit.input_table,
    audit.input_table || ': ' || (audit.rows_excluded - inputs.rows_excluded)
    || ' rows are missing after staging' as problem
from {{ ref('load_audit') }} as audit
inner join inputs
    on audit.input_table = inputs.input_table
left join explained
    on audit.input_table = explained.input_table
where
    audit.rows_excluded <> inputs.rows_excluded
    and explained.input_table is null
