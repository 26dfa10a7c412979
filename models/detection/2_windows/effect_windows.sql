with
signals as (select * from {{ ref('unexplained_signals') }}),

{{ cusum_windows('signals') }},

effect_windows as (select * from find_shifts)

select * from effect_windows
