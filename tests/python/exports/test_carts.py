"""Abandoned carts as Shopify and a plugin of WooCommerce write them, with the traps of each.

Of the files in tests/fixtures/exports/carts, abandoned_checkout.csv is a table of Fivetran, without
line items; the other one is an export of phpMyAdmin, which separates by semicolons although they
are in the serialized values, too.
"""

import gzip
import json
import shutil
from pathlib import Path

import pytest
from conftest import FIXTURES, Place

SHOP = {"currency": "EUR", "source_name": "web", "gateway": None, "closed_at": None}


def checkout(number: int, created: str, total: str, lines: list[dict], **others) -> dict:
    """Return an abandoned checkout as the admin API has it."""
    return {
        "id": number,
        "token": f"{number:032x}",
        "cart_token": f"{number + 1:032x}",
        "email": f"shopper{number}@example.org",
        "created_at": created,
        "updated_at": created,
        "completed_at": None,
        "abandoned_checkout_url": f"https://shop.example/1/checkouts/{number}/recover?key=a",
        "user_id": None,
        "presentment_currency": "EUR",
        "customer": None,
        "line_items": lines,
        "subtotal_price": "1.00",
        "total_line_items_price": "1.00",
        "total_price": total,
        **SHOP,
        **others,
    }


def line(quantity: int, title: str = "Mug") -> dict:
    return {"id": 9, "title": title, "price": "1.00", "quantity": quantity, "properties": []}


CHECKOUTS = [
    # completed two and a half hours later, which changed updated_at
    checkout(
        4501,
        "2026-11-02T10:00:00-05:00",
        "119.80",
        [line(2, 'Sign "quantity": 7'), line(1)],
        updated_at="2026-11-02T12:30:00-05:00",
        completed_at="2026-11-02T12:30:00-05:00",
        email=None,
        customer={"id": 77, "email": "ann@example.org", "default_address": {"id": 5}},
    ),
    # a guest who saw dollars, at a till of employee 990; in UTC it is the next day
    checkout(
        4502,
        "2026-11-02T23:30:00-05:00",
        "50.00",
        [line(1)],
        presentment_currency="USD",
        user_id=990,
    ),
    # on two pages of the API: it had changed in between
    checkout(4503, "2026-11-03T10:00:00+00:00", "20.00", [line(1)]),
    checkout(
        4503,
        "2026-11-03T10:00:00+00:00",
        "35.50",
        [line(2)],
        updated_at="2026-11-03T11:00:00+00:00",
    ),
    # exported twice in a row
    checkout(4504, "2026-11-03T12:00:00+00:00", "8.00", [line(4)]),
    checkout(4504, "2026-11-03T12:00:00+00:00", "8.00", [line(4)]),
    checkout(4505, "2026-11-03T13:00:00+00:00", "-1.00", [line(1)]),
]
# a node of GraphQL
NODE = {
    "id": "gid://shopify/AbandonedCheckout/4701?key=ab",
    "abandonedCheckoutUrl": "https://shop.example/x",
    "createdAt": "2026-11-04T09:00:00Z",
    "updatedAt": "2026-11-04T09:00:00Z",
    "customer": {"id": "gid://shopify/Customer/79"},
    "lineItems": {"edges": [{"node": {"quantity": 2}}, {"node": {"quantity": 3}}]},
    "totalPriceSet": {
        "shopMoney": {"amount": "10.0", "currencyCode": "EUR"},
        "presentmentMoney": {"amount": "12.5", "currencyCode": "EUR"},
    },
}
SESSIONS = """\
session_id,user_id,start_time,end_time,page_sequence,drop_off_page
s1,ann@example.org,2026-11-02T17:00:00Z,2026-11-02T17:30:00Z,home>cart>checkout>completed,none
s2,ann@example.org,2026-11-08T17:00:00Z,2026-11-08T17:30:00Z,home,home
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Build from the exports, named as downloaded."""
    raw = tmp_path_factory.mktemp("carts")
    # two pages of the API, of which one was saved as it came
    (raw / "checkouts.json.gz").write_bytes(gzip.compress(json.dumps(CHECKOUTS[3:]).encode()))
    write(raw / "checkouts_1.json", json.dumps({"checkouts": CHECKOUTS[:3]}, indent=2))
    shutil.copytree(FIXTURES / "exports" / "carts", raw, dirs_exist_ok=True)
    write(raw / "nodes.jsonl", json.dumps(NODE))
    write(raw / "session_tracking.csv", SESSIONS)
    place = Place(tmp_path_factory.mktemp("carts_build"))
    place.build(
        raw_dir=str(raw),
        currency="EUR",
        # not that of Fivetran, whose times are in UTC
        source_timezone="Europe/Berlin",
        max_rejected_share=0.9,
        export_settings={"cartflows_carts": {"timezone": "America/New_York"}},
    )
    return place


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_each_checkout_is_one_cart(shop):
    carts = shop.query(
        "select cart_id, user_key, strftime(abandoned_at, '%m-%d %H:%M') as at, item_count, "
        "cart_value from commerce.carts order by cart_id"
    )
    carts = carts.astype(object).where(carts.notna(), None)
    assert carts.to_numpy().tolist() == [
        # 20:00 in New York is 01:00 of the next day in UTC; 2 + 1 items
        ["11", "ann@example.org", "11-06 01:00", 3, 44.1],
        ["13", "cy@example.org", "11-05 15:00", 1, 6.0],
        ["4501", "ann@example.org", "11-02 15:00", 3, 119.8],
        # 50 dollars are not 50 euros, and without a rate unknown
        ["4502", "shopper4502@example.org", "11-03 04:30", 1, None],
        ["4503", "shopper4503@example.org", "11-03 10:00", 2, 35.5],
        ["4504", "shopper4504@example.org", "11-03 12:00", 4, 8.0],
        ["4601", "bo@example.org", "11-04 08:00", None, 60.0],
        # 2 + 3 items
        ["4701", "79", "11-04 09:00", 5, 12.5],
    ]


def test_only_sessions_recover_a_cart(shop):
    outcomes = shop.query("select cart_id, outcome from commerce.carts")
    recovered = outcomes[outcomes["outcome"] == "recovered"]["cart_id"]
    assert recovered.tolist() == ["4501"]


def test_broken_carts_are_rejected_with_their_reason(shop):
    reasons = shop.query(
        "select source_file, reason from quality.rejected_rows order by source_file"
    )
    assert reasons.to_numpy().tolist() == [
        ["checkouts.json.gz", "negative_total_value"],
        ["wp_cartflows_ca_cart_abandonment.csv", "invalid_abandonment_time"],
    ]
