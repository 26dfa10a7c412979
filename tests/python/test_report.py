"""The page says what the marts hold, to everyone, and what comes from outside stays text."""

import re
import shutil
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from conftest import FIXTURES, page_of

from python_steps.__main__ import main
from python_steps.reporting import words
from python_steps.reporting.chart_data import read_chart_data
from python_steps.reporting.charts import CHARTS
from python_steps.warehouse import read_mart

SCRIPT = "<script>alert(1)</script>"
READERS = ["managers", "ux", "it", "support"]


class Outline(HTMLParser):
    """What a browser would see: tags with their attributes, and the text between them."""

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


def test_a_section_for_each_reader_with_their_charts(outline):
    sections = [attributes["id"] for attributes in outline.all("section")]
    assert sections == ["first", *READERS, "data", "definitions"]
    links = [attributes["href"] for attributes in outline.all("a")]
    assert links == [f"#{name}" for name in sections]
    assert len(outline.all("svg")) == sum(len(chart.audiences) for chart in CHARTS)


def test_every_finding_stands_in_its_section_and_the_first_five_at_the_top(page, shipped):
    insights = read_mart("executive.insights", shipped.published).sort_values("priority_rank")
    first = page.split('<section id="first"')[1].split("</section>")[0]
    told = re.findall(r"<strong>([^<]+\.)</strong>", first)
    assert told == insights["headline"].head(5).tolist()
    owners = {"commerce": "managers", "ux": "ux", "reliability": "it", "support": "support"}
    for reader in READERS:
        section = page.split(f'<section id="{reader}"')[1].split("</section>")[0]
        theirs = insights[insights["department"].map(owners) == reader]
        assert [h for h in insights["headline"] if h in section] == theirs["headline"].tolist()
        for insight in theirs.itertuples():
            assert f"{insight.owner}: {insight.recommended_action}" in section


def test_managers_alone_see_the_findings_of_all_each_once(shipped):
    data = read_chart_data("all", shipped.published)
    insights = read_mart("executive.insights", shipped.published)
    shown = page_of(data, "managers")
    assert all(shown.count(headline) == 1 for headline in insights["headline"])
    support = insights[insights["department"] == "support"]["headline"]
    shown = page_of(data, "support")
    assert [h for h in insights["headline"] if h in shown] == support.tolist()


def test_tiles_are_shares_of_sums_beside_those_of_as_many_days_before(shipped):
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
        for column, part in (("value", now), ("value_before", before)):
            own = part[part["kpi"] == kpi]
            ratios.append(own["numerator"].sum() / own["denominator"].sum())
            assert tiles.loc[kpi, column] == pytest.approx(ratios[-1]), (kpi, column)
        assert tiles.loc[kpi, "change"] == pytest.approx(ratios[0] - ratios[1])
    lost = [part[part["kpi"] == "lost_value"]["value"].sum() for part in (now, before)]
    assert tiles.loc["lost_value", ["value", "value_before"]].tolist() == pytest.approx(lost)
    assert tiles.loc["lost_value", "change"] == pytest.approx(lost[0] / lost[1] - 1)
    backlog = now[now["kpi"] == "ticket_backlog"].sort_values("date_day")["value"].iloc[-1]
    assert tiles.loc["ticket_backlog", "value"] == backlog
    shown = page_of(data, "managers")
    assert f"<b>{words.money(lost[0], 'EUR')}</b>" in shown
    assert f" from {words.money(lost[1], 'EUR')}<br>" in shown


def test_a_change_of_a_share_is_judged_only_beyond_chance(shipped):
    days = read_mart("executive.kpis_daily", shipped.published)
    z_scores, told = [], set()
    for count in range(3, 22):
        tiles = read_chart_data(f"last-{count}-days", shipped.published).rows["kpi_tiles"]
        age = (days["date_day"].max() - days["date_day"]).dt.days
        recent, is_now = days[age < 2 * count], age < count
        for tile in tiles.drop_duplicates("kpi").query("unit == 'share'").itertuples():
            own = recent[recent["kpi"] == tile.kpi]
            sums = own.groupby(is_now)[["numerator", "denominator"]].sum()
            part = sums["numerator"].sum() / sums["denominator"].sum()
            error = np.sqrt(part * (1 - part) * (1 / sums["denominator"]).sum())
            shares = sums["numerator"] / sums["denominator"]
            z_score = (shares[True] - shares[False]) / error
            assert tile.is_within_chance == (abs(z_score) <= 1.96), (tile.kpi, count)
            higher = own["target"].iloc[0] > own["bad_beyond"].iloc[0]
            assert tile.is_better == ((z_score > 0) == higher), (tile.kpi, count)
            z_scores.append(abs(z_score))
            told.add((tile.is_within_chance, tile.is_better))
    assert told == {(True, True), (True, False), (False, True), (False, False)}, "the test tests"
    for low, high in ((1.8, 1.96), (1.96, 2.1)):
        assert any(low < z_score < high for z_score in z_scores), "on both sides of the bound"


def test_tiles_say_what_to_think_of_a_change(shipped):
    shown = page_of(read_chart_data("last-21-days", shipped.published), "managers")
    assert 'class="better">better; target 99.5 %</span>' in shown, "availability"
    assert 'class="worse">worse; target 75.0 %</span>' in shown, "satisfied customers"
    assert 'class="within chance">within chance; target 3.0 %</span>' in shown, "conversion"
    assert 'class=""></span>' in shown, "more sessions are no better"


def test_without_as_many_days_before_nothing_is_compared(shipped):
    tiles = read_chart_data("last-22-days", shipped.published).rows["kpi_tiles"]
    assert tiles["value"].notna().all()
    assert tiles["value_before"].isna().all()
    assert (
        read_chart_data("last-21-days", shipped.published)
        .rows["kpi_tiles"]["value_before"]
        .notna()
        .all()
    )


def test_every_kpi_is_defined_and_every_input_is_accounted_for(page, shipped):
    text = Outline(page).text
    for definition in read_mart("executive.headline_kpis", shipped.published)["definition"]:
        assert definition in text
    audit = read_mart("quality.load_audit", shipped.published)
    for row in audit.itertuples():
        assert row.input_table in text
        assert words.count(row.rows_rejected) in text


def test_the_page_needs_nothing_from_elsewhere_and_is_small(page, outline):
    assert len(page.encode()) < 3_000_000
    for tag, attributes in outline.tags:
        for name in ("src", "href", "xlink:href", "action"):
            assert not re.match(r"(https?:)?//", attributes.get(name) or ""), (tag, attributes)
    assert "@import" not in page
    assert not outline.all("link")


def test_it_is_accessible_in_structure(outline):
    assert outline.all("html") == [{"lang": "en"}]
    assert len(outline.all("main")) == len(outline.all("h1")) == 1
    for svg in outline.all("svg"):
        assert svg["role"] == "img"
        assert svg["aria-label"]
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids)), "an id stands for one thing"
    targets = re.findall(r"url\(#([^)]+)\)", " ".join(map(str, outline.tags)))
    assert set(targets) <= set(ids)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A shop whose pages, elements, services and comments are named by somebody wicked."""
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


def test_text_from_outside_is_text(place, hostile):
    place.build(raw_dir=str(hostile), max_rejected_share=0.9)
    page = page_of(read_chart_data(path=place.published))
    outline = Outline(page)
    assert len(outline.all("script")) == 1, "its own"
    assert SCRIPT not in page
    assert f"terrible checkout {SCRIPT}" in outline.text
    assert any(SCRIPT in text for text in outline.text if "more" in text), "in a chart"


def test_a_shop_without_data_gets_a_page_that_says_so(without_data):
    page = page_of(read_chart_data(path=without_data.published))
    assert "no data" in page
    assert not re.search(r"\bNone\b|\bnan\b|NaT", "".join(Outline(page).text))


def test_the_command_writes_the_same_bytes_twice_and_those_of_some_readers(
    shipped, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(shipped.warehouse))
    for name in ("first", "second"):
        assert main(["report", "--out", str(tmp_path / name)]) == 0
    files = sorted(path.name for path in (tmp_path / "first").iterdir())
    pdfs = [f"report-{reader}.pdf" for reader in READERS]
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
