"""A page of small charts of what the simulator made, to see at a glance whether one believes it.

Every panel is one function: it asks the database for what it draws, draws it, and returns its
title, with the figure that matters most. DuckDB does the counting, so that ten million rows take
seconds.
"""

import glob
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import matplotlib
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.patches import Patch
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

FONT = "DejaVu Sans"
STYLE = {
    "font.family": FONT,
    "font.size": 8,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "legend.handlelength": 1.2,
    "legend.columnspacing": 1.0,
    "lines.linewidth": 1.0,
    "text.parse_math": False,  # texts are data: a price is no formula
}
# Okabe and Ito's palette, which the colour-blind can tell apart
BLUE, ORANGE, GREEN, RED, PINK, SKY, BLACK, GREY = COLORS = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#999999",
)  # fmt: skip
PALE = "#C8C8C8"

# inches: the page without its heading, its margins, and the gaps that titles and labels stand in
WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, GAP_ACROSS, GAP_DOWN = 16, 20, 0.7, 0.3, 0.2, 0.85, 0.8
COLUMNS = 4
PAGES = ("home", "category", "search", "product", "cart", "checkout")
PRIORITIES = ("urgent", "high", "medium", "low")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COMMENT_COUNT, SUBJECT_COUNT = 12, 6
ENOUGH_ROWS = 5  # for a point of a line: one bad answer of two says little

USER = r"try_cast(regexp_extract(cast(user_id as varchar), '\d+') as bigint) as user_key"
# Input: its columns that hold times, and what the panels need of it (`ts` is a row's own time).
# An input with a key may hold a row twice by mistake: `distinct` drops it.
INPUTS = {
    "session_tracking": (
        ["start_time", "end_time"],
        f"""select distinct session_id, start_time as ts, end_time as ended_at, {USER},
            string_split(page_sequence, ' > ') as pages,
            coalesce(lower(drop_off_page) = 'none', false) as is_completed
        from source where session_id is not null and page_sequence is not null""",
    ),
    "clickstream": (
        ["timestamp"],
        "select timestamp as ts, coalesce(element_clicked, '(blank)') as element from source",
    ),
    "cart_abandonment": (
        ["abandonment_time"],
        f"""select distinct cart_id, abandonment_time as ts, {USER},
            try_cast(total_value as double) as value from source where cart_id is not null""",
    ),
    "page_load_times": (
        ["timestamp"],
        r"""select timestamp as ts, try_cast(load_time_ms as double) as ms, replace(
                regexp_extract(page_url, '^/([^?/]+)', 1), 'products', 'product') as name
        from source where page_url is not null and isfinite(ms) and ms >= 0""",
    ),
    "api_logs": (
        ["timestamp"],
        """select timestamp as ts, service_name as name, try_cast(response_time_ms as double) as ms,
            status in (0, 429) or status >= 500 as is_bad
        from (select *, try_cast(status_code as integer) as status from source)
        where name is not null and isfinite(ms) and ms >= 0
            and (status = 0 or status between 100 and 599)""",
    ),
    "user_feedback": (
        ["timestamp"],
        """select timestamp as ts, trim(feedback_text) as text,
            case when stars between 1 and 5 then stars end as rating
        from (select *, try_cast(rating as integer) as stars from source)""",
    ),
    "support_tickets": (
        ["created_at", "first_response_at", "resolved_at"],
        """select distinct ticket_id, created_at as ts, first_response_at, resolved_at,
            coalesce(category, '(blank)') as category, priority, subject,
            date_diff('second', ts, first_response_at) / 3600 as response_hours,
            date_diff('second', ts, resolved_at) / 3600 as resolution_hours
        from source where ticket_id is not null""",
    ),
}


@dataclass(frozen=True)
class _Shop:
    """What the panels draw: tables named as the inputs, and the days and incidents on time axes.

    `counts` are the tables' rows, `first` is the first midnight, and `incidents` are (number,
    label, colour, start, end).
    """

    connection: duckdb.DuckDBPyConnection
    counts: dict
    first: datetime
    days: int
    incidents: list

    @property
    def last(self):
        """The midnight that ends the last day."""
        return self.first + timedelta(days=self.days)

    @property
    def marker(self):
        """What marks a day's point on a line: nothing where days are many."""
        return "." if self.days <= 92 else None

    def rows(self, sql):
        """Return the answer to a query as a DataFrame."""
        return self.connection.execute(sql).df()

    def values(self, sql):
        """Return the first row of the answer to a query as a tuple."""
        return self.connection.execute(sql).fetchone()

    def daily(self, sql):
        """Return the answer to a query with a column `day`, a row for every day of the period."""
        return self.rows(sql).set_index("day").reindex(pd.date_range(self.first, periods=self.days))


def draw_preview(folder, incidents, title):
    """Draw one page that shows what a simulated shop looks like.

    Rows that cannot be read, or that lie outside the days that nearly all sessions lie in, are
    left out. An input that is absent or holds no row gets a sentence in place of its charts.

    Args:
        folder: pathlib.Path of the folder with the seven inputs, each `<name>.csv` or
            `<name>/date=YYYY-MM-DD/*.parquet`; times without an offset are in UTC.
        incidents: iterable of objects with `kind` and `subject` (str), `started_at` and `ended_at`
            (datetime, UTC, without timezone): shaded and numbered on every time axis.
        title: str, the page's heading.

    Returns:
        A matplotlib Figure of 16 in by 21 in (more with many incidents) at 100 dpi. Saved as PNG
        with `metadata={"Software": None}` it has the same bytes for the same data.

    Raises:
        FileNotFoundError: when the folder holds none of the seven inputs.
        duckdb.Error: when an input is no readable CSV or Parquet file or lacks a column.
    """
    with duckdb.connect() as connection, matplotlib.rc_context(STYLE):
        connection.execute("set TimeZone = 'UTC'")
        shop = _Shop(connection, *_load(connection, folder), _number(incidents))
        return _draw_page(shop, title)


# --- reading -------------------------------------------------------------------------------------


def _load(connection, folder):
    """Create the tables of `INPUTS`; return their row counts, the first midnight and the days."""
    found = [name for name in INPUTS if _create_view(connection, folder, name)]
    if not found:
        raise FileNotFoundError(f"{folder} holds none of the inputs {', '.join(sorted(INPUTS))}")
    # sessions come first: they tell the period, as long as there are any
    periods = (_period(connection, name) for name in found)
    first, last = next((period for period in periods if period[0]), [datetime(1970, 1, 1)] * 2)
    counts = {}
    for name in found:
        connection.execute(
            f"""create temp table {name} as
            select *, date_trunc('day', ts)::timestamp as day,
                time_bucket(interval 6 hours, ts) as quarter,
                date_diff('day', timestamp '{first}', ts) // 7 as week
            from typed_{name}
            where ts >= timestamp '{first}' and ts < timestamp '{last}' + interval 1 day"""
        )
        counts[name] = connection.execute(f"select count(*) from {name}").fetchone()[0]
    return counts, first, (last - first).days + 1


def _create_view(connection, folder, name):
    """Create the view `typed_<name>` over an input's files; return whether there are any."""
    times, typed = INPUTS[name]
    path = glob.escape(str(folder / name))
    if (folder / f"{name}.csv").exists():
        source = connection.read_csv(f"{path}.csv", header=True, all_varchar=True, delimiter=",")
        # the way over timestamptz honours an offset, which a plain cast drops
        utc = [f"try_cast({time} as timestamptz)::timestamp as {time}" for time in times]
        source = source.project(f"* replace ({', '.join(utc)})")
    elif any((folder / name).glob("*/*.parquet")):
        source = connection.read_parquet(f"{path}/*/*.parquet", hive_partitioning=False)
    else:
        return False
    source.create_view(f"source_{name}")
    connection.execute(f"create view typed_{name} as with source as (from source_{name}) {typed}")
    return True


def _period(connection, name):
    """Find an input's first and last midnight, without stray rows from 1970 or 2199.

    The middle four fifths of the rows tell where the period is; on either side it reaches at most
    their length and a day further.
    """
    return connection.execute(
        f"""with middle as (select unnest(quantile_disc(ts, [0.1, 0.9])) as ts from typed_{name}),
        bounds as (select min(ts) as low, max(ts) as high from middle)
        select date_trunc('day', min(ts))::timestamp, date_trunc('day', max(ts))::timestamp
        from typed_{name}, bounds
        where ts between low - (high - low) - interval 1 day
            and high + (high - low) + interval 1 day"""
    ).fetchone()


def _number(incidents):
    """Number incidents by their time; return (number, label, colour of the kind, start, end)."""
    ordered = sorted(incidents, key=lambda incident: (incident.started_at, incident.kind))
    kinds = sorted({incident.kind for incident in ordered})
    numbered = []
    for number, incident in enumerate(ordered, start=1):
        start, end = incident.started_at, incident.ended_at
        until = f"{end:%H:%M}" if end.date() == start.date() else f"{_date(end)} {end:%H:%M}"
        kind = incident.kind.replace("_", " ")
        label = f"{number}  {kind}: {incident.subject}, {_date(start)} {start:%H:%M} to {until}"
        color = COLORS[kinds.index(incident.kind) % len(COLORS)]
        numbered.append((number, label, color, start, end))
    return numbered


# --- helpers of the panels -----------------------------------------------------------------------


def _date(moment):
    return f"{moment.day} {moment:%b}"


def _percent(share):
    return f"{100 * share:.1f} %"


def _percent_tick(share, _):
    return f"{100 * share:g} %"


def _time_axis(axes, shop):
    """Let the x axis span the period, and shade the incidents, their numbers above the frame."""
    step = next(step for step in (1, 2, 7, 14, 28, 91, 182, 10**6) if shop.days <= 7 * step)
    ticks = [shop.first + timedelta(days=day) for day in range(0, shop.days + 1, step)]
    axes.set_xticks(ticks, [_date(tick) for tick in ticks])
    axes.set_xlim(shop.first, shop.last)
    places = {}  # across the frame: the numbers that stand there, for near ones share a place
    for number, _, color, start, end in shop.incidents:
        start, end = max(start, shop.first), min(end, shop.last)
        if start < end:
            # the edge keeps short ones visible
            axes.axvspan(start, end, color=color, alpha=0.3, linewidth=0.8, zorder=0)
            place = (start + (end - start) / 2 - shop.first) / (shop.last - shop.first)
            places.setdefault(round(place * 25) / 25, []).append(str(number))
    for place, numbers in places.items():
        axes.text(place, 1.01, ",".join(numbers), transform=axes.transAxes, ha="center", fontsize=6)


def _lines(axes, shop, table, value, period="day", scale="linear"):
    """Draw an aggregate per `day` or `quarter` of a day over time, a line for each name."""
    frame = shop.rows(
        f"""select {period} as start, name, {value} as value from {table}
        group by all having count(*) >= {ENOUGH_ROWS} order by start"""
    )
    if frame.empty:
        return _say(axes, f"Too few rows in {table} for a line.")
    half = timedelta(hours=12 if period == "day" else 3)
    for name, color in _names(shop, table):
        line = frame[frame["name"] == name]
        marker = "o" if len(line) < 3 else None
        axes.plot(line["start"] + half, line["value"], color=color, label=name, marker=marker)
    axes.set_yscale(scale)
    if scale == "log":
        _log_ticks(axes.yaxis)
    low, high = axes.get_ylim()  # the legend stands above the lines
    axes.set_ylim(
        (0, 1.3 * max(high, 0.01)) if scale == "linear" else (low, high * (high / low) ** 0.35)
    )
    axes.legend(loc="upper left", ncols=3)
    _time_axis(axes, shop)


def _names(shop, table):
    """Return the six most frequent pages or services of a table, in fixed order, with colours."""
    names = shop.rows(
        f"select name from {table} group by name order by count(*) desc, name limit 6"
    )
    known = {page: place for place, page in enumerate(PAGES)}
    ordered = sorted(names["name"], key=lambda name: (known.get(name, len(known)), name))
    return list(zip(ordered, COLORS, strict=False))


def _count_bars(axes, frame, color, most):
    """Draw a frame (value, rows) as bars of shares; `most` stands for all values from it on."""
    axes.bar(frame["value"], frame["rows"] / frame["rows"].sum(), color=color, width=0.85)
    axes.yaxis.set_major_formatter(_percent_tick)
    ticks = range(1, most + 1, 1 if most <= 12 else 2)
    labels = [f"{tick}+" if tick == most and most > 5 else f"{tick}" for tick in ticks]
    axes.set_xticks(ticks, labels)
    axes.set_xlim(0.4, most + 0.6)


def _named_bars(axes, names, shares, color):
    """Draw horizontal bars with their names and shares behind them, the first at the top."""
    axes.barh(range(len(names)), shares, color=color)
    for place, (name, share) in enumerate(zip(names, shares, strict=True)):
        axes.text(share + 0.02 * max(shares), place, f"{name}, {_percent(share)}", va="center")
    axes.set(ylim=(len(names) - 0.4, -0.6), xlim=(0, 2.4 * max(shares)), xticks=[], yticks=[])
    axes.spines["bottom"].set_visible(False)


def _log_ticks(axis):
    """Label 1, 3, 10, 30 and so on, in plain figures."""
    axis.set_major_locator(LogLocator(subs=(1, 3)))
    axis.set_major_formatter(lambda value, _: f"{value:,g}")
    axis.set_minor_formatter(NullFormatter())


def _say(axes, sentence):
    """Write a sentence in place of a chart."""
    axes.axis("off")
    axes.text(0.5, 0.5, sentence, transform=axes.transAxes, ha="center", color="#555555")


# --- visits --------------------------------------------------------------------------------------


def _sessions_a_day(axes, shop):
    sessions = shop.daily("select day, count(*) as rows from session_tracking group by day")
    sessions = sessions["rows"].fillna(0)
    axes.bar(sessions.index, sessions, width=1, align="edge", color=SKY)
    axes.set(ylabel="sessions", ylim=(0, 1.08 * sessions.max()))
    _time_axis(axes, shop)
    return f"Sessions a day: {sessions.mean():,.0f} on average"


def _hours_of_week(axes, shop):
    sessions = shop.rows(
        """select (isodow(ts) - 1) * 24 + hour(ts) as hour, count(*) as rows
        from session_tracking group by hour"""
    ).set_index("hour")["rows"]
    weekdays = pd.date_range(shop.first, periods=shop.days).day_of_week
    times = np.repeat(np.bincount(weekdays, minlength=7), 24)  # that each hour was there
    mean = sessions.reindex(range(168), fill_value=0) / np.where(times, times, np.nan)
    axes.step(np.arange(168), mean, where="post", color=BLUE)
    axes.set(xlim=(0, 168), ylim=0, ylabel="sessions an hour (UTC)")
    axes.set_xticks(np.arange(12, 168, 24), WEEKDAYS)
    axes.tick_params(axis="x", length=0)
    for midnight in range(24, 168, 24):
        axes.axvline(midnight, color=PALE, linewidth=0.5)
    peak = mean.idxmax()
    when = f"{WEEKDAYS[peak // 24]} {peak % 24:02d} h"
    return f"Hours of the week: peak {mean.max():,.1f} sessions, {when}"


def _pages_per_session(axes, shop):
    most = 15
    frame = shop.rows(
        f"""select least(len(pages), {most}) as value, count(*) as rows
        from session_tracking group by value"""
    )
    _count_bars(axes, frame, BLUE, most)
    axes.set(xlabel="page visits of a session", ylabel="share of sessions")
    mean, bounces = shop.values(
        "select avg(len(pages)), avg((len(pages) = 1)::integer) from session_tracking"
    )
    return f"Page visits: {mean:.1f} a session, {_percent(bounces)} see one page"


def _sessions_per_user(axes, shop):
    most = 12
    frame = shop.rows(
        f"""select least(sessions, {most}) as value, count(*) as rows from (
            select count(*) as sessions from session_tracking
            where user_key is not null group by user_key
        ) group by value"""
    )
    if frame.empty:
        return _say(axes, "No session names its user.")
    _count_bars(axes, frame, BLUE, most)
    axes.set(xlabel="sessions of a user", ylabel="share of users")
    users = frame["rows"].sum()
    returning = frame.loc[frame["value"] > 1, "rows"].sum() / users
    return f"Sessions per user: {_percent(returning)} of {users:,} return"


def _retention(axes, shop):
    weeks = shop.days // 7
    if weeks < 2:
        return _say(axes, "Retention needs two whole weeks.")
    cohorts = max(weeks // 3, 1)  # the users of the first weeks, who can be watched for long
    users = shop.rows(
        f"""with seen as (
            select user_key, week, min(week) over (partition by user_key) as first_week
            from session_tracking where user_key is not null group by user_key, week
        )
        select week - first_week as later, count(*) as users from seen
        where first_week < {cohorts} group by later"""
    ).set_index("later")["users"]
    if users.empty:
        return _say(axes, "No session of the first weeks names its user.")
    share = users.reindex(range(1, weeks - cohorts + 1), fill_value=0) / users[0]
    axes.plot(share.index, share, color=BLUE, marker="o", markersize=3)
    axes.set(xlabel="weeks after the user's first", ylabel="share of users seen")
    axes.set_ylim(0, 1.2 * share.max() or 1)
    axes.yaxis.set_major_formatter(_percent_tick)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    whose = "week" if cohorts == 1 else f"{cohorts} weeks"
    return f"Users of the first {whose}: {_percent(share[1])} back a week later"


# --- from visit to purchase ----------------------------------------------------------------------


def _funnel(axes, shop):
    steps = {
        "home, category, search": "list_has_any(pages, ['home', 'category', 'search'])",
        "product": "list_contains(pages, 'product')",
        "cart": "list_contains(pages, 'cart')",
        "checkout": "list_contains(pages, 'checkout')",
        "completed": "is_completed",
    }
    means = ", ".join(f"avg(({condition})::integer)" for condition in steps.values())
    shares = shop.values(f"select {means} from session_tracking")
    _named_bars(axes, list(steps), shares, GREEN)
    axes.set_xlabel("share of all sessions that reach the step")
    return f"Funnel: {_percent(shares[-1])} of sessions complete"


def _abandonment(axes, shop):
    frame = shop.daily(
        """select day, count(*) as carts, count_if(not is_completed) as lost from session_tracking
        where list_has_any(pages, ['cart', 'checkout']) group by day"""
    )
    if not frame["carts"].sum():
        return _say(axes, "No session reached the cart.")
    rate = frame["lost"].sum() / frame["carts"].sum()
    noon = frame.index + timedelta(hours=12)
    axes.plot(noon, frame["lost"] / frame["carts"], color=RED, marker=shop.marker)
    axes.axhline(rate, color=BLACK, linewidth=0.8, linestyle="--")
    axes.set(ylim=(0, 1.03), ylabel="share of carts lost")
    axes.yaxis.set_major_formatter(_percent_tick)
    _time_axis(axes, shop)
    return f"Cart abandonment a day: {_percent(rate)} overall"


def _cart_values(axes, shop):
    values = shop.rows("select value from cart_abandonment where value >= 0")["value"]
    if values.empty:
        return _say(axes, "No lost cart has a value.")
    median, p90, p99 = values.quantile([0.5, 0.9, 0.99])
    axes.hist(values, bins=40, range=(0, max(p99, 1)), color=ORANGE)
    axes.set(xlabel="value of a lost cart (up to p99)", ylabel="carts")
    return f"Value of {len(values):,} lost carts: median {median:,.0f}, p90 {p90:,.0f}"


def _recoveries(axes, shop):
    hours = shop.rows(
        """select date_diff('second', carts.ts, bought.ended_at) / 3600 as hours
        from cart_abandonment as carts
        asof join (from session_tracking where is_completed) as bought
            on carts.user_key = bought.user_key and carts.ts < bought.ended_at
        where bought.ended_at <= carts.ts + interval 24 hours"""
    )["hours"]
    carts = shop.counts["cart_abandonment"]
    if hours.empty:
        return _say(axes, f"None of {carts:,} lost carts was bought within 24 hours.")
    axes.hist(hours, bins=range(25), color=GREEN)
    axes.set(xlabel="hours until the user completes a session", ylabel="carts", xlim=(0, 24))
    axes.set_xticks(range(0, 25, 4))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    share = _percent(len(hours) / carts)
    return f"Lost carts: {share} bought in 24 h, median {hours.median():.1f} h"


# --- speed and failures --------------------------------------------------------------------------


def _load_times(axes, shop):
    frame = shop.rows(
        """select name, quantile_cont(ms / 1000, [0.05, 0.25, 0.5, 0.75, 0.95]) as seconds
        from page_load_times group by name"""
    ).set_index("name")["seconds"]
    keys = ("whislo", "q1", "med", "q3", "whishi")
    boxes = [
        dict(zip(keys, frame[page], strict=True), label=page)
        for page, _ in _names(shop, "page_load_times")
    ]
    box, median = {"facecolor": SKY, "edgecolor": BLUE}, {"color": BLACK, "linewidth": 1.5}
    styles = {"patch_artist": True, "boxprops": box, "medianprops": median, "widths": 0.6}
    axes.bxp(boxes, orientation="horizontal", showfliers=False, **styles)
    axes.invert_yaxis()
    axes.set(xlim=0, xlabel="load time, s (box p25 to p75, whiskers p5 to p95)")
    (good,) = shop.values("select avg((ms <= 2500)::integer) from page_load_times")
    return f"Load time by page: {_percent(good)} of loads within 2.5 s"


def _load_times_a_day(axes, shop):
    _lines(axes, shop, "page_load_times", "quantile_cont(ms / 1000, 0.75)")
    axes.set_ylabel("p75 of load time, s")
    (p75,) = shop.values("select quantile_cont(ms / 1000, 0.75) from page_load_times")
    return f"Load time a day, by page: p75 {p75:.2f} s overall"


def _response_times(axes, shop):
    frame = shop.rows(
        """select name, floor(log10(greatest(ms, 1)) * 20) as bin, count(*) as rows
        from api_logs group by name, bin order by name, bin desc"""
    )
    percentiles = "quantile_cont(ms, [0.5, 0.95, 0.99]) as ms from api_logs"
    tails = shop.rows(f"select name, {percentiles} group by name").set_index("name")["ms"]
    for name, color in _names(shop, "api_logs"):
        bins = frame[frame["name"] == name]
        share = bins["rows"].cumsum() / bins["rows"].sum()
        label = f"{name}  " + " / ".join(f"{ms:,.0f}" for ms in tails[name])
        look = {"color": color, "label": label, "marker": "o" if len(bins) < 3 else None}
        axes.step(10 ** (bins["bin"] / 20), share, where="post", **look)
    axes.set(xscale="log", yscale="log", xlabel="response time, ms", ylabel="share that is slower")
    axes.set_xlim(left=axes.get_xlim()[0] / 6)  # the legend stands left of the lines' ends
    _log_ticks(axes.xaxis)
    axes.yaxis.set_major_formatter(_percent_tick)
    axes.legend(loc="lower left", title="p50 / p95 / p99 ms", title_fontsize=6.5, fontsize=6.5)
    p99 = shop.values(f"select {percentiles}")[0][2]
    return f"Response time by service: p99 {p99:,.0f} ms overall"


def _slow_answers(axes, shop):
    _lines(axes, shop, "api_logs", "quantile_cont(ms, 0.95)", "quarter", "log")
    axes.set_ylabel("p95 of response time, ms")
    (p95,) = shop.values("select quantile_cont(ms, 0.95) from api_logs")
    return f"Response time per 6 h, by service: p95 {p95:,.0f} ms"


def _bad_answers(axes, shop):
    _lines(axes, shop, "api_logs", "avg(is_bad::integer)", "quarter")
    axes.yaxis.set_major_formatter(_percent_tick)
    axes.set_ylabel("share of 429, 5xx, no answer")
    (share,) = shop.values("select avg(is_bad::integer) from api_logs")
    return f"Bad answers per 6 h, by service: {100 * share:.2f} % overall"


# --- what users do and say -----------------------------------------------------------------------


def _clicks(axes, shop):
    frame = shop.rows(
        "select element, count(*) as rows from clickstream group by element order by rows desc, 1"
    )
    shares = frame["rows"] / frame["rows"].sum()
    _named_bars(axes, frame["element"][:12], shares[:12], BLUE)
    axes.set_xlabel("share of clicks")
    shown = f"top {min(len(frame), 12)} of {len(frame)} elements"
    return f"Clicks: {shop.counts['clickstream']:,}, {shown}"


def _ratings(axes, shop):
    frame = shop.rows(
        """select rating as value, count(*) as rows from user_feedback
        where rating is not null group by rating"""
    )
    if frame.empty:
        return _say(axes, "No comment has a rating.")
    _count_bars(axes, frame, PINK, 5)
    axes.set(xlabel="stars", ylabel="share of ratings")
    mean = np.average(frame["value"], weights=frame["rows"])
    return f"Ratings: {mean:.2f} stars on average of {frame['rows'].sum():,}"


def _ratings_a_day(axes, shop):
    frame = shop.daily(
        "select day, count(*) as rows, avg(rating) as rating from user_feedback group by day"
    )
    comments = axes.twinx()
    comments.bar(frame.index, frame["rows"], width=1, align="edge", color=PALE)
    comments.set_ylim(0, 2.5 * frame["rows"].max())
    comments.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    comments.spines["right"].set_visible(True)
    axes.set_zorder(comments.get_zorder() + 1)
    axes.patch.set_visible(False)
    noon = frame.index + timedelta(hours=12)
    axes.plot(noon, frame["rating"], color=PINK, marker=shop.marker)
    axes.set(ylim=(0.5, 5.2), yticks=range(1, 6), ylabel="mean stars (grey, right: comments)")
    _time_axis(axes, shop)
    return f"Ratings and comments a day: {frame['rows'].sum() / shop.days:,.1f} comments"


# --- support -------------------------------------------------------------------------------------


def _backlog(axes, shop):
    created = shop.daily("select day, count(*) as rows from support_tickets group by day")
    resolved = shop.daily(
        """select date_trunc('day', resolved_at)::timestamp as day, count(*) as rows
        from support_tickets where resolution_hours >= 0 group by 1"""
    )
    created, resolved = created["rows"].fillna(0), resolved["rows"].fillna(0)
    backlog = (created - resolved).cumsum()
    axes.bar(created.index, created, width=1, align="edge", color=SKY, label="created")
    ends = backlog.index + timedelta(days=1)
    axes.plot(ends, backlog, color=RED, marker=shop.marker, label="open at the day's end")
    axes.set(ylim=(0, 1.2 * max(backlog.max(), created.max())), ylabel="tickets")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="upper left", ncols=2)
    _time_axis(axes, shop)
    return f"Tickets: {created.mean():,.1f} a day, {backlog.mean():,.0f} open on average"


def _waits(axes, shop):
    frame = shop.rows(
        """select priority, wait, quantile_cont(hours, 0.5) as p50, quantile_cont(hours, 0.9) as p90
        from (
            select priority, unnest(['first response', 'resolution']) as wait,
                unnest([response_hours, resolution_hours]) as hours from support_tickets
        ) where hours >= 0 and priority is not null group by all"""
    )
    if frame.empty:
        return _say(axes, "No ticket has been answered.")
    names = [*PRIORITIES, *sorted(set(frame["priority"]) - set(PRIORITIES))]
    for wait, color, shift in (("first response", BLUE, -0.15), ("resolution", ORANGE, 0.15)):
        waits = frame[frame["wait"] == wait]
        place = waits["priority"].map(names.index) + shift
        axes.hlines(place, waits["p50"], waits["p90"], color=color, linewidth=2)
        axes.plot(waits["p50"], place, "o", color=color, label=wait)
        axes.plot(waits["p90"], place, "|", color=color, markersize=9, markeredgewidth=2)
    axes.set(xscale="log", ylim=(len(names) - 0.5, -1))
    axes.set(xlabel="hours after creation (dot median, bar's end p90)")
    _log_ticks(axes.xaxis)
    axes.set_yticks(range(len(names)), names)
    axes.legend(loc="upper left", ncols=2)
    (hours,) = shop.values("select median(response_hours) from support_tickets")
    return f"Waits by priority: median first response {hours or 0:,.1f} h"


def _categories(axes, shop):
    table = shop.rows(
        "select week, category, count(*) as rows from support_tickets group by all"
    ).pivot(index="week", columns="category", values="rows")
    table = table.fillna(0)
    starts = [shop.first + timedelta(weeks=week) for week in table.index.tolist()]
    base = np.zeros(len(table))
    for category, color in zip(table.columns, COLORS, strict=False):
        rows = table[category]
        axes.bar(starts, rows, 6.6, base, align="edge", color=color, label=category)
        base += rows.to_numpy()
    axes.set(ylim=(0, 1.35 * base.max()), ylabel="tickets a week")
    axes.legend(loc="upper left", ncols=3)
    _time_axis(axes, shop)
    share = table.sum() / table.sum().sum()
    return f"Ticket categories by week: {_percent(share.max())} {share.idxmax()}"


# --- texts ---------------------------------------------------------------------------------------


def _comments(axes, shop):
    axes.axis("off")
    rows = _evenly_spread(shop, "user_feedback", "text", "rating", COMMENT_COUNT)
    for line, (text, rating) in enumerate(rows):
        stars = "(no stars)" if pd.isna(rating) else "★" * int(rating) + "☆" * (5 - int(rating))
        axes.text(0, 1 - line / COMMENT_COUNT, stars, va="top", color=RED)
        axes.text(0.06, 1 - line / COMMENT_COUNT, _printable(text, 160), va="top")
    (blank,) = shop.values("select avg((coalesce(text, '') = '')::integer) from user_feedback")
    return f"Some of {shop.counts['user_feedback']:,} comments ({_percent(blank)} without words)"


def _subjects(axes, shop):
    axes.axis("off")
    rows = _evenly_spread(shop, "support_tickets", "subject", "category", SUBJECT_COUNT)
    for line, (text, category) in enumerate(rows):
        axes.text(0, 1 - line / SUBJECT_COUNT, _printable(text, 50), va="top")
        axes.text(0, 0.93 - line / SUBJECT_COUNT, category, va="top", color="#666666")
    (subjects,) = shop.values("select count(distinct subject) from support_tickets")
    return f"Some of {shop.counts['support_tickets']:,} tickets ({subjects:,} subjects)"


def _evenly_spread(shop, table, text, other, count):
    """Return (text, other) of so many rows that have a text, evenly spread over the time."""
    return shop.connection.execute(
        f"""with ranked as (
            select {text}, {other}, row_number() over (order by ts, {text}, {other}) as place,
                count(*) over () as rows
            from {table} where {text} <> ''
        )
        select {text}, {other} from ranked
        where place * {count} // rows > (place - 1) * {count} // rows order by place"""
    ).fetchall()


def _printable(text, length):
    """Shorten a text to one line, without the signs that the font lacks (emoji in colour, say)."""
    known = get_font(findfont(FONT)).get_charmap()
    text = " ".join("".join(sign for sign in text if sign.isspace() or ord(sign) in known).split())
    if not text:
        return "(signs that cannot be shown here)"
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


# --- the page ------------------------------------------------------------------------------------

# the panels in reading order, each with the inputs that it needs
PANELS = (
    (_sessions_a_day, "session_tracking"),
    (_hours_of_week, "session_tracking"),
    (_pages_per_session, "session_tracking"),
    (_sessions_per_user, "session_tracking"),
    (_funnel, "session_tracking"),
    (_abandonment, "session_tracking"),
    (_cart_values, "cart_abandonment"),
    (_recoveries, "cart_abandonment", "session_tracking"),
    (_load_times, "page_load_times"),
    (_load_times_a_day, "page_load_times"),
    (_response_times, "api_logs"),
    (_slow_answers, "api_logs"),
    (_bad_answers, "api_logs"),
    (_clicks, "clickstream"),
    (_retention, "session_tracking"),
    (_ratings, "user_feedback"),
    (_ratings_a_day, "user_feedback"),
    (_backlog, "support_tickets"),
    (_waits, "support_tickets"),
    (_categories, "support_tickets"),
    (_comments, "user_feedback"),
    (_subjects, "support_tickets"),
)


def _draw_page(shop, title):
    """Lay the panels out: the heading, rows of charts, and texts at the foot."""
    heading = 1.1 + 0.19 * -(-len(shop.incidents) // COLUMNS)
    height = HEIGHT + heading
    figure = Figure(figsize=(WIDTH, height), dpi=100)
    FigureCanvasAgg(figure)
    _draw_heading(figure, shop, title, LEFT / WIDTH, height)
    rows = -(-len(PANELS) // COLUMNS)
    across = (WIDTH - LEFT - RIGHT + GAP_ACROSS) / COLUMNS - GAP_ACROSS
    down = (HEIGHT - BOTTOM + GAP_DOWN) / rows - GAP_DOWN
    grid = figure.add_gridspec(rows, COLUMNS, wspace=GAP_ACROSS / across, hspace=GAP_DOWN / down)
    figure.subplots_adjust(LEFT / WIDTH, BOTTOM / height, 1 - RIGHT / WIDTH, 1 - heading / height)
    cells = [grid[row, column] for row in range(rows) for column in range(COLUMNS)]
    cells[-COLUMNS:] = grid[-1, :-1], grid[-1, -1]  # comments are long
    for (panel, *inputs), cell in zip(PANELS, cells, strict=True):
        axes = figure.add_subplot(cell)
        empty = [name for name in inputs if not shop.counts.get(name)]
        sentence = f"No rows in {' and '.join(empty)}."
        name = panel.__name__[1:].replace("_", " ").capitalize()
        axes.set_title((_say(axes, sentence) if empty else panel(axes, shop)) or name)
    return figure


def _draw_heading(figure, shop, title, left, height):
    """Write the title and the period, and list the incidents in the colours of their kinds."""
    top = 1 - 0.3 / height
    figure.text(left, top, title, va="top", fontsize=15, fontweight="bold")
    last = shop.last - timedelta(days=1)
    text = "no row that can be read"
    if rows := sum(shop.counts.values()):
        text = f"{_date(shop.first)} {shop.first.year} to {_date(last)} {last.year}, UTC"
        days = "day" if shop.days == 1 else "days"
        text += f" ({shop.days:,} {days}), {rows:,} rows that can be read"
    figure.text(1 - RIGHT / WIDTH, top, text, va="top", ha="right", fontsize=9)
    patches = [Patch(color=color, alpha=0.5, label=label) for _, label, color, *_ in shop.incidents]
    place = {"loc": "upper left", "bbox_to_anchor": (left, 1 - 0.62 / height), "borderaxespad": 0}
    figure.legend(handles=patches, ncols=COLUMNS, fontsize=8, borderpad=0, **place)
