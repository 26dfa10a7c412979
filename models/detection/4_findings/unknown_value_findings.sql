with
tickets as (select * from {{ ref('tickets') }}),
feedback as (select * from {{ ref('feedback') }}),
orders as (select * from {{ ref('stg_orders') }}),
unavailable as (select * from {{ ref('int_kpis_unavailable') }}),

count_priorities as (
    select
        priority,
        count(*) as ticket_count,
        count(sla_target_hours) as target_count,
        row_number() over (
            partition by count(sla_target_hours) = 0
            order by count(*) desc, priority asc
        ) as priority_rank
    from tickets
    group by priority
),

summarize_priorities as (
    select
        sum(ticket_count) as ticket_count,
        sum(ticket_count - target_count) as untargeted_count,
        {{ ordered_listagg(
            "case when target_count = 0 and priority_rank <= 5 then priority end", ', ', 'priority_rank'
        ) }} as untargeted_priorities,
        count(case when target_count = 0 and priority_rank > 5 then 1 end) as unnamed_count,
        nullif({{ ordered_listagg("case when target_count > 0 then priority end", ', ') }}, '') as targeted_priorities
    from count_priorities
),

count_texts as (
    select
        count(*) as text_count,
        count(case when text_sentiment = 'not_readable' then 1 end) as not_readable_count
    from feedback
    where text_sentiment <> 'missing'
),

count_statuses as (
    select
        exported_status,
        count(*) as order_count,
        row_number() over (order by count(*) desc, exported_status asc) as status_rank
    from orders
    where status = 'unknown'
    group by exported_status
),

summarize_statuses as (
    select
        sum(order_count) as unknown_count,
        {{ ordered_listagg("case when status_rank <= 5 then exported_status end", ', ', 'status_rank') }} as statuses,
        count(case when status_rank > 5 then 1 end) as unnamed_count,
        (select count(*) from orders) as order_count
    from count_statuses
),

unknown_value_findings as (
    select
        'priority_without_target' as kind,
        'support_tickets' as subject,
        untargeted_priorities
        || case when unnamed_count > 0 then ' and ' || unnamed_count || ' more' else '' end as detail,
        'share' as unit,
        {{ safe_divide('untargeted_count', 'ticket_count') }} as metric_value,
        {{ setting('noted_share') }} as baseline_value,
        untargeted_count as occurrence_count,
        ticket_count as observation_count,
        coalesce(
            ' Priorities with a target: ' || targeted_priorities || '.', ' No ticket has a priority with a target.'
        ) as added_evidence
    from summarize_priorities
    where
        {{ safe_divide('untargeted_count', 'ticket_count') }} >= {{ setting('noted_share') }}
        -- without the column, the finding is that it is absent
        and not exists (
            select 1 from unavailable
            where unavailable.input_table = 'support_tickets' and unavailable.column_name = 'priority'
        )
    union all
    select
        'texts_not_readable' as kind,
        'user_feedback' as subject,
        '' as detail,
        'share' as unit,
        {{ safe_divide('not_readable_count', 'text_count') }} as metric_value,
        {{ setting('noted_share') }} as baseline_value,
        not_readable_count as occurrence_count,
        text_count as observation_count,
        '' as added_evidence
    from count_texts
    where {{ safe_divide('not_readable_count', 'text_count') }} >= {{ setting('noted_share') }}
    union all
    select
        'order_status_unknown' as kind,
        'orders' as subject,
        statuses || case when unnamed_count > 0 then ' and ' || unnamed_count || ' more' else '' end as detail,
        'share' as unit,
        {{ safe_divide('unknown_count', 'order_count') }} as metric_value,
        null as baseline_value,
        cast(unknown_count as bigint) as occurrence_count,
        order_count as observation_count,
        '' as added_evidence
    from summarize_statuses
    where unknown_count > 0
)

select * from unknown_value_findings
