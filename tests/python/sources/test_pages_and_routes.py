"""Pages and endpoints as shops export them: full URLs, ids in paths, any separator."""

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from conftest import Place

PAGES = {
    "https://shop.example.org/": "home",
    "https://shop.example.org/en-gb/": "home",
    "https://shop.example.org/fr/collections/lamps?sort=price": "category",
    "/collections/lamps/products/floor-lamp-48?variant=1": "product",
    "/Produkt/Tischleuchte.html": "product",
    "/p%C3%A1ginas/%zz": "p%c3%a1ginas/%zz",
    "/p%C3%A1ginas": "páginas",
    "/%FF": "%ff",
    "/#/cart": "cart",
    "/cart#summary": "cart",
    "/checkout/cart/": "cart",
    "/de/warenkorb;jsessionid=1A2B": "cart",
    "/index.php/checkout/onepage/": "checkout",
    "/checkouts/cn/Z2NwLWV1cm9wZS/information": "checkout",
    "/kasse/": "checkout",
    "/checkouts/cn/Z2NwLWV1cm9wZS/thank-you": "completed",
    "/checkout/onepage/success/": "completed",
    "/kasse/order-received/4711/?key=wc": "completed",
    "/orders/4711/confirmation": "completed",
    "/suche?q=lampe": "search",
    "/it/": "home",
    "/iq/cart": "iq/cart",
    "/account/orders/4711": "account/orders/{id}",
    "/account/orders/4712/": "account/orders/{id}",
    "/account/orders/4712/items/2.htm": "account/orders/{id}/items/{id}.htm",
    "/help//returns.htm": "help/returns.htm",
    "/404": "404",
}
LISTED = {"home", "category", "product", "cart", "checkout", "completed", "search"}
SEQUENCES = {
    "greater": "home>product>cart",
    "blanks": " /Home/ > > product > cart?step=1 ",
    "arrow": "home->product->cart",
    "double arrow": "home => product => cart",
    "typographic": "home → product → cart",
    "guillemet": "home » product » cart",
    "escaped": "home &gt; product &gt; cart",
    "bar": "home | product | cart",
    "comma": "home,product,cart",
    "semicolon": "home; product; cart",
    "paths": "/, /products/lamp,/cart",
    "urls": "https://x.org/;https://x.org/products/lamp,48;https://x.org/cart",
    "json": '["home", "\\/products\\/lamp,48", "cart"]',
    "python": "['home', 'product', 'cart']",
}
LISTS = {
    "list": ["home", "product", "cart"],
    "list of urls": ["https://x.org/?a=1, 2", "https://x.org/products/it's", None, "/cart"],
}
# drop-off page none completes a session, and a page that confirms an order does not
FUNNEL = [
    ("/ > /collections/lamps", "/collections/lamps"),
    ("/blog/news", "/blog/news"),
    ("/products/lamp-1", "/products/lamp-1"),
    ("/products/lamp-1 > /cart > /checkouts/c/1/thank-you", "none"),
    ("/ > /checkouts/c/1/thank-you", "/checkouts/c/1/thank-you"),
    ("/ > /cart", "none"),
]
ENDPOINTS = {
    "/orders/10000": ("/orders/{id}", "order-api"),
    "/orders/10001?full=1#top": ("/orders/{id}", "order-api"),
    "/orders/10001/items/7": ("/orders/{id}/items/{id}", "order-api"),
    "/api/v1/users/123e4567-e89b-12d3-a456-426614174000": ("/api/v1/users/{id}", "order-api"),
    "/api/v2/oauth2/top10": ("/api/v2/oauth2/top10", "order-api"),
    "/carts/ord-12345/1/2/3": ("/carts/{id}/{id}/{id}/{id}", "order-api"),
    "/assets/app.4f3a2b1c.js": ("/assets/*", "order-api"),
    "/search?q=lamp": ("/search", "order-api"),
}


def write_csv(file: Path, *rows) -> None:
    with file.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text).writerows(rows)


def write_sessions(folder: Path) -> None:
    """Write a Parquet file whose page_sequence is text, and one with a list."""
    times = ("2026-01-01T10:00:00", "2026-01-01T10:05:00")
    days = [f"2026-01-{day:02d}" for day in (1, 2)]
    texts = [(name, *times, sequence, "cart") for name, sequence in SEQUENCES.items()]
    texts += [
        ("cut", f"{days[0]}T23:50:00", f"{days[0]}T23:59:59", "home->product", "product"),
        ("cut", f"{days[1]}T00:00:00", f"{days[1]}T00:09:00", "/cart->/checkout", "none"),
    ]
    texts += [
        (f"funnel {number}", f"2026-02-01T{number}:00:00", f"2026-02-01T{number}:09:00", *outcome)
        for number, outcome in enumerate(FUNNEL, start=10)
    ]
    lists = [(name, *times, sequence, "cart") for name, sequence in LISTS.items()]
    folder.mkdir()
    with duckdb.connect() as connection:
        for name, kind, rows in [("texts", "varchar", texts), ("lists", "varchar[]", lists)]:
            connection.execute(
                f"create table {name} (session_id varchar, start_time varchar, end_time varchar, "
                f"page_sequence {kind}, drop_off_page varchar)"
            )
            connection.executemany(f"insert into {name} values (?, ?, ?, ?, ?)", rows)
            connection.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Return the rows of a query in the build database."""
    place = Place(tmp_path_factory.mktemp("pages"))
    raw = place.folder / "raw"
    raw.mkdir()
    clicks = [("u1", "2026-01-01T10:00:00", page, "buy") for page in PAGES]
    write_csv(raw / "clickstream.csv", ("user_id", "timestamp", "page", "element_clicked"), *clicks)
    loads = [(page, "2026-01-01T10:00:00", 900) for page in PAGES]
    write_csv(raw / "page_load_times.csv", ("page_url", "timestamp", "load_time_ms"), *loads)
    calls = [
        ("2026-01-01T10:00:00", endpoint, 200, 9, service)
        for endpoint, (_, service) in ENDPOINTS.items()
    ]
    header = ("timestamp", "endpoint", "status_code", "response_time_ms", "service_name")
    write_csv(raw / "api_logs.csv", header, *calls)
    write_sessions(raw / "session_tracking")
    run = place.dbt("build", "--exclude-resource-type", "unit_test", raw_dir=str(raw))
    assert run.code == 0, run.text
    with duckdb.connect(place.folder / "build.duckdb", read_only=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


@pytest.mark.parametrize("mart", ["ux.clicks_daily", "ux.page_speed_daily"])
def test_every_path_is_counted_for_its_page(build, mart):
    column = "click_count" if mart == "ux.clicks_daily" else "load_count"
    counts = dict(build(f"select page_key, sum({column}) from {mart} group by page_key"))
    assert counts == Counter(PAGES.values())


def test_pages_of_rules_have_names_and_unlisted_ones_keep_their_path(build):
    pages = {key: (name, step) for key, name, step in build("select * from core.pages")}
    assert pages["completed"] == ("Order confirmation", 5)
    assert pages["checkout"] == ("Checkout", 4)
    assert pages["category"] == ("Category", 1)
    assert pages["account/orders/{id}"] == ("account/orders/{id}", None)
    assert len(pages) == len({*PAGES.values(), "blog/news"})


@pytest.mark.parametrize("session", [*SEQUENCES, *LISTS])
def test_a_sequence_is_read_whatever_separates_its_pages(build, session):
    found = build(
        "select page_count, entry_page, exit_page, deepest_step, reached_product "
        f"from intermediate.int_sessions_classified where session_id = '{session}'"
    )
    assert found == [(3, "home", "cart", 3, True)]


def test_the_parts_of_a_session_cut_at_midnight_are_read_one_by_one(build):
    found = build(
        "select page_count, entry_page, exit_page, deepest_step, is_completed "
        "from intermediate.int_sessions_classified where session_id = 'cut'"
    )
    assert found == [(4, "home", "checkout", 5, True)]


def test_the_funnel_counts_paths_and_completes_by_the_drop_off_page_alone(build):
    counts = build(
        "select step, session_count from ux.funnel_daily where date_day = '2026-02-01' "
        "order by step_number"
    )
    assert counts == [("home", 5), ("product", 4), ("cart", 3), ("checkout", 2), ("completed", 1)]
    completed = build(
        "select count(*) from ux.sessions where session_id like 'funnel%' and is_completed"
    )
    assert completed == [(2,)]


def test_endpoints_are_counted_by_route(build):
    counts = build(
        "select endpoint, sum(request_count) from reliability.endpoint_health_hourly group by 1"
    )
    assert dict(counts) == Counter(route for route, _ in ENDPOINTS.values())
    exported = build(
        "select endpoint_as_exported, endpoint, service_name from staging.stg_api_logs"
    )
    assert {endpoint: tuple(rest) for endpoint, *rest in exported} == ENDPOINTS


def test_a_finding_names_the_most_common_pages_without_a_rule(build):
    unlisted = [page for page in PAGES if PAGES[page] not in LISTED]
    steps = sum(sequence.count(">") + 1 for sequence, _ in FUNNEL) + 4
    steps += 3 * (len(SEQUENCES) + len(LISTS))
    found = build("select headline, evidence from executive.insights where kind = 'pages_unlisted'")
    rows, bad = 2 * len(PAGES) + steps, 2 * len(unlisted) + 1
    assert found == [
        (
            f"{100 * bad / rows:.0f}% of clicks, page loads and session steps are on "
            "unlisted pages, most often account/orders/{id}, %ff, 404.",
            f"Rows on a page without an alias or a rule: {bad} of {rows}; "
            "such pages are in no step of the funnel.",
        )
    ]
