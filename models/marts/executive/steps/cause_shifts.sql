with
signals as (select * from {{ ref('cause_signals') }}),

{{ find_shifts('signals') }},

cause_shifts as (select * from find_shifts)

select * from cause_shifts
