"""What holds for every chart: title, period, layout, reproducible bytes, the plot command."""

import re

import pytest
from conftest import PROJECT
from drawn import subtitle, title
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from python_steps.__main__ import main
from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import CHARTS, draw, save
from python_steps.reporting.charts.parts import format_axis

NAMES = [chart.name for chart in CHARTS]
IN_README = {"kpis_daily", "funnel", "page_speed", "cart_value"}


@pytest.mark.parametrize("name", NAMES)
def test_a_title_has_no_missing_values_and_the_subtitle_ends_with_the_period(figures, name):
    assert not re.search(r"nan|None|–", title(figures[name]))
    assert subtitle(figures[name]).endswith(", 3 Aug to 13 Sep 2026")


@pytest.mark.parametrize("name", NAMES)
def test_no_text_extends_beyond_the_figure(figures, name):
    figure = figures[name]
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn, page = canvas.get_renderer(), figure.bbox
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    for text in texts:
        box = text.get_window_extent(drawn)
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text.get_text()


@pytest.mark.parametrize(
    ("unit", "low", "high", "expected"),
    [
        ("share", 0.117, 0.137, ["12%", "13%"]),
        ("share", 0, 0.065, ["0%", "2.0%", "4.0%", "6.0%"]),
        ("share", 0.975, 1, ["98%", "99.00%", "100%"]),
        ("share", 0.1231, 0.1239, None),
        ("ms", 900, 2300, ["1 s", "1.5 s", "2 s"]),
        ("count", 0, 2600, ["0", "1,000", "2,000"]),
    ],
)
def test_an_axis_labels_only_values_that_print_exactly_unless_too_few_do(unit, low, high, expected):
    axes = Figure().subplots()
    axes.set_ylim(low, high)
    format_axis(axes.yaxis, unit)
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    if expected is None:
        assert len(ticks) > 1
    else:
        assert axes.yaxis.get_major_formatter().format_ticks(ticks) == expected


def test_tick_labels_of_all_charts_are_distinct(figures):
    for name, figure in figures.items():
        for axes in figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                low, high = sorted(axis.get_view_interval())
                shown = [tick for tick in axis.get_majorticklocs() if low <= tick <= high]
                labels = list(filter(None, axis.get_major_formatter().format_ticks(shown)))
                assert len(labels) == len(set(labels)), (name, labels)


def test_a_period_without_data_gives_a_sentence_instead_of_each_chart(shipped):
    data = read_chart_data("2030-01-01..2030-01-05", shipped.published)
    for chart in CHARTS:
        figure = draw(chart, data)
        assert not figure.axes, chart.name
        assert figure.texts[2].get_text().endswith("."), chart.name


def test_the_same_data_gives_the_same_bytes(chart_data, tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        for chart in CHARTS:
            for suffix in ("png", "svg"):
                save(draw(chart, chart_data), tmp_path / name / f"{chart.name}.{suffix}")
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes(), path.name


def test_plot_draws_the_charts_of_an_audience(shipped, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(shipped.warehouse))
    assert main(["plot", "--for", "it", "--out", str(tmp_path / "new" / "charts")]) == 0
    expected = {chart.name for chart in CHARTS if "it" in chart.audiences}
    written = list((tmp_path / "new" / "charts").iterdir())
    assert {path.name for path in written} == {f"{n}.{e}" for n in expected for e in ("png", "svg")}
    assert f"Wrote {len(written)} files" in capsys.readouterr().out
    svg = (tmp_path / "new" / "charts" / "burn_alerts.svg").read_text(encoding="utf-8")
    assert "burn rate alerts: 1 would page" in svg, "text stays text"


def test_plot_without_a_published_file_says_that_dbt_build_writes_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(tmp_path))
    assert main(["plot", "--out", str(tmp_path / "charts")]) == 1
    assert "`dbt build` writes it" in capsys.readouterr().err


def test_the_pictures_of_the_readme_are_up_to_date(chart_data, tmp_path):
    shown = re.findall(r"docs/images/(\w+)\.png", (PROJECT / "README.md").read_text("utf-8"))
    assert set(shown) == IN_README
    assert {path.stem for path in (PROJECT / "docs" / "images").glob("*.png")} == IN_README
    for chart in CHARTS:
        if chart.name in IN_README:
            save(draw(chart, chart_data), tmp_path / "now.png")
            kept = PROJECT / "docs" / "images" / f"{chart.name}.png"
            assert kept.read_bytes() == (tmp_path / "now.png").read_bytes(), (
                f"{kept.name} is out of date: run `make pictures`"
            )
