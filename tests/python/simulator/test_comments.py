"""Comments: texts, ratings, and their attribution to incidents."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from python_steps.sentiment.scoring import score_texts
from python_steps.simulator import comments, parameters, tickets
from python_steps.simulator.incidents import Plan

SHOP_LEXICON = Path(__file__).parents[3] / "seeds" / "reference" / "shop_lexicon.csv"


def sessions_like(experience, baseline_experience, affected_by=-1):
    """Sessions as `shop.walk` returns them, one per experience."""
    generator, count = np.random.default_rng(5), len(experience)
    topic = np.where(experience == 0, generator.integers(0, len(parameters.TOPICS), count), -1)
    return pd.DataFrame(
        {
            "user": 1 + np.arange(count),
            "ended": np.arange(count),
            "experience": experience,
            "baseline_experience": baseline_experience,
            "topic": topic,
            "affected_by": np.int8(affected_by),
        }
    )


@pytest.fixture(scope="module")
def feedback():
    """Comments of 60,000 sessions, a quarter of each experience."""
    experience = (1 + np.arange(60_000)) % len(parameters.EXPERIENCES)
    sessions = sessions_like(experience, experience)
    return comments.comment(np.random.default_rng(5), Plan([]), sessions)


def test_every_topic_and_mood_has_ten_phrases_and_there_are_hundreds_in_total():
    english = {key: texts for key, texts in comments.PHRASES.items() if key[3]}
    for topic in parameters.TOPICS:
        for mood in parameters.MOODS:
            assert len(english["phrase", topic, mood, True]) >= 10, (topic, mood)
    phrases = [text for key, texts in english.items() if key[0] == "phrase" for text in texts]
    assert len(phrases) > 400 and len(set(phrases)) == len(phrases)


def test_most_texts_are_unique(feedback):
    texts = feedback["text"][feedback["text"] != ""]
    assert texts.nunique() > 0.5 * len(texts)


def test_some_texts_are_empty_foreign_lowercase_or_contain_emoji(feedback):
    texts = feedback["text"]
    foreign = {text for key, options in comments.PHRASES.items() if not key[3] for text in options}
    emoji = "|".join(each for options in parameters.EMOJI.values() for each in options)
    for share, low, high in (
        ((texts == "").mean(), 0.03, 0.07),
        (texts.isin(foreign).mean(), 0.01, 0.03),
        (texts.str.islower().mean(), 0.08, 0.16),
        (texts.str.contains(emoji).mean(), 0.05, 0.11),
    ):
        assert low < share < high


def test_text_and_rating_contradict_each_other_at_the_configured_rate(feedback):
    # an unmodified phrase reveals the mood it was written in
    mood_of = {
        text: mood
        for (part, _, mood, _), options in comments.PHRASES.items()
        if part == "phrase"
        for text in options
    }
    rated = feedback[(feedback["rating"] > 0) & feedback["text"].isin(mood_of)]
    mood = rated["text"].map(mood_of)
    stars = rated["rating"].map({1: "negative", 2: "negative", 3: "neutral"}).fillna("positive")
    assert len(rated) > 2000
    assert (mood != stars).mean() == pytest.approx(parameters.MISMATCH_SHARE, abs=0.015)


def test_sentiment_scoring_gets_most_phrases_right_but_not_all():
    lexicon = pd.read_csv(SHOP_LEXICON)
    for mood in parameters.MOODS:
        phrases = pd.Series(
            [
                text
                for (part, _, written_in, is_english), texts in comments.PHRASES.items()
                if part == "phrase" and is_english and written_in == mood
                for text in texts
            ]
        )
        polarity = score_texts(phrases, lexicon, progress=False)["polarity"]
        label = np.select([polarity > 0.1, polarity < -0.1], ["positive", "negative"], "neutral")
        assert 0.75 < (label == mood).mean() < 1, mood


def test_some_comments_are_anonymous_and_some_have_no_rating(feedback):
    assert 0.01 < (feedback["user"] == 0).mean() < 0.05
    assert 0.02 < (feedback["rating"] == 0).mean() < 0.06


def test_shoppers_rate_failed_sessions_lower_than_completed_ones(feedback):
    rated = feedback[(feedback["rating"] > 0) & (feedback["user"] > 0)]
    experience = rated["user"] % len(parameters.EXPERIENCES)
    stars = rated.groupby(experience)["rating"].mean()
    failed, completed = (parameters.EXPERIENCES.index(each) for each in ("failed", "completed"))
    assert stars[failed] < 2 and stars[completed] > 3.8


@pytest.mark.parametrize(
    "draw", [comments.comment, lambda generator, _, each: tickets.create(generator, each)]
)
def test_only_comments_and_tickets_beyond_the_baseline_are_attributed_to_an_incident(draw):
    failed = np.zeros(20_000, dtype=int)
    plain = np.full(20_000, parameters.EXPERIENCES.index("plain"))
    attributed = {}
    for baseline in (failed, plain):
        sessions = sessions_like(failed, baseline, affected_by=0)
        drawn = draw(np.random.default_rng(5), Plan([]), sessions)
        attributed[baseline[0]] = (drawn["caused_by"] == 0).mean()
    shares = parameters.FEEDBACK_SHARES if draw is comments.comment else parameters.TICKET_SHARES
    assert attributed[0] == 0
    assert attributed[plain[0]] == pytest.approx(1 - shares[plain[0]] / shares[0], abs=0.02)
