"""The simulated shop in figures: what it is made of, how often things happen, when it goes wrong.

Every figure of the simulation stands here once, with its meaning, and its source where a published
figure stands behind it; the rest is chosen so that the whole looks like a mid-sized shop. Times
are whole seconds since midnight (UTC) of the first day; durations carry their unit in the name. A
spread is the standard deviation of the logarithm, around a median.
"""

import numpy as np

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
DAILY_GROWTH = 0.002  # each day brings so many more than the one before
DAY_SPREAD = 0.05  # weather, mailings, holidays: days differ for no reason of the shop's
KNOWN_USERS_PER_DAILY_SESSION = 4  # a shop that has been open for a while before the first day
NEW_USER_SHARE = 0.45
RECENT_USER_POWER = 2.0  # above 1, returning users are rather those who joined lately

# back within these hours, at the cart; mails to carts are said to bring back about a tenth
COME_BACK_SHARE = 0.13
COME_BACK_HOURS = (0.5, 20.0)

# --- how a visit goes: a Markov chain over pages -------------------------------------------------

PAGES = ("home", "category", "search", "product", "cart", "checkout")
COMPLETED = len(PAGES)  # the codes that follow those of the pages
LEFT = len(PAGES) + 1
MOST_STEPS = 20  # of one session; a walk that is longer ends there

ENTRY_PAGE = {"home": 0.55, "category": 0.13, "search": 0.07, "product": 0.25}
# Sums up to a conversion of 3 % (Littledata's survey of Shopify stores, 2023: 1.4 % on average,
# 3.2 % for the best fifth) and to 70 % of carts abandoned (Baymard Institute, mean of 49 studies:
# 70.19 %).
NEXT_PAGE = {
    "home": {"category": 0.34, "search": 0.22, "product": 0.13, "left": 0.31},
    "category": {"product": 0.50, "search": 0.11, "category": 0.12, "left": 0.27},
    "search": {"product": 0.52, "search": 0.14, "category": 0.07, "left": 0.27},
    "product": {
        "product": 0.22,
        "category": 0.15,
        "search": 0.09,
        "home": 0.04,
        "cart": 0.097,
        "left": 0.403,
    },
    "cart": {"checkout": 0.47, "product": 0.09, "left": 0.44},
    "checkout": {"completed": 0.58, "cart": 0.04, "left": 0.38},
}
# who comes back for a cart has mostly made up their mind
NEXT_PAGE_ON_RETURN = {
    **NEXT_PAGE,
    "cart": {"checkout": 0.88, "left": 0.12},
    "checkout": {"completed": 0.90, "left": 0.10},
}

STAY_SECONDS = (38, 0.8)  # on a page: median and spread

# Medians, which each page load scatters around. With the spread, nine loads of ten are good by
# the bound of 2.5 s that web.dev sets for the Largest Contentful Paint.
LOAD_MS = {
    "home": 1050,
    "category": 1250,
    "search": 1450,
    "product": 1200,
    "cart": 950,
    "checkout": 1550,
}
LOAD_SPREAD = 0.42
LONG_TAIL_SHARE = 0.02  # an old phone, a train: much slower than the rest
LONG_TAIL_FACTOR = (2.0, 6.0)

# What drives shoppers away, in log-odds on top of the usual leaving: each second of waiting beyond
# the patience, and failures. Google and SOASTA (2017): from 1 s to 5 s of load time the chance of a
# bounce rises by 90 %.
PATIENCE_SECONDS = 2.5
LOG_ODDS_PER_SECOND = 0.40
LOG_ODDS_AT_MOST = 3.0
LOG_ODDS_NUISANCE = 0.5  # a part of the page is missing
LOG_ODDS_FAILED = 1.6  # the page or the step cannot be used; who stays tries again
SLOW_SECONDS = 5.5  # a wait that a shopper remembers and writes about

# the names that the click log and the page-speed log give to the pages of the session log
CLICK_PAGES = ("homepage", "category_page", "search_page", "product_page", "cart_page", "checkout")
PAGE_URLS = ("/home", "/category", "/search", "/products", "/cart", "/checkout")
QUERY_STRINGS = (
    "?utm_source=newsletter",
    "?page=2",
    "?q=lamp",
    "?ref=search",
    "?from=mail",
    "?step=2",
)
QUERY_STRING_SHARE = 0.05

# what invites idle clicks, the most inviting first
ELEMENTS = {
    "home": ("search_bar", "search_button", "promo_banner", "category_link", "newsletter_signup"),
    "category": ("subcategory_link", "filter_button", "sort_menu", "product_tile"),
    "search": ("search_bar", "search_button", "filter_button", "product_tile"),
    "product": ("product_image", "product_description", "add_to_wishlist", "review_tab"),
    "cart": ("quantity_field", "remove_item", "apply_coupon"),
    "checkout": ("apply_coupon", "address_form", "payment_method"),
}
IDLE_CLICKS_PER_PAGE = 0.85
FAVOURITE_POWER = 1.8  # above 1, the first ones get more than their share
# where a step leads on, the click that takes it
LEADING_ELEMENT = {
    ("product", "cart"): "add_to_cart_button",
    ("cart", "checkout"): "checkout_button",
    ("checkout", "completed"): "pay_button",
}
DEAD_CLICKS = (3, 7)  # a button without effect is clicked again and again: from, below
BLANK_ELEMENT_SHARE = 0.04
BLANK_DROP_OFF_SHARE = 0.01

ITEM_SHARES = (0.36, 0.25, 0.15, 0.10, 0.06, 0.04, 0.025, 0.015)  # of 1..8 items in a cart
ITEM_VALUE = (31.0, 0.55)  # median and spread
BLANK_VALUE_SHARE = 0.006

# --- what the shop's services do -----------------------------------------------------------------

SERVICES = ("product-api", "search-api", "cart-service", "payment-api", "user-service")
# Endpoint: its service and its median response time in ms. A tenth of a second feels instant, a
# second keeps the flow (Nielsen, Usability Engineering, 1993); services are built to stay between.
ENDPOINTS = {
    "/get_product": ("product-api", 115),
    "/list_products": ("product-api", 160),
    "/search": ("search-api", 230),
    "/add_to_cart": ("cart-service", 145),
    "/get_cart": ("cart-service", 90),
    "/installments": ("payment-api", 140),
    "/checkout": ("payment-api", 320),
    "/pay": ("payment-api", 480),
    "/login": ("user-service", 180),
    "/profile": ("user-service", 110),
}
RESPONSE_SPREAD = 0.38
SLOW_RESPONSE_SHARE = 0.012  # a cold cache, a pause for garbage: a long tail
SLOW_RESPONSE_FACTOR = (3.0, 9.0)
# calls that a page makes when it opens, each with its chance
CALLS_ON_PAGE = {
    "home": {"/list_products": 1.0, "/login": 0.35},
    "category": {"/list_products": 1.0},
    "search": {"/search": 1.0},
    "product": {"/get_product": 1.0, "/installments": 0.6, "/get_cart": 0.3},
    "cart": {"/get_cart": 1.0, "/profile": 0.6},
    "checkout": {"/checkout": 1.0, "/profile": 1.0},
}
# without an answer to these the rest of the page is still of use
NUISANCE_CALLS = {("home", "/login"), ("product", "/installments"), ("product", "/get_cart")}
# where a step leads on, the call that takes it
LEADING_CALL = {"cart": "/add_to_cart", "completed": "/pay"}

# Of each service's calls; the public status pages of such services promise 99.5 to 99.9 %.
ERROR_SHARE = {
    "product-api": 0.006,
    "search-api": 0.006,
    "cart-service": 0.005,
    "payment-api": 0.006,
    "user-service": 0.007,
}
# what the errors are, most of them the caller's own
ERROR_STATUSES = {404: 0.62, 429: 0.04, 500: 0.13, 502: 0.07, 503: 0.09, 0: 0.05}
OUTAGE_STATUSES = {500: 0.25, 502: 0.25, 503: 0.40, 0: 0.10}
NO_RESPONSE_MS = 10_000  # then the caller stops waiting: status 0
REFUSAL_FACTOR = 0.2  # a refusal (429) takes a fifth of an answer's time
OUTAGE_SLOWNESS = 3.0  # a failing service answers later, too
RETRIED_STATUSES = (500, 502, 503, 0)
RETRIES = 2
RETRY_AFTER_SECONDS = 1
STILL_DOWN_SHARE = 0.9  # in an outage, a caller who failed fails again

# --- what shoppers say ---------------------------------------------------------------------------

# what a session was like, the worst first: a step failed for good, a wait was long, it completed
EXPERIENCES = ("failed", "slow", "completed", "plain")
FEEDBACK_SHARES = (0.35, 0.14, 0.15, 0.04)  # of each experience
MOODS = ("negative", "neutral", "positive")
# of each experience, in the order of MOODS
MOOD_SHARES = (
    (0.90, 0.07, 0.03),
    (0.70, 0.20, 0.10),
    (0.06, 0.16, 0.78),
    (0.12, 0.22, 0.66),
)
RATING_SHARES = (  # of 1..5 stars, by mood
    (0.56, 0.44, 0.0, 0.0, 0.0),
    (0.0, 0.0, 1.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.38, 0.62),
)
# what a comment is about when nothing in particular happened
TOPIC_SHARES = {
    "product": 0.22,
    "delivery": 0.18,
    "price": 0.12,
    "search": 0.08,
    "checkout": 0.08,
    "payment": 0.07,
    "mobile": 0.07,
    "speed": 0.05,
    "support": 0.05,
    "login": 0.03,
    "cart": 0.03,
    "returns": 0.02,
}
TOPICS = tuple(TOPIC_SHARES)
TOPIC_OF_SERVICE = {
    "product-api": "product",
    "search-api": "search",
    "cart-service": "cart",
    "payment-api": "payment",
    "user-service": "login",
}
TOPIC_OF_PAGE = {"product": "cart", "cart": "checkout", "checkout": "checkout"}
COMMENT_DELAY_SECONDS = (30, 2 * HOUR_SECONDS)
SECOND_TOPIC_SHARE = 0.35
OPENER_SHARE = 0.25
CLOSER_SHARE = 0.25
AT_ODDS_SHARE = 0.06  # text and rating contradict each other: stars mixed up, irony
EMPTY_TEXT_SHARE = 0.05
BLANK_RATING_SHARE = 0.04
ANONYMOUS_SHARE = 0.03
TYPO_SHARE = 0.07
EMOJI_SHARE = 0.08
LOWER_CASE_SHARE = 0.12
OTHER_LANGUAGE_SHARE = 0.02
EMOJI = {"negative": ("😡", "😞", "👎"), "neutral": ("🤔", "😐"), "positive": ("😊", "👍", "❤️")}

# --- what support does ---------------------------------------------------------------------------

TICKET_SHARES = (0.18, 0.05, 0.12, 0.021)  # of each experience
CATEGORIES = ("payment", "account", "website", "delivery", "returns", "product")
# of each experience, in the order of CATEGORIES; what failed decides first, where it did
CATEGORY_SHARES = (
    (0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
    (0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.6, 0.4, 0.0),
    (0.10, 0.25, 0.15, 0.12, 0.08, 0.30),
)
CATEGORY_OF_TOPIC = {"payment": "payment", "login": "account", "product": "product"}  # else website
# median of each experience; who waits for a parcel writes days later
TICKET_DELAY_HOURS = (0.3, 0.6, 60.0, 1.0)
TICKET_DELAY_SPREAD = 0.5
PRIORITIES = ("urgent", "high", "medium", "low")
# of each category, in the order of PRIORITIES
PRIORITY_SHARES = (
    (0.30, 0.40, 0.25, 0.05),
    (0.08, 0.27, 0.45, 0.20),
    (0.05, 0.20, 0.50, 0.25),
    (0.04, 0.21, 0.55, 0.20),
    (0.02, 0.13, 0.55, 0.30),
    (0.02, 0.10, 0.48, 0.40),
)
CHANNELS = {"email": 0.50, "chat": 0.35, "phone": 0.15}
STATUSES = ("open", "pending", "resolved", "closed")

# Two queues, each first come, first served: urgent and high, medium and low. A queue's staff can
# work off so many times its usual tickets a day, spread over the hours that support works.
QUEUE_OF_PRIORITY = (0, 0, 1, 1)
STAFF_PER_DEMAND = (6.0, 3.5)
TICKETS_PER_SESSION = (0.011, 0.018)  # of each queue; what the shop plans its staff by
STAFF_HOUR_WEIGHTS = (
    1, 1, 1, 1, 1, 1, 4, 12, 20, 24, 24, 24,
    22, 22, 24, 24, 24, 22, 18, 14, 10, 8, 4, 2,
)  # fmt: skip
STAFF_WEEKDAY_WEIGHTS = (1.15, 1.15, 1.1, 1.1, 1.1, 0.75, 0.65)
HANDLING_SPREAD = 0.6
REPLY_MINUTES = (6.0, 0.7)  # median and spread, from picking a ticket up to the first reply
# medians, from the first reply to the solution: a parcel is traced, a bank answers
SOLUTION_HOURS = (1.2, 3.5, 12.0, 30.0)
SOLUTION_SPREAD = 0.7
FOLLOW_UP_SHARE = 0.5  # of the first wait is waited once more before the solution
FORGOTTEN_SHARE = 0.03  # never resolved, and half of them never answered
REOPENED_SHARE = 0.08
CSAT_SHARE = 0.55  # of the resolved tickets
CSAT_IF_LATE_HOURS = (30, 90)  # a point less beyond each

# --- how the exports look ------------------------------------------------------------------------

FIRST_CART = 1001  # number of the first cart
# how systems write a time: mostly plain with a T, a few otherwise
TIME_STYLES = {"plain": 0.985, "blank": 0.006, "utc": 0.005, "offset": 0.004}
OFFSET_HOURS = 2
BROKEN_SHARE = 0.001  # of the rows, so that the quarantine has something to show
BROKEN_AT_MOST = 0.01  # in a small table, for the sake of showing each defect once
# about; only used to spread the broken rows evenly over the time
ROWS_PER_SESSION = {
    "clickstream": 2.9,
    "cart_abandonment": 0.09,
    "page_load_times": 3.1,
    "api_logs": 4.7,
    "user_feedback": 0.06,
    "session_tracking": 1.1,
    "support_tickets": 0.035,
}

# --- when it goes wrong --------------------------------------------------------------------------

# Kind: what it befalls (one of these, by chance), how many hours (from, to), how strong (from, to),
# at which hours of the day it may begin, and the days of calm that it needs behind it.
# What strength means is said at each.
INCIDENTS = {
    # share of the service's callers who get a 5xx, or no answer
    "outage": (SERVICES, (2.0, 4.5), (0.55, 0.95), (10, 17), 1),
    # factor on the service's response times
    "latency": (SERVICES, (3.0, 7.0), (5.0, 9.0), (9, 16), 0),
    # share of the service's calls that are refused with 429, during a sale
    "rate_limit": (SERVICES[:1] + SERVICES[2:4], (2.5, 4.5), (0.40, 0.70), (11, 18), 2),
    # factor on the page's load times: a slow release of the front end
    "slow_page": (PAGES, (32.0, 42.0), (3.0, 4.5), (0, 6), 1),
    # share of the shoppers for whom the element that leads on has no effect
    "broken_element": (("product", "cart", "checkout"), (32.0, 42.0), (0.75, 0.95), (0, 6), 1),
    # share of its usual staff that support has
    "understaffing": (("support",), (96.0, 116.0), (0.05, 0.12), (0, 4), 3),
    # share of the willing who leave the page all the same: fees that come as a surprise
    "abandonment": (("checkout",), (84.0, 88.0), (0.90, 0.97), (4, 8), 1),
    # share of the comments that turn into complaints about the product: a bad batch
    "complaints": (("product",), (68.0, 86.0), (0.80, 0.95), (6, 10), 1),
}
QUIET_SHARE = 0.28  # of the days, at the beginning: what is usual must be seen first
# Look-alikes that are no incidents: sales without a fault, nights in which the only call fails.
SALE_FACTOR = (2.5, 4.0)  # on the sessions
SALE_HOURS = (4, 6)
SALE_STARTS = (11, 17)
SALE_AROUND_HOURS = 1  # a sale that ends in refusals begins earlier and ends later than they do
STAFFED_AFTER_SALE_HOURS = 6  # support is manned for a sale, and for the questions after it
DAYS_PER_SALE = 21
DAYS_PER_UNLUCKY_NIGHT = 14
NIGHT_HOURS = (2, 5)

# --- what follows from the above -----------------------------------------------------------------

PAGE_CODE = {page: code for code, page in enumerate(PAGES)} | {
    "completed": COMPLETED,
    "left": LEFT,
}
SERVICE_CODE = {service: code for code, service in enumerate(SERVICES)}
ENDPOINT_CODE = {endpoint: code for code, endpoint in enumerate(ENDPOINTS)}
TOPIC_CODE = {topic: code for code, topic in enumerate(TOPICS)}


def transitions(chain):
    """Return a chain as a matrix of chances.

    Args:
        chain: page to the chances of what follows it, as `NEXT_PAGE`.

    Returns:
        float array of shape (pages, pages + 2): from each page to each page, `COMPLETED`, `LEFT`.
    """
    matrix = np.zeros((len(PAGES), len(PAGES) + 2))
    for page, following in chain.items():
        for name, chance in following.items():
            matrix[PAGE_CODE[page], PAGE_CODE[name]] = chance
    return matrix


def bounds(shares):
    """Return the inner bounds that cut 0..1 by shares, along the last axis; see `pick`."""
    return np.cumsum(shares, axis=-1)[..., :-1]


def pick(generator, bounds, count):
    """Draw positions by their shares.

    Args:
        generator: numpy Generator that all randomness comes from.
        bounds: what `bounds` returned: of shape (choices - 1,) for all alike, or (count,
            choices - 1) for each its own.
        count: how many to draw.

    Returns:
        An int64 array of shape (count,), from 0 to choices - 1.
    """
    draw = generator.random(count)
    if bounds.ndim == 1:
        return np.searchsorted(bounds, draw, side="right")
    return (draw[:, None] >= bounds).sum(axis=1)


def overlap(hours, started, ended):
    """Return the share of each hour, an array of hours, that lies between two times in seconds."""
    begins = np.clip(started - hours * HOUR_SECONDS, 0, HOUR_SECONDS)
    ends = np.clip(ended - hours * HOUR_SECONDS, 0, HOUR_SECONDS)
    return (ends - begins) / HOUR_SECONDS


def writers(generator, shares, sessions):
    """Draw which sessions lead to a comment or a ticket, and which of them by an incident.

    Args:
        generator: numpy Generator that all randomness comes from.
        shares: float array, of each experience the share that writes.
        sessions: with experience, usual_experience (codes), touched_by (number of the incident,
            else -1).

    Returns:
        The rows that write, and for each the number of the incident but for which it would not,
        else -1.
    """
    draw = generator.random(len(sessions))
    rows = np.flatnonzero(draw < shares[sessions["experience"].to_numpy()])
    usual_share = shares[sessions["usual_experience"].to_numpy()[rows]]
    touched_by = sessions["touched_by"].to_numpy()[rows]
    return rows, np.where(draw[rows] >= usual_share, touched_by, np.int8(-1))
