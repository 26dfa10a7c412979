"""Every chart: rows in, a matplotlib figure out, with a title that says the finding.

Nothing is computed here: the rows come from `chart_data`, finished. One theme, whose colours the
colour-blind can tell apart, and the font that matplotlib brings along: the same rows give the same
picture on every machine.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from python_steps.reporting import words
from python_steps.reporting.chart_data import ChartData

# Okabe and Ito's palette
BLUE, ORANGE, GREEN, RED, PINK, SKY, BLACK, GREY = COLORS = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#222222", "#8A8A8A",
)  # fmt: skip
PALE = "#D9D9D9"
SEVERITY_COLORS = {"critical": RED, "warning": ORANGE, "page": RED, "ticket": ORANGE}
# fewer shades than a scale would be turned into pixels for
WORSE = matplotlib.colormaps["OrRd"].resampled(40)
SENTIMENTS = ("negative", "neutral", "positive")
THEME = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": BLACK,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.prop_cycle": matplotlib.cycler(color=COLORS),
    "xtick.color": BLACK,
    "ytick.color": BLACK,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "text.parse_math": False,  # texts are data: a price is no formula
    "svg.fonttype": "none",  # text stays text: it can be searched
    "svg.hashsalt": "monitoring",  # else ids are drawn at random
    "pdf.fonttype": 42,
}
SIZE = (9, 5)
HALF_DAY = pd.Timedelta(hours=12)
FEW_DAYS, MOST_DATES = 14, 5
DAY_STEPS = (1, 2, 7, 14, 28, 56, 91, 182)


@dataclass(frozen=True)
class Chart:
    """A chart, its readers, what they decide by it, and what draws it."""

    name: str
    audiences: tuple[str, ...]
    purpose: str
    draw: Callable[[ChartData], Figure]


def charts_for(audience: str | None) -> list[Chart]:
    """Find the charts of some readers; all of them when it is None."""
    return [chart for chart in CHARTS if audience is None or audience in chart.audiences]


def draw(chart: Chart, data: ChartData) -> Figure:
    """Draw a chart in the theme of all."""
    with matplotlib.rc_context(THEME):
        figure = chart.draw(data)
        # the solver of the layout differs from run to run in digits that nobody sees but a hash
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        for axes in figure.axes:
            axes.set_position([round(value, 4) for value in axes.get_position().bounds])
        return figure


def save(figure: Figure, path) -> None:
    """Write a figure as PNG or SVG, by the name's ending; the same figure gives the same bytes."""
    metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
    with matplotlib.rc_context(THEME):
        figure.savefig(path, dpi=150, metadata=metadata)


def draw_kpis(data: ChartData) -> Figure:
    """Six KPIs by the day, with what is usual, their targets, and what went wrong behind them."""
    rows, events = data.rows["kpis_daily"], data.rows["events"]
    if rows.empty:
        return _sentence("KPIs day by day", "No KPI could be measured in this period.", data)
    count = len(events)
    title = f"{count} times something went wrong" if count else "Nothing was far from usual"
    if not count and rows["baseline"].isna().all():
        title = "There are too few days to say what is usual"
    figure = _figure(title, "KPIs by the day; colored: when something was far from usual", data)
    names = list(dict.fromkeys(rows["kpi"]))
    axes = figure.subplots(2, 3, sharex=True).ravel()
    for panel in axes[len(names) :]:
        panel.set_visible(False)
    for panel, name in zip(axes, names, strict=False):
        own = rows[rows["kpi"] == name]
        for event in events.itertuples():
            panel.axvspan(
                event.period_start, event.period_end, label=event.severity,
                color=SEVERITY_COLORS[event.severity], alpha=0.25, linewidth=0,
            )  # fmt: skip
        panel.fill_between(
            own["date_day"],
            own["usual_low"],
            own["usual_high"],
            color=PALE,
            alpha=0.6,
            linewidth=0,
            label="nine of ten days of the weeks before",
        )
        _line(panel, own["date_day"], own["baseline"], color=BLACK, linewidth=1, label="usual")
        _line(panel, own["date_day"], own["value"], color=BLUE, label="day")
        panel.axhline(own["target"].iloc[0], color=GREY, linestyle=":", label="target")
        panel.set_title(own["kpi_name"].iloc[0])
        _format(panel.yaxis, own["unit"].iloc[0])
        _date_axis(panel, data)
    _legend_below(figure, axes[0])
    return figure


def draw_funnel(data: ChartData) -> Figure:
    """How many sessions reach each step, and where most of them are lost."""
    rows = data.rows["funnel"]
    if rows.empty or not rows["session_count"].sum():
        return _sentence("The funnel", "No session reached a step of the funnel.", data)
    worst = rows[rows["loss_rank"] == 1].iloc[0]
    title = (
        f"{words.share(worst['drop_off_rate'])} of the sessions at {worst['step']} go no further"
    )
    figure, axes = _chart(title, "sessions that reached each step", data)
    colors = [RED if step == worst["step"] else BLUE for step in rows["step"]]
    bars = axes.barh(rows["step"], rows["session_count"], color=colors)
    labels = [
        f"{words.count(row.session_count)}"
        + ("" if pd.isna(row.drop_off_rate) else f", {words.share(row.drop_off_rate)} lost here")
        for row in rows.itertuples()
    ]
    axes.bar_label(bars, labels, padding=4)
    axes.invert_yaxis()
    axes.margins(x=0.2)
    _format(axes.xaxis, "count")
    return figure


def draw_drop_offs(data: ChartData) -> Figure:
    """On which pages sessions end that do not buy."""
    rows = data.rows["drop_off_pages"]
    if rows.empty:
        return _sentence("Where sessions end", "Every session completed, or none is known.", data)
    first = rows.iloc[0]
    part, page = words.share(first["share"]), first["drop_off_page"]
    title = f"{part} of the sessions that do not buy end at {page}"
    return _ranking(
        title, "sessions by their last page", rows["drop_off_page"], rows["session_count"],
        rows["share"], data,
    )  # fmt: skip


def draw_clicks(data: ChartData) -> Figure:
    """What is clicked most."""
    rows = data.rows["clicked_elements"]
    if rows.empty:
        return _sentence("What is clicked", "There are no clicks in this period.", data)
    first = rows.iloc[0]
    part = words.share(first["share"])
    title = f"{first['element']} on page {first['page_key']} takes {part} of all clicks"
    names = rows["element"] + "  (" + rows["page_key"] + ")"
    return _ranking(title, "clicks", names, rows["click_count"], rows["share"], data)


def draw_page_speed(data: ChartData) -> Figure:
    """Load times of each page by the day, with the bounds of good and poor."""
    rows = data.rows["page_speed"]
    if rows.empty:
        return _sentence("Load times", "There are no page loads in this period.", data)
    first = rows.iloc[0]
    title = (
        f"The slowest day: a quarter of the loads of page {first['slowest_page']} took "
        f"{words.duration(first['slowest_ms'])} or more"
    )
    figure = _figure(title, "load time by page; line: 75th percentile, band: 50th to 95th", data)
    pages = list(dict.fromkeys(rows["page_key"]))[:12]
    axes = _grid(figure, len(pages))
    for panel, page in zip(axes, pages, strict=False):
        own = rows[rows["page_key"] == page]
        panel.fill_between(
            own["date_day"],
            own["p50_load_ms"],
            own["p95_load_ms"],
            color=SKY,
            alpha=0.4,
            linewidth=0,
        )
        _line(panel, own["date_day"], own["p75_load_ms"], color=BLUE)
        for bound, color in ((first["good_ms"], GREEN), (first["poor_ms"], RED)):
            if pd.notna(bound):
                panel.axhline(bound, color=color, linestyle=":", linewidth=1.2)
        panel.set_title(page)
        _format(panel.yaxis, "ms")
        _date_axis(panel, data)
    axes[0].set_ylim(bottom=0)  # of all: they share it
    return figure


def draw_cart_value(data: ChartData) -> Figure:
    """What became of the value of abandoned carts."""
    rows = data.rows["cart_value"]
    if rows.empty or not rows[["lost_value", "recovered_value", "open_value"]].to_numpy().sum():
        return _sentence("Abandoned carts", "No abandoned cart states its value.", data)
    first = rows.iloc[0]
    title = (
        f"{words.money(first['total_lost_value'], data.currency)} were left in carts for good; "
        f"{words.share(first['recovered_share'])} of the value came back"
    )
    figure, axes = _chart(title, f"{data.currency} by the day on which the cart was left", data)
    bottom = np.zeros(len(rows))
    for column, label, color in (
        ("lost_value", "lost", RED),
        ("recovered_value", "recovered", GREEN),
        ("open_value", "still open", PALE),
    ):
        axes.bar(rows["date_day"], rows[column], bottom=bottom, label=label, color=color)
        bottom = bottom + rows[column].to_numpy()
    _count_by_the_day(figure, axes, data)
    return figure


def draw_service_health(data: ChartData) -> Figure:
    """Errors, availability and response time of each service."""
    rows = data.rows["service_health"]
    if rows.empty:
        return _sentence("The services", "There are no requests in this period.", data)
    by_errors = rows.sort_values(["total_errors", "service_name"], ascending=[False, True])
    worst = by_errors.iloc[0]
    title = (
        f"{words.share(worst['error_share'])} of all errors are of {worst['service_name']}"
        if worst["total_errors"]
        else "No request failed"
    )
    figure = _figure(title, "by service and day; the darker, the worse", data)
    services = by_errors["service_name"].unique()[:12]
    days = pd.date_range(data.period.first_day, data.period.last_day)
    edges = date2num([*(days - HALF_DAY), days[-1] + HALF_DAY])
    panels = figure.subplots(3, 1, sharex=True)
    for panel, (column, name, unit, worst_end) in zip(
        panels,
        (
            ("error_rate", "Error rate", "share", 1),
            ("availability", "Availability", "share", -1),
            ("p95_response_ms", "Response time, 95th percentile", "ms", 1),
        ),
        strict=True,
    ):
        cells = rows.pivot(index="service_name", columns="date_day", values=column)
        picture = panel.pcolormesh(
            edges, np.arange(len(services) + 1) - 0.5,
            cells.reindex(index=services, columns=days).to_numpy(dtype=float),
            cmap=WORSE if worst_end > 0 else WORSE.reversed(),
        )  # fmt: skip
        panel.invert_yaxis()
        panel.set_yticks(range(len(services)), services)
        panel.spines[:].set_visible(False)
        panel.tick_params(axis="y", length=0)
        panel.set_title(name)
        scale = figure.colorbar(picture, ax=panel, pad=0.01, aspect=8)
        scale.outline.set_visible(False)
        _format(scale.ax.yaxis, unit, most=3)
        _date_axis(panel, data)
    return figure


def draw_error_budgets(data: ChartData) -> Figure:
    """What is left of each error budget."""
    rows = data.rows["error_budgets"].dropna(subset=["error_budget_remaining"])
    if rows.empty:
        return _sentence("Error budgets", "There are no requests to hold against an SLO.", data)
    ends = rows.drop_duplicates(["service_name", "slo"])
    spent = ends[ends["remaining_at_end"] < 0]
    title = (
        f"{len(spent)} of {len(ends)} error budgets are overspent: "
        + ", ".join(dict.fromkeys(spent["service_name"]))
        if len(spent)
        else "No error budget is overspent"
    )
    figure = _figure(
        title, "what is left of the error budget, by service; below 0: overspent", data
    )
    panels = figure.subplots(1, rows["slo"].nunique(), sharex=True, squeeze=False)[0]
    for panel, (slo, own) in zip(panels, rows.groupby("slo"), strict=True):
        for service, line in own.groupby("service_name"):
            _line(panel, line["date_day"], line["error_budget_remaining"], label=service)
        panel.axhline(0, color=BLACK, linewidth=0.8)
        panel.set_title(slo)
        _format(panel.yaxis, "share")
        _date_axis(panel, data)
    _legend_below(figure, panels[0])
    return figure


def draw_burn_alerts(data: ChartData) -> Figure:
    """When somebody would have been paged."""
    rows = data.rows["burn_alerts"]
    if rows.empty:
        return _sentence("Burn alerts", "No error budget burnt fast enough for an alert.", data)
    first = rows.iloc[0]
    pages, alerts = words.count(first["page_count"]), words.count(first["alert_count"])
    title = f"{pages} of {alerts} burn alerts would have paged someone"
    figure, axes = _chart(title, "when an error budget burnt too fast", data)
    lanes = list(dict.fromkeys(rows["service_name"] + ", " + rows["slo"]))
    for row in rows.itertuples():
        lane = lanes.index(f"{row.service_name}, {row.slo}")
        is_page = row.severity == "page"
        axes.plot(
            [row.started_at, row.ended_at], [lane - 0.15 if is_page else lane + 0.15] * 2,
            color=SEVERITY_COLORS[row.severity], linewidth=7, solid_capstyle="butt",
            label=row.severity,
        )  # fmt: skip
    axes.set_yticks(range(len(lanes)), lanes)
    axes.set_ylim(len(lanes) - 0.4, -0.6)
    _date_axis(axes, data)
    _legend_below(figure, axes)
    return figure


def draw_sentiment(data: ChartData) -> Figure:
    """How far the text of a comment says what its rating says."""
    rows = data.rows["sentiment_matrix"]
    if rows.empty:
        return _sentence("Text and rating", "No comment has both a text and a rating.", data)
    first = rows.iloc[0]
    part, total = words.share(first["agreeing_share"]), words.count(first["total_count"])
    title = f"In {part} of {total} comments text and rating agree"
    counts = (
        rows.pivot(index="text_sentiment", columns="rating_sentiment", values="comment_count")
        .reindex(index=SENTIMENTS, columns=SENTIMENTS)
        .fillna(0)
    )
    figure, axes = _chart(title, "comments", data)
    _heat_map(axes, counts, words.count)
    axes.set_xlabel("what the rating says")
    axes.set_ylabel("what the text says")
    return figure


def draw_issues(data: ChartData) -> Figure:
    """What customers write about, week by week."""
    rows = data.rows["issues"]
    if rows.empty:
        return _sentence("What customers write about", "No comment names an issue.", data)
    first = rows.iloc[0]
    title = (
        f"Customers write most about {first['issue']}: {words.count(first['total_count'])} comments"
    )
    figure, axes = _chart(title, "comments a week, by issue", data)
    weeks = sorted(rows["week_start"].unique())
    for issue in dict.fromkeys(rows["issue"]):
        own = rows[rows["issue"] == issue].set_index("week_start")["feedback_count"]
        _line(axes, weeks, own.reindex(weeks).fillna(0), label=issue)
    axes.set_ylim(bottom=0)
    _count_by_the_day(figure, axes, data)
    return figure


def draw_tickets(data: ChartData) -> Figure:
    """Whether support keeps up."""
    rows = data.rows["tickets"]
    if rows.empty:
        return _sentence("Tickets", "There are no tickets in this period.", data)
    first = rows.iloc[0]
    title = (
        f"The backlog was longest on {words.day(first['peak_day'])}: "
        f"{words.count(first['peak_backlog'])} open tickets"
    )
    figure, axes = _chart(title, "tickets a day", data)
    axes.fill_between(
        rows["date_day"], rows["backlog_count"], color=PALE, step="mid", linewidth=0,
        label="open at the end of the day",
    )  # fmt: skip
    _line(axes, rows["date_day"], rows["created_count"], color=RED, label="created")
    _line(axes, rows["date_day"], rows["resolved_count"], color=GREEN, label="resolved")
    axes.set_ylim(bottom=0)
    _count_by_the_day(figure, axes, data)
    return figure


def draw_resolution_times(data: ChartData) -> Figure:
    """How long tickets take, against the target of their priority."""
    rows = data.rows["resolution_times"]
    if rows.empty:
        return _sentence("How long tickets take", "No ticket was resolved in this period.", data)
    worst = rows.sort_values(["met_share", "priority"]).iloc[0]
    title = (
        f"Of {worst['priority']} tickets {words.share(worst['met_share'])} met their target"
        if pd.notna(worst["met_share"])
        else "No ticket has a target"
    )
    figure, axes = _chart(title, "hours to the resolution, by priority", data)
    places = np.arange(len(rows))
    boxed = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    for offset, column, label, color in (
        (-0.19, "median_hours", "half of them", BLUE),
        (0.19, "p90_hours", "nine of ten", SKY),
    ):
        bars = axes.barh(places + offset, rows[column], height=0.36, label=label, color=color)
        in_words = [words.hours(value) for value in rows[column]]
        axes.bar_label(bars, in_words, padding=5, zorder=5, bbox=boxed)
    targets = rows["target_hours"]
    axes.vlines(targets, places - 0.42, places + 0.42, color=RED, label="target", zorder=4)
    axes.set_yticks(places, rows["priority"])
    axes.invert_yaxis()
    axes.margins(x=0.12)
    _format(axes.xaxis, "hours")
    _legend_below(figure, axes)
    return figure


def draw_retention(data: ChartData) -> Figure:
    """How many come back, week by week after the first visit."""
    rows = data.rows["retention"]
    if rows.empty:
        return _sentence("Who comes back", "No user was seen in this period.", data)
    first = rows.iloc[0]
    if pd.isna(first["first_week_rate"]):
        return _sentence("Who comes back", "No week after a first visit is over yet.", data)
    title = f"{words.share(first['first_week_rate'])} of new users come back in the week after"
    # all come in their first week, and a week that goes on may still bring more
    later = rows[(rows["week_number"] > 0) & rows["retention_rate"].notna()]
    rates = later.pivot(index="cohort_week", columns="week_number", values="retention_rate")
    sizes = rows.drop_duplicates("cohort_week").set_index("cohort_week")["cohort_size"]
    rates.index = [f"{words.day(week)} ({words.count(sizes[week])})" for week in rates.index]
    figure, axes = _chart(
        title, "share of the users first seen in a week that come back", data,
        since=rows["cohort_week"].min(),
    )  # fmt: skip
    _heat_map(axes, rates, words.share)
    axes.set_xlabel("weeks after the first visit")
    axes.set_ylabel("first seen in the week of (users)")
    return figure


AUDIENCES = ("managers", "ux", "it", "support")
CHARTS = (
    Chart("kpis_daily", ("managers",), "Which KPI to ask about, and on which days.", draw_kpis),
    Chart("funnel", ("managers", "ux"), "Which step to work on first.", draw_funnel),
    Chart(
        "drop_off_pages",
        ("ux",),
        "Which page to look at with the eyes of those who leave.",
        draw_drop_offs,
    ),
    Chart("clicked_elements", ("ux",), "What has to work on every device.", draw_clicks),
    Chart(
        "page_speed",
        ("ux", "it"),
        "Which page to make faster, and since when it is slow.",
        draw_page_speed,
    ),
    Chart(
        "cart_value",
        ("managers",),
        "Whether reminders to those who left a cart are worth it.",
        draw_cart_value,
    ),
    Chart("service_health", ("it",), "Which service needs attention.", draw_service_health),
    Chart("error_budgets", ("it",), "Whether to ship features or reliability.", draw_error_budgets),
    Chart(
        "burn_alerts", ("it",), "Whether alerts wake people at the right times.", draw_burn_alerts
    ),
    Chart(
        "sentiment_matrix", ("support",), "Whether ratings alone can be trusted.", draw_sentiment
    ),
    Chart(
        "issues", ("support", "managers"), "What to pass on to whoever can mend it.", draw_issues
    ),
    Chart("tickets", ("support",), "When to plan more people in.", draw_tickets),
    Chart(
        "resolution_times", ("support",), "Which priority to answer sooner.", draw_resolution_times
    ),
    Chart(
        "retention",
        ("managers", "ux"),
        "Whether what brings people back is working.",
        draw_retention,
    ),
)


def _figure(
    title: str,
    subtitle: str,
    data: ChartData,
    since: date | None = None,
    height: float = SIZE[1],
) -> Figure:
    figure = Figure(figsize=(SIZE[0], height), layout="constrained")
    lines = textwrap.wrap(title, 78)
    top = 1 - 0.15 / height  # inches, as parts of the picture
    figure.text(0.015, top, "\n".join(lines), fontsize=13, fontweight="bold", color=BLACK, va="top")
    when = data.period
    if when.first_day:
        subtitle = f"{subtitle}, {words.days(since or when.first_day, when.last_day)}"
    below = top - 0.25 * len(lines) / height
    figure.text(0.015, below, subtitle, fontsize=9.5, color="#555555", va="top")
    figure.get_layout_engine().set(rect=(0.01, 0.01, 0.98, below - 0.35 / height))
    return figure


def _chart(
    title: str, subtitle: str, data: ChartData, since: date | None = None
) -> tuple[Figure, Axes]:
    figure = _figure(title, subtitle, data, since)
    return figure, figure.subplots()


def _sentence(title: str, sentence: str, data: ChartData) -> Figure:
    """Say in place of an empty chart why there is nothing to see."""
    figure = _figure(title, "nothing to show", data, height=1.5)
    figure.text(0.015, 0.3, sentence, fontsize=12, color="#555555", va="center")
    return figure


def _ranking(title, subtitle, names, counts, shares, data) -> Figure:
    figure, axes = _chart(title, subtitle, data)
    places = np.arange(len(counts))
    bars = axes.barh(places, counts, color=[RED] + [BLUE] * (len(counts) - 1))
    labels = [
        f"{words.count(value)}  ({words.share(part)})"
        for value, part in zip(counts, shares, strict=True)
    ]
    axes.bar_label(bars, labels, padding=4)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    _format(axes.xaxis, "count")
    return figure


def _grid(figure: Figure, count: int) -> list[Axes]:
    columns = min(3, count)
    panels = figure.subplots(-(-count // columns), columns, sharex=True, sharey=True, squeeze=False)
    for panel in panels.ravel()[count:]:
        panel.set_visible(False)
    return list(panels.ravel())


def _heat_map(axes: Axes, cells: pd.DataFrame, in_words: Callable[[float], str]) -> None:
    values = cells.to_numpy(dtype=float)
    top = np.nanmax(values) if values.size and not np.isnan(values).all() else 1.0
    axes.pcolormesh(values, cmap="Blues", vmin=0, vmax=top or 1.0)
    axes.invert_yaxis()
    for row, column in np.argwhere(~np.isnan(values)):
        value = values[row, column]
        color = "white" if value > 0.6 * top else BLACK
        axes.text(column + 0.5, row + 0.5, in_words(value), ha="center", va="center", color=color)
    axes.set_xticks(np.arange(cells.shape[1]) + 0.5, [str(name) for name in cells.columns])
    axes.set_yticks(np.arange(cells.shape[0]) + 0.5, [str(name) for name in cells.index])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _format(axis, unit: str, most: int = 5) -> None:
    low, high = axis.get_view_interval()
    in_words = words.share if high - low > 0.05 else words.fine_share
    forms = {
        "share": lambda value, _: in_words(value),
        "ms": lambda value, _: words.duration(value),
        "hours": lambda value, _: f"{value:,.0f} h",
    }
    axis.set_major_formatter(FuncFormatter(forms.get(unit, lambda value, _: words.count(value))))
    axis.set_major_locator(MaxNLocator(most, integer=unit == "count", steps=[1, 2, 5, 10]))


def _line(axes: Axes, days: pd.Series, values: pd.Series, **style) -> None:
    """Draw a line over days; few days are dots as well, for one between gaps is no line."""
    marker = "o" if len(days) <= FEW_DAYS else None
    axes.plot(days, values, **({"marker": marker, "markersize": 3.5} | style))


def _date_axis(axes: Axes, data: ChartData) -> None:
    first, last = pd.Timestamp(data.period.first_day), pd.Timestamp(data.period.last_day)
    axes.set_xlim(first - HALF_DAY, last + HALF_DAY)
    count = (last - first).days + 1
    step = next((step for step in DAY_STEPS if count <= MOST_DATES * step), -(-count // MOST_DATES))
    ticks = pd.date_range(first, last, freq=f"{step}D")
    axes.set_xticks(ticks, [words.day(moment) for moment in ticks])


def _count_by_the_day(figure: Figure, axes: Axes, data: ChartData) -> None:
    _format(axes.yaxis, "count")
    _date_axis(axes, data)
    _legend_below(figure, axes)


def _legend_below(figure: Figure, axes: Axes) -> None:
    named = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    figure.legend(
        named.values(), named.keys(), loc="outside lower center", ncols=min(len(named), 6)
    )
