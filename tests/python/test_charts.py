"""The charts show what the marts hold: every value drawn, held against plain pandas."""

import re
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest
from conftest import PROJECT
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from python_steps.__main__ import main
from python_steps.reporting import charts
from python_steps.reporting.chart_data import Period, PeriodError, choose_period, read_chart_data
from python_steps.reporting.charts import CHARTS, draw, save
from python_steps.warehouse import NotPublishedError, read_mart

FIRST, LAST = date(2026, 8, 3), date(2026, 9, 13)
NAMES = [chart.name for chart in CHARTS]
IN_README = {"kpis_daily", "funnel", "page_speed", "cart_value"}


@pytest.fixture(scope="module")
def data(shipped):
    return read_chart_data("all", shipped.published)


@pytest.fixture(scope="module")
def figures(data):
    return {chart.name: draw(chart, data) for chart in CHARTS}


@pytest.fixture(scope="module")
def mart(shipped):
    return lambda name: read_mart(name, shipped.published)


def widths(axes):
    return [bar.get_width() for bar in axes.patches]


def labels(axes):
    return [tick.get_text() for tick in axes.get_yticklabels()]


def lines(axes):
    """The values of each line that has a name, by its name."""
    return {
        line.get_label(): np.asarray(line.get_ydata(), dtype=float)
        for line in axes.lines
        if not line.get_label().startswith("_")
    }


def title(figure):
    return figure.texts[0].get_text().replace("\n", " ")


def subtitle(figure):
    return figure.texts[1].get_text()


def test_the_funnel_shows_all_sessions_of_each_step_and_the_step_that_loses_most(figures, mart):
    days = mart("ux.funnel_daily")
    steps = days.groupby("step_number")[["session_count", "drop_off_count"]].sum()
    (axes,) = figures["funnel"].axes
    assert widths(axes) == steps["session_count"].tolist()
    worst = steps["drop_off_count"].argmax()
    colors = [to_hex(bar.get_facecolor()).upper() for bar in axes.patches]
    assert [color == charts.RED for color in colors] == [i == worst for i in range(len(steps))]
    lost = steps["drop_off_count"].iloc[worst] / steps["session_count"].iloc[worst]
    assert title(figures["funnel"]).startswith(f"{100 * lost:.0f} % of the sessions at ")


def test_drop_offs_are_the_last_pages_of_the_sessions_that_do_not_complete(figures, mart):
    sessions = mart("ux.sessions")
    pages = sessions.loc[~sessions["is_completed"], "drop_off_page"].value_counts().head(10)
    (axes,) = figures["drop_off_pages"].axes
    assert dict(zip(labels(axes), widths(axes), strict=True)) == pages.to_dict()


def test_clicks_are_those_of_the_ten_elements_clicked_most(figures, mart):
    days = mart("ux.clicks_daily")
    clicks = days.groupby(["page_key", "element"])["click_count"].sum().nlargest(10)
    (axes,) = figures["clicked_elements"].axes
    assert widths(axes) == clicks.tolist()
    page, element = clicks.index[0]
    part = clicks.iloc[0] / days["click_count"].sum()
    expected = f"{element} on page {page} takes {100 * part:.0f} % of all clicks"
    assert title(figures["clicked_elements"]) == expected


def test_page_speed_shows_the_75th_percentile_of_each_day_and_both_bounds(figures, mart):
    days = mart("ux.page_speed_daily")
    panels = [axes for axes in figures["page_speed"].axes if axes.get_visible()]
    assert [axes.get_title("left") for axes in panels] == sorted(days["page_key"].unique())
    for axes in panels:
        own = days[days["page_key"] == axes.get_title("left")].sort_values("date_day")
        speed, good, poor = (line.get_ydata() for line in axes.lines)
        assert list(speed) == own["p75_load_ms"].tolist()
        assert (good[0], poor[0]) == (2500, 4000)
        band = axes.collections[0].get_paths()[0].vertices[:, 1]
        assert band.max() == own["p95_load_ms"].max()
        assert band.min() == own["p50_load_ms"].min()


def test_cart_value_stacks_what_is_lost_recovered_and_open(figures, mart):
    days = mart("commerce.cart_abandonment_daily").sort_values("date_day")
    (axes,) = figures["cart_value"].axes
    heights = [bar.get_height() for bar in axes.patches]
    stacked = days[["lost_value", "recovered_value", "open_value"]].to_numpy().T.ravel()
    assert heights == pytest.approx(stacked)
    assert title(figures["cart_value"]).startswith(f"{days['lost_value'].sum():,.0f} EUR were left")


def cells(axes):
    """The values of the first mesh of cells, nan where there is none."""
    return np.ma.filled(axes.collections[0].get_array().astype(float), np.nan)


def test_service_health_has_a_cell_a_day_for_each_service_worst_first(figures, mart):
    days = mart("reliability.service_health_daily")
    errors = days.groupby("service_name")["error_count"].sum().sort_values(ascending=False)
    columns = ["error_rate", "availability", "p95_response_ms"]
    for axes, column in zip(figures["service_health"].axes, columns, strict=False):
        table = days.pivot(index="service_name", columns="date_day", values=column)
        assert labels(axes) == errors.index.tolist()
        assert cells(axes) == pytest.approx(table.loc[errors.index].to_numpy(), nan_ok=True)
        assert axes.yaxis_inverted(), "the first stands on top"
    part = errors.max() / errors.sum()
    assert title(figures["service_health"]) == (
        f"{100 * part:.0f} % of all errors are of {errors.idxmax()}"
    )


def test_in_service_health_the_worse_is_always_the_darker(figures):
    for axes, worst in zip(figures["service_health"].axes, (max, min, max), strict=False):
        mesh = axes.collections[0]
        values = mesh.get_array().compressed()
        brightness = mesh.to_rgba(values)[:, :3].sum(axis=1)
        assert values[brightness.argmin()] == worst(values)


def test_error_budgets_are_those_of_each_day_and_the_overspent_ones_are_named(figures, mart):
    days = mart("reliability.slo_status_daily").sort_values("date_day")
    for axes, (slo, own) in zip(figures["error_budgets"].axes, days.groupby("slo"), strict=True):
        assert axes.get_title("left") == slo
        expected = {
            name: line["error_budget_remaining"].tolist()
            for name, line in own.groupby("service_name")
        }
        assert {name: list(line) for name, line in lines(axes).items()} == expected
    ends = days.groupby(["service_name", "slo"])["error_budget_remaining"].last()
    spent = ends[ends < 0]
    assert title(figures["error_budgets"]) == (
        f"{len(spent)} of {len(ends)} error budgets are overspent: "
        + ", ".join(dict.fromkeys(spent.index.get_level_values("service_name")))
    )


def test_every_burn_alert_is_a_bar_from_its_start_to_its_end(figures, mart):
    alerts = mart("reliability.burn_alerts")
    (axes,) = figures["burn_alerts"].axes
    drawn = {(*map(pd.Timestamp, line.get_xdata()), line.get_label()) for line in axes.lines}
    assert drawn == {(row.started_at, row.ended_at, row.severity) for row in alerts.itertuples()}
    pages = (alerts["severity"] == "page").sum()
    assert title(figures["burn_alerts"]).startswith(f"{pages} of {len(alerts)} burn alerts")


def test_the_sentiment_matrix_counts_comments_that_have_both(figures, mart):
    feedback = mart("support.feedback")
    both = feedback[
        (feedback["text_sentiment"] != "missing") & feedback["rating_sentiment"].notna()
    ]
    expected = pd.crosstab(both["text_sentiment"], both["rating_sentiment"])
    (axes,) = figures["sentiment_matrix"].axes
    assert cells(axes).tolist() == expected.to_numpy().tolist()
    part = (both["text_sentiment"] == both["rating_sentiment"]).mean()
    assert title(figures["sentiment_matrix"]) == (
        f"In {100 * part:.0f} % of {len(both)} comments text and rating agree"
    )


def test_issues_are_counted_by_the_week_for_the_five_named_most(figures, mart):
    days = mart("support.issues_daily").merge(mart("core.dates"))
    total = days.groupby("issue")["feedback_count"].sum().sort_values(ascending=False)
    weeks = days.pivot_table(
        index="week_start", columns="issue", values="feedback_count", aggfunc="sum", fill_value=0
    )
    (axes,) = figures["issues"].axes
    assert {name: list(line) for name, line in lines(axes).items()} == {
        issue: weeks[issue].tolist() for issue in total.index[:5]
    }
    assert title(figures["issues"]).endswith(f"about {total.index[0]}: {total.iloc[0]} comments")


def test_tickets_are_those_created_and_resolved_each_day_above_the_backlog(figures, mart):
    days = mart("support.tickets_daily").groupby("date_day").sum(numeric_only=True)
    (axes,) = figures["tickets"].axes
    drawn = lines(axes)
    assert list(drawn["created"]) == days["created_count"].tolist()
    assert list(drawn["resolved"]) == days["resolved_count"].tolist()
    area = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert area.max() == days["backlog_count"].max()
    assert title(figures["tickets"]).endswith(f"{days['backlog_count'].max()} open tickets")


def test_resolution_times_are_percentiles_of_resolved_tickets_beside_their_target(figures, mart):
    tickets = mart("support.tickets")
    resolved = tickets[tickets["is_resolved"]].groupby("priority")
    (axes,) = figures["resolution_times"].axes
    order = labels(axes)
    assert order == ["urgent", "high", "medium", "low"]
    medians = resolved["resolution_hours"].median()[order]
    tails = resolved["resolution_hours"].quantile(0.9)[order]
    assert widths(axes) == pytest.approx([*medians, *tails])
    targets = [segment[0][0] for segment in axes.collections[0].get_segments()]
    assert targets == resolved["sla_target_hours"].max()[order].tolist()


def test_retention_leaves_out_the_first_week_and_weeks_that_go_on(figures, mart):
    weeks = mart("ux.retention_weekly").query("week_number > 0").dropna()
    expected = weeks.pivot(index="cohort_week", columns="week_number", values="retention_rate")
    (axes,) = figures["retention"].axes
    assert cells(axes) == pytest.approx(expected.to_numpy(), nan_ok=True)
    first = weeks[weeks["week_number"] == 1]
    part = first["active_user_count"].sum() / first["cohort_size"].sum()
    assert title(figures["retention"]).startswith(f"{100 * part:.0f} % of new users come back")


def test_kpis_stand_beside_their_baseline_with_every_event_behind_them(figures, mart):
    days, insights = mart("executive.kpis_daily"), mart("executive.insights")
    names = mart("executive.headline_kpis").set_index("kpi_name")["kpi"]
    events = insights[(insights["nature"] == "event") & (insights["severity"] != "info")]
    assert len(figures["kpis_daily"].axes) == 6
    for axes in figures["kpis_daily"].axes:
        own = days[days["kpi"] == names[axes.get_title("left")]].sort_values("date_day")
        drawn = lines(axes)
        assert list(drawn["day"]) == own["value"].tolist()
        assert drawn["usual"] == pytest.approx(own["baseline"].to_numpy(dtype=float), nan_ok=True)
        band = axes.collections[0].get_paths()[0].vertices[:, 1]
        assert band.max() == pytest.approx(own["usual_high"].max())
        assert band.min() == pytest.approx(own["usual_low"].min())
        assert len(axes.patches) == len(events)
    assert title(figures["kpis_daily"]) == f"{len(events)} times something went wrong"


@pytest.mark.parametrize("name", NAMES)
def test_a_title_says_something_known_and_the_subtitle_the_period(figures, name):
    assert not re.search(r"nan|None|–", title(figures[name]))
    assert subtitle(figures[name]).endswith(", 3 Aug to 13 Sep 2026")


def test_retention_speaks_of_the_weeks_it_shows_and_not_of_the_period_alone(shipped):
    retention = next(chart for chart in CHARTS if chart.name == "retention")
    figure = draw(retention, read_chart_data("last-7-days", shipped.published))
    assert subtitle(figure).endswith(", 3 Aug to 13 Sep 2026")


@pytest.mark.parametrize("name", NAMES)
def test_no_text_stands_outside_its_picture(figures, name):
    figure = figures[name]
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn, page = canvas.get_renderer(), figure.bbox
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    for text in texts:
        box = text.get_window_extent(drawn)
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text.get_text()


def test_a_period_without_data_gives_a_sentence_in_place_of_each_chart(shipped):
    data = read_chart_data("2030-01-01..2030-01-05", shipped.published)
    for chart in CHARTS:
        figure = draw(chart, data)
        assert not figure.axes, chart.name
        assert figure.texts[2].get_text().endswith("."), chart.name


def test_only_the_days_of_the_period_are_shown(shipped, mart):
    data = read_chart_data("last-7-days", shipped.published)
    assert data.period == Period(date(2026, 9, 7), LAST)
    days = mart("ux.funnel_daily")
    own = days[days["date_day"] >= "2026-09-07"].groupby("step_number")["session_count"].sum()
    assert data.rows["funnel"]["session_count"].tolist() == own.tolist()
    for name, rows in data.rows.items():
        if "date_day" in rows:
            assert rows["date_day"].min() == pd.Timestamp("2026-09-07"), name


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("all", Period(FIRST, LAST)),
        (None, Period(date(2026, 8, 24), LAST)),
        ("last-1-days", Period(LAST, LAST)),
        ("2026-09-01..2026-09-01", Period(date(2026, 9, 1), date(2026, 9, 1))),
    ],
)
def test_a_period_is_read(words, expected):
    assert choose_period(words, FIRST, LAST) == expected


@pytest.mark.parametrize(
    ("days", "shown"), [(13, 13), (14, 7), (41, 14), (42, 21), (56, 28), (700, 28)]
)
def test_by_default_there_are_as_many_weeks_before_as_are_shown(days, shown):
    period = choose_period(None, LAST - timedelta(days=days - 1), LAST)
    assert period == Period(LAST - timedelta(days=shown - 1), LAST)


@pytest.mark.parametrize("words", [None, "all", "last-3-days"])
def test_without_data_there_is_no_period(words):
    assert choose_period(words, None, None) == Period(None, None)


@pytest.mark.parametrize(
    "words",
    [
        "never",
        "last-0-days",
        "2026-09-01",
        "2026-09-31..2026-10-01",
        "..",
        "2026-09-02..2026-09-01",
    ],
)
def test_a_period_that_makes_no_sense_gets_a_sentence(words, capsys, shipped, monkeypatch):
    with pytest.raises(PeriodError):
        choose_period(words, FIRST, LAST)
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(shipped.warehouse))
    with pytest.raises(SystemExit) as stopped:
        main(["plot", "--period", words])
    assert stopped.value.code == 2
    assert f"'{words}'" in capsys.readouterr().err


def test_the_same_data_gives_the_same_bytes(data, tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        for chart in CHARTS:
            for ending in ("png", "svg"):
                save(draw(chart, data), tmp_path / name / f"{chart.name}.{ending}")
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes(), path.name


def test_the_command_draws_the_charts_of_its_readers(shipped, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(shipped.warehouse))
    assert main(["plot", "--for", "it", "--out", str(tmp_path / "new" / "charts")]) == 0
    expected = {chart.name for chart in CHARTS if "it" in chart.audiences}
    written = list((tmp_path / "new" / "charts").iterdir())
    assert {path.name for path in written} == {f"{n}.{e}" for n in expected for e in ("png", "svg")}
    assert f"Wrote {len(written)} files" in capsys.readouterr().out
    svg = (tmp_path / "new" / "charts" / "burn_alerts.svg").read_text(encoding="utf-8")
    assert "burn alerts would have paged someone" in svg, "text is text"


def test_without_a_published_file_the_command_says_what_writes_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(tmp_path))
    assert main(["plot", "--out", str(tmp_path / "charts")]) == 1
    assert "`dbt build` writes it" in capsys.readouterr().err


def test_a_file_of_another_version_gets_a_sentence(tmp_path):
    path = tmp_path / "monitoring.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("create schema core; create table core.dates (date_day date)")
    with pytest.raises(NotPublishedError, match="another version of the project"):
        read_chart_data(path=path)


def test_the_pictures_of_the_readme_are_the_current_ones(data, tmp_path):
    shown = re.findall(r"docs/images/(\w+)\.png", (PROJECT / "README.md").read_text("utf-8"))
    assert set(shown) == IN_README
    assert {path.stem for path in (PROJECT / "docs" / "images").iterdir()} == IN_README
    for chart in CHARTS:
        if chart.name in IN_README:
            save(draw(chart, data), tmp_path / "now.png")
            kept = PROJECT / "docs" / "images" / f"{chart.name}.png"
            assert kept.read_bytes() == (tmp_path / "now.png").read_bytes(), (
                f"{kept.name} is not what the code and seeds make: make pictures"
            )
