"""Orders of shop systems.

Users are written as e-mail addresses, because nothing else in these files is known to other tools.
Rows without a number or a time, and those with a broken amount, are left out.
"""

from pathlib import Path

import pandas as pd

REFUNDED = "refunded"
PARTIALLY_REFUNDED = "partially_refunded"


def write_shopify_orders(rows: pd.DataFrame, folder: Path) -> None:
    """Write the CSV file of Shopify's admin: one row per line item, all of the order on the first.

    Args:
        rows: Rows of orders.
        folder: Folder for the file.
    """
    rows = _complete(rows)
    total, refund = rows["total_value"], rows["refunded_value"]
    canceled = rows["status"] == "cancelled"
    orders = pd.DataFrame(
        {
            "Name": rows["order_id"],
            "Email": rows["user_id"],
            "Financial Status": rows["status"]
            .replace({"cancelled": "voided"})
            .mask(refund > 0, PARTIALLY_REFUNDED)
            .mask(_is_refunded(rows), REFUNDED),
            "Paid at": _with_offset(rows["ordered_at"]).where(rows["status"] == "paid"),
            "Fulfillment Status": "unfulfilled",
            "Fulfilled at": None,
            "Accepts Marketing": "no",
            "Currency": rows["currency"],
            "Subtotal": _amount(total),
            "Shipping": "0.00",
            "Taxes": "0.00",
            "Total": _amount(total),
            "Discount Code": None,
            "Discount Amount": _amount(rows["discount_value"]),
            "Shipping Method": "Standard",
            "Created at": _with_offset(rows["ordered_at"]),
            "Lineitem quantity": rows["item_count"],
            "Lineitem name": "Item",
            "Lineitem price": None,
            "Cancelled at": _with_offset(rows["updated_at"]).where(canceled),
            "Payment Method": "Shopify Payments",
            "Refunded Amount": _amount(refund),
            "Vendor": "Shop",
            "Id": (6_579_400_000_001 + rows.index).astype("string"),
            "Tags": None,
            "Risk Level": "Low",
            "Source": "web",
            "Phone": None,
        }
    )
    # one piece of each larger order is a line of its own
    items = rows["item_count"]
    first = orders.assign(**{"Lineitem quantity": items.mask(items > 1, items - 1)})
    line = ["Name", "Email", "Created at", "Lineitem quantity", "Lineitem name", "Vendor"]
    second = orders[items > 1].assign(**{"Lineitem quantity": 1})[line]
    lines = pd.concat([first, second]).sort_index(kind="stable").reindex(columns=orders.columns)
    lines.to_csv(folder / "orders_export_1.csv", index=False, lineterminator="\n")


def write_woocommerce_orders(rows: pd.DataFrame, folder: Path) -> None:
    """Write the CSV file of WooCommerce's Order Export & Order Import, with times in UTC.

    Args:
        rows: Rows of orders.
        folder: Folder for the file.
    """
    rows = _complete(rows)
    total, refund = rows["total_value"], rows["refunded_value"]
    statuses = {"paid": "processing", "pending": "on-hold"}
    pd.DataFrame(
        {
            "order_id": range(701, 701 + len(rows)),
            "order_number": rows["order_id"],
            "order_date": rows["ordered_at"].dt.strftime("%m/%d/%Y %H:%M:%S"),
            "status": rows["status"].replace(statuses).mask(_is_refunded(rows), REFUNDED),
            "shipping_total": 0,
            "discount_total": rows["discount_value"],
            "order_total": total,
            "order_currency": rows["currency"],
            "payment_method": "cod",
            "customer_id": 0,
            "customer_email": rows["user_id"],
            "billing_email": rows["user_id"],
            "refunded_total": 0 - refund,
            "line_item_1": [
                f"name:Item|product_id:7|quantity:{items}" for items in rows["item_count"]
            ],
        }
    ).to_csv(
        folder / f"order_export_{rows['ordered_at'].max():%Y-%m-%d}.csv",
        index=False,
        lineterminator="\n",
    )


def write_magento_orders(rows: pd.DataFrame, folder: Path) -> None:
    """Write the grid of orders as Magento 2 exports it, in the time zone UTC.

    Args:
        rows: Rows of orders, whose items and discounts are left out.
        folder: Folder for the file.
    """
    rows = _complete(rows)
    total, refund = rows["total_value"], rows["refunded_value"]
    statuses = {"paid": "Processing", "pending": "Pending Payment", "cancelled": "Canceled"}
    amount = total.map("{:.4f}".format)
    pd.DataFrame(
        {
            "ID": rows["order_id"],
            "Purchase Point": "Main Website",
            "Purchase Date": _spelled(rows["ordered_at"]),
            "Bill-to Name": "Shopper",
            "Ship-to Name": "Shopper",
            "Grand Total (Base)": amount,
            "Grand Total (Purchased)": amount,
            "Status": rows["status"]
            .replace(statuses)
            .mask((refund > 0) & (refund == total), "Closed"),
            "Customer Email": rows["user_id"],
            "Customer Group": "General",
            "Subtotal": amount,
            "Shipping and Handling": "0.0000",
            "Total Refunded": refund.map("{:.4f}".format).where(refund > 0),
        }
    ).to_csv(folder / "export.csv", index=False, lineterminator="\n")


def _complete(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out what these files cannot carry; amounts are numbers with two decimals."""
    rows = rows.dropna(subset=["order_id", "ordered_at", "total_value"])
    rows = rows[~(rows["discount_value"] < 0)].drop_duplicates("order_id").reset_index(drop=True)
    amounts = ["total_value", "discount_value", "refunded_value"]
    return rows.assign(**{name: rows[name].astype("float64").round(2) for name in amounts})


def _with_offset(times: pd.Series) -> pd.Series:
    """Spell times as Shopify does in a shop in New York in winter."""
    return (times - pd.Timedelta(hours=5)).dt.strftime("%Y-%m-%d %H:%M:%S -0500")


def _spelled(times: pd.Series) -> pd.Series:
    """Spell times as Magento does: Jan 1, 2026 11:13:25 AM."""
    day = times.dt.day.astype("string")
    return times.dt.strftime("%b ") + day + times.dt.strftime(", %Y %I:%M:%S %p")


def _is_refunded(rows: pd.DataFrame) -> pd.Series:
    """Say which orders were paid back in full."""
    return (rows["refunded_value"] > 0) & (rows["refunded_value"] == rows["total_value"])


def _amount(values: pd.Series) -> pd.Series:
    return values.map("{:.2f}".format, na_action="ignore")


ORDERS = {
    "magento_orders": write_magento_orders,
    "shopify_orders": write_shopify_orders,
    "woocommerce_orders": write_woocommerce_orders,
}
