"""Claims that hold in every world: sense, rates, and a trace of each incident and of no other."""

import pytest

from python_steps.simulator import world
from tests.python.simulator import worlds

FEW = 1e-6  # one in a million: chance does not do that in a few ten thousand tries


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    return worlds.make_worlds(tmp_path_factory.mktemp("worlds"))


def rows_of(shops, query):
    return shops.execute(query).fetchall()


EXCEPTIONS = {
    "a cart's user has a session": """
        select * from cart_abandonment as carts
        where not exists (from session_tracking as sessions
            where sessions.world = carts.world
                and sessions.person = carts.person)
        """,
    "a ticket's user has a session before it": """
        select * from support_tickets as tickets
        where not exists (from session_tracking as sessions
            where sessions.world = tickets.world and end_time <= created_at
                and sessions.person = tickets.person)
        """,
    "a comment's user, where it has one, has a session before it": """
        select * from user_feedback as comments
        where user_id is not null and not exists (from session_tracking as sessions
            where sessions.world = comments.world and end_time <= timestamp
                and sessions.person = comments.person)
        """,
    "sessions end after they start": "from session_tracking where end_time <= start_time",
    "a session drops off at its last page, or completes at the checkout": """
        from session_tracking
        where drop_off_page is distinct from
            case when drop_off_page = 'none' and page_sequence like '%checkout' then 'none'
                when drop_off_page is not null then split_part(page_sequence, ' > ', -1) end""",
    "each session that leaves a filled cart writes one cart as it ends": """
        select world, person, end_time from session_tracking
        where (page_sequence like '%cart%' or page_sequence like '%checkout%')
            and drop_off_page is distinct from 'none'
        except all
        select world, person, abandonment_time from cart_abandonment""",
    "no cart is written by another session": """
        select world, person, abandonment_time from cart_abandonment
        except all
        select world, person, end_time from session_tracking
        where page_sequence like '%cart%' or page_sequence like '%checkout%'""",
    "nobody completes without a successful payment": """
        from session_tracking as sessions
        where drop_off_page = 'none' and not exists (from api_logs
            where api_logs.world = sessions.world and endpoint = '/pay' and status_code = 200
                and timestamp between end_time and end_time + interval 40 second)""",
    "a click falls into a session of its user": f"""
        from clickstream as clicks
        where timestamp < timestamp '{worlds.last_moment()}' - interval 2 hour
            and not exists (from session_tracking as sessions
                where sessions.world = clicks.world
                    and sessions.person = clicks.person
                    and timestamp between start_time and end_time + interval 10 second)""",
    "a ticket is answered after it was written and resolved after it was answered": """
        from support_tickets
        where first_response_at < created_at or resolved_at < first_response_at
            or (resolved_at is not null and first_response_at is null)""",
    "a ticket's status says what its times say": """
        from support_tickets
        where (status in ('resolved', 'closed')) <> (resolved_at is not null)
            or (status = 'open') <> (first_response_at is null)""",
    "values stay within their scales": """
        select world from cart_abandonment
        where items_in_cart not between 1 and 8 or total_value <= 0
        union all select world from page_load_times where load_time_ms <= 0
        union all select world from api_logs where response_time_ms <= 0
        union all select world from user_feedback where rating not between 1 and 5
        union all select world from support_tickets
        where csat_score not between 1 and 5 or reopen_count not between 0 and 2""",
    "keys are unique": """
        select world, cart_id from cart_abandonment group by all having count(*) > 1
        union all select world, session_id from session_tracking group by all having count(*) > 1
        union all select world, ticket_id from support_tickets group by all having count(*) > 1""",
    "nothing happens before the first day or after the last": f"""
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
            select resolved_at from support_tickets
        )
        where "at" < timestamp '{worlds.START}' or "at" >= timestamp '{worlds.last_moment()}'""",
}


@pytest.mark.parametrize("claim", EXCEPTIONS)
def test_without_exception(shops, claim):
    assert rows_of(shops, f"select * from ({EXCEPTIONS[claim]}) limit 5") == []


def test_every_world_has_all_inputs(shops):
    for name in worlds.exports.TABLES:
        found = rows_of(shops, f"select distinct world from {name} order by 1")
        assert [seed for (seed,) in found] == list(worlds.SEEDS), name


def test_the_steps_of_a_session_follow_one_another_as_the_shop_allows(shops):
    taken = rows_of(
        shops,
        """with pages as (select string_split(page_sequence, ' > ') as page from session_tracking)
        select distinct page[step - 1], page[step]
        from pages, unnest(range(1, len(page) + 1)) as steps (step)""",
    )
    allowed = {
        (page, following)
        for chain in (world.NEXT_PAGE, world.NEXT_PAGE_ON_RETURN)
        for page, options in chain.items()
        for following in (*options, page)  # a page that failed is opened again
    }
    allowed |= {(None, page) for page in (*world.ENTRY_PAGE, "cart")}  # a cart: who comes back
    assert {step for step in taken if step not in allowed} == set()
    assert ("cart", "checkout") in taken


# name: what is measured in each world, from, to. Published figures stand in `world`.
RATES = {
    "sessions that complete": (
        "avg(cast(drop_off_page is not distinct from 'none' as int)) from session_tracking",
        0.022,
        0.040,
    ),
    "carts that are abandoned": (
        "1 - count_if(drop_off_page = 'none') / count(*) from session_tracking"
        " where page_sequence like '%cart%' or page_sequence like '%checkout%'",
        0.66,
        0.78,
    ),
    "carts whose user completes within a day": (
        """avg(cast(exists(from session_tracking as sessions
            where sessions.world = carts.world and drop_off_page = 'none'
                and sessions.person = carts.person
                and end_time > abandonment_time
                and end_time <= abandonment_time + interval 24 hour) as int))
        from cart_abandonment as carts""",
        0.04,
        0.13,
    ),
    "sessions of one page": (
        "avg(cast(page_sequence not like '%>%' as int)) from session_tracking",
        0.28,
        0.40,
    ),
    "users with more than one session": (
        "avg(cast(n > 1 as int)) from"
        " (select world, count(*) as n from session_tracking group by world, user_id)",
        0.35,
        0.65,
    ),
    "page loads within 2.5 s": (
        "avg(cast(load_time_ms <= 2500 as int)) from page_load_times",
        0.85,
        0.96,
    ),
    "requests with an error, in the quiet first days": (
        "avg(cast(status_code >= 400 or status_code = 0 as int)) from api_logs"
        f" where timestamp < timestamp '{worlds.START}' + interval 16 day",
        0.003,
        0.009,
    ),
    # 2.4 is what the spread alone would give
    "an endpoint's slowest hundredth of answers against its median": (
        "quantile_cont(response_time_ms, 0.99) / median(response_time_ms) from api_logs"
        " where endpoint = '/get_product' and status_code = 200"
        f" and timestamp < timestamp '{worlds.START}' + interval 16 day",
        2.6,
        6.0,
    ),
    "mean rating": ("avg(rating) from user_feedback", 3.0, 4.2),
    "sessions with a comment": (
        "count(*) / (select count(*) from session_tracking as s where s.world = f.world)"
        " from user_feedback as f",
        0.035,
        0.075,
    ),
    "sessions with a ticket": (
        "count(*) / (select count(*) from session_tracking as s where s.world = t.world)"
        " from support_tickets as t",
        0.018,
        0.04,
    ),
    "tickets that were resolved": (
        "avg(cast(resolved_at is not null as int)) from support_tickets",
        0.80,
        0.99,
    ),
    "an evening hour against an hour at night": (
        "count_if(hour(start_time) = 20) / count_if(hour(start_time) = 3) from session_tracking",
        12,
        120,
    ),
    "a Sunday against a Tuesday": (
        """median(sessions) filter (dayofweek(day) = 0)
            / median(sessions) filter (dayofweek(day) = 2)
        from (select world, cast(start_time as date) as day, count(*) as sessions
            from session_tracking group by all)""",
        1.05,
        1.60,
    ),
}


@pytest.mark.parametrize("name", RATES)
def test_rates_are_those_of_a_real_shop_in_every_world(shops, name):
    measure, least, most = RATES[name]
    found = dict(rows_of(shops, f"select world, {measure} group by world"))
    assert len(found) == len(worlds.SEEDS)
    assert {seed: rate for seed, rate in found.items() if not least <= rate <= most} == {}


def test_every_world_has_an_incident_of_each_kind(shops):
    planted = rows_of(shops, "select world, list_sort(list(kind)) from incidents group by world")
    assert len(planted) == len(worlds.SEEDS)
    assert all(kinds == sorted(world.INCIDENTS) for _, kinds in planted)


def usual_rates(calm):
    """Return the share of events with the symptom by (world, subject)."""
    sums = {}
    for seed, subject, _, events, hits in calm:
        before = sums.get((seed, subject), (0, 0))
        sums[seed, subject] = before[0] + events, before[1] + hits
    return {key: hits / events for key, (events, hits) in sums.items()}


@pytest.mark.parametrize("kind", world.INCIDENTS)
def test_an_incident_leaves_a_trace_where_the_truth_says_so_and_nowhere_else(shops, kind):
    calm, planted = worlds.symptoms(shops, kind)
    usual = usual_rates(calm)
    assert len(planted) == len(worlds.SEEDS)
    unseen = [
        (*incident, chance)
        for incident in planted
        if (chance := worlds.chance_of(incident[4], incident[3], usual[incident[:2]])) > FEW
    ]
    assert unseen == []
    assert len(calm) > 25 * len(worlds.SEEDS)
    false = [
        (*day, chance)
        for day in calm
        if (chance := worlds.chance_of(day[4], day[3], usual[day[:2]])) < FEW
    ]
    assert false == []
