-- Method: one-sided cumulative sum chart (CUSUM; Page, Biometrika 1954) of each stream's log-likelihood ratio.
with
signals as (select * from {{ ref('cause_signals') }}),

{{ cusum_windows('signals') }},

cause_windows as (select * from change_windows)

select * from cause_windows
