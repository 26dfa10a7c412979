"""The simulated shop in figures: what it is made of, how often things happen, when it goes wrong.

Times are whole seconds since midnight of the first day; durations carry their unit in the name.
"""

from dataclasses import dataclass

HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS

# --- who comes, and when -------------------------------------------------------------------------

# sessions of an hour, relative to each other: a lunch peak and a higher evening peak
HOUR_WEIGHTS = (
    8, 5, 3, 2, 2, 4, 9, 18, 30, 40, 48, 54,
    60, 56, 50, 48, 50, 56, 66, 78, 84, 74, 48, 22,
)  # fmt: skip
# Monday to Sunday, mean 1: people shop at the weekend
WEEKDAY_WEIGHTS = (0.93, 0.90, 0.92, 0.95, 0.98, 1.10, 1.22)
KNOWN_USERS_PER_DAILY_SESSION = 4  # a shop that has been open for a while before the first day
NEW_USER_SHARE = 0.45
RECENT_USER_POWER = 2.0  # above 1, returning users are rather those who joined lately

COME_BACK_SHARE = 0.13  # of those who left a cart: back within the hours below, at the cart
COME_BACK_HOURS = (0.5, 20.0)

# --- how a visit goes: a Markov chain over pages -------------------------------------------------

PAGES = ("home", "category", "search", "product", "cart", "checkout")
LEFT = "left"
COMPLETED = "completed"

ENTRY_PAGE = {"home": 0.55, "category": 0.13, "search": 0.07, "product": 0.25}
NEXT_PAGE = {
    "home": {"category": 0.34, "search": 0.22, "product": 0.13, LEFT: 0.31},
    "category": {"product": 0.50, "search": 0.11, "category": 0.12, LEFT: 0.27},
    "search": {"product": 0.52, "search": 0.14, "category": 0.07, LEFT: 0.27},
    "product": {
        "product": 0.22,
        "category": 0.15,
        "search": 0.09,
        "home": 0.04,
        "cart": 0.105,
        LEFT: 0.395,
    },
    "cart": {"checkout": 0.46, "product": 0.09, LEFT: 0.45},
    "checkout": {COMPLETED: 0.56, "cart": 0.04, LEFT: 0.40},
}
# who comes back for a cart has mostly made up their mind
NEXT_PAGE_ON_RETURN = {
    **NEXT_PAGE,
    "cart": {"checkout": 0.88, LEFT: 0.12},
    "checkout": {COMPLETED: 0.90, LEFT: 0.10},
}

STAY_SECONDS = (38, 0.8)  # on a page: median, and spread of the logarithm

# medians, which each page load scatters around
LOAD_MS = {
    "home": 1050,
    "category": 1250,
    "search": 1450,
    "product": 1200,
    "cart": 950,
    "checkout": 1550,
}
LOAD_SPREAD = 0.42
PATIENCE_MS = 3000  # from here on each further second of waiting drives some away
LEAVE_PER_SECOND_WAITED = 0.12
LEAVE_AT_MOST = 0.7
SLOW_MS = 4000  # a page load that a shopper remembers and writes about
RELOAD_SHARE = 0.6  # after a failed call: reload the page; the others leave

# the names that the click log and the page-speed log give to the pages of the session log
CLICK_PAGE = {
    "home": "homepage",
    "category": "category_page",
    "search": "search_page",
    "product": "product_page",
    "cart": "cart_page",
    "checkout": "checkout",
}
PAGE_URL = {
    "home": "/home",
    "category": "/category",
    "search": "/search",
    "product": "/products",
    "cart": "/cart",
    "checkout": "/checkout",
}
QUERY_STRING = {
    "home": "?utm_source=newsletter",
    "category": "?page=2",
    "search": "?q=lamp",
    "product": "?ref=search",
    "cart": "?from=mail",
    "checkout": "?step=2",
}
QUERY_STRING_SHARE = 0.05

ELEMENTS = {
    "home": ("search_bar", "search_button", "promo_banner", "category_link", "newsletter_signup"),
    "category": ("subcategory_link", "filter_button", "sort_menu", "product_tile"),
    "search": ("search_bar", "search_button", "filter_button", "product_tile"),
    "product": ("product_image", "product_description", "add_to_wishlist", "review_tab"),
    "cart": ("quantity_field", "remove_item", "apply_coupon"),
    "checkout": ("apply_coupon", "address_form", "payment_method"),
}
IDLE_CLICKS_PER_PAGE = 0.85
# the click that leads there
ELEMENT_BEFORE = {
    "cart": "add_to_cart_button",
    "checkout": "checkout_button",
    COMPLETED: "pay_button",
}
BLANK_ELEMENT_SHARE = 0.04
BLANK_DROP_OFF_SHARE = 0.01

ITEM_SHARES = (0.36, 0.25, 0.15, 0.10, 0.06, 0.04, 0.025, 0.015)  # of 1..8 items in a cart
ITEM_VALUE = (31.0, 0.55)  # median, and spread of the logarithm
BLANK_VALUE_SHARE = 0.006

# --- what the shop's services do -----------------------------------------------------------------

# endpoint: its service and its median response time in ms
ENDPOINTS = {
    "/get_product": ("product-api", 115),
    "/list_products": ("product-api", 160),
    "/search": ("search-api", 230),
    "/add_to_cart": ("cart-service", 145),
    "/get_cart": ("cart-service", 90),
    "/checkout": ("payment-api", 420),
    "/pay": ("payment-api", 640),
    "/login": ("user-service", 180),
}
RESPONSE_SPREAD = 0.42
# calls that a page makes when it opens, each with its chance
CALLS_ON_PAGE = {
    "home": {"/list_products": 1.0, "/get_product": 0.4, "/login": 0.35},
    "category": {"/list_products": 1.0, "/get_product": 0.7},
    "search": {"/search": 1.0, "/list_products": 0.7},
    "product": {"/get_product": 1.0, "/list_products": 0.6, "/get_cart": 0.3},
    "cart": {"/get_cart": 1.0, "/checkout": 0.7},
    "checkout": {"/checkout": 1.0, "/get_cart": 0.5},
}
# the call by which a shopper reaches the next page
CALL_BEFORE = {"cart": "/add_to_cart", COMPLETED: "/pay"}

ERROR_SHARE = {
    "product-api": 0.007,
    "search-api": 0.010,
    "cart-service": 0.008,
    "payment-api": 0.012,
    "user-service": 0.010,
}
ERROR_STATUSES = {404: 0.46, 429: 0.10, 500: 0.18, 502: 0.09, 503: 0.12, 0: 0.05}
OUTAGE_STATUSES = {500: 0.25, 502: 0.25, 503: 0.40, 0: 0.10}
NO_RESPONSE_MS = 10_000  # status 0: the caller stopped waiting
RETRIED_STATUSES = (500, 502, 503, 0)
RETRIES = 3  # so that one bad answer is not yet a failed visit

# --- what shoppers say ---------------------------------------------------------------------------

# what a session was like, the worst first: a call failed for good, a page was slow, it completed
FEEDBACK_SHARE = {"failed": 0.45, "slow": 0.15, "completed": 0.12, "plain": 0.03}
MOODS = ("negative", "neutral", "positive")
# of each mood, in the order of MOODS
MOOD_SHARES = {
    "failed": (0.90, 0.07, 0.03),
    "slow": (0.70, 0.20, 0.10),
    "completed": (0.08, 0.17, 0.75),
    "plain": (0.30, 0.25, 0.45),
}
RATINGS = {"negative": (1, 2), "neutral": (3, 3), "positive": (4, 5)}
TOPIC_OF_SERVICE = {
    "payment-api": "payment",
    "cart-service": "cart",
    "search-api": "search",
    "product-api": "product",
    "user-service": "login",
}
AT_ODDS_SHARE = 0.08  # text and rating contradict each other
EMPTY_TEXT_SHARE = 0.04
BLANK_RATING_SHARE = 0.05
ANONYMOUS_SHARE = 0.03
TYPO_SHARE = 0.06
EMOJI_SHARE = 0.08
OTHER_LANGUAGE_SHARE = 0.015

# --- what support does ---------------------------------------------------------------------------

TICKET_SHARE = {"failed": 0.90, "slow": 0.06, "completed": 0.12, "plain": 0.021}
CATEGORY_SHARES = {
    "slow": {"website": 1.0},
    "completed": {"delivery": 0.6, "returns": 0.4},
    "plain": {
        "product": 0.30,
        "account": 0.25,
        "website": 0.15,
        "delivery": 0.12,
        "payment": 0.10,
        "returns": 0.08,
    },
}
CATEGORY_OF_SERVICE = {
    "payment-api": "payment",
    "cart-service": "website",
    "search-api": "website",
    "product-api": "product",
    "user-service": "account",
}
# median; one who waits for a parcel writes days later, the others within the hour or so
TICKET_DELAY_HOURS = {"failed": 0.3, "slow": 0.6, "completed": 60.0, "plain": 1.0}
PRIORITIES = ("urgent", "high", "medium", "low")
# of each priority, in the order of PRIORITIES
PRIORITY_SHARES = {
    "payment": (0.35, 0.40, 0.20, 0.05),
    "account": (0.10, 0.30, 0.40, 0.20),
    "website": (0.06, 0.24, 0.45, 0.25),
    "delivery": (0.05, 0.25, 0.50, 0.20),
    "returns": (0.03, 0.17, 0.50, 0.30),
    "product": (0.03, 0.12, 0.45, 0.40),
}
CHANNEL_SHARES = {"email": 0.50, "chat": 0.35, "phone": 0.15}
RESOLUTION_HOURS = {"urgent": 2.5, "high": 7.0, "medium": 20.0, "low": 42.0}  # medians
# medians; nobody resolves a ticket before the first reply
FIRST_RESPONSE_HOURS = {"urgent": 0.3, "high": 1.0, "medium": 3.0, "low": 6.0}
SUPPORT_SPREAD = 0.7
FORGOTTEN_SHARE = 0.06  # never resolved, and half of them never answered
REOPENED_SHARE = 0.08
CSAT_SHARE = 0.55  # of the resolved tickets

# --- when it goes wrong --------------------------------------------------------------------------


@dataclass(frozen=True)
class BadTime:
    """A stretch of trouble.

    `strength` is the share of calls that fail (outage), or the factor on visits or durations.
    """

    subject: str
    day: int  # 0 is the first day
    hour: float
    hours: float
    strength: float

    def covers(self, seconds):
        """Whether each of these times, an array of seconds, lies within the stretch."""
        begins = self.day * DAY_SECONDS + self.hour * HOUR_SECONDS
        return (seconds >= begins) & (seconds < begins + self.hours * HOUR_SECONDS)


# on a sale afternoon: so many come at once that payments break down
SALE = BadTime("visitors", day=20, hour=13, hours=5, strength=5.0)
PAYMENT_OUTAGE = BadTime("payment-api", day=20, hour=14, hours=2, strength=0.93)
OUTAGE_SLOWNESS = 4.0  # a failing service answers later, too
SLOW_PAGE = BadTime("checkout", day=36, hour=0, hours=48, strength=4.0)
SLOW_SUPPORT = BadTime("support", day=28, hour=0, hours=7 * 24, strength=5.0)
