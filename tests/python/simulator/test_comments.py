"""What shoppers write, held against how they rate."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from python_steps.sentiment.scoring import score_texts
from python_steps.simulator import comments, tickets, world
from python_steps.simulator.incidents import Plan

SHOP_LEXICON = Path(__file__).parents[3] / "seeds" / "reference" / "shop_lexicon.csv"


def sessions_like(experience, usual_experience, touched_by=-1):
    """Sessions as `shop.walk` returns them, one for each experience."""
    generator, count = np.random.default_rng(5), len(experience)
    topic = np.where(experience == 0, generator.integers(0, len(world.TOPICS), count), -1)
    return pd.DataFrame(
        {
            "user": 1 + np.arange(count),
            "ended": np.arange(count),
            "experience": experience,
            "usual_experience": usual_experience,
            "topic": topic,
            "touched_by": np.int8(touched_by),
        }
    )


@pytest.fixture(scope="module")
def written():
    """Comments of 60,000 sessions of every experience."""
    experience = (1 + np.arange(60_000)) % len(world.EXPERIENCES)
    sessions = sessions_like(experience, experience)
    return comments.comment(np.random.default_rng(5), Plan([]), sessions)


def test_there_are_several_hundred_phrasings_of_every_topic_and_mood():
    english = {key: texts for key, texts in comments.PHRASES.items() if key[3]}
    for topic in world.TOPICS:
        for mood in world.MOODS:
            assert len(english["phrase", topic, mood, True]) >= 10, (topic, mood)
    phrases = [text for key, texts in english.items() if key[0] == "phrase" for text in texts]
    assert len(phrases) > 400 and len(set(phrases)) == len(phrases)


def test_most_texts_are_unlike_any_other(written):
    texts = written["text"][written["text"] != ""]
    assert texts.nunique() > 0.5 * len(texts)


def test_texts_are_sometimes_empty_foreign_in_lower_case_or_with_emoji(written):
    texts = written["text"]
    foreign = {text for key, options in comments.PHRASES.items() if not key[3] for text in options}
    emoji = "|".join(each for options in world.EMOJI.values() for each in options)
    for share, least, most in (
        ((texts == "").mean(), 0.03, 0.07),
        (texts.isin(foreign).mean(), 0.01, 0.03),
        (texts.str.islower().mean(), 0.08, 0.16),
        (texts.str.contains(emoji).mean(), 0.05, 0.11),
    ):
        assert least < share < most


def test_text_and_rating_are_at_odds_in_the_share_that_the_world_states(written):
    # a phrase alone tells the mood it was written in
    mood_of = {
        text: mood
        for (part, _, mood, _), options in comments.PHRASES.items()
        if part == "phrase"
        for text in options
    }
    rated = written[(written["rating"] > 0) & written["text"].isin(mood_of)]
    mood = rated["text"].map(mood_of)
    stars = rated["rating"].map({1: "negative", 2: "negative", 3: "neutral"}).fillna("positive")
    assert len(rated) > 2000
    assert (mood != stars).mean() == pytest.approx(world.AT_ODDS_SHARE, abs=0.015)


def test_most_phrases_read_as_they_were_meant_and_not_all():
    lexicon = pd.read_csv(SHOP_LEXICON)
    for mood in world.MOODS:
        phrases = pd.Series(
            [
                text
                for (part, _, written_in, is_english), texts in comments.PHRASES.items()
                if part == "phrase" and is_english and written_in == mood
                for text in texts
            ]
        )
        polarity = score_texts(phrases, lexicon, progress=False)["polarity"]
        read_as = np.select([polarity > 0.1, polarity < -0.1], ["positive", "negative"], "neutral")
        assert 0.75 < (read_as == mood).mean() < 1, mood


def test_some_stay_anonymous_some_give_no_stars(written):
    assert 0.01 < (written["user"] == 0).mean() < 0.05
    assert 0.02 < (written["rating"] == 0).mean() < 0.06


def test_who_had_a_failure_gives_fewer_stars_than_who_bought(written):
    rated = written[(written["rating"] > 0) & (written["user"] > 0)]
    experience = rated["user"] % len(world.EXPERIENCES)
    stars = rated.groupby(experience)["rating"].mean()
    failed, bought = (world.EXPERIENCES.index(each) for each in ("failed", "completed"))
    assert stars[failed] < 2 and stars[bought] > 3.8


@pytest.mark.parametrize(
    "write", [comments.comment, lambda generator, _, each: tickets.write(generator, each)]
)
def test_only_who_would_not_have_written_otherwise_counts_for_an_incident(write):
    failed = np.zeros(20_000, dtype=int)
    plain = np.full(20_000, world.EXPERIENCES.index("plain"))
    counted = {}
    for usual in (failed, plain):
        sessions = sessions_like(failed, usual, touched_by=0)
        written = write(np.random.default_rng(5), Plan([]), sessions)
        counted[usual[0]] = (written["caused_by"] == 0).mean()
    shares = world.FEEDBACK_SHARES if write is comments.comment else world.TICKET_SHARES
    assert counted[0] == 0
    assert counted[plain[0]] == pytest.approx(1 - shares[plain[0]] / shares[0], abs=0.02)
