"""Parameters of the simulated shop: traffic, page flow, services, feedback, support, incidents.

Every number of the simulation is here once, with its meaning, and its source where there is a
published one. The others are chosen to resemble a mid-sized shop. Times are whole seconds since
midnight (UTC) of the first day; durations carry their unit in the name. A spread is the standard
deviation of the logarithm, around a median. Ranges are (low, high).
"""

HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS

# --- traffic -------------------------------------------------------------------------------------

# relative number of sessions per hour: a lunch peak and a higher evening peak
HOUR_WEIGHTS = (
    8, 5, 3, 2, 2, 4, 9, 18, 30, 40, 48, 54,
    60, 56, 50, 48, 50, 56, 66, 78, 84, 74, 48, 22,
)  # fmt: skip
# Monday to Sunday, mean 1: people shop on weekends
WEEKDAY_WEIGHTS = (0.93, 0.90, 0.92, 0.95, 0.98, 1.10, 1.22)
DAILY_GROWTH = 0.002  # relative increase from one day to the next
DAY_SPREAD = 0.05  # weather, mailings, holidays: variation that the shop does not control
KNOWN_USERS_PER_DAILY_SESSION = 4  # on the first day: the shop is not new
NEW_USER_SHARE = 0.45
RECENT_USER_POWER = 2.0  # above 1, recently registered users return more often

# Shoppers return to their cart within these hours. Cart reminder emails are said to recover about
# a tenth.
RETURN_SHARE = 0.13
RETURN_HOURS = (0.5, 20.0)

# --- sessions: a Markov chain over pages ---------------------------------------------------------

PAGES = ("home", "category", "search", "product", "cart", "checkout")
COMPLETED = len(PAGES)  # codes after those of the pages
LEFT = len(PAGES) + 1
MAX_STEPS = 20  # page views per session; longer walks are cut off here

ENTRY_PAGE = {"home": 0.55, "category": 0.13, "search": 0.07, "product": 0.25}
# Gives a conversion rate of 3% (Littledata's survey of Shopify stores, 2023: 1.4% on average, 3.2%
# for the top 20%) and a cart abandonment rate of 70% (Baymard Institute, mean of 49 studies:
# 70.19%).
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
# most shoppers who return to a cart intend to buy
NEXT_PAGE_ON_RETURN = {
    **NEXT_PAGE,
    "cart": {"checkout": 0.88, "left": 0.12},
    "checkout": {"completed": 0.90, "left": 0.10},
}

STAY_SECONDS = (38, 0.8)  # time on page: median and spread

# Median load time per page. With the spread, 90% of loads are below 2.5 s, the limit for a good
# Largest Contentful Paint (web.dev).
LOAD_MS = {
    "home": 1050,
    "category": 1250,
    "search": 1450,
    "product": 1200,
    "cart": 950,
    "checkout": 1550,
}
LOAD_SPREAD = 0.42
LONG_TAIL_SHARE = 0.02  # old phones and poor connections: much slower than the rest
LONG_TAIL_FACTOR = (2.0, 6.0)

# Log-odds added to the baseline chance of leaving, per second of waiting beyond the patience and
# per failure. Google and SOASTA (2017): as load time goes from 1 s to 5 s, the probability of a
# bounce increases by 90%.
PATIENCE_SECONDS = 2.5
LOG_ODDS_PER_SECOND = 0.40
MAX_LOG_ODDS = 3.0  # for waiting
LOG_ODDS_OPTIONAL_FAILED = 0.5  # part of the page is missing
LOG_ODDS_FAILED = 1.6  # the page or the step failed; shoppers who stay retry
SLOW_SECONDS = 5.5  # a wait that shoppers complain about

# names of the pages in the click log and in the page-speed log, in the order of PAGES
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

# elements that get idle clicks, the most popular first
ELEMENTS = {
    "home": ("search_bar", "search_button", "promo_banner", "category_link", "newsletter_signup"),
    "category": ("subcategory_link", "filter_button", "sort_menu", "product_tile"),
    "search": ("search_bar", "search_button", "filter_button", "product_tile"),
    "product": ("product_image", "product_description", "add_to_wishlist", "review_tab"),
    "cart": ("quantity_field", "remove_item", "apply_coupon"),
    "checkout": ("apply_coupon", "address_form", "payment_method"),
}
IDLE_CLICKS_PER_PAGE = 0.85
FAVORITE_POWER = 1.8  # above 1, the first elements get more than an equal share
# call to action (CTA): the element that takes a shopper to the next step of the funnel
CTA_ELEMENT = {
    ("product", "cart"): "add_to_cart_button",
    ("cart", "checkout"): "checkout_button",
    ("checkout", "completed"): "pay_button",
}
DEAD_CLICKS = (3, 7)  # clicks on an element that does not respond: from, below
BLANK_ELEMENT_SHARE = 0.04
BLANK_DROP_OFF_SHARE = 0.01

ITEM_SHARES = (0.36, 0.25, 0.15, 0.10, 0.06, 0.04, 0.025, 0.015)  # carts with 1..8 items
ITEM_VALUE = (31.0, 0.55)  # median and spread
BLANK_VALUE_SHARE = 0.006

# --- services ------------------------------------------------------------------------------------

SERVICES = ("product-api", "search-api", "cart-service", "payment-api", "user-service")
# Endpoint: its service and its median response time in ms. 0.1 s feels instant and 1 s keeps the
# user's flow of thought (Nielsen, Usability Engineering, 1993); services aim in between.
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
SLOW_RESPONSE_SHARE = 0.012  # cold caches and garbage collection: a long tail
SLOW_RESPONSE_FACTOR = (3.0, 9.0)
# calls that a page makes when it opens, each with its probability
CALLS_ON_PAGE = {
    "home": {"/list_products": 1.0, "/login": 0.35},
    "category": {"/list_products": 1.0},
    "search": {"/search": 1.0},
    "product": {"/get_product": 1.0, "/installments": 0.6, "/get_cart": 0.3},
    "cart": {"/get_cart": 1.0, "/profile": 0.6},
    "checkout": {"/checkout": 1.0, "/profile": 1.0},
}
# the page works without the response to these
OPTIONAL_CALLS = {("home", "/login"), ("product", "/installments"), ("product", "/get_cart")}
# the call that takes a shopper to the next step of the funnel
STEP_CALL = {"cart": "/add_to_cart", "completed": "/pay"}

# Share of each service's calls; status pages of such services promise 99.5% to 99.9%.
ERROR_SHARE = {
    "product-api": 0.006,
    "search-api": 0.006,
    "cart-service": 0.005,
    "payment-api": 0.006,
    "user-service": 0.007,
}
# status codes of the errors; most are client errors
ERROR_STATUSES = {404: 0.62, 429: 0.04, 500: 0.13, 502: 0.07, 503: 0.09, 0: 0.05}
OUTAGE_STATUSES = {500: 0.25, 502: 0.25, 503: 0.40, 0: 0.10}
NO_RESPONSE_MS = 10_000  # client timeout: status 0
THROTTLED_FACTOR = 0.2  # a 429 takes a fifth of the normal response time
OUTAGE_SLOWDOWN = 3.0  # a failing service also responds more slowly
RETRIED_STATUSES = (500, 502, 503, 0)
RETRIES = 2
RETRY_AFTER_SECONDS = 1
STILL_DOWN_SHARE = 0.9  # of the retries during an outage fail again

# --- feedback ------------------------------------------------------------------------------------

# worst first: a step failed despite retries, a wait was long, the session completed, none of these
EXPERIENCES = ("failed", "slow", "completed", "plain")
FEEDBACK_SHARES = (0.35, 0.14, 0.15, 0.04)  # sessions with a comment, by experience
MOODS = ("negative", "neutral", "positive")
# by experience, in the order of MOODS
MOOD_SHARES = (
    (0.90, 0.07, 0.03),
    (0.70, 0.20, 0.10),
    (0.06, 0.16, 0.78),
    (0.12, 0.22, 0.66),
)
RATING_SHARES = (  # 1..5 stars, by mood
    (0.56, 0.44, 0.0, 0.0, 0.0),
    (0.0, 0.0, 1.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.38, 0.62),
)
# topics of comments that are not about a failure or a wait
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
MISMATCH_SHARE = 0.06  # text and rating contradict each other: inverted scale, irony
EMPTY_TEXT_SHARE = 0.05
BLANK_RATING_SHARE = 0.04
ANONYMOUS_SHARE = 0.03
TYPO_SHARE = 0.07
EMOJI_SHARE = 0.08
LOWER_CASE_SHARE = 0.12
OTHER_LANGUAGE_SHARE = 0.02
EMOJI = {"negative": ("😡", "😞", "👎"), "neutral": ("🤔", "😐"), "positive": ("😊", "👍", "❤️")}

# --- support -------------------------------------------------------------------------------------

TICKET_SHARES = (0.18, 0.05, 0.12, 0.021)  # sessions with a ticket, by experience
CATEGORIES = ("payment", "account", "website", "delivery", "returns", "product")
# by experience, in the order of CATEGORIES; after a failure, its topic decides instead
CATEGORY_SHARES = (
    (0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
    (0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.6, 0.4, 0.0),
    (0.10, 0.25, 0.15, 0.12, 0.08, 0.30),
)
CATEGORY_OF_TOPIC = {"payment": "payment", "login": "account", "product": "product"}  # or website
# median by experience; customers who wait for a parcel write days later
TICKET_DELAY_HOURS = (0.3, 0.6, 60.0, 1.0)
TICKET_DELAY_SPREAD = 0.5
PRIORITIES = ("urgent", "high", "medium", "low")
# by category, in the order of PRIORITIES
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

# Two queues, each first come, first served: urgent and high, medium and low. STAFF_PER_DEMAND is a
# queue's daily capacity in tickets, divided by the forecast.
QUEUE_OF_PRIORITY = (0, 0, 1, 1)
STAFF_PER_DEMAND = (6.0, 3.5)
TICKETS_PER_SESSION = (0.011, 0.018)  # by queue; the forecast for staffing
STAFF_HOUR_WEIGHTS = (
    1, 1, 1, 1, 1, 1, 4, 12, 20, 24, 24, 24,
    22, 22, 24, 24, 24, 22, 18, 14, 10, 8, 4, 2,
)  # fmt: skip
STAFF_WEEKDAY_WEIGHTS = (1.15, 1.15, 1.1, 1.1, 1.1, 0.75, 0.65)
HANDLING_SPREAD = 0.6
REPLY_MINUTES = (6.0, 0.7)  # median and spread, from pickup to first reply
# medians by priority, from first reply to resolution: tracing a parcel, waiting for a bank
RESOLUTION_HOURS = (1.2, 3.5, 12.0, 30.0)
RESOLUTION_SPREAD = 0.7
FOLLOW_UP_SHARE = 0.5  # of the wait for pickup, added to the time to resolution
NEVER_RESOLVED_SHARE = 0.03  # half of these never get a reply
REOPENED_SHARE = 0.08
CSAT_SHARE = 0.55  # of the resolved tickets
CSAT_IF_LATE_HOURS = (30, 90)  # CSAT drops one point beyond each

# --- orders --------------------------------------------------------------------------------------

# Outcome of an order: its share, and how many hours after the order it changes (from, to). Changes
# after the end of the data have not happened yet: until then the order is paid, or pending.
ORDER_OUTCOMES = {
    "paid": (0.905, (0.0, 0.0)),
    "cancelled": (0.02, (0.5, 36.0)),
    "pending": (0.015, (48.0, 48.0)),  # paid by bank transfer
    "refunded": (0.04, (48.0, 504.0)),
    "partly_refunded": (0.02, (48.0, 504.0)),
}
ORDER_STATUSES = ("paid", "cancelled", "pending")
PART_REFUNDED = (0.1, 0.6)  # of the value, when it is refunded in part
DISCOUNT_SHARE = 0.18
DISCOUNTS = (0.05, 0.10, 0.15, 0.20)  # equally likely
CURRENCY = "EUR"

# --- exports -------------------------------------------------------------------------------------

FIRST_CART = 1001  # ID of the first cart
FIRST_ORDER = 1001
# timestamp formats: mostly plain ISO 8601
TIME_STYLES = {"plain": 0.985, "blank": 0.006, "utc": 0.005, "offset": 0.004}
OFFSET_HOURS = 2
BROKEN_SHARE = 0.001  # of the rows, to exercise the quarantine
MAX_BROKEN_SHARE = 0.01  # small tables break more rows, to show each defect once
# approximate; only used to spread the broken rows evenly over the period
ROWS_PER_SESSION = {
    "clickstream": 2.9,
    "cart_abandonment": 0.09,
    "page_load_times": 3.1,
    "api_logs": 4.7,
    "user_feedback": 0.06,
    "session_tracking": 1.1,
    "support_tickets": 0.035,
    "orders": 0.035,
}

# --- incidents -----------------------------------------------------------------------------------

# Kind: possible subjects (one is drawn), duration in hours, strength, hour of the day at which it
# starts, and the number of incident-free days after it. Each comment says what strength means.
INCIDENTS = {
    # share of the service's calls that return 5xx or time out
    "outage": (SERVICES, (2.0, 4.5), (0.55, 0.95), (10, 17), 1),
    # factor on the service's response times (latency regression)
    "latency": (SERVICES, (3.0, 7.0), (5.0, 9.0), (9, 16), 0),
    # share of the service's calls that are throttled (429) during a sale
    "rate_limit": (SERVICES[:1] + SERVICES[2:4], (2.5, 4.5), (0.40, 0.70), (11, 18), 2),
    # factor on the page's load times, after a front-end release
    "slow_page": (PAGES, (32.0, 42.0), (3.0, 4.5), (0, 6), 1),
    # share of the shoppers for whom the call to action does not respond (dead clicks)
    "broken_element": (("product", "cart", "checkout"), (32.0, 42.0), (0.75, 0.95), (0, 6), 1),
    # share of the planned support staff that is present
    "understaffing": (("support",), (96.0, 116.0), (0.05, 0.12), (0, 4), 3),
    # share of the shoppers who leave instead of going on: unexpected fees (checkout friction)
    "abandonment": (("checkout",), (84.0, 88.0), (0.90, 0.97), (4, 8), 1),
    # share of the comments that become product complaints
    "complaints": (("product",), (68.0, 86.0), (0.80, 0.95), (6, 10), 1),
}
BASELINE_SHARE = 0.28  # of the days, at the start: no incidents until there is a baseline
# Decoys: sales without errors, and quiet hours with a single failed call.
SALE_FACTOR = (2.5, 4.0)  # on the number of sessions
SALE_HOURS = (4, 6)
SALE_STARTS = (11, 17)
SALE_MARGIN_HOURS = 1  # a sale starts before the rate limiting that it causes, and ends after it
STAFFED_AFTER_SALE_HOURS = 6  # support is staffed up for a sale and the questions after it
DAYS_PER_SALE = 21
DAYS_PER_LONE_ERROR = 14
LONE_ERROR_HOURS = (2, 5)

# --- derived from the above ----------------------------------------------------------------------

PAGE_CODE = {page: code for code, page in enumerate(PAGES)} | {
    "completed": COMPLETED,
    "left": LEFT,
}
SERVICE_CODE = {service: code for code, service in enumerate(SERVICES)}
ENDPOINT_CODE = {endpoint: code for code, endpoint in enumerate(ENDPOINTS)}
TOPIC_CODE = {topic: code for code, topic in enumerate(TOPICS)}
