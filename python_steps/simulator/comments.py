"""What shoppers write: comments with a rating."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from python_steps.simulator import world

FEEDBACK_SHARES = np.array(world.FEEDBACK_SHARES)
MOOD_BOUNDS = world.bounds(world.MOOD_SHARES)
RATING_BOUNDS = world.bounds(world.RATING_SHARES)
TOPIC_BOUNDS = world.bounds(list(world.TOPIC_SHARES.values()))
NEGATIVE, NEUTRAL, POSITIVE = range(len(world.MOODS))
SPEED, PRODUCT = world.TOPIC_CODE["speed"], world.TOPIC_CODE["product"]


def read_phrases():
    """Read the phrases that comments are made of.

    Returns:
        A dict from (part, topic, mood, is_english) to the list of its texts; part is 'phrase',
        'opener' or 'closer'; texts of other languages stand under topic '' for all topics.
    """
    phrases = {}
    with (Path(__file__).parent / "phrases.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            is_english = line["language"] == "en"
            key = line["part"], line["topic"] * is_english, line["mood"], is_english
            phrases.setdefault(key, []).append(line["text"])
    return phrases


PHRASES = read_phrases()


def comment(generator, plan, sessions):
    """Draw which sessions leave a comment, how they rate, and what they write.

    Args:
        generator: numpy Generator that all randomness comes from.
        plan: the incidents, with `trouble`, `strength` and `count`.
        sessions: one row a session: user, ended (seconds), experience and usual_experience
            (codes), topic (of what failed, else -1), touched_by (number of the incident, else -1).

    Returns:
        One row a comment, not in order: user (0 when anonymous), at (seconds), text ('' when
        empty), rating (1 to 5, 0 when missing), caused_by (number of the incident, else -1).
    """
    writes, caused_by = world.writers(generator, FEEDBACK_SHARES, sessions)
    count = len(writes)
    experience = sessions["experience"].to_numpy()[writes]
    delay = generator.integers(*world.COMMENT_DELAY_SECONDS, count)
    at = sessions["ended"].to_numpy()[writes] + delay

    mood = world.pick(generator, MOOD_BOUNDS[experience], count)
    topic = world.pick(generator, TOPIC_BOUNDS, count)
    topic = np.where(experience == world.EXPERIENCES.index("slow"), SPEED, topic)
    failed_topic = sessions["topic"].to_numpy()[writes]
    topic = np.where(failed_topic >= 0, failed_topic, topic)
    complains_of = plan.trouble("complaints", at)
    if complains_of is not None:
        is_turned = generator.random(count) < plan.strength(complains_of, 0.0)
        mood = np.where(is_turned, NEGATIVE, mood)
        topic = np.where(is_turned, PRODUCT, topic)
        caused_by = np.where(is_turned, complains_of, caused_by)

    rating = 1 + world.pick(generator, RATING_BOUNDS[mood], count)
    is_at_odds = generator.random(count) < world.AT_ODDS_SHARE
    text_mood = np.where(is_at_odds, np.where(mood == NEGATIVE, POSITIVE, NEGATIVE), mood)
    rating[generator.random(count) < world.BLANK_RATING_SHARE] = 0
    user = sessions["user"].to_numpy()[writes].copy()
    user[generator.random(count) < world.ANONYMOUS_SHARE] = 0
    return pd.DataFrame(
        {
            "user": user,
            "at": at,
            "text": _compose(generator, text_mood.tolist(), topic.tolist()),
            "rating": rating,
            "caused_by": caused_by,
        }
    )


def _compose(generator, moods, topics):
    """Write the texts, each with a few draws that decide on its parts."""
    draws = generator.random((len(moods), 12)).tolist()
    return np.array(
        [_write(*each) for each in zip(moods, topics, draws, strict=True)], dtype=object
    )


def _write(mood, topic, draws):
    """Write one text; each draw in 0..1 decides one thing."""
    empty, language, which, second, second_topic, second_which = draws[:6]
    opener, closer, lower, typo, emoji, which_emoji = draws[6:]
    mood = world.MOODS[mood]
    if empty < world.EMPTY_TEXT_SHARE:
        return ""
    if language < world.OTHER_LANGUAGE_SHARE:
        return _choose(PHRASES["phrase", "", mood, False], which)
    text = _choose(PHRASES["phrase", world.TOPICS[topic], mood, True], which)
    if second < world.SECOND_TOPIC_SHARE:
        other = world.TOPICS[int(np.searchsorted(TOPIC_BOUNDS, second_topic))]
        other_text = _choose(PHRASES["phrase", other, mood, True], second_which)
        if other_text != text:
            text = _join(text, other_text)
    if opener < world.OPENER_SHARE:
        openers = PHRASES["opener", "", mood, True]
        text = f"{_choose(openers, opener / world.OPENER_SHARE)} {text}"
    if closer < world.CLOSER_SHARE:
        closers = PHRASES["closer", "", mood, True]
        text = _join(text, _choose(closers, closer / world.CLOSER_SHARE))
    if lower < world.LOWER_CASE_SHARE:
        text = text.lower()
    if typo < world.TYPO_SHARE:
        # two letters change places
        at = 1 + int(typo / world.TYPO_SHARE * (len(text) - 2))
        text = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    if emoji < world.EMOJI_SHARE:
        text = f"{text} {_choose(world.EMOJI[mood], which_emoji)}"
    return text


def _join(text, further):
    return f"{text} {further}" if text[-1] in ".!?" else f"{text}. {further}"


def _choose(options, draw):
    return options[int(draw * len(options))]
