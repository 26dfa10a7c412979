with
signals as (select * from {{ ref('cause_signals') }}),

{{ cusum_windows('signals') }},

cause_windows as (select * from find_shifts)

select * from cause_windows
