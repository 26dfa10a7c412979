"""A simulated shop gives the same marts from its logs in any layout."""

import pytest
from conftest import Place

from python_steps.simulator.layouts.servers import API_LOGS

pytestmark = pytest.mark.full

# rows with broken values are in no log, so they are not rejected either
NOT_CARRIED = {"quality.load_audit", "quality.rejected_rows"}


def build(folder, *options):
    """Build a simulated shop."""
    place = Place(folder)
    shop = ("--days", 28, "--seed", 7, "--sessions-per-day", 60, "--format", "parquet")
    run = place.step("simulate", *shop, *options, "--out", folder / "raw")
    assert run.code == 0, run.text
    place.build(raw_dir=str(folder / "raw"))
    return place.cells()


@pytest.fixture(scope="module")
def native(tmp_path_factory):
    return build(tmp_path_factory.mktemp("native"))


@pytest.mark.parametrize("layout", API_LOGS)
def test_a_layout_gives_the_same_marts(layout, native, tmp_path):
    cells = build(tmp_path, "--layout", layout)
    assert {mart for mart in native if cells[mart] != native[mart]} <= NOT_CARRIED
    assert any(layout in row for row in cells["quality.load_audit"])
