"""The HTML page shows the values of the marts to each audience, and escapes text from the data."""

import re
import shutil
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest
from conftest import FIXTURES, PROJECT, page_of

from python_steps.__main__ import main
from python_steps.reporting import content
from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import CHARTS
from python_steps.reporting.content import corroborated_by
from python_steps.reporting.formatting import format_count, format_money
from python_steps.warehouse import read_mart

SCRIPT = "<script>alert(1)</script>"
AUDIENCES = ["managers", "ux", "it", "support"]


class Outline(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.open, self.text = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("script", "style"):
            self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(shipped):
    return page_of(read_chart_data("all", shipped.published))


@pytest.fixture(scope="module")
def outline(page):
    return Outline(page)


def test_each_audience_has_a_section_with_its_charts(outline):
    sections = [attributes["id"] for attributes in outline.all("section")]
    assert sections == ["first", *AUDIENCES, "data", "definitions"]
    links = [attributes["href"] for attributes in outline.all("a")]
    assert links == [f"#{name}" for name in sections]
    assert len(outline.all("svg")) == sum(len(chart.audiences) for chart in CHARTS)


def test_each_finding_is_in_the_section_of_its_department_and_the_first_five_are_on_top(
    page, shipped
):
    insights = read_mart("executive.insights", shipped.published).sort_values("priority_rank")
    sections = dict(re.findall(r'<section id="(\w+)"(.*?)</section>', unescape(page), re.DOTALL))
    shown = re.findall(r"</span> <strong>([^<]+)</strong>", sections["first"])
    assert shown == insights["headline"].head(5).tolist()
    owners = {"commerce": "managers", "ux": "ux", "reliability": "it", "support": "support"}
    for audience in AUDIENCES:
        section = sections[audience]
        own = insights[insights["department"].map(owners) == audience]
        assert [h for h in insights["headline"] if h in section] == own["headline"].tolist()
        for insight in own.itertuples():
            assert f"{insight.owner}: {insight.recommended_action}" in section


@pytest.mark.parametrize(
    ("domains", "has_data_problems", "expected"),
    [
        (1, False, "no other source"),
        (2, False, "one other source"),
        (3, False, "two or more other sources"),
        (1, True, "at most one other source"),
        (2, True, "at most one other source"),
        (3, True, "two other sources"),
        (4, True, "three or more other sources"),
    ],
)
def test_corroboration_is_true_of_the_number_of_sources(domains, has_data_problems, expected):
    """Data problems lower the column by one, and so it no longer tells one source from two."""
    counted = max(domains - has_data_problems, 1)
    confidence = ("low", "medium", "high")[counted - 1]
    text = corroborated_by("event", confidence, has_data_problems=has_data_problems)
    assert text == expected
    assert corroborated_by("standing", "high", has_data_problems=has_data_problems) == "–"


def test_data_problems_are_those_of_any_period(shipped, tmp_path):
    rows = read_chart_data("last-7-days", shipped.published).rows["insights"]
    assert not rows["has_data_problems"].any()
    published = tmp_path / "monitoring.duckdb"
    shutil.copy(shipped.published, published)
    published.chmod(0o644)
    with duckdb.connect(published) as connection:
        connection.execute(
            "update executive.insights set department = 'quality' where kind = 'slow_page'"
        )
    rows = read_chart_data("last-7-days", published).rows["insights"]
    assert rows["has_data_problems"].all()


def test_only_managers_see_the_findings_of_all_departments_each_once(shipped):
    data = read_chart_data("all", shipped.published)
    insights = read_mart("executive.insights", shipped.published)
    shown = unescape(page_of(data, "managers"))
    assert all(shown.count(headline) == 1 for headline in insights["headline"])
    support = insights[insights["department"] == "support"]["headline"]
    shown = unescape(page_of(data, "support"))
    assert [h for h in insights["headline"] if h in shown] == support.tolist()


def test_tiles_are_ratios_of_sums_compared_with_the_previous_period(shipped):
    data = read_chart_data("last-14-days", shipped.published)
    days = read_mart("executive.kpis_daily", shipped.published)
    last = days["date_day"].max()
    now = days[days["date_day"] > last - pd.Timedelta(days=14)]
    before = days[
        days["date_day"].between(last - pd.Timedelta(days=27), last - pd.Timedelta(days=14))
    ]
    tiles = data.rows["kpi_tiles"].drop_duplicates("kpi").set_index("kpi")
    for kpi in ["cart_abandonment_rate", "bounce_rate", "availability", "csat_rate"]:
        ratios = []
        for column, days_of in (("value", now), ("previous_value", before)):
            own = days_of[days_of["kpi"] == kpi]
            ratios.append(own["numerator"].sum() / own["denominator"].sum())
            assert tiles.loc[kpi, column] == pytest.approx(ratios[-1]), (kpi, column)
        assert tiles.loc[kpi, "change"] == pytest.approx(ratios[0] - ratios[1])
    lost = [part[part["kpi"] == "lost_value"]["value"].sum() for part in (now, before)]
    assert tiles.loc["lost_value", ["value", "previous_value"]].tolist() == pytest.approx(lost)
    assert tiles.loc["lost_value", "change"] == pytest.approx(lost[0] / lost[1] - 1)
    backlog = now[now["kpi"] == "ticket_backlog"].sort_values("date_day")["value"].iloc[-1]
    assert tiles.loc["ticket_backlog", "value"] == backlog
    shown = page_of(data, "managers")
    assert f"<b>{format_money(lost[0], 'EUR')}</b>" in shown
    assert f"from {format_money(lost[1], 'EUR')}</span>" in shown


@pytest.fixture(scope="module")
def tiles_by_days(shipped):
    """The tiles of the last 3 to 21 days."""
    return {
        count: read_chart_data(f"last-{count}-days", shipped.published).rows["kpi_tiles"]
        for count in range(3, 22)
    }


def test_a_change_of_a_share_is_insignificant_within_the_margin_of_error(shipped, tiles_by_days):
    days = read_mart("executive.kpis_daily", shipped.published)
    z_scores, outcomes = [], set()
    for count, tiles in tiles_by_days.items():
        age = (days["date_day"].max() - days["date_day"]).dt.days
        recent, is_now = days[age < 2 * count], age < count
        for tile in tiles.drop_duplicates("kpi").query("unit == 'share'").itertuples():
            own = recent[recent["kpi"] == tile.kpi]
            sums = own.groupby(is_now)[["numerator", "denominator"]].sum()
            part = sums["numerator"].sum() / sums["denominator"].sum()
            error = np.sqrt(part * (1 - part) * (1 / sums["denominator"]).sum())
            shares = sums["numerator"] / sums["denominator"]
            z_score = (shares[True] - shares[False]) / error
            assert tile.is_insignificant == (abs(z_score) <= 1.96), (tile.kpi, count)
            higher = own["target"].iloc[0] > own["bad_beyond"].iloc[0]
            assert tile.is_better == ((z_score > 0) == higher), (tile.kpi, count)
            z_scores.append(abs(z_score))
            outcomes.add((tile.is_insignificant, tile.is_better))
    assert outcomes == {(True, True), (True, False), (False, True), (False, False)}, (
        "all four outcomes occur"
    )
    for low, high in ((1.8, 1.96), (1.96, 2.1)):
        assert any(low < z_score < high for z_score in z_scores), "both sides of the bound occur"


def tile_of(page, name):
    """The lines of a tile below its value, and the class of the target."""
    (tile,) = re.findall(rf"<span>{re.escape(name)}</span><b>[^<]+</b>\n(.*?)</div>", page)
    lines = re.sub(r"</?span[^>]*>", "", tile).split("<br>")
    return lines, re.findall(r'class="(met|missed)"', tile)


def test_tiles_give_change_significance_and_target(shipped):
    page = page_of(read_chart_data("last-21-days", shipped.published), "managers")
    assert tile_of(page, "Availability") == (
        ["▲ +0.48 pts, better", "from 99.25%", "target at least 99.50%: met"],
        ["met"],
    )
    assert tile_of(page, "Customer satisfaction (CSAT)") == (
        ["▼ −14 pts, worse", "from 57%", "target at least 75%: missed"],
        ["missed"],
    )
    assert tile_of(page, "Session conversion rate") == (
        ["▲ +0.4 pts, no significant change", "from 2.9%", "target at least 3.0%: met"],
        ["met"],
    )
    assert tile_of(page, "Cart abandonment")[0][-1] == "target at most 70%: met"
    assert tile_of(page, "Sessions") == (["▼ −4.0%", "from 4,692"], []), "no target, so no verdict"


def test_a_target_is_met_by_the_exact_value_in_the_direction_of_the_kpi(tiles_by_days):
    kpis = pd.read_csv(PROJECT / "seeds" / "reference" / "kpis.csv").set_index("kpi")
    outcomes = set()
    for count, tiles in tiles_by_days.items():
        for tile in tiles.itertuples():
            better, target = kpis.loc[tile.kpi, ["better", "target"]]
            if pd.isna(target):
                assert pd.isna(tile.is_target_met), tile.kpi
                continue
            assert tile.is_higher_better == (better == "higher")
            is_met = tile.value >= target if better == "higher" else tile.value <= target
            assert tile.is_target_met == is_met, (tile.kpi, count)
            outcomes.add((better, is_met))
    assert len(outcomes) == 4, "all four outcomes occur"


@pytest.mark.parametrize(
    ("value", "is_met", "texts"),
    [
        (0.0204, False, ("2.04%", "target at most 2.00%: missed")),
        (0.0196, True, ("2.0%", "target at most 2.0%: met")),
        (0.05, False, ("5.0%", "target at most 2.0%: missed")),
    ],
)
def test_a_value_never_reads_like_the_target_it_misses(value, is_met, texts):
    columns = {"audience": "it", "kpi": "error_rate", "kpi_name": "Error rate", "unit": "share"}
    columns |= {"value": value, "previous_value": None, "target": 0.02, "is_target_met": is_met}
    tiles = pd.DataFrame([columns | {"is_higher_better": False, "definition": ""}])
    data = SimpleNamespace(rows={"kpi_tiles": tiles}, currency="EUR")
    (tile,) = content.tiles(data, content.chosen_readers("it"))
    assert (tile.value, tile.target) == texts


def test_the_first_line_names_the_period_and_the_one_it_is_compared_with(shipped):
    page = page_of(read_chart_data("last-21-days", shipped.published))
    assert '<p class="soft">24 Aug to 13 Sep 2026, compared with 3–23 Aug 2026</p>' in page
    page = page_of(read_chart_data("last-22-days", shipped.published))
    assert '<p class="soft">23 Aug to 13 Sep 2026</p>' in page
    assert "no earlier period to compare with" in page


def test_without_a_previous_period_of_the_same_length_nothing_is_compared(shipped):
    tiles = read_chart_data("last-22-days", shipped.published).rows["kpi_tiles"]
    assert tiles["value"].notna().all()
    assert tiles["previous_value"].isna().all()
    tiles = read_chart_data("last-21-days", shipped.published).rows["kpi_tiles"]
    assert tiles["previous_value"].notna().all()


def test_all_kpis_are_defined_and_all_inputs_audited(page, shipped):
    text = Outline(page).text
    for definition in read_mart("executive.headline_kpis", shipped.published)["definition"]:
        assert definition in text
    audit = read_mart("quality.load_audit", shipped.published)
    for row in audit.itertuples():
        assert row.input_table in text
        assert format_count(row.rows_rejected) in text


def test_the_page_loads_nothing_and_is_small(page, outline):
    assert len(page.encode()) < 3_000_000
    for tag, attributes in outline.tags:
        for name in ("src", "href", "xlink:href", "action"):
            assert not re.match(r"(https?:)?//", attributes.get(name) or ""), (tag, attributes)
    assert "@import" not in page
    assert not outline.all("link")


def test_the_structure_is_accessible(outline):
    assert outline.all("html") == [{"lang": "en"}]
    assert len(outline.all("main")) == len(outline.all("h1")) == 1
    for svg in outline.all("svg"):
        assert svg["role"] == "img"
        assert svg["aria-label"]
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids)), "ids are unique"
    targets = re.findall(r"url\(#([^)]+)\)", " ".join(map(str, outline.tags)))
    assert set(targets) <= set(ids)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A shop with scripts in its comments and in the names of its elements."""
    folder = tmp_path_factory.mktemp("hostile") / "raw"
    shutil.copytree(FIXTURES / "shop_small", folder)
    comments = pd.read_csv(folder / "user_feedback.csv", dtype=str)
    rated = comments["rating"] == "1"
    assert rated.any()
    comments.loc[rated, "feedback_text"] = f"terrible checkout {SCRIPT}"
    comments.to_csv(folder / "user_feedback.csv", index=False)
    clicks = pd.read_csv(folder / "clickstream.csv", dtype=str)
    clicks["element_clicked"] = f"{SCRIPT} & 'more'"
    clicks.to_csv(folder / "clickstream.csv", index=False)
    return folder


def test_text_from_the_data_is_escaped(place, hostile):
    place.build(raw_dir=str(hostile), max_rejected_share=0.9)
    page = page_of(read_chart_data(path=place.published))
    outline = Outline(page)
    assert len(outline.all("script")) == 1, "only that of the page"
    assert SCRIPT not in page
    assert f"terrible checkout {SCRIPT}" in outline.text
    assert any(SCRIPT in text for text in outline.text if "more" in text), "in a chart"


def test_the_page_of_a_shop_without_data_says_so(without_data):
    page = page_of(read_chart_data(path=without_data.published))
    assert "no data" in page
    assert "No KPIs in this period." in page
    assert not re.search(r"\bNone\b|\bnan\b|NaT", "".join(Outline(page).text))


def test_report_writes_the_same_bytes_twice_and_can_write_one_audience(
    shipped, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(shipped.warehouse))
    for name in ("first", "second"):
        assert main(["report", "--out", str(tmp_path / name)]) == 0
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    pdfs = [f"report-{audience}.pdf" for audience in AUDIENCES]
    assert files == sorted(["report.html", "report.pdf", *pdfs])
    for name in files:
        first, second = (tmp_path / folder / name for folder in ("first", "second"))
        assert first.read_bytes() == second.read_bytes(), name
    assert main(["report", "--for", "support", "--out", str(tmp_path / "one")]) == 0
    assert "Wrote 2 files to" in capsys.readouterr().out
    outline = Outline((tmp_path / "one" / "report-support.html").read_text(encoding="utf-8"))
    assert [each["id"] for each in outline.all("section")] == [
        "first",
        "support",
        "data",
        "definitions",
    ]
    assert (tmp_path / "one" / "report-support.pdf").exists()
