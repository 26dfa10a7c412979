"""Sessions and carts derived from events agree with those of the simulator within bounds."""

import duckdb
import pandas as pd
import pytest
from conftest import Place
from simulated import simulate_shop

# each page of a session is a page view; its times are spread evenly over the session
EVENTS = """
    copy (
        with sessions as (
            select *, string_split(replace(page_sequence, ' ', ''), '>') as pages
            from read_parquet('{raw}/session_tracking/**/*.parquet', hive_partitioning = false)
            where session_id is not null and end_time >= start_time and page_sequence is not null
        ),
        views as (
            select
                *, unnest(pages) as page, generate_subscripts(pages, 1) as number,
                epoch(end_time - start_time) / greatest(len(pages) - 1, 1) as seconds_per_page
            from sessions
        )
        select
            session_id, user_id, '/' || page as page, 'Page View' as event_name,
            start_time + to_seconds(seconds_per_page * (number - 1)) as "timestamp",
            null as item_count, null as event_value
        from views
        union all
        select session_id, user_id, '/checkout', 'Order Completed', end_time, null, 20 from sessions
        where drop_off_page = 'none'
        union all
        select
            session_id, user_id, '/cart', 'Product Added',
            start_time + to_seconds(seconds_per_page * (number - 1)), 2, 10
        from views
        where page = 'cart'
    ) to '{out}' (header)
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return simulate_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def simulated(shop) -> pd.Series:
    """Reckon the KPIs of the simulated sessions."""
    rows = duckdb.execute(f"""
        select
            count(*) as total_sessions,
            avg(cast(drop_off_page = 'none' as int)) as session_conversion_rate,
            avg(cast(drop_off_page <> 'none' as int)) filter (
                where regexp_matches(page_sequence, 'cart|checkout')
            ) as cart_abandonment_rate,
            avg(cast(page_sequence not like '%>%' as int)) as bounce_rate
        from (
            select distinct on (session_id) *
            from read_parquet('{shop}/session_tracking/**/*.parquet', hive_partitioning = false)
            where session_id is not null and end_time >= start_time and page_sequence is not null
        )
    """).df()
    return rows.iloc[0]


def kpis(place: Place) -> pd.Series:
    return place.query("select kpi, value from executive.headline_kpis").set_index("kpi")["value"]


@pytest.fixture(scope="module")
def from_views(shop, tmp_path_factory) -> Place:
    raw = tmp_path_factory.mktemp("views")
    duckdb.execute(EVENTS.format(raw=shop, out=raw / "clickstream.csv"))
    place = Place(tmp_path_factory.mktemp("views_build"))
    place.build(raw_dir=str(raw))
    return place


@pytest.fixture(scope="module")
def from_clicks(shop, tmp_path_factory) -> Place:
    raw = tmp_path_factory.mktemp("clicks")
    (raw / "clickstream").symlink_to(shop / "clickstream")
    place = Place(tmp_path_factory.mktemp("clicks_build"))
    settings = {"clickstream": {"purchase_elements": ["pay_button"]}}
    place.build(raw_dir=str(raw), export_settings=settings)
    return place


def test_sessions_from_page_views_are_those_of_the_simulator(from_views, simulated):
    derived = kpis(from_views)
    assert derived["total_sessions"] == simulated["total_sessions"]
    conversion = pytest.approx(simulated["session_conversion_rate"], abs=0.001)
    assert derived["session_conversion_rate"] == conversion
    for kpi in ("cart_abandonment_rate", "bounce_rate"):
        assert derived[kpi] == pytest.approx(simulated[kpi], abs=0.005), kpi


def test_page_views_are_no_clicks_and_carts_follow_from_events(from_views, simulated):
    audit = from_views.query("from quality.load_audit").set_index("input_table")
    assert audit.loc["session_tracking", "export"] == "derived from clickstream"
    assert audit.loc["cart_abandonment", "export"] == "derived from clickstream"
    clicks = from_views.query("select sum(click_count) as clicks from ux.clicks_daily")["clicks"]
    assert clicks[0] == audit.loc["clickstream", "rows_accepted"] - views(from_views)
    carts = from_views.query("from commerce.carts")
    assert set(carts["cart_value"] / carts["item_count"]) == {5}
    findings = from_views.query("from executive.insights where kind = 'input_derived'")
    assert set(findings["subject"]) == {"cart_abandonment", "session_tracking"}


def views(place: Place) -> int:
    with duckdb.connect(str(place.folder / "build.duckdb"), read_only=True) as connection:
        query = "select count(*) from base.base_clickstream where event_name = 'page_view'"
        return connection.execute(query).fetchone()[0]


def test_sessions_from_clicks_alone_are_within_the_bounds_of_the_docs(from_clicks, simulated):
    derived = kpis(from_clicks)
    assert 0.75 < derived["total_sessions"] / simulated["total_sessions"] < 0.85
    for kpi, bound in (("session_conversion_rate", 0.01), ("cart_abandonment_rate", 0.1)):
        assert derived[kpi] == pytest.approx(simulated[kpi], abs=bound), kpi
    # what clicks do not show is null
    assert pd.isna(derived["bounce_rate"])
    evidence = from_clicks.query("from executive.insights where kind = 'input_derived'")["evidence"]
    assert "the bounce rate is not known" in evidence[0]
    audit = from_clicks.query("from quality.load_audit").set_index("input_table")
    assert audit.loc["cart_abandonment", "status"] == "absent"


@pytest.mark.full
def test_without_any_order_conversion_is_null(shop, tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "clickstream").symlink_to(shop / "clickstream")
    place = Place(tmp_path)
    place.build(raw_dir=str(tmp_path / "raw"))
    derived = kpis(place)
    assert derived[["session_conversion_rate", "cart_abandonment_rate"]].isna().all()
    assert derived["total_sessions"] > 0
