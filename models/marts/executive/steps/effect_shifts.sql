with
signals as (select * from {{ ref('effect_signals') }}),

{{ find_shifts('signals') }},

effect_shifts as (select * from find_shifts)

select * from effect_shifts
