-- Value of abandoned carts by day of abandonment: lost, recovered, still open.
select
    date_day,
    lost_value,
    recovered_value,
    open_value,
    sum(lost_value) over () as total_lost_value,
    sum(recovered_value) over () as total_recovered_value,
    sum(recovered_value) over () / nullif(sum(abandoned_value) over (), 0) as recovered_share
from commerce.cart_abandonment_daily
where date_day between $first_day and $last_day
order by date_day
