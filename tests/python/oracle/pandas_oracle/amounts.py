"""Amounts in the shop's currency."""

import pandas as pd

from .rows import Shop


def shop_currency(shop: Shop) -> str:
    """Return the currency of all amounts: the most common one of orders, else carts, else EUR."""
    if shop.variables.currency:
        return shop.variables.currency
    for table in ("orders", "cart_abandonment"):
        currencies = shop.tables[table]["currency"].str.upper()
        counts = currencies[currencies != ""].value_counts()
        if len(counts):
            return min(counts.index[counts == counts.max()])
    return "EUR"


def find_rates(shop: Shop, table: str) -> pd.Series:
    """Return what to multiply the amounts of each row with; null where no rate is known."""
    currencies = shop.tables[table]["currency"].str.upper().replace("", shop_currency(shop))
    # a rate of the shop's currency would convert it to itself
    rates = shop.exchange_rates | {shop_currency(shop): 1}
    return currencies.map(rates).astype("float64")
