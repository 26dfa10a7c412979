"""Orders as Shopify, plugins and reports of WooCommerce, and Magento write them.

The files in tests/fixtures/exports/orders are named as downloaded. orders_export_2.csv has an order
of orders_export_1.csv as it was later, and another shop with its prefix. What they amount to is
counted by hand here.
"""

import json
import shutil
from pathlib import Path

import pytest
from conftest import FIXTURES, Place

API_ORDER = {
    "id": 5501,
    "name": "#1100",
    "created_at": "2026-11-13T10:00:00-05:00",
    "processed_at": "2026-11-13T09:00:00-05:00",
    "updated_at": "2026-11-14T10:00:00-05:00",
    "cancelled_at": None,
    "financial_status": "partially_refunded",
    "checkout_id": 4502,
    "checkout_token": "c1",
    "total_price": "70.00",
    "current_total_price": "62.00",
    "total_discounts": "3.00",
    "currency": "EUR",
    "presentment_currency": "EUR",
    "email": "",
    "test": False,
    "customer": {"id": 79, "email": "ivy@example.org"},
    "line_items": [{"quantity": 2, "current_quantity": 0}, {"quantity": 1}],
    "refunds": [
        {
            "refund_line_items": [{"subtotal_set": {"shop_money": {"amount": "99.00"}}}],
            "transactions": [
                {"kind": "refund", "status": "success", "amount": "6.50"},
                {"kind": "refund", "status": "failure", "amount": "6.50"},
            ],
        }
    ],
}
TEST_ORDER = API_ORDER | {"id": 5502, "name": "#1101", "test": True}
CHECKOUTS = [
    {
        "id": number,
        "email": email,
        "customer": {"id": customer},
        "created_at": f"2026-11-{day:02}T22:00:00+00:00",
        "updated_at": f"2026-11-{day:02}T22:00:00+00:00",
        "abandoned_checkout_url": f"https://shop.example/{number}",
        "total_price": "119.80",
        "presentment_currency": "EUR",
        "line_items": [{"quantity": 3}],
    }
    # the second one is known by its number alone: 4502 is in the order of the API
    for number, email, customer, day in [
        (4501, "ann@example.org", 77, 2),
        (4502, None, 78, 12),
        (4503, "hal@example.org", 80, 12),
    ]
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Build from the exports, named as downloaded."""
    raw = tmp_path_factory.mktemp("orders")
    shutil.copytree(FIXTURES / "exports" / "orders", raw, dirs_exist_ok=True)
    write(raw / "orders.json", json.dumps({"orders": [API_ORDER, TEST_ORDER]}))
    write(raw / "checkouts.json", json.dumps({"checkouts": CHECKOUTS}))
    place = Place(tmp_path_factory.mktemp("orders_build"))
    run = place.build(
        raw_dir=str(raw),
        currency="EUR",
        source_timezone="Europe/Berlin",
        max_rejected_share=0.9,
        export_settings={"magento_orders": {"timezone": "America/New_York"}},
    )
    write(place.folder / "summary.txt", run.text)
    return place


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_each_order_counts_once_with_its_money(shop):
    orders = shop.query(
        "select order_id, user_key, strftime(ordered_at, '%m-%d %H:%M') as at, status, item_count, "
        "order_value, discount_value, refunded_value from commerce.orders order by ordered_at, 1"
    )
    orders = orders.astype(object).where(orders.notna(), None)
    assert orders.to_numpy().tolist() == [
        ["#1000", "+4915112345678", "11-02 15:00", "pending", 1, 12.0, 0.0, 0.0],
        # 23:30 in New York is the next day in UTC
        ["#1001", "ann@example.org", "11-03 04:30", "paid", 3, 119.8, 0.0, 0.0],
        # pounds have no rate
        ["UK1001", "cy@example.org", "11-04 10:00", "paid", 1, None, None, None],
        # the later file; 1 + 1 + 2 items
        ["#1002", "ann@example.org", "11-04 15:00", "paid", 4, 25.5, 5.0, 10.5],
        ["#1003", "ann@example.org", "11-05 15:00", "refunded", 2, 40.0, 0.0, 40.0],
        ["#1004", "bo@example.org", "11-06 15:00", "cancelled", 1, 8.0, 0.0, 0.0],
        # 22:30 on the 7th of November, not the 11th of July, in Berlin; 2 + 1 items
        ["W701", "dee@example.org", "11-07 21:30", "paid", 3, 44.0, 2.5, 0.0],
        ["A801", "eli@example.org", "11-08 09:00", "pending", 4, 30.5, 0.0, 0.0],
        ["A802", "eli@example.org", "11-08 10:00", "refunded", 0, 7.0, 0.0, 7.0],
        ["901", None, "11-09 09:00", "paid", 3, 60.0, None, 5.25],
        # 22:13 in New York; the file names neither items nor discounts
        ["000000123", "hal@example.org", "11-11 03:13", "paid", None, 95.0, None, 0.0],
        # 60 of 60 at a rate of 50 to 60
        ["000000124", "hal@example.org", "11-11 13:00", "refunded", None, 50.0, None, 50.0],
        ["000000125", "hal@example.org", "11-11 14:00", "pending", None, 20.0, None, 0.0],
        ["000000126", "hal@example.org", "11-11 15:00", "cancelled", None, 30.0, None, 0.0],
        ["#1100", "ivy@example.org", "11-13 14:00", "paid", 3, 70.0, 3.0, 6.5],
        ["W702", None, "11-23 08:05", "paid", 1, 10.0, 0.0, 4.0],
    ]


def test_an_order_recovers_the_cart_of_its_email_or_checkout(shop):
    outcomes = shop.query("select cart_id, user_key, outcome from commerce.carts order by 1")
    assert outcomes.to_numpy().tolist() == [
        ["4501", "ann@example.org", "recovered"],
        ["4502", "78", "recovered"],
        ["4503", "hal@example.org", "lost"],
    ]


def test_broken_orders_are_rejected_with_their_reason(shop):
    reasons = shop.query(
        "select source_file, reason from quality.rejected_rows order by source_file"
    )
    assert reasons.to_numpy().tolist() == [
        ["orders_export_2.csv", "invalid_ordered_at"],
        # the refund of an order that is not in the file
        ["wc-orders-report.csv", "negative_total_value"],
    ]


def test_each_file_is_named_with_what_it_is(shop):
    summary = (shop.folder / "summary.txt").read_text(encoding="utf-8")
    for files, export in [
        ("orders_export_1.csv, orders_export_2.csv", "shopify_orders"),
        ("orders.json", "shopify_api_orders"),
        ("order_export_2026-11-24-08-00-00.csv", "woocommerce_orders"),
        ("orders-2026-11-24-08-00-00.txt", "woocommerce_orders"),
        ("wc-orders-report.csv", "woocommerce_analytics_orders"),
        ("export.csv", "magento_orders"),
    ]:
        assert f"{files}: read as {export} into orders" in summary
    assert "magento_orders into orders (times without an offset are in America/New_York)" in summary
