"""The shape of a KPI, and the helpers that several departments share."""

from typing import Any

import pandas as pd

from .parsing import clean_page, split_steps
from .rows import Shop

CHECKOUT_STEP = 4


def figure(kpi: str, value: Any, answer: str | None = None) -> dict[str, Any]:
    """Return a KPI with its value, and the answer that the value belongs to."""
    is_missing = value is None or pd.isna(value)
    return {
        "kpi": kpi,
        "value": None if is_missing else float(value),
        "answer": answer,
        "numerator": None,
        "denominator": None,
    }


def ratio(kpi: str, numerator: float, denominator: float) -> dict[str, Any]:
    """Return a KPI with numerator and denominator; its value is null when the latter is zero."""
    value = numerator / denominator if denominator else None
    sides = {"numerator": float(numerator), "denominator": float(denominator)}
    return figure(kpi, value) | sides


def largest(kpi: str, figures: pd.Series) -> dict[str, Any]:
    """Return the name with the largest figure; the first in alphabetical order breaks ties."""
    known = figures.dropna()
    if known.empty:
        return figure(kpi, None)
    answer = min(known.index[known == known.max()])
    return figure(kpi, known.max(), answer)


def unless_absent(shop: Shop, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the KPIs of an input, all of them null when the input is absent."""
    if table in shop.present:
        return rows
    return [figure(row["kpi"], None) for row in rows]


def find_page_keys(shop: Shop, pages: pd.Series) -> pd.Series:
    """Map pages as written to their page_key; blank stays blank."""

    def find_page_key(page: str) -> str:
        cleaned = clean_page(page)
        return shop.page_keys.get(cleaned, cleaned) if page else ""

    return pages.map(find_page_key)


def hours_between(start: pd.Series, end: pd.Series | pd.Timestamp) -> pd.Series:
    """Return elapsed times in hours."""
    return (end - start).dt.total_seconds() / 3600


def find_deepest_steps(shop: Shop, sessions: pd.DataFrame) -> pd.Series:
    """Return the deepest funnel step that each session viewed; 0 for none."""

    def find_deepest_step(page_sequence: str) -> float:
        pages = find_page_keys(shop, pd.Series(split_steps(page_sequence), dtype=str))
        return max((shop.funnel_steps.get(page, 0) for page in pages), default=0)

    return sessions["page_sequence"].map(find_deepest_step).astype("float64")


def find_completed(shop: Shop, sessions: pd.DataFrame) -> pd.Series:
    """Return whether each session ended in a purchase; null where it is not known.

    Python writes None for a missing page: before the checkout, no page is known.
    """
    drop_offs = sessions["drop_off_page"]
    is_completed = (drop_offs.str.lower() == "none").astype("boolean")
    is_before_checkout = find_deepest_steps(shop, sessions) < CHECKOUT_STEP
    return is_completed.mask((drop_offs == "None") & is_before_checkout)
