"""Reviews and survey responses as the tools write them, with the traps of each.

Of the files in tests/fixtures/exports/feedback: Trustpilot's has a title that has the meaning, one
that is cut from the text, and a review of 6 stars. In Shop survey.csv, the open-ended question
about the order is no comment, and the last respondent left early. In Satisfaction.csv, why one came
is a question with choices, so the first open-ended one is the comment. delighted.csv was saved by a
spreadsheet. Google's is UTF-16, as downloaded.
"""

import codecs
import gzip
import json
import shutil
from pathlib import Path

import pytest
from conftest import FIXTURES, Place

APP_STORE = [
    {
        "id": "as-1",
        "attributes.rating": 1,
        "attributes.title": "Crashes",
        "attributes.body": "At every start.",
        "attributes.reviewerNickname": "cy",
        "attributes.createdDate": "2026-11-05T22:00:00-07:00",
        "attributes.territory": "USA",
    }
]
DELIGHTED_API = [
    {
        "id": "9",
        "person": {"id": "7", "name": "Jo", "email": "jo@example.org"},
        "survey_type": "nps",
        "score": 6,
        "comment": None,
        "permalink": "https://app.delighted.com/r/9",
        "created_at": 1794308400,
        "updated_at": None,
        "tags": [],
    }
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Place:
    """Build from the exports, named as downloaded."""
    raw = tmp_path_factory.mktemp("feedback")
    shutil.copytree(FIXTURES / "exports" / "feedback", raw, dirs_exist_ok=True)
    reviews = raw / "trustpilot.csv"
    (raw / "trustpilot.csv.gz").write_bytes(gzip.compress(codecs.BOM_UTF8 + reviews.read_bytes()))
    reviews.unlink()
    reviews = raw / "reviews_org.example.shop_202611.csv"
    reviews.write_bytes(reviews.read_text(encoding="utf-8").encode("utf-16"))
    write(raw / "customer_reviews.jsonl", "".join(f"{json.dumps(each)}\n" for each in APP_STORE))
    write(raw / "survey_responses.json", json.dumps(DELIGHTED_API, indent=2))
    place = Place(tmp_path_factory.mktemp("feedback_build"))
    place.build(
        raw_dir=str(raw),
        max_rejected_share=0.9,
        export_settings={"surveymonkey_responses": {"timezone": "America/New_York"}},
    )
    return place


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def feedback(shop: Place, condition: str) -> list[list]:
    """Return time, user, text and rating of some feedback, in order of time."""
    rows = shop.query(
        "select strftime(submitted_at, '%m-%d %H:%M:%S'), user_key, feedback_text, rating "
        f"from support.feedback where {condition} order by submitted_at"
    )
    return rows.astype(object).where(rows.notna(), None).to_numpy().tolist()


def test_the_title_of_a_review_is_part_of_its_text(shop):
    assert feedback(shop, "feedback_date < '2026-11-04'") == [
        ["11-02 08:15:22", "5f01", 'Never again. They said "tomorrow", for\nthree weeks.', 1],
        ["11-02 23:59:59", "5f02", "Fast delivery and a friendly courier, thank you", 5],
        ["11-03 10:00:00", "5f03", "Sehr gut", 4],
    ]


def test_reviews_of_apps_have_no_user(shop):
    assert feedback(shop, "feedback_date between '2026-11-04' and '2026-11-06'") == [
        # written in 2025, but edited since
        ["11-04 06:30:00", None, "Trop lent, 😡\net il plante", 2],
        ["11-04 07:00:00", None, None, 5],
        ["11-06 00:00:00", None, "Langsam! Aber schön", 3],
        # 22:00 seven hours behind UTC
        ["11-06 05:00:00", None, "Crashes. At every start.", 1],
    ]


def test_the_second_header_of_a_survey_tells_which_question_is_open_ended(shop):
    # 9:01 and 10:01 in New York
    assert feedback(shop, "feedback_date = '2026-11-09'") == [
        ["11-09 14:01:00", "gus@example.org", 'A "real" search', 2],
        ["11-09 15:01:00", "hal@example.org", None, 5],
    ]


def test_scores_from_0_to_10_are_on_the_scale_of_the_shop(shop):
    # 1 to 5 has 4 / 10 of a step for each point: 10 is 5, 0 is 1, 9 is 4.6, 6 is 3.4
    assert feedback(shop, "feedback_date in ('2026-11-08', '2026-11-10')") == [
        # three minutes past midnight in New York
        ["11-08 05:03:09", "fay@example.org", "Great choice", 5],
        ["11-08 17:12:00", None, None, 1],
        ["11-10 10:00:00", "ida@example.org", "Easy to pay; thanks", 4.6],
        ["11-10 11:00:00", "jo@example.org", None, pytest.approx(3.4)],
    ]


def test_broken_reviews_are_rejected_with_their_reason(shop):
    reasons = shop.query("select source_file, reason from quality.rejected_rows")
    assert ["trustpilot.csv.gz", "out_of_range_rating"] in reasons.to_numpy().tolist()


def test_every_file_is_recognized(shop):
    audit = shop.query("select * from quality.load_audit where input_table = 'user_feedback'")
    # 4 + 2 + 1 + 1 rows of reviews, 2 + 2 answers to surveys and 1 + 1 of Delighted
    assert audit["rows_read"].sum() == 14
