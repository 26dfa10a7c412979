-- Method: lost carts minus the number expected at the baseline rate, times their mean value. The interval is a normal
-- approximation of the binomial count, of the estimated baseline rate and of the spread of cart values.
with
events as (select * from {{ ref('detected_events') }}),
sessions as (select * from {{ ref('int_sessions_classified') }} where is_completed),
carts as (select * from {{ ref('carts') }} where outcome <> 'recovered'),

-- each ends in a purchase or an abandoned cart; a cart that can still be recovered counts as lost until it is
list_outcomes as (
    select
        ended_at as settled_at,
        0 as is_lost,
        cast(null as double) as cart_value
    from sessions
    union all
    select
        abandoned_at as settled_at,
        1 as is_lost,
        cart_value
    from carts
),

count_outcomes as (
    select
        events.event_id,
        sum(case when outcomes.settled_at >= events.started_at then 1 else 0 end) as outcome_count,
        sum(case when outcomes.settled_at >= events.started_at then outcomes.is_lost else 0 end) as lost_count,
        sum(case when outcomes.settled_at < events.started_at then 1 else 0 end) as baseline_outcomes,
        sum(case when outcomes.settled_at < events.started_at then outcomes.is_lost else 0 end) as baseline_lost,
        {{ safe_divide(
            exact_sum('case when outcomes.settled_at < events.started_at then outcomes.cart_value end'),
            'count(case when outcomes.settled_at < events.started_at then outcomes.cart_value end)'
        ) }} as mean_value,
        stddev_samp(case when outcomes.settled_at < events.started_at then outcomes.cart_value end) as value_deviation
    from events
    inner join list_outcomes as outcomes
        on
            outcomes.settled_at >= {{ add_hours('events.started_at', -24 * setting('baseline_days')) }}
            and outcomes.settled_at < {{ add_hours('events.ended_at', setting('impact_minutes_after') / 60) }}
    group by events.event_id
),

-- without purchases there is no baseline share of lost carts, and without cart values no price: nothing is estimated
estimate_baselines as (
    select
        *,
        baseline_lost / baseline_outcomes as baseline_rate
    from count_outcomes
    where
        baseline_outcomes >= {{ setting('baseline_min_observations') }}
        and baseline_lost < baseline_outcomes
        and mean_value is not null
),

-- the variance of the count among outcome_count, plus that of the baseline rate
estimate_carts as (
    select
        *,
        lost_count - outcome_count * baseline_rate as excess_carts,
        outcome_count * (1 + outcome_count / baseline_outcomes)
        * baseline_rate * (1 - baseline_rate) as excess_variance
    from estimate_baselines
),

estimate_value as (
    select
        *,
        excess_carts * mean_value as excess_value,
        {{ setting('impact_z_score') }} * sqrt(
            excess_variance * mean_value * mean_value
            + greatest(excess_carts, 0) * coalesce(value_deviation * value_deviation, 0)
        ) as margin
    from estimate_carts
),

event_impacts as (
    select
        event_id,
        cast(outcome_count as bigint) as outcome_count,
        cast(lost_count as bigint) as lost_count,
        outcome_count * baseline_rate as expected_lost_count,
        greatest(cast(floor(excess_value - margin) as double), 0) as impact_low,
        greatest(cast(ceil(excess_value + margin) as double), 0) as impact_high
    from estimate_value
)

select * from event_impacts
