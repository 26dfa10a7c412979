"""The same simulated orders as inputs and as exports of each shop system: the marts are equal."""

import pandas as pd
import pytest
from conftest import Place
from simulated import build_from, simulate_shop, sorted_rows

from python_steps.simulator.layouts.orders import ORDERS

pytestmark = pytest.mark.full

FILES = {
    "magento_orders": "export.csv",
    "shopify_orders": "orders_export_1.csv",
    "woocommerce_orders": "order_export_2026-08-30.csv",
}
# Of an order, an export says neither its session nor its cart. Its status is that of the shop
# system, which names what was paid back in full refunded.
ORDER = (
    "order_id, user_key, order_date, ordered_at, is_counted, is_repeat, item_count, order_value, "
    "discount_value, refunded_value, net_value"
)
MARTS = {
    "commerce.orders": f"select {ORDER} from commerce.orders",
    "commerce.revenue_daily": "from commerce.revenue_daily",
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
    build_from(place, shop / "orders", shop / "cart_abandonment", shop / "session_tracking")
    return place


@pytest.fixture(scope="module")
def exports(tmp_path_factory, builds):
    return simulate_shop(tmp_path_factory.mktemp("exports"), *ORDERS)


@pytest.mark.parametrize("layout", ORDERS)
def test_a_layout_gives_the_marts_of_the_inputs(native, exports, place, layout):
    inputs = exports / "cart_abandonment", exports / "session_tracking"
    text = build_from(place, exports / FILES[layout], *inputs)
    assert f"{FILES[layout]}: read as {layout} into orders" in text
    known = without_items_and_discounts if layout == "magento_orders" else pd.DataFrame
    for mart, query in MARTS.items():
        expected = known(sorted_rows(native, query))
        assert len(expected), mart
        pd.testing.assert_frame_equal(known(sorted_rows(place, query)), expected, obj=mart)


def without_items_and_discounts(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out what a grid of Magento does not have."""
    rows = rows[[name for name in rows.columns if not name.startswith(("discount", "item_count"))]]
    if "kpi" in rows:
        rows = rows[rows["kpi"] != "discount_share"].reset_index(drop=True)
    return rows
