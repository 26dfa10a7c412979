"""The same simulated shop, as native inputs and as exports of web analytics, has the same marts."""

from collections import Counter

import pytest
from conftest import Place
from simulated import simulate_shop

pytestmark = pytest.mark.full

# of a layout: what its files are called, how many rows they have, and which broken rows were not
FILES = {"quality.load_audit", "quality.rejected_rows"}
# a page call has no element
ELEMENTS = {"executive.headline_kpis", "executive.insights", "ux.clicks_daily"}
LAYOUTS = {
    ("ga4_events", "web_vitals_beacons"): FILES,
    ("matomo_visits",): FILES,
    ("segment_tracks",): FILES,
    ("segment_pages",): FILES | ELEMENTS,
}


def build(tmp_path_factory, layouts: tuple[str, ...]) -> Place:
    place = Place(tmp_path_factory.mktemp("layout"))
    raw = place.folder / "raw"
    simulate_shop(raw, *layouts)
    place.build(raw_dir=str(raw))
    return place


@pytest.fixture(scope="module")
def native(tmp_path_factory, builds) -> dict[str, list[tuple]]:
    return build(tmp_path_factory, ()).cells()


def clicks_by_page(cells: dict[str, list[tuple]]) -> Counter:
    clicks = Counter()
    for date_day, page, _, count, _ in cells["ux.clicks_daily"]:
        clicks[date_day, page] += count
    return clicks


@pytest.mark.parametrize("layouts", LAYOUTS, ids=" ".join)
def test_a_layout_gives_the_marts_of_the_native_inputs(tmp_path_factory, native, layouts):
    place = build(tmp_path_factory, layouts)
    cells = place.cells()
    assert {mart for mart in native if cells[mart] != native[mart]} <= LAYOUTS[layouts]
    assert clicks_by_page(cells) == clicks_by_page(native)
    exports = set(place.query("select export from quality.load_audit")["export"])
    assert set(layouts) <= exports
