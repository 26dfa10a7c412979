"""The same simulated feedback as inputs and as exports of each tool: the marts are equal."""

import pandas as pd
import pytest
from conftest import Place
from simulated import build_from, simulate_shop, sorted_rows

from python_steps.simulator.layouts.feedback import USER_FEEDBACK

pytestmark = pytest.mark.full

FILES = {
    "app_store_reviews": "customer_reviews.jsonl",
    "appbot_reviews": "appbot_reviews.csv",
    "google_play_reviews": "reviews_org.example.shop_202608.csv",
    "nps_responses": "delighted.csv",
    "surveymonkey_responses": "Shop survey.csv",
    "trustpilot_reviews": "trustpilot_reviews.csv",
}
# the id of the feedback is that of the tool
FEEDBACK = """
    select
        user_key, feedback_date, submitted_at, feedback_text, rating, textblob_polarity, polarity,
        subjectivity, text_sentiment, rating_sentiment, is_consistent, issues
    from support.feedback
"""
MARTS = {
    "support.feedback": FEEDBACK,
    "support.feedback_daily": "from support.feedback_daily",
    "support.issues_daily": "from support.issues_daily",
    "core.users": "from core.users",
    "executive.headline_kpis": "select kpi, value from executive.headline_kpis",
    "executive.kpis_daily": "select date_day, kpi, value from executive.kpis_daily",
}
# what a layout cannot carry; None leaves a mart out
WITHOUT_USERS = {"support.feedback": FEEDBACK.replace("user_key, ", ""), "core.users": None}
QUERIES = {
    "app_store_reviews": WITHOUT_USERS,
    "appbot_reviews": WITHOUT_USERS,
    "google_play_reviews": WITHOUT_USERS,
    # who gives neither a rating nor a comment is no respondent
    "surveymonkey_responses": {
        "support.feedback": f"{FEEDBACK} where rating is not null or feedback_text is not null",
        "support.feedback_daily": "select * exclude (feedback_count, missing_text_count) "
        "from support.feedback_daily",
        "core.users": None,
        "executive.headline_kpis": "select kpi, value from executive.headline_kpis "
        "where kpi <> 'total_feedback'",
        "executive.kpis_daily": "select date_day, kpi, value from executive.kpis_daily "
        "where kpi <> 'total_feedback'",
    },
}


@pytest.fixture(scope="module")
def native(tmp_path_factory, builds) -> Place:
    place = Place(tmp_path_factory.mktemp("native_build"))
    shop = simulate_shop(tmp_path_factory.mktemp("native"))
    build_from(place, shop / "user_feedback")
    return place


@pytest.fixture(scope="module")
def exports(tmp_path_factory, builds):
    return simulate_shop(tmp_path_factory.mktemp("exports"), *USER_FEEDBACK)


@pytest.mark.parametrize("layout", USER_FEEDBACK)
def test_a_layout_gives_the_marts_of_the_inputs(native, exports, place, layout):
    text = build_from(place, exports / FILES[layout])
    assert f"{FILES[layout]}: read as {layout} into user_feedback" in text
    queries = MARTS | QUERIES.get(layout, {})
    for mart, query in queries.items():
        if query is None:
            continue
        expected = sorted_rows(native, query)
        assert len(expected), mart
        pd.testing.assert_frame_equal(sorted_rows(place, query), expected, obj=mart)
