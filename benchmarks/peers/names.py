"""Names of inputs, pages, funnel steps and priorities, for the contenders."""

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
TYPES = {
    "clickstream": {"timestamp": "timestamp"},
    "page_load_times": {"timestamp": "timestamp", "load_time_ms": "double"},
    "api_logs": {"timestamp": "timestamp", "status_code": "bigint", "response_time_ms": "double"},
    "session_tracking": {"start_time": "timestamp", "end_time": "timestamp"},
    "cart_abandonment": {
        "abandonment_time": "timestamp", "items_in_cart": "bigint", "total_value": "double",
    },
    "user_feedback": {"timestamp": "timestamp", "rating": "double"},
    "support_tickets": {
        "created_at": "timestamp", "first_response_at": "timestamp", "resolved_at": "timestamp",
        "reopen_count": "bigint", "csat_score": "double",
    },
}  # fmt: skip
