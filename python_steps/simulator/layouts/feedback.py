"""Reviews and responses to surveys."""

from pathlib import Path

import pandas as pd

SATISFACTION = {
    1: "Very dissatisfied",
    2: "Somewhat dissatisfied",
    3: "Neither satisfied nor dissatisfied",
    4: "Somewhat satisfied",
    5: "Very satisfied",
}
TIME = "%Y-%m-%d %H:%M:%S"


def write_trustpilot_reviews(rows: pd.DataFrame, folder: Path) -> None:
    """Write Trustpilot's CSV export of service reviews; the first sentence is the title.

    Args:
        rows: Rows of user_feedback.
        folder: Folder for the file.
    """
    rows = _with_time(rows)
    _write_csv(
        {
            "Review Id": rows["id"],
            "Review Created (UTC)": rows["timestamp"].dt.strftime(TIME),
            "Review Consumer User Id": rows["user_id"],
            "Review Username": "Shopper",
            "Review Title": rows["title"],
            "Review Content": rows["body"],
            "Review Stars": rows["rating"],
            "Source Of Review": "Organic",
            "Reference Id": None,
            "Company Reply Date (UTC)": None,
            "Company Reply": None,
        },
        folder / "trustpilot_reviews.csv",
    )


def write_google_play_reviews(rows: pd.DataFrame, folder: Path) -> None:
    """Write a report of Google Play Console, in UTF-16.

    Args:
        rows: Rows of user_feedback, whose users are left out.
        folder: Folder for the file.
    """
    rows = _with_time(rows)
    times = rows["timestamp"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    millis = rows["timestamp"].astype("datetime64[ms]").astype("int64")
    page = "https://play.google.com/console/developers/app/user-feedback/review-details?reviewId="
    _write_csv(
        {
            "Package Name": "org.example.shop",
            "App Version Code": 210,
            "App Version Name": "2.1",
            "Reviewer Language": "en",
            "Device": "device",
            "Review Submit Date and Time": times,
            "Review Submit Millis Since Epoch": millis,
            "Review Last Update Date and Time": times,
            "Review Last Update Millis Since Epoch": millis,
            "Star Rating": rows["rating"],
            "Review Title": None,
            "Review Text": rows["feedback_text"],
            "Developer Reply Date and Time": None,
            "Developer Reply Millis Since Epoch": None,
            "Developer Reply Text": None,
            "Review Link": page + rows["id"],
        },
        folder / f"reviews_org.example.shop_{rows['timestamp'].max():%Y%m}.csv",
        encoding="utf-16",
    )


def write_app_store_reviews(rows: pd.DataFrame, folder: Path) -> None:
    """Write customer reviews of the App Store Connect API as flat JSON lines.

    Args:
        rows: Rows of user_feedback, whose users are left out.
        folder: Folder for the file.
    """
    rows = _with_time(rows)
    pd.DataFrame(
        {
            "id": rows["id"],
            "rating": rows["rating"],
            "title": rows["title"],
            "body": rows["body"],
            "reviewerNickname": "shopper",
            "createdDate": rows["timestamp"].dt.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            "territory": "USA",
        }
    ).to_json(folder / "customer_reviews.jsonl", orient="records", lines=True, force_ascii=False)


def write_appbot_reviews(rows: pd.DataFrame, folder: Path) -> None:
    """Write Appbot's CSV export of reviews.

    Args:
        rows: Rows of user_feedback, whose users are left out.
        folder: Folder for the file.
    """
    rows = _with_time(rows)
    _write_csv(
        {
            "Id": rows["id"],
            "Published At": rows["timestamp"].dt.strftime(f"{TIME} UTC"),
            "Country": "United States",
            "Version": "2.1",
            "Rating": rows["rating"],
            "Author": "shopper",
            "Subject": rows["title"],
            "Body": rows["body"],
        },
        folder / "appbot_reviews.csv",
    )


def write_nps_responses(rows: pd.DataFrame, folder: Path) -> None:
    """Write Delighted's CSV export of a CSAT survey, whose scores are 1 to 5 as those of the shop.

    Args:
        rows: Rows of user_feedback.
        folder: Folder for the file.
    """
    rows = _with_time(rows)
    _write_csv(
        {
            "Score": rows["rating"],
            "Comment": rows["feedback_text"],
            "Survey Type": "csat",
            "Created at": rows["timestamp"].dt.strftime(f"{TIME} UTC"),
            "Email": rows["user_id"],
            "Permalink": "https://app.delighted.com/r/" + rows["id"],
        },
        folder / "delighted.csv",
    )


def write_surveymonkey_responses(rows: pd.DataFrame, folder: Path) -> None:
    """Write SurveyMonkey's CSV export with its two headers, and satisfaction as the rating.

    Args:
        rows: Rows of user_feedback; those with neither rating nor text are no responses.
        folder: Folder for the file.
    """
    rows = _with_time(rows)
    times = rows["timestamp"].dt.strftime("%m/%d/%Y %I:%M:%S %p")
    answers = pd.DataFrame(
        {
            "Respondent ID": rows["id"],
            "Collector ID": "447",
            "Start Date": times,
            "End Date": times,
            "IP Address": None,
            "Email Address": rows["user_id"],
            "First Name": None,
            "Last Name": None,
            "Custom Data 1": None,
            "Overall, how satisfied are you with our shop?": rows["rating"]
            .map(SATISFACTION)
            .fillna(rows["rating"].astype("string")),
            "Do you have any other comments?": rows["feedback_text"],
        }
    )
    second_header = dict.fromkeys(answers.columns[-2:], "Response")
    second_header[answers.columns[-1]] = "Open-Ended Response"
    headers = pd.DataFrame([second_header], columns=answers.columns)
    _write_csv(pd.concat([headers, answers]), folder / "Shop survey.csv")


def _with_time(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out rows without a time; add an id, and the text as title and body."""
    rows = rows[rows["timestamp"].notna()].reset_index(drop=True)
    texts = [_title_and_body(text) for text in rows["feedback_text"]]
    titles, bodies = zip(*texts, strict=True) if texts else ((), ())
    return rows.assign(
        id="f" + rows.index.astype("string"),
        rating=rows["rating"].astype("Int64"),
        title=pd.Series(titles, dtype="object"),
        body=pd.Series(bodies, dtype="object"),
    )


def _title_and_body(text: str | float | None) -> tuple[str | None, str | None]:
    """Split a text after its first sentence, if title and body give the same text again."""
    title, separator, body = ("" if pd.isna(text) else text).partition(". ")
    if separator and not title.endswith((".", "!", "?")) and not body.startswith(title):
        return title, body
    return None, text


def _write_csv(columns, path, encoding="utf-8"):
    pd.DataFrame(columns).to_csv(path, index=False, lineterminator="\n", encoding=encoding)


USER_FEEDBACK = {
    "app_store_reviews": write_app_store_reviews,
    "appbot_reviews": write_appbot_reviews,
    "google_play_reviews": write_google_play_reviews,
    "nps_responses": write_nps_responses,
    "surveymonkey_responses": write_surveymonkey_responses,
    "trustpilot_reviews": write_trustpilot_reviews,
}
