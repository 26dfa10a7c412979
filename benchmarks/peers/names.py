"""Names of pages, funnel steps and priorities, for pandas and Polars."""

PAGES = {
    "/": "home", "home": "home", "homepage": "home", "home_page": "home", "index": "home",
    "category": "category", "categories": "category", "category_page": "category",
    "search": "search", "search_page": "search", "search_results": "search",
    "product": "product", "products": "product", "product_page": "product",
    "product_detail": "product",
    "cart": "cart", "cart_page": "cart", "basket": "cart",
    "checkout": "checkout", "checkout_page": "checkout", "payment": "checkout",
}  # fmt: skip
STEPS = {"home": 1, "category": 1, "search": 1, "product": 2, "cart": 3, "checkout": 4}
TARGET_HOURS = {
    "critical": 4, "urgent": 4, "high": 8, "medium": 24, "moderate": 24, "normal": 24, "low": 72,
}  # fmt: skip
