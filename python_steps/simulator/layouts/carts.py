"""Abandoned carts of shop systems."""

import json
from pathlib import Path

import pandas as pd


def write_shopify_abandoned_checkouts(rows: pd.DataFrame, folder: Path) -> None:
    """Write abandoned checkouts of Shopify's admin API as JSON lines, in euros.

    Args:
        rows: Rows of cart_abandonment.
        folder: Folder for the file.
    """
    checkouts = (
        {
            "id": row.cart_id,
            "abandoned_checkout_url": f"https://shop.example/checkouts/{row.cart_id}/recover",
            "created_at": f"{row.abandonment_time:%Y-%m-%dT%H:%M:%S+00:00}",
            "updated_at": f"{row.abandonment_time:%Y-%m-%dT%H:%M:%S+00:00}",
            "completed_at": None,
            "email": None,
            "customer_id": row.user_id,
            "currency": "EUR",
            "presentment_currency": "EUR",
            "total_price": None if pd.isna(row.total_value) else f"{row.total_value:.2f}",
            "line_items": []
            if pd.isna(row.items_in_cart)
            else [{"title": "Item", "quantity": int(row.items_in_cart)}],
        }
        for row in _complete(rows).itertuples()
    )
    text = "".join(f"{json.dumps(checkout)}\n" for checkout in checkouts)
    (folder / "abandoned_checkouts.jsonl").write_text(text, encoding="utf-8")


def write_cartflows_carts(rows: pd.DataFrame, folder: Path) -> None:
    """Write the table of carts of CartFlows as phpMyAdmin does, with times in UTC.

    Args:
        rows: Rows of cart_abandonment.
        folder: Folder for the file.
    """
    rows = _complete(rows)
    pd.DataFrame(
        {
            "id": rows["cart_id"],
            "checkout_id": 8,
            "email": rows["user_id"],
            "cart_contents": rows["items_in_cart"].map(_serialized, na_action="ignore"),
            "cart_total": rows["total_value"],
            "session_id": rows["cart_id"],
            "other_fields": None,
            "order_status": "abandoned",
            "unsubscribed": 0,
            "coupon_code": None,
            "time": rows["abandonment_time"].dt.strftime("%Y-%m-%d %H:%M:%S"),
        }
    ).to_csv(
        folder / "wp_cartflows_ca_cart_abandonment.csv", index=False, sep=";", lineterminator="\n"
    )


def _complete(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out rows without an id or a time."""
    return rows.dropna(subset=["cart_id", "abandonment_time"])


def _serialized(quantity: float) -> str:
    """Serialize a cart of one line as PHP does."""
    return f'a:1:{{s:2:"ab";a:2:{{s:10:"product_id";i:7;s:8:"quantity";i:{int(quantity)};}}}}'


CART_ABANDONMENT = {
    "cartflows_carts": write_cartflows_carts,
    "shopify_abandoned_checkouts": write_shopify_abandoned_checkouts,
}
