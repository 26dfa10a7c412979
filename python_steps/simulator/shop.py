"""The whole shop: days pass, shoppers come, the systems log what happened."""

import numpy as np
import pandas as pd

from python_steps.simulator import (
    carts,
    clicks,
    comments,
    incidents,
    requests,
    shoppers,
    tickets,
    visits,
    world,
)

# The time passes in stretches of whole days or of a part of one: long enough that the work on
# arrays outweighs the rest, short enough that memory stays bounded.
SESSIONS_AT_ONCE = (2_000, 130_000)
DAYS_AT_ONCE = 7
STRETCHES_PER_DAY = (1, 2, 3, 4, 6, 8, 12, 24)
URLS = (
    *world.PAGE_URLS,
    *(url + query for url, query in zip(world.PAGE_URLS, world.QUERY_STRINGS, strict=True)),
)


class Shop:
    """A simulated shop, from its first day to its last."""

    def __init__(self, days, sessions_per_day, seed, start, incident_count=None):
        """Found the shop and draw what will go wrong.

        Args:
            days: how many days, 1 or more.
            sessions_per_day: mean number of sessions, 1 or more.
            seed: whole number from 0; the same arguments give the same events.
            start: the first day, a datetime.date.
            incident_count: how many incidents are planted; None for one of each kind, as far as
                the days allow.

        Raises:
            ValueError: when a number is too low.
            incidents.IncidentsDoNotFitError: when so many do not fit into the days.
        """
        if days < 1 or sessions_per_day < 1:
            raise ValueError(
                f"days and sessions_per_day must be 1 or more, not {days} and {sessions_per_day}"
            )
        self._generator = np.random.default_rng(seed)
        self._days = days
        self._sessions_per_day = sessions_per_day
        self._first_weekday = start.weekday()
        self._end = days * world.DAY_SECONDS
        # drawn apart, so that a larger shop has the same incidents as a small one
        self.plan = incidents.plan(np.random.default_rng([seed, 2]), days, incident_count)
        self._desk = tickets.Desk(self.plan, days, self._first_weekday, sessions_per_day)
        self._known_users = world.KNOWN_USERS_PER_DAILY_SESSION * sessions_per_day
        self._waiting = {}  # name to the events that belong to a later stretch
        self._written = {"carts": 0, "sessions": 0, "tickets": 0}

    def stretches(self):
        """Cut the time into stretches.

        Returns:
            A list of ranges of hours since the start, one after the other, without a gap.
        """
        least, most = SESSIONS_AT_ONCE
        days = min(DAYS_AT_ONCE, max(1, least // self._sessions_per_day))
        wanted = self._sessions_per_day / most
        hours = days * 24 // next((parts for parts in STRETCHES_PER_DAY if parts >= wanted), 24)
        end = self._days * 24
        return [range(begin, min(begin + hours, end)) for begin in range(0, end, hours)]

    def live(self, hours):
        """Let some hours pass.

        Args:
            hours: one of `stretches`; each is lived once, in their order.

        Returns:
            What was logged in them, in the words of the systems: table name to DataFrame, one row
            an event in order of time; times are seconds since the first day. A table without an
            event is left out.
        """
        until = hours.stop * world.HOUR_SECONDS
        arrivals = _concat([*map(self._arrive, _days_of(hours)), self._due("returns", until)])
        # who comes back within the hours may leave the cart again, and come back again
        while len(arrivals):
            self._let_in(arrivals)
            arrivals = self._due("returns", until)
        return self._log(until)

    def _arrive(self, hours):
        """Let those enter who come within some hours of one day."""
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

    def _let_in(self, arrivals):
        """Let shoppers walk through the shop, and keep what they leave behind for its time."""
        generator, plan = self._generator, self.plan
        steps, calls, sessions = walk(generator, plan, arrivals)
        is_counted = sessions["ended"].to_numpy() < self._end
        is_completed = sessions["is_completed"].to_numpy()
        # a cart that is bought after all was not lost
        bought = sessions[is_completed & is_counted]
        plan.count("carts_lost", bought["lost_to"], np.full(len(bought), -1))
        plan.count("value_lost", bought["lost_to"], -bought["lost_value"])

        left = carts.fill(generator, sessions[sessions["has_cart"].to_numpy() & ~is_completed])
        lost = left[left["at"].to_numpy() < self._end]
        plan.count("carts_lost", lost["lost_to"])
        plan.count("value_lost", lost["lost_to"], lost["lost_value"])
        written = comments.comment(generator, plan, sessions)
        told = written[written["at"].to_numpy() < self._end]
        plan.count("feedback_count", told["caused_by"])
        asked = tickets.write(generator, sessions)
        plan.count("ticket_count", asked["caused_by"][asked["at"].to_numpy() < self._end])
        for name, events in {
            "returns": shoppers.come_back(generator, left),
            "clicks": clicks.click(generator, steps),
            "loads": steps[["at", "page", "load_ms"]],
            "calls": calls,
            "carts": left,
            "comments": written,
            "tickets": asked,
            "sessions": sessions[is_counted],
        }.items():
            self._waiting.setdefault(name, []).append(events)

    def _due(self, name, until):
        """Take the events before a time out of those that wait, in order of time."""
        events = _concat(self._waiting.pop(name, []))
        if not len(events):
            return events
        is_due = events["at"].to_numpy() < until
        if not is_due.all():
            self._waiting[name] = [events[~is_due]]
            events = events[is_due]
        order = np.argsort(events["at"].to_numpy(), kind="stable")
        return events.iloc[order].reset_index(drop=True)

    def _log(self, until):
        """Return what happened before a time and was not logged yet, in the systems' words."""
        named = {}
        generator = self._generator
        clicked = self._due("clicks", until)
        if len(clicked):
            named["clickstream"] = clicked.assign(
                page=_named(clicked["page"], world.CLICK_PAGES),
                element=_named(clicked["element"], clicks.NAMES),
            )
        left = self._due("carts", until)
        if len(left):
            named["cart_abandonment"] = self._number("carts", left, world.FIRST_CART)
        loads = self._due("loads", until)
        if len(loads):
            has_query = generator.random(len(loads)) < world.QUERY_STRING_SHARE
            url = loads["page"].to_numpy() + has_query * np.int8(len(world.PAGES))
            named["page_load_times"] = loads.assign(url=_named(url, URLS))
        calls = self._due("calls", until)
        if len(calls):
            for night in self.plan.nights:
                requests.fail_the_last(calls, night)
            endpoint = calls["endpoint"].to_numpy()
            named["api_logs"] = calls.assign(
                endpoint=_named(endpoint, tuple(world.ENDPOINTS)),
                service=_named(requests.SERVICE_OF[endpoint], world.SERVICES),
            )
        written = self._due("comments", until)
        if len(written):
            named["user_feedback"] = written
        sessions = self._due("sessions", until)
        if len(sessions):
            named["session_tracking"] = self._number("sessions", self._track(sessions), 1)
        asked = self._due("tickets", until)
        if len(asked):
            asked = tickets.work_off(generator, self.plan, self._desk, asked, self._end)
            asked = asked.assign(
                category=_named(asked["category"], world.CATEGORIES),
                priority=_named(asked["priority"], world.PRIORITIES),
                channel=_named(asked["channel"], tuple(world.CHANNELS)),
                status=_named(asked["status"], world.STATUSES),
                subject=_named(asked["subject"], tickets.SUBJECTS),
            )
            named["support_tickets"] = self._number("tickets", asked, 1)
        return named

    def _track(self, sessions):
        """Put sessions as the session log has them: the pages in words, where they dropped off."""
        sequences, row = np.unique(sessions["sequence"].to_numpy(), return_inverse=True)
        pages = pd.Categorical.from_codes(row, [_spell(each) for each in sequences.tolist()])
        last_page = sessions["last_page"].to_numpy()
        is_unknown = self._generator.random(len(sessions)) < world.BLANK_DROP_OFF_SHARE
        dropped_off = np.where(is_unknown, -1, last_page)
        dropped_off = np.where(sessions["is_completed"], len(world.PAGES), dropped_off)
        return sessions.assign(
            pages=pages, drop_off_page=_named(dropped_off, (*world.PAGES, "none"))
        )

    def _number(self, name, events, first):
        """Number events in order of time, on from those before."""
        number = first + self._written[name] + np.arange(len(events))
        self._written[name] += len(events)
        return events.assign(number=number)


def walk(generator, plan, arrivals):
    """Let shoppers walk through the shop until each has left or paid.

    Args:
        generator: numpy Generator that all randomness comes from.
        plan: the incidents.
        arrivals: one row a session, as `shoppers.arrive` returns them.

    Returns:
        Three DataFrames: the page visits, as `visits.settle` returns them, with user; the API
        calls, as `requests.answer` returns them; and one row a session: user, at, ended (seconds),
        sequence (the pages as one number), last_page, has_cart, is_completed, held_by,
        held_chance, experience, usual_experience, topic, touched_by, lost_to, lost_value.
    """
    here = arrivals[["at", "page", "is_return"]].assign(session=np.arange(len(arrivals)))
    sessions = visits.Sessions(arrivals)
    steps, calls = [], []
    for step in range(world.MOST_STEPS):
        loaded = visits.load_pages(generator, plan, here)
        page, at = loaded["page"].to_numpy(), loaded["at"].to_numpy()
        opening = requests.answer(generator, plan, requests.open_pages(generator, page, at))
        decided = visits.decide(generator, plan, loaded, opening)
        if step == world.MOST_STEPS - 1:
            decided = decided.assign(intent=np.int8(world.LEFT), is_dead=False)
        planned = requests.take_steps(
            np.where(decided["is_dead"], np.int8(world.LEFT), decided["intent"].to_numpy()),
            decided["left_at"].to_numpy(),
        )
        leading = requests.answer(generator, plan, planned)
        settled = visits.settle(generator, decided, leading)
        sessions.go(settled)
        steps.append(settled[["session", "at", "left_at", "page", "intent", "is_dead", "load_ms"]])
        calls += [opening[requests.LOGGED], leading[requests.LOGGED]]
        staying = settled[settled["next_page"].to_numpy() < len(world.PAGES)]
        if not len(staying):
            break
        here = pd.DataFrame(
            {
                "at": staying["left_at"].to_numpy(),
                "page": staying["next_page"].to_numpy(),
                "is_return": staying["is_return"].to_numpy(),
                "session": staying["session"].to_numpy(),
            }
        )
    walked = _concat(steps)
    walked["user"] = arrivals["user"].to_numpy()[walked["session"].to_numpy()]
    return walked, _concat(calls), sessions.finish()


def _days_of(hours):
    """Cut hours into ranges of one day each."""
    return [range(day, min(day + 24, hours.stop)) for day in range(hours.start, hours.stop, 24)]


def _concat(frames):
    """Put frames beneath one another; without any row, one that has nothing but the time."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame({"at": []})


def _named(codes, names):
    """Put names in the place of codes; -1 is none."""
    return pd.Categorical.from_codes(np.asarray(codes), list(names))


def _spell(sequence):
    """Write the number that `visits.Sessions` made of pages in words."""
    pages = []
    while sequence:
        sequence, digit = divmod(sequence, len(world.PAGES) + 1)
        pages.append(world.PAGES[digit - 1])
    return " > ".join(reversed(pages))
