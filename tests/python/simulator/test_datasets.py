"""Properties of every dataset: consistency, realistic rates, and a symptom of each incident."""

import pytest

from python_steps.simulator import parameters
from tests.python.simulator import datasets

SIGNIFICANCE = 1e-6  # p-value; there are some ten thousand tests


@pytest.fixture(scope="module")
def seeds(is_full):
    return datasets.SEEDS if is_full else datasets.SEEDS[:5]


@pytest.fixture(scope="module")
def shops(tmp_path_factory, seeds, builds):
    return datasets.make_datasets(tmp_path_factory.mktemp("datasets"), seeds)


def rows_of(shops, query):
    return shops.execute(query).fetchall()


# rule: query for the rows that violate it
VIOLATIONS = {
    "a cart's user has a session": """
        select * from cart_abandonment as carts
        where not exists (from session_tracking as sessions
            where sessions.dataset = carts.dataset
                and sessions.user_key = carts.user_key)
        """,
    "a ticket's user has an earlier session": """
        select * from support_tickets as tickets
        where not exists (from session_tracking as sessions
            where sessions.dataset = tickets.dataset and end_time <= created_at
                and sessions.user_key = tickets.user_key)
        """,
    "a comment's user, if any, has an earlier session": """
        select * from user_feedback as comments
        where user_id is not null and not exists (from session_tracking as sessions
            where sessions.dataset = comments.dataset and end_time <= timestamp
                and sessions.user_key = comments.user_key)
        """,
    "each completed session leads to one order when it ends": """
        select dataset, session_id, user_key, end_time from session_tracking
        where drop_off_page = 'none'
        except all
        select dataset, session_id, user_key, ordered_at from orders""",
    "no other session leads to an order": """
        select dataset, session_id, user_key, ordered_at from orders
        except all
        select dataset, session_id, user_key, end_time from session_tracking
        where drop_off_page = 'none'""",
    "an order has the user, items and value of the cart that it recovers": f"""
        select orders.* from orders
        left join cart_abandonment as carts
            on carts.dataset = orders.dataset and carts.cart_id = orders.cart_id
        where orders.cart_id is not null and not coalesce(
            carts.user_key = orders.user_key
            and items_in_cart = item_count
            and coalesce(carts.total_value, orders.total_value) = orders.total_value
            and ordered_at > abandonment_time
            and ordered_at < abandonment_time
                + to_minutes(cast(60 * {parameters.RETURN_HOURS[1]} as bigint)) + interval 1 hour,
            false)""",
    "a shopper who returns to the cart and pays recovers it": """
        select sessions.* from session_tracking as sessions
        join orders
            on orders.dataset = sessions.dataset and orders.session_id = sessions.session_id
        where (page_sequence like 'cart%') <> (cart_id is not null)""",
    "a cart is recovered once": """
        select dataset, cart_id from orders
        where cart_id is not null group by all having count(*) > 1""",
    "an order changes after it was placed": """
        from orders
        where updated_at <= ordered_at
            or (updated_at is null and (refunded_value > 0 or status = 'cancelled'))
            or (updated_at is not null and status = 'pending')""",
    "only paid orders are refunded, at most in full": """
        from orders
        where refunded_value > if(status = 'paid', total_value, 0)""",
    "orders are pending in the last two days only": f"""
        from orders
        where status = 'pending' and ordered_at < timestamp '{datasets.end()}' - interval 2 day""",
    "sessions end after they start": "from session_tracking where end_time <= start_time",
    "a session drops off on its last page, or completes at checkout": """
        from session_tracking
        where drop_off_page is distinct from
            case when drop_off_page = 'none' and page_sequence like '%checkout' then 'none'
                when drop_off_page is not null then split_part(page_sequence, ' > ', -1) end""",
    "each session with an abandoned cart logs one cart when it ends": """
        select dataset, user_key, end_time from session_tracking
        where (page_sequence like '%cart%' or page_sequence like '%checkout%')
            and drop_off_page is distinct from 'none'
        except all
        select dataset, user_key, abandonment_time from cart_abandonment""",
    "no other session logs a cart": """
        select dataset, user_key, abandonment_time from cart_abandonment
        except all
        select dataset, user_key, end_time from session_tracking
        where page_sequence like '%cart%' or page_sequence like '%checkout%'""",
    "no session completes without a successful payment": """
        from session_tracking as sessions
        where drop_off_page = 'none' and not exists (from api_logs
            where api_logs.dataset = sessions.dataset and endpoint = '/pay' and status_code = 200
                and timestamp between end_time and end_time + interval 40 second)""",
    "a click is within a session of its user": f"""
        from clickstream as clicks
        where timestamp < timestamp '{datasets.end()}' - interval 2 hour
            and not exists (from session_tracking as sessions
                where sessions.dataset = clicks.dataset
                    and sessions.user_key = clicks.user_key
                    and timestamp between start_time and end_time + interval 10 second)""",
    "a ticket's creation, first response and resolution are in that order": """
        from support_tickets
        where first_response_at < created_at or resolved_at < first_response_at
            or (resolved_at is not null and first_response_at is null)""",
    "a ticket's status is consistent with its times": """
        from support_tickets
        where (status in ('resolved', 'closed')) <> (resolved_at is not null)
            or (status = 'open') <> (first_response_at is null)""",
    "values are within their valid range": """
        select dataset from cart_abandonment
        where items_in_cart not between 1 and 8 or total_value <= 0
        union all select dataset from page_load_times where load_time_ms <= 0
        union all select dataset from api_logs where response_time_ms <= 0
        union all select dataset from user_feedback where rating not between 1 and 5
        union all select dataset from support_tickets
        where csat_score not between 1 and 5 or reopen_count not between 0 and 2
        union all select dataset from orders
        where item_count not between 1 and 8 or total_value <= 0 or discount_value < 0
            or refunded_value < 0 or status not in ('paid', 'cancelled', 'pending')
            or currency <> 'EUR'""",
    "keys are unique": """
        select dataset, cart_id from cart_abandonment group by all having count(*) > 1
        union all select dataset, session_id from session_tracking group by all having count(*) > 1
        union all select dataset, ticket_id from support_tickets group by all having count(*) > 1
        union all select dataset, order_id from orders group by all having count(*) > 1
        """,
    "all times are within the simulated period": f"""
        select * from (
            select start_time as at from session_tracking union all
            select end_time from session_tracking union all
            select timestamp from clickstream union all
            select timestamp from page_load_times union all
            select timestamp from api_logs union all
            select timestamp from user_feedback union all
            select abandonment_time from cart_abandonment union all
            select created_at from support_tickets union all
            select first_response_at from support_tickets union all
            select resolved_at from support_tickets union all
            select ordered_at from orders union all
            select updated_at from orders
        )
        where "at" < timestamp '{datasets.START}' or "at" >= timestamp '{datasets.end()}'""",
}


@pytest.mark.parametrize("rule", VIOLATIONS)
def test_no_row_violates(shops, rule):
    assert rows_of(shops, f"select * from ({VIOLATIONS[rule]}) limit 5") == []


def test_every_dataset_has_all_inputs(shops, seeds):
    for name in datasets.exports.TABLES:
        found = rows_of(shops, f"select distinct dataset from {name} order by 1")
        assert [seed for (seed,) in found] == list(seeds), name


def test_sessions_only_take_steps_that_exist_in_the_shop(shops):
    taken = rows_of(
        shops,
        """with pages as (select string_split(page_sequence, ' > ') as page from session_tracking)
        select distinct page[step - 1], page[step]
        from pages, unnest(range(1, len(page) + 1)) as steps (step)""",
    )
    allowed = {
        (page, following)
        for chain in (parameters.NEXT_PAGE, parameters.NEXT_PAGE_ON_RETURN)
        for page, options in chain.items()
        for following in (*options, page)  # reload of a failed page
    }
    allowed |= {(None, page) for page in (*parameters.ENTRY_PAGE, "cart")}  # cart: returns
    assert {step for step in taken if step not in allowed} == set()
    assert ("cart", "checkout") in taken


# name: SQL of the rate per dataset, lower and upper bound. Published sources: see `parameters`.
RATES = {
    "conversion rate": (
        "avg(cast(drop_off_page is not distinct from 'none' as int)) from session_tracking",
        0.022,
        0.040,
    ),
    "cart abandonment rate": (
        "1 - count_if(drop_off_page = 'none') / count(*) from session_tracking"
        " where page_sequence like '%cart%' or page_sequence like '%checkout%'",
        0.66,
        0.78,
    ),
    "carts recovered within a day": (
        """avg(cast(exists(from session_tracking as sessions
            where sessions.dataset = carts.dataset and drop_off_page = 'none'
                and sessions.user_key = carts.user_key
                and end_time > abandonment_time
                and end_time <= abandonment_time + interval 24 hour) as int))
        from cart_abandonment as carts""",
        0.04,
        0.13,
    ),
    "bounce rate": (
        "avg(cast(page_sequence not like '%>%' as int)) from session_tracking",
        0.28,
        0.40,
    ),
    "users with more than one session": (
        "avg(cast(n > 1 as int)) from"
        " (select dataset, count(*) as n from session_tracking group by dataset, user_id)",
        0.35,
        0.65,
    ),
    "page loads within 2.5 s": (
        "avg(cast(load_time_ms <= 2500 as int)) from page_load_times",
        0.85,
        0.96,
    ),
    "error rate before the first incident": (
        "avg(cast(status_code >= 400 or status_code = 0 as int)) from api_logs"
        f" where timestamp < timestamp '{datasets.START}' + interval 16 day",
        0.003,
        0.009,
    ),
    # the spread alone would give 2.4
    "response time of an endpoint, 99th percentile / median": (
        "quantile_cont(response_time_ms, 0.99) / median(response_time_ms) from api_logs"
        " where endpoint = '/get_product' and status_code = 200"
        f" and timestamp < timestamp '{datasets.START}' + interval 16 day",
        2.6,
        6.0,
    ),
    "mean rating": ("avg(rating) from user_feedback", 3.0, 4.2),
    "sessions with a comment": (
        "count(*) / (select count(*) from session_tracking as s where s.dataset = f.dataset)"
        " from user_feedback as f",
        0.035,
        0.075,
    ),
    "sessions with a ticket": (
        "count(*) / (select count(*) from session_tracking as s where s.dataset = t.dataset)"
        " from support_tickets as t",
        0.018,
        0.04,
    ),
    "resolved tickets": (
        "avg(cast(resolved_at is not null as int)) from support_tickets",
        0.80,
        0.99,
    ),
    "orders that recover a cart": ("avg(cast(cart_id is not null as int)) from orders", 0.12, 0.38),
    "orders with a discount": ("avg(cast(discount_value > 0 as int)) from orders", 0.10, 0.26),
    "refunded orders": ("avg(cast(refunded_value > 0 as int)) from orders", 0.01, 0.10),
    "canceled orders": ("avg(cast(status = 'cancelled' as int)) from orders", 0.001, 0.06),
    "sessions at 8 pm / sessions at 3 am": (
        "count_if(hour(start_time) = 20) / count_if(hour(start_time) = 3) from session_tracking",
        12,
        120,
    ),
    "sessions on Sundays / sessions on Tuesdays": (
        """median(sessions) filter (dayofweek(day) = 0)
            / median(sessions) filter (dayofweek(day) = 2)
        from (select dataset, cast(start_time as date) as day, count(*) as sessions
            from session_tracking group by all)""",
        1.05,
        1.60,
    ),
}


@pytest.mark.parametrize("name", RATES)
def test_rates_are_realistic_in_every_dataset(shops, seeds, name):
    measure, low, high = RATES[name]
    found = dict(rows_of(shops, f"select dataset, {measure} group by dataset"))
    assert len(found) == len(seeds)
    assert {seed: rate for seed, rate in found.items() if not low <= rate <= high} == {}


def test_every_dataset_has_one_incident_of_each_kind(shops, seeds):
    injected = rows_of(
        shops, "select dataset, list_sort(list(kind)) from incidents group by dataset"
    )
    assert len(injected) == len(seeds)
    assert all(kinds == sorted(parameters.INCIDENTS) for _, kinds in injected)


def baseline_rates(quiet_days):
    """Return occurrences / observations by (dataset, subject)."""
    sums = {}
    for seed, subject, _, observations, occurrences in quiet_days:
        before = sums.get((seed, subject), (0, 0))
        sums[seed, subject] = before[0] + observations, before[1] + occurrences
    return {key: occurrences / observations for key, (observations, occurrences) in sums.items()}


@pytest.mark.parametrize("kind", parameters.INCIDENTS)
def test_every_incident_has_a_significant_symptom_and_quiet_days_have_none(shops, seeds, kind):
    quiet_days, injected = datasets.symptoms(shops, kind)
    baseline = baseline_rates(quiet_days)
    assert len(injected) == len(seeds)
    invisible = [
        (*incident, p_value)
        for incident in injected
        if (p_value := datasets.p_value(incident[4], incident[3], baseline[incident[:2]]))
        > SIGNIFICANCE
    ]
    assert invisible == []
    assert len(quiet_days) > 25 * len(seeds)
    false_positives = [
        (*day, p_value)
        for day in quiet_days
        if (p_value := datasets.p_value(day[4], day[3], baseline[day[:2]])) < SIGNIFICANCE
    ]
    assert false_positives == []
