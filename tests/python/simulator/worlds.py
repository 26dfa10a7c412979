"""Twenty simulated worlds on disk, and what a person would look at to see an incident in them."""

import concurrent.futures
import math
from datetime import date, timedelta

import duckdb

from python_steps.simulator import exports, world
from python_steps.simulator.shop import Shop

DAYS, SESSIONS_PER_DAY = 60, 200
START = date(2026, 8, 3)
SEEDS = range(101, 121)  # none that anything was tuned on

# Kind of incident: its subject, a time, and whether the event looks like this trouble. A subject
# is written as in the truth.
SYMPTOMS = {
    "outage": "select world, service_name, timestamp, status_code >= 500 or status_code = 0"
    " from api_logs",
    "rate_limit": "select world, service_name, timestamp, status_code = 429 from api_logs",
    "latency": """
        select world, service_name, timestamp,
            response_time_ms > 2.5 * median(response_time_ms) over (partition by world, endpoint)
        from api_logs where status_code = 200""",
    "slow_page": """
        select world, page_key, timestamp,
            load_time_ms > 2 * median(load_time_ms) over (partition by world, page_key)
        from page_load_times""",
    # the same element again within a second or so
    "broken_element": """
        select world, page_key, timestamp,
            coalesce(timestamp - lag(timestamp) over (
                partition by world, user_id, element_clicked order by timestamp
            ) <= interval 1 second, false)
        from clickstream
        where element_clicked in ('add_to_cart_button', 'checkout_button', 'pay_button')""",
    "understaffing": """
        select world, 'support', created_at,
            first_response_at is null or first_response_at - created_at > interval 16 hour
        from support_tickets""",
    "abandonment": """
        select world, 'checkout', end_time, drop_off_page is distinct from 'none'
        from session_tracking where page_sequence like '%checkout%'""",
    "complaints": "select world, 'product', timestamp, rating <= 2 from user_feedback"
    " where rating is not null",
}


def make_world(folder, seed):
    """Simulate a world without broken rows, as Parquet, the truth beside it."""
    world.BROKEN_SHARE = world.BROKEN_AT_MOST = 0  # of this process alone
    folder.mkdir()
    shop = Shop(DAYS, SESSIONS_PER_DAY, seed, START)
    files = exports.Exports(folder, "parquet", START, seed, DAYS * SESSIONS_PER_DAY)
    for hours in shop.stretches():
        files.write(shop.live(hours))
    files.close()
    exports.write_truth(exports.truth(shop.plan.incidents, START), folder / "truth.csv")


def make_worlds(folder):
    """Simulate all worlds on the machine's cores; return a connection that sees them as tables.

    Each input is a view with the column world (the seed) and, where it has a page, page_key; the
    truth is the table incidents, with calm_at: the time when its after-effects are over.
    """
    with concurrent.futures.ProcessPoolExecutor() as pool:
        made = [pool.submit(make_world, folder / str(seed), seed) for seed in SEEDS]
        for each in made:
            each.result()
    connection = duckdb.connect()
    page_keys = {
        "clickstream": ", replace(replace(page, 'homepage', 'home'), '_page', '') as page_key",
        "page_load_times": ", replace(regexp_extract(page_url, '/([a-z]+)', 1), 'products',"
        " 'product') as page_key",
    }
    person = ", regexp_extract(user_id, '[0-9]+') as person"
    seed_of = "cast(regexp_extract(filename, '/([0-9]+)/', 1) as integer)"
    for name in exports.TABLES:
        connection.execute(
            f"create table {name} as select * exclude (filename), {seed_of} as world"
            f" {page_keys.get(name, '')}"
            f" {person if 'user_id' in exports.TABLES[name] else ''}"
            f" from read_parquet('{folder}/*/{name}/*/*.parquet', filename = true)"
        )
    days_after = " ".join(
        f"when '{kind}' then {each[-1]}" for kind, each in world.INCIDENTS.items()
    )
    # the file name of the truth ends in the world's folder and its own name
    connection.execute(
        f"""create table incidents as
        select * exclude (filename), cast(regexp_extract(filename, '/([0-9]+)/truth', 1) as integer)
                as world,
            ended_at + to_days(cast(case kind {days_after} end as integer)) as calm_at
        from read_csv('{folder}/*/truth.csv', filename = true)"""
    )
    return connection


def symptoms(connection, kind):
    """Return (world, subject, day or incident_id, events, of them with the symptom) twice.

    First for the days that no incident and no after-effect touches, then for the incidents of
    this kind.
    """
    connection.execute(
        f"""create or replace temp table symptom as
        select * from ({SYMPTOMS[kind]}) as t (world, subject, happened_at, is_hit)"""
    )
    calm = connection.execute(
        """select world, subject, cast(happened_at as date), count(*), count_if(is_hit)
        from symptom
        where not exists (
            from incidents
            where incidents.world = symptom.world
                and cast(happened_at as date)
                    between cast(started_at as date) and cast(calm_at as date)
        )
        group by all"""
    ).fetchall()
    planted = connection.execute(
        """select incidents.world, incidents.subject, incident_id,
            count(happened_at), coalesce(count_if(is_hit), 0)
        from incidents
        left join symptom
            on incidents.world = symptom.world
                and incidents.subject = symptom.subject
                and happened_at >= started_at and happened_at < ended_at
        where kind = ?
        group by all""",
        [kind],
    ).fetchall()
    return calm, planted


def chance_of(hits, count, rate):
    """Return the chance of so many hits or more among `count` when each has the chance `rate`."""
    rate = max(rate, 1e-4)  # never seen on a calm day is not yet impossible
    logs = (
        math.lgamma(count + 1)
        - math.lgamma(k + 1)
        - math.lgamma(count - k + 1)
        + k * math.log(rate)
        + (count - k) * math.log1p(-rate)
        for k in range(hits, count + 1)
    )
    return math.fsum(map(math.exp, logs)) if hits else 1.0


def last_moment():
    """Return the end of the simulated time."""
    return START + timedelta(days=DAYS)
