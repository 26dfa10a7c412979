"""The whole shop: time advances in chunks, shoppers visit, systems log what happened."""

import numpy as np
import pandas as pd

from python_steps.simulator import (
    carts,
    clicks,
    comments,
    incidents,
    orders,
    page_views,
    parameters,
    requests,
    shoppers,
    tickets,
)

# Time advances in chunks of several days, one day or some hours: large enough to amortize the
# overhead of array operations, small enough to bound memory.
SESSIONS_PER_CHUNK = (2_000, 130_000)
MAX_DAYS_PER_CHUNK = 7
CHUNKS_PER_DAY = (1, 2, 3, 4, 6, 8, 12, 24)
CART_COLUMNS = ["cart", "number", "at", "items", "value"]  # of a cart that may be recovered
URLS = (
    *parameters.PAGE_URLS,
    *(
        url + query
        for url, query in zip(parameters.PAGE_URLS, parameters.QUERY_STRINGS, strict=True)
    ),
)


class Shop:
    """A simulated shop, from its first day to its last."""

    def __init__(self, days, sessions_per_day, seed, start, incident_count=None):
        """Create the shop and schedule its incidents.

        Args:
            days: number of days, at least 1.
            sessions_per_day: mean number of sessions, at least 1.
            seed: whole number from 0; the same arguments give the same events.
            start: first day, a datetime.date.
            incident_count: number of incidents to inject; None for one of each kind, as far as
                they fit.

        Raises:
            ValueError: days or sessions_per_day is below 1.
            incidents.IncidentsDoNotFitError: the incidents do not fit into the days.
        """
        if days < 1 or sessions_per_day < 1:
            raise ValueError(
                f"days and sessions_per_day must be 1 or more, not {days} and {sessions_per_day}"
            )
        self._generator = np.random.default_rng(seed)
        self._days = days
        self._sessions_per_day = sessions_per_day
        self._first_weekday = start.weekday()
        self._end = days * parameters.DAY_SECONDS
        # a separate stream: incidents do not depend on the size of the shop
        self.plan = incidents.plan(np.random.default_rng([seed, 2]), days, incident_count)
        self._support = tickets.SupportQueues(
            self.plan, days, self._first_weekday, sessions_per_day
        )
        self._known_users = parameters.KNOWN_USERS_PER_DAILY_SESSION * sessions_per_day
        self._pending = {}  # name to events that belong to a later chunk
        self._numbered = {"carts": 0, "sessions": 0, "tickets": 0, "orders": 0}
        # a separate stream: the other events are the same with and without orders
        self._order_generator = np.random.default_rng([seed, 3])
        self._filled_carts = 0
        self._recent_carts = pd.DataFrame(columns=CART_COLUMNS, dtype=np.int64)

    def chunks(self):
        """Divide the simulated time into chunks.

        Returns:
            A list of consecutive ranges of hours since the start.
        """
        smallest, largest = SESSIONS_PER_CHUNK
        days = min(MAX_DAYS_PER_CHUNK, max(1, smallest // self._sessions_per_day))
        wanted = self._sessions_per_day / largest
        hours = days * 24 // next((parts for parts in CHUNKS_PER_DAY if parts >= wanted), 24)
        end = self._days * 24
        return [range(begin, min(begin + hours, end)) for begin in range(0, end, hours)]

    def simulate(self, hours):
        """Simulate one chunk.

        Args:
            hours: an element of `chunks`; call once for each, in order.

        Returns:
            The events that were logged, as a dict of table name to DataFrame: one row per event,
            sorted by time, with values as the source systems write them; times are seconds since
            the first day. Tables without events are omitted.
        """
        until = hours.stop * parameters.HOUR_SECONDS
        arrivals = _concat([*map(self._arrive, _days_of(hours)), self._pop_due("returns", until)])
        # a returning shopper may abandon the cart again and return again within the chunk
        while len(arrivals):
            self._run_sessions(arrivals)
            arrivals = self._pop_due("returns", until)
        return self._log(until)

    def _arrive(self, hours):
        """Draw the new sessions within some hours of one day."""
        day = hours.start // 24
        arrivals = shoppers.arrive(
            self._generator,
            self.plan.sales,
            hours,
            (self._first_weekday + day) % 7,
            self._sessions_per_day,
            self._known_users,
        )
        if len(arrivals):
            self._known_users = max(self._known_users, int(arrivals["user"].max()))
        return arrivals

    def _run_sessions(self, arrivals):
        """Simulate whole sessions, update the counts of the incidents, and queue the events."""
        generator, plan = self._generator, self.plan
        views, calls, sessions = walk(generator, plan, arrivals)
        is_counted = sessions["ended"].to_numpy() < self._end
        is_completed = sessions["is_completed"].to_numpy()
        # a recovered cart was not lost
        recovered = sessions[is_completed & is_counted]
        plan.count("carts_lost", recovered["lost_to"], np.full(len(recovered), -1))
        plan.count("value_lost", recovered["lost_to"], -recovered["lost_value"])

        abandoned = carts.fill(generator, sessions[sessions["has_cart"].to_numpy() & ~is_completed])
        # known before its number, which is given in order of time
        abandoned["cart"] = self._filled_carts + np.arange(len(abandoned))
        self._filled_carts += len(abandoned)
        lost = abandoned[abandoned["at"].to_numpy() < self._end]
        plan.count("carts_lost", lost["lost_to"])
        plan.count("value_lost", lost["lost_to"], lost["lost_value"])
        feedback = comments.comment(generator, plan, sessions)
        submitted = feedback[feedback["at"].to_numpy() < self._end]
        plan.count("feedback_count", submitted["caused_by"])
        created = tickets.create(generator, sessions)
        plan.count("ticket_count", created["caused_by"][created["at"].to_numpy() < self._end])
        for name, events in {
            "returns": shoppers.return_to_carts(generator, abandoned),
            "clicks": clicks.click(generator, views),
            "loads": views[["at", "page", "load_ms"]],
            "calls": calls,
            "carts": abandoned,
            "comments": feedback,
            "tickets": created,
            "sessions": sessions[is_counted],
        }.items():
            self._pending.setdefault(name, []).append(events)

    def _pop_due(self, name, until):
        """Remove the pending events before a time; return them sorted by time."""
        events = _concat(self._pending.pop(name, []))
        if not len(events):
            return events
        is_due = events["at"].to_numpy() < until
        if not is_due.all():
            self._pending[name] = [events[~is_due]]
            events = events[is_due]
        order = np.argsort(events["at"].to_numpy(), kind="stable")
        return events.iloc[order].reset_index(drop=True)

    def _log(self, until):
        """Return the pending events before a time, as the source systems log them."""
        logged = {}
        generator = self._generator
        clicked = self._pop_due("clicks", until)
        if len(clicked):
            logged["clickstream"] = clicked.assign(
                page=_decode(clicked["page"], parameters.CLICK_PAGES),
                element=_decode(clicked["element"], clicks.NAMES),
            )
        abandoned = self._pop_due("carts", until)
        if len(abandoned):
            abandoned = self._number("carts", abandoned, parameters.FIRST_CART)
            logged["cart_abandonment"] = abandoned
            self._recent_carts = _concat([self._recent_carts, abandoned[CART_COLUMNS]])
        loads = self._pop_due("loads", until)
        if len(loads):
            has_query = generator.random(len(loads)) < parameters.QUERY_STRING_SHARE
            url = loads["page"].to_numpy() + has_query * np.int8(len(parameters.PAGES))
            logged["page_load_times"] = loads.assign(url=_decode(url, URLS))
        calls = self._pop_due("calls", until)
        if len(calls):
            for hour in self.plan.lone_errors:
                requests.fail_last_call(calls, hour)
            endpoint = calls["endpoint"].to_numpy()
            logged["api_logs"] = calls.assign(
                endpoint=_decode(endpoint, tuple(parameters.ENDPOINTS)),
                service=_decode(requests.SERVICE_OF[endpoint], parameters.SERVICES),
            )
        feedback = self._pop_due("comments", until)
        if len(feedback):
            logged["user_feedback"] = feedback
        sessions = self._pop_due("sessions", until)
        if len(sessions):
            tracked = self._number("sessions", self._track(sessions), 1)
            logged["session_tracking"] = tracked
            completed = tracked[tracked["is_completed"].to_numpy()]
            checked_out = orders.check_out(completed, self._recent_carts)
            self._pending.setdefault("orders", []).append(checked_out)
        # later sessions return to these only
        since = until - parameters.RETURN_HOURS[1] * parameters.HOUR_SECONDS
        self._recent_carts = self._recent_carts[self._recent_carts["at"].to_numpy() >= since]
        created = self._pop_due("tickets", until)
        if len(created):
            handled = tickets.handle(generator, self.plan, self._support, created, self._end)
            handled = handled.assign(
                category=_decode(handled["category"], parameters.CATEGORIES),
                priority=_decode(handled["priority"], parameters.PRIORITIES),
                channel=_decode(handled["channel"], tuple(parameters.CHANNELS)),
                status=_decode(handled["status"], parameters.STATUSES),
                subject=_decode(handled["subject"], tickets.SUBJECTS),
            )
            logged["support_tickets"] = self._number("tickets", handled, 1)
        checked_out = self._pop_due("orders", until)
        if len(checked_out):
            placed = orders.place(self._order_generator, checked_out, self._end)
            placed = placed.assign(status=_decode(placed["status"], parameters.ORDER_STATUSES))
            logged["orders"] = self._number("orders", placed, parameters.FIRST_ORDER)
        return logged

    def _track(self, sessions):
        """Add the page sequence and the drop-off page as the session log writes them."""
        sequences, row = np.unique(sessions["sequence"].to_numpy(), return_inverse=True)
        pages = pd.Categorical.from_codes(row, [_spell(each) for each in sequences.tolist()])
        last_page = sessions["last_page"].to_numpy()
        is_unknown = self._generator.random(len(sessions)) < parameters.BLANK_DROP_OFF_SHARE
        dropped_off = np.where(is_unknown, -1, last_page)
        dropped_off = np.where(sessions["is_completed"], len(parameters.PAGES), dropped_off)
        return sessions.assign(
            pages=pages, drop_off_page=_decode(dropped_off, (*parameters.PAGES, "none"))
        )

    def _number(self, name, events, first):
        """Number events consecutively across chunks, from `first`."""
        number = first + self._numbered[name] + np.arange(len(events))
        self._numbered[name] += len(events)
        return events.assign(number=number)


def walk(generator, plan, arrivals):
    """Simulate sessions page by page until every shopper has left or paid.

    Args:
        generator: numpy Generator, the source of all randomness.
        plan: the incidents (`incidents.Plan`).
        arrivals: one row per session, output of `shoppers.arrive`.

    Returns:
        Three DataFrames: the page views (`page_views.resolve_steps`) with user; the API calls
        (`requests.respond`); and one row per session: user, at, ended (seconds), sequence (the
        pages, encoded as one number), last_page, has_cart, is_completed, blocked_by,
        completion_chance, experience, baseline_experience, topic, affected_by, cart, lost_to,
        lost_value.
    """
    current = arrivals[["at", "page", "is_return"]].assign(session=np.arange(len(arrivals)))
    sessions = page_views.Sessions(arrivals)
    views, calls = [], []
    for step in range(parameters.MAX_STEPS):
        loaded = page_views.load_pages(generator, plan, current)
        page, at = loaded["page"].to_numpy(), loaded["at"].to_numpy()
        page_calls = requests.respond(generator, plan, requests.open_pages(generator, page, at))
        decided = page_views.decide(generator, plan, loaded, page_calls)
        if step == parameters.MAX_STEPS - 1:
            decided = decided.assign(intent=np.int8(parameters.LEFT), is_dead=False)
        planned = requests.take_steps(
            np.where(decided["is_dead"], np.int8(parameters.LEFT), decided["intent"].to_numpy()),
            decided["left_at"].to_numpy(),
        )
        step_calls = requests.respond(generator, plan, planned)
        resolved = page_views.resolve_steps(generator, decided, step_calls)
        sessions.record(resolved)
        views.append(resolved[["session", "at", "left_at", "page", "intent", "is_dead", "load_ms"]])
        calls += [page_calls[requests.LOGGED], step_calls[requests.LOGGED]]
        staying = resolved[resolved["next_page"].to_numpy() < len(parameters.PAGES)]
        if not len(staying):
            break
        current = pd.DataFrame(
            {
                "at": staying["left_at"].to_numpy(),
                "page": staying["next_page"].to_numpy(),
                "is_return": staying["is_return"].to_numpy(),
                "session": staying["session"].to_numpy(),
            }
        )
    all_views = _concat(views)
    all_views["user"] = arrivals["user"].to_numpy()[all_views["session"].to_numpy()]
    return all_views, _concat(calls), sessions.finish()


def _days_of(hours):
    """Split hours into ranges of at most one day."""
    return [range(day, min(day + 24, hours.stop)) for day in range(hours.start, hours.stop, 24)]


def _concat(frames):
    """Concatenate frames; return an empty frame with a time column when all are empty."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame({"at": []})


def _decode(codes, names):
    """Replace codes with names; -1 becomes null."""
    return pd.Categorical.from_codes(np.asarray(codes), list(names))


def _spell(sequence):
    """Decode the page sequence that `page_views.Sessions` encoded as a number."""
    pages = []
    while sequence:
        sequence, digit = divmod(sequence, len(parameters.PAGES) + 1)
        pages.append(parameters.PAGES[digit - 1])
    return " > ".join(reversed(pages))
