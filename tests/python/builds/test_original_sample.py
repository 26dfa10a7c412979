"""The sample that the KPIs were first specified with, where it is available."""

import pytest
from conftest import PROJECT

SAMPLE = PROJECT.parent / "shared" / "real_data" / "original"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the original sample is not available")
def test_the_original_sample_has_its_known_figures(place):
    place.build(raw_dir=str(SAMPLE))
    kpis = place.query("select * from executive.headline_kpis").set_index("kpi")
    known = {
        "total_clicks": 20,
        "unique_users": 12,
        "abandoned_carts": 10,
        "avg_items_per_abandoned_cart": 2.4,
        "avg_abandoned_cart_value": 121.319,
        "highest_abandoned_cart": 310.20,
        "avg_load_ms": 1117,
        "slowest_page": 1450,
        "total_requests": 13,
        "total_errors": 3,
        "error_rate": 3 / 13,
        "slowest_service": 875,
        "total_sessions": 10,
        "avg_session_minutes": 5.0,
        "most_common_drop_off_page": 5,
        "cart_abandonment_rate": 7 / 9,
        "avg_rating": 3.0,
    }
    assert kpis["value"][list(known)].to_dict() == pytest.approx(known)
    answers = kpis["answer"].dropna()
    assert answers["most_clicked_element"] == "add_to_cart_button"
    assert answers["highest_abandoned_cart"] == "C1006"
    assert answers["slowest_page"] == "checkout"
    assert answers["slowest_service"] == "payment-api"
    assert answers["most_common_drop_off_page"] == "checkout"
    # plain TextBlob, without the shop's lexicon, disagrees with the rating of 7 of 10 comments
    disagreeing = place.query(
        "select count(*) as n from support.feedback where rating_sentiment <> case "
        "when textblob_polarity > 0.1 then 'positive' when textblob_polarity < -0.1 "
        "then 'negative' else 'neutral' end"
    )
    assert disagreeing["n"].iloc[0] == 7
    audit = place.query("select * from quality.load_audit").set_index("input_table")
    assert audit.loc["support_tickets", "status"] == "absent"
    assert audit["rows_rejected"].sum() == 0
