"""The same simulated carts as inputs and as exports of each shop system: the marts are equal."""

import pandas as pd
import pytest
from conftest import Place
from simulated import build_from, simulate_shop, sorted_rows

from python_steps.simulator.layouts.carts import CART_ABANDONMENT

pytestmark = pytest.mark.full

FILES = {
    "cartflows_carts": "wp_cartflows_ca_cart_abandonment.csv",
    "shopify_abandoned_checkouts": "abandoned_checkouts.jsonl",
}
# e-mail addresses of customers are written as their ids
MARTS = {
    "commerce.carts": "from commerce.carts",
    "commerce.cart_abandonment_daily": "from commerce.cart_abandonment_daily",
    "core.users": "from core.users",
    "executive.headline_kpis": "select kpi, value from executive.headline_kpis",
    "executive.kpis_daily": "select date_day, kpi, value from executive.kpis_daily",
}


@pytest.fixture(scope="module")
def native(tmp_path_factory, builds) -> Place:
    place = Place(tmp_path_factory.mktemp("native_build"))
    shop = simulate_shop(tmp_path_factory.mktemp("native"))
    build_from(place, shop / "cart_abandonment", shop / "session_tracking")
    return place


@pytest.fixture(scope="module")
def exports(tmp_path_factory, builds):
    return simulate_shop(tmp_path_factory.mktemp("exports"), *CART_ABANDONMENT)


@pytest.mark.parametrize("layout", CART_ABANDONMENT)
def test_a_layout_gives_the_marts_of_the_inputs(native, exports, place, layout):
    text = build_from(place, exports / FILES[layout], exports / "session_tracking")
    assert f"{FILES[layout]}: read as {layout} into cart_abandonment" in text
    for mart, query in MARTS.items():
        expected = sorted_rows(native, query)
        assert len(expected), mart
        pd.testing.assert_frame_equal(sorted_rows(place, query), expected, obj=mart)
