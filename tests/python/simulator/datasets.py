"""Simulated datasets on disk, and the symptoms of each kind of incident in their rows."""

import concurrent.futures
import math
from datetime import date, timedelta

import duckdb

from python_steps.simulator import exports, parameters
from python_steps.simulator.shop import Shop

DAYS, SESSIONS_PER_DAY = 60, 200
START = date(2026, 8, 3)
SEEDS = range(101, 121)  # never used for tuning

# Kind of incident: its subject (as in the ground truth), a time, and whether the observation shows
# the symptom.
SYMPTOMS = {
    "outage": "select dataset, service_name, timestamp, status_code >= 500 or status_code = 0"
    " from api_logs",
    "rate_limit": "select dataset, service_name, timestamp, status_code = 429 from api_logs",
    "latency": """
        select dataset, service_name, timestamp,
            response_time_ms > 2.5 * median(response_time_ms) over (partition by dataset, endpoint)
        from api_logs where status_code = 200""",
    "slow_page": """
        select dataset, page_key, timestamp,
            load_time_ms > 2 * median(load_time_ms) over (partition by dataset, page_key)
        from page_load_times""",
    # repeated clicks on one element, at most a second apart
    "broken_element": """
        select dataset, page_key, timestamp,
            coalesce(timestamp - lag(timestamp) over (
                partition by dataset, user_id, element_clicked order by timestamp
            ) <= interval 1 second, false)
        from clickstream
        where element_clicked in ('add_to_cart_button', 'checkout_button', 'pay_button')""",
    "understaffing": """
        select dataset, 'support', created_at,
            first_response_at is null or first_response_at - created_at > interval 16 hour
        from support_tickets""",
    "abandonment": """
        select dataset, 'checkout', end_time, drop_off_page is distinct from 'none'
        from session_tracking where page_sequence like '%checkout%'""",
    "complaints": "select dataset, 'product', timestamp, rating <= 2 from user_feedback"
    " where rating is not null",
}


def make_dataset(folder, seed):
    """Simulate a dataset without broken rows, as Parquet, with its ground truth."""
    parameters.BROKEN_SHARE = parameters.MAX_BROKEN_SHARE = 0  # in this process only
    folder.mkdir()
    shop = Shop(DAYS, SESSIONS_PER_DAY, seed, START)
    files = exports.Exports(folder, "parquet", START, seed, DAYS * SESSIONS_PER_DAY)
    for hours in shop.chunks():
        files.write(shop.simulate(hours))
    files.close()
    ground_truth = exports.ground_truth(shop.plan.incidents, START)
    exports.write_ground_truth(ground_truth, folder / "ground_truth.csv")


def make_datasets(folder, seeds):
    """Simulate a dataset per seed in parallel; return a connection that has them as tables.

    Each input is a table with the column dataset (the seed) and, where it has a page, page_key. The
    ground truth is the table incidents, with recovered_at: the end of the aftereffects.
    """
    with concurrent.futures.ProcessPoolExecutor() as pool:
        made = [pool.submit(make_dataset, folder / str(seed), seed) for seed in seeds]
        for each in made:
            each.result()
    connection = duckdb.connect()
    page_keys = {
        "clickstream": ", replace(replace(page, 'homepage', 'home'), '_page', '') as page_key",
        "page_load_times": ", replace(regexp_extract(page_url, '/([a-z]+)', 1), 'products',"
        " 'product') as page_key",
    }
    user_key = ", regexp_extract(user_id, '[0-9]+') as user_key"
    seed_of = "cast(regexp_extract(filename, '/([0-9]+)/', 1) as integer)"
    for name in exports.TABLES:
        connection.execute(
            f"create table {name} as select * exclude (filename), {seed_of} as dataset"
            f" {page_keys.get(name, '')}"
            f" {user_key if 'user_id' in exports.TABLES[name] else ''}"
            f" from read_parquet('{folder}/*/{name}/*/*.parquet', filename = true)"
        )
    days_after = " ".join(
        f"when '{kind}' then {each[-1]}" for kind, each in parameters.INCIDENTS.items()
    )
    # the path ends with the folder of the dataset and the file name
    connection.execute(
        f"""create table incidents as
        select * exclude (filename),
            cast(regexp_extract(filename, '/([0-9]+)/ground_truth', 1) as integer) as dataset,
            ended_at + to_days(cast(case kind {days_after} end as integer)) as recovered_at
        from read_csv('{folder}/*/ground_truth.csv', filename = true)"""
    )
    return connection


def symptoms(connection, kind):
    """Return (dataset, subject, day or incident_id, observations, occurrences) twice.

    First for the days without any incident or aftereffect, then for the incidents of this kind.
    Occurrences are the observations that show the symptom.
    """
    connection.execute(
        f"""create or replace temp table symptom as
        select * from ({SYMPTOMS[kind]}) as t (dataset, subject, happened_at, is_occurrence)"""
    )
    quiet_days = connection.execute(
        """select dataset, subject, cast(happened_at as date), count(*), count_if(is_occurrence)
        from symptom
        where not exists (
            from incidents
            where incidents.dataset = symptom.dataset
                and cast(happened_at as date)
                    between cast(started_at as date) and cast(recovered_at as date)
        )
        group by all"""
    ).fetchall()
    injected = connection.execute(
        """select incidents.dataset, incidents.subject, incident_id,
            count(happened_at), coalesce(count_if(is_occurrence), 0)
        from incidents
        left join symptom
            on incidents.dataset = symptom.dataset
                and incidents.subject = symptom.subject
                and happened_at >= started_at and happened_at < ended_at
        where kind = ?
        group by all""",
        [kind],
    ).fetchall()
    return quiet_days, injected


def p_value(occurrences, observations, rate):
    """Return the binomial probability of at least so many occurrences at a baseline rate."""
    rate = max(rate, 1e-4)  # a symptom never seen on a quiet day is not impossible
    logs = (
        math.lgamma(observations + 1)
        - math.lgamma(k + 1)
        - math.lgamma(observations - k + 1)
        + k * math.log(rate)
        + (observations - k) * math.log1p(-rate)
        for k in range(occurrences, observations + 1)
    )
    return math.fsum(map(math.exp, logs)) if occurrences else 1.0


def end():
    """Return the end of the simulated period."""
    return START + timedelta(days=DAYS)
