{{ incremental_by_date('cast(hour_at as date)') }}

-- Method: in an hour that was delivered m times, the counts of equal rows are multiples of m; those of events that are
-- equal by chance are not.
with
union_events as (
    {% for table, contract in input_contracts().items() if contract.identity -%}
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
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

count_hours as (
    select
        input_table,
        hour_at,
        min(source_file) as source_file,
        min(source_file) <> max(source_file) as is_in_files,
        count(*) as row_count
    from union_events
    group by input_table, hour_at
),

-- few hours have many equal rows; of a large one a sample by content tells, because it has all copies of a row or none
sample_rows as (
    select
        events.input_table,
        events.hour_at,
        events.identity,
        count(*) as copy_count
    from union_events as events
    inner join count_hours
        on
            events.input_table = count_hours.input_table
            and events.hour_at = count_hours.hour_at
    where not count_hours.is_in_files and (count_hours.row_count <= 400 or events.identity % 8 = 0)
    group by events.input_table, events.hour_at, events.identity
),

flag_suspects as (
    select
        count_hours.input_table,
        count_hours.hour_at,
        count_hours.source_file,
        count_hours.row_count,
        coalesce(sum(sample_rows.copy_count) >= 1.5 * count(*), true) as is_suspect
    from count_hours
    left join sample_rows
        on
            count_hours.input_table = sample_rows.input_table
            and count_hours.hour_at = sample_rows.hour_at
    group by count_hours.input_table, count_hours.hour_at, count_hours.source_file, count_hours.row_count
),

count_copies as (
    select
        events.input_table,
        events.hour_at,
        events.source_file,
        events.identity,
        count(*) as copy_count
    from union_events as events
    inner join flag_suspects
        on
            events.input_table = flag_suspects.input_table
            and events.hour_at = flag_suspects.hour_at
    where flag_suspects.is_suspect and (flag_suspects.row_count <= 10000 or events.identity % 16 = 0)
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
    union all
    select
        input_table,
        hour_at,
        source_file,
        row_count as distinct_count,
        {% for times in range(2, 6) -%}
        0 as multiples_of_{{ times }},
        {% endfor -%}
        0 as shared_count
    from flag_suspects
    where not is_suspect
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
        bool_or(is_in_other_file) over same_hour as is_shared_by_files,
        bool_or(is_in_other_file or delivery_count > 1) over same_hour as is_repeated
    from count_deliveries
    window same_hour as (partition by input_table, hour_at)
),

-- a file that has only a few rows of a shared hour counts as well
stg_repeated_hours as (
    select
        input_table,
        hour_at,
        source_file,
        delivery_count,
        is_shared_by_files
    from flag_hours
    where is_repeated
)

select * from stg_repeated_hours
