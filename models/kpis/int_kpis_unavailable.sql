with
definitions as (select * from {{ ref('kpis') }}),
needs as (select * from {{ ref('kpi_columns') }}),
input_columns as (select * from {{ ref('int_input_columns') }} where status = 'absent'),
audit as (select * from {{ ref('load_audit') }}),

int_kpis_unavailable as (
    select
        needs.kpi,
        needs.input_table,
        needs.column_name,
        max(input_columns.likely_name) as likely_name
    from needs
    inner join definitions
        on needs.kpi = definitions.kpi
    inner join audit
        on needs.input_table = audit.input_table
    left join audit as substitutes
        on needs.or_input = substitutes.input_table
    left join input_columns
        on
            needs.input_table = input_columns.input_table
            and needs.column_name = input_columns.column_name
    where
        (
            input_columns.column_name is not null
            -- another input without rows tells nothing about this one
            or (audit.status <> 'loaded' and needs.input_table <> definitions.input_table)
        )
        and coalesce(substitutes.status <> 'loaded', true)
    group by needs.kpi, needs.input_table, needs.column_name
)

select * from int_kpis_unavailable
