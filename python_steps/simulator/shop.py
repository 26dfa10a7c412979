"""The whole shop: days pass, shoppers come, the systems log what happened."""

import numpy as np
import pandas as pd

from python_steps.simulator import exports, requests, sessions, shoppers, texts, tickets, world


def simulate(days, sessions_per_day, seed, start):
    """Simulate the shop and return its seven exports.

    Args:
        days: how many days, 1 or more.
        sessions_per_day: mean number of sessions, 1 or more.
        seed: whole number; the same arguments give the same tables.
        start: the first day, a datetime.date or an ISO date.

    Returns:
        Name of the input table to DataFrame; every column is text as it stands in the file, ''
        for no value. Rows are sorted by their time.

    Raises:
        ValueError: when days or sessions_per_day are below 1, or start is not a date.
    """
    if days < 1 or sessions_per_day < 1:
        raise ValueError(
            f"days and sessions_per_day must be 1 or more, not {days} and {sessions_per_day}"
        )
    generator = np.random.Generator(np.random.PCG64(seed))
    first_weekday = np.datetime64(start, "D").item().weekday()
    end = days * world.DAY_SECONDS

    walks = []
    known_users = world.KNOWN_USERS_PER_DAILY_SESSION * sessions_per_day
    returning = None
    for day in range(days):
        weekday = (first_weekday + day) % 7
        arrivals = shoppers.arrive(generator, day, weekday, sessions_per_day, known_users)
        known_users = int(arrivals["user"].to_numpy().max(initial=known_users))
        walks.append(walk(generator, pd.concat([arrivals, returning], ignore_index=True)))
        returning = shoppers.come_back(generator, left_a_cart(walks[-1][-1]))
    steps, calls, finished = (
        pd.concat(logs, ignore_index=True) for logs in zip(*walks, strict=True)
    )
    tables = export(generator, start, end, steps, calls, finished)
    return {name: exports.break_rows(generator, name, table) for name, table in tables.items()}


def left_a_cart(finished):
    """Return those of the finished sessions that filled a cart and did not complete."""
    return finished[finished["has_cart"] & ~finished["is_completed"]]


def walk(generator, arrivals):
    """Let shoppers walk through the shop until each has left or paid.

    Args:
        generator: numpy Generator that all randomness comes from.
        arrivals: one row a session, as `shoppers.arrive` returns them.

    Returns:
        Three DataFrames: the page visits (steps), the API calls, the finished sessions.
    """
    here = arrivals.assign(session=np.arange(len(arrivals)))
    steps, calls = [], []
    while True:
        visits = sessions.open_pages(generator, here)
        made, failed_services = requests.call_services(generator, visits)
        visits = visits.assign(failed_service=failed_services)
        visits = visits.assign(next_page=sessions.decide(generator, visits))
        steps.append(visits)
        calls.append(made)
        staying = visits[visits["next_page"].isin(world.PAGES)]
        if staying.empty:
            break
        here = staying.assign(at=staying["at"] + staying["stay_seconds"], page=staying["next_page"])
        here = here[[*arrivals.columns, "session"]]
    steps = pd.concat(steps, ignore_index=True)
    return steps, pd.concat(calls, ignore_index=True), sessions.summarise(steps)


def export(generator, start, end, steps, calls, finished):
    """Log what happened until the end, in the words of each system.

    Args:
        generator: numpy Generator that all randomness comes from.
        start: the first day.
        end: seconds; later events are not logged yet.
        steps: page visits.
        calls: API calls.
        finished: sessions, some of which end too late.

    Returns:
        Name to DataFrame, every column text, rows sorted by their time.
    """

    def until_end(events, key="at"):
        return events[events[key] < end].sort_values(key, kind="stable").reset_index(drop=True)

    def times(seconds):
        return exports.write_times(generator, start, seconds)

    finished = until_end(finished, "started")
    finished = finished[finished["ended"] < end].reset_index(drop=True)
    clicks = until_end(sessions.click(generator, steps))
    carts = until_end(sessions.fill_carts(generator, left_a_cart(finished)))
    loads = until_end(steps)
    calls = until_end(calls)
    comments = until_end(texts.comment(generator, finished))
    cases = until_end(tickets.open_tickets(generator, finished, end))

    has_query = generator.random(len(loads)) < world.QUERY_STRING_SHARE
    query = np.where(has_query, loads["page"].map(world.QUERY_STRING), "")
    last_page = [pages[-1] for pages in finished["pages"]]
    is_unknown = generator.random(len(finished)) < world.BLANK_DROP_OFF_SHARE
    drop_off = np.where(is_unknown, "", last_page)
    return {
        "clickstream": pd.DataFrame(
            {
                "user_id": exports.spell_users(clicks["user"], "U{:03d}"),
                "timestamp": times(clicks["at"]),
                "page": clicks["page"].map(world.CLICK_PAGE),
                "element_clicked": clicks["element"],
            }
        ),
        "cart_abandonment": pd.DataFrame(
            {
                "user_id": exports.spell_users(carts["user"], "U{:03d}"),
                "cart_id": [f"C{1001 + row}" for row in range(len(carts))],
                "abandonment_time": times(carts["at"]),
                "items_in_cart": exports.write_numbers(carts["items"]),
                "total_value": exports.write_numbers(carts["value"], "{:.2f}"),
            }
        ),
        "page_load_times": pd.DataFrame(
            {
                "page_url": loads["page"].map(world.PAGE_URL) + query,
                "timestamp": times(loads["at"]),
                "load_time_ms": exports.write_numbers(loads["load_ms"]),
            }
        ),
        "api_logs": pd.DataFrame(
            {
                "timestamp": times(calls["at"]),
                "endpoint": calls["endpoint"],
                "status_code": exports.write_numbers(calls["status"]),
                "response_time_ms": exports.write_numbers(calls["response_ms"]),
                "service_name": calls["service"],
            }
        ),
        "user_feedback": pd.DataFrame(
            {
                "user_id": exports.spell_users(comments["user"], "user{:03d}"),
                "timestamp": times(comments["at"]),
                "feedback_text": comments["text"],
                "rating": exports.write_numbers(comments["rating"]),
            }
        ),
        "session_tracking": pd.DataFrame(
            {
                "session_id": [f"s{1 + row:05d}" for row in range(len(finished))],
                "user_id": exports.spell_users(finished["user"], "u{:03d}"),
                "start_time": times(finished["started"]),
                "end_time": times(finished["ended"]),
                "page_sequence": [" > ".join(pages) for pages in finished["pages"]],
                "drop_off_page": np.where(finished["is_completed"], "none", drop_off),
            }
        ),
        "support_tickets": pd.DataFrame(
            {
                "ticket_id": [f"T{1 + row:04d}" for row in range(len(cases))],
                "user_id": exports.spell_users(cases["user"], "user{:03d}"),
                "created_at": times(cases["at"]),
                "first_response_at": times(cases["first_response"]),
                "resolved_at": times(cases["resolved"]),
                "category": cases["category"],
                "priority": cases["priority"],
                "channel": cases["channel"],
                "status": cases["status"],
                "subject": cases["subject"],
                "reopen_count": exports.write_numbers(cases["reopened"]),
                "csat_score": exports.write_numbers(cases["csat"]),
            }
        ),
    }
