{{ incremental_by_date('cast(hour_at as date)') }}

-- Method: in an hour that was delivered m times, the counts of equal rows are multiples of m; those of events that are
-- equal by chance are not.
with
{% for table, contract in input_contracts().items() if contract.identity -%}
{{ table }} as (
    select
        '{{ table }}' as input_table,
        source_file,
        {{ truncate_to_hour(event_time(table)) }} as hour_at,
        {{ row_hash(contract.identity) }} as identity
    from (
        select *
        from {{ ref('base_' ~ table) }}
        {{ where_affected_dates(event_time(table), 'cast(' ~ event_time(table) ~ ' as date)') }}
    ) as base
    where row_status = 'accepted'{{ " and response_time_ms is not null" if table == 'api_logs' }}
),

{% endfor -%}
union_events as (
    {% for table, contract in input_contracts().items() if contract.identity -%}
    select * from {{ table }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

count_hours as (
    select
        input_table,
        hour_at,
        count(*) as row_count
    from union_events
    group by input_table, hour_at
),

-- of a large hour a sample by content is enough, because it has all copies of a row or none
count_copies as (
    select
        events.input_table,
        events.hour_at,
        events.source_file,
        events.identity,
        count(*) as copy_count
    from union_events as events
    inner join count_hours
        on
            events.input_table = count_hours.input_table
            and events.hour_at = count_hours.hour_at
    where count_hours.row_count <= 10000 or events.identity % 16 = 0
    group by events.input_table, events.hour_at, events.source_file, events.identity
),

compare_files as (
    select
        *,
        count(*) over same_row > 1
        and min(copy_count) over same_row = max(copy_count) over same_row as is_in_other_file
    from count_copies
    window same_row as (partition by input_table, hour_at, identity)
),

count_multiples as (
    select
        input_table,
        hour_at,
        source_file,
        count(*) as distinct_count,
        {% for times in range(2, 6) -%}
        count(*) filter (where copy_count % {{ times }} = 0) as multiples_of_{{ times }},
        {% endfor -%}
        count(*) filter (where is_in_other_file) as shared_count
    from compare_files
    group by input_table, hour_at, source_file
),

-- a few rows in an hour may be equal by chance, unless those of the whole day are
sum_days as (
    select
        *,
        sum(distinct_count) over file_day as day_distinct_count,
        {% for times in range(2, 6) -%}
        sum(multiples_of_{{ times }}) over file_day as day_multiples_of_{{ times }},
        {% endfor -%}
        sum(shared_count) over file_day as day_shared_count
    from count_multiples
    window file_day as (partition by input_table, source_file, cast(hour_at as date))
),

count_deliveries as (
    select
        input_table,
        hour_at,
        source_file,
        case
            {%- for times in range(5, 1, -1) %}
            when {{ is_repeated('multiples_of_' ~ times) }} then {{ times }}
            {%- endfor %}
            else 1
        end as delivery_count,
        {{ is_repeated('shared_count') }} as is_in_other_file
    from sum_days
),

flag_hours as (
    select
        *,
        bool_or(is_in_other_file) over (partition by input_table, hour_at) as is_shared_by_files
    from count_deliveries
),

repeated_hours as (
    select
        input_table,
        hour_at,
        bool_or(is_shared_by_files) as is_shared_by_files
    from flag_hours
    where delivery_count > 1 or is_shared_by_files
    group by input_table, hour_at
),

list_files as (select distinct input_table, hour_at, source_file from count_copies),

-- a file that has only a few rows of a shared hour counts as well
stg_repeated_hours as (
    select
        list_files.input_table,
        list_files.hour_at,
        list_files.source_file,
        coalesce(flag_hours.delivery_count, 1) as delivery_count,
        repeated_hours.is_shared_by_files
    from list_files
    inner join repeated_hours
        on
            list_files.input_table = repeated_hours.input_table
            and list_files.hour_at = repeated_hours.hour_at
    left join flag_hours
        on
            list_files.input_table = flag_hours.input_table
            and list_files.hour_at = flag_hours.hour_at
            and list_files.source_file = flag_hours.source_file
)

select * from stg_repeated_hours
