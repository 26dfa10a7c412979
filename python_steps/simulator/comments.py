"""Comments and ratings that shoppers leave after a session."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from python_steps.simulator import parameters, sampling

FEEDBACK_SHARES = np.array(parameters.FEEDBACK_SHARES)
MOOD_BOUNDS = sampling.bounds(parameters.MOOD_SHARES)
RATING_BOUNDS = sampling.bounds(parameters.RATING_SHARES)
TOPIC_BOUNDS = sampling.bounds(list(parameters.TOPIC_SHARES.values()))
NEGATIVE, NEUTRAL, POSITIVE = range(len(parameters.MOODS))
SPEED, PRODUCT = parameters.TOPIC_CODE["speed"], parameters.TOPIC_CODE["product"]


def read_phrases():
    """Read the phrases that comments are composed of.

    Returns:
        A dict of (part, topic, mood, is_english) to a list of texts; part is 'phrase', 'opener'
        or 'closer'. Texts in other languages have the topic ''.
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
    """Draw which sessions leave a comment, its rating and its text.

    Args:
        generator: numpy Generator, the source of all randomness.
        plan: the incidents (`incidents.Plan`).
        sessions: one row per session: user, ended (seconds), experience and baseline_experience
            (codes), topic (of the failure, or -1), affected_by (number of the incident, or -1).

    Returns:
        One row per comment, unsorted: user (0 when anonymous), at (seconds), text ('' when empty),
        rating (1 to 5, 0 when missing), caused_by (number of the incident, or -1).
    """
    writes, caused_by = sampling.draw_writers(generator, FEEDBACK_SHARES, sessions)
    count = len(writes)
    experience = sessions["experience"].to_numpy()[writes]
    delay = generator.integers(*parameters.COMMENT_DELAY_SECONDS, count)
    at = sessions["ended"].to_numpy()[writes] + delay

    mood = sampling.pick(generator, MOOD_BOUNDS[experience], count)
    topic = sampling.pick(generator, TOPIC_BOUNDS, count)
    topic = np.where(experience == parameters.EXPERIENCES.index("slow"), SPEED, topic)
    failed_topic = sessions["topic"].to_numpy()[writes]
    topic = np.where(failed_topic >= 0, failed_topic, topic)
    complaints = plan.active("complaints", at)
    if complaints is not None:
        is_complaint = generator.random(count) < plan.strength(complaints, 0.0)
        mood = np.where(is_complaint, NEGATIVE, mood)
        topic = np.where(is_complaint, PRODUCT, topic)
        caused_by = np.where(is_complaint, complaints, caused_by)

    rating = 1 + sampling.pick(generator, RATING_BOUNDS[mood], count)
    is_mismatched = generator.random(count) < parameters.MISMATCH_SHARE
    text_mood = np.where(is_mismatched, np.where(mood == NEGATIVE, POSITIVE, NEGATIVE), mood)
    rating[generator.random(count) < parameters.BLANK_RATING_SHARE] = 0
    user = sessions["user"].to_numpy()[writes].copy()
    user[generator.random(count) < parameters.ANONYMOUS_SHARE] = 0
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
    """Compose one text per mood and topic."""
    draws = generator.random((len(moods), 12)).tolist()
    return np.array(
        [_write(*each) for each in zip(moods, topics, draws, strict=True)], dtype=object
    )


def _write(mood, topic, draws):
    """Compose one text; each of the draws (0 to 1) decides one part of it."""
    empty, language, which, second, second_topic, second_which = draws[:6]
    opener, closer, lower, typo, emoji, which_emoji = draws[6:]
    mood = parameters.MOODS[mood]
    if empty < parameters.EMPTY_TEXT_SHARE:
        return ""
    if language < parameters.OTHER_LANGUAGE_SHARE:
        return _choose(PHRASES["phrase", "", mood, False], which)
    text = _choose(PHRASES["phrase", parameters.TOPICS[topic], mood, True], which)
    if second < parameters.SECOND_TOPIC_SHARE:
        other = parameters.TOPICS[int(np.searchsorted(TOPIC_BOUNDS, second_topic))]
        other_text = _choose(PHRASES["phrase", other, mood, True], second_which)
        if other_text != text:
            text = _join(text, other_text)
    if opener < parameters.OPENER_SHARE:
        openers = PHRASES["opener", "", mood, True]
        text = f"{_choose(openers, opener / parameters.OPENER_SHARE)} {text}"
    if closer < parameters.CLOSER_SHARE:
        closers = PHRASES["closer", "", mood, True]
        text = _join(text, _choose(closers, closer / parameters.CLOSER_SHARE))
    if lower < parameters.LOWER_CASE_SHARE:
        text = text.lower()
    if typo < parameters.TYPO_SHARE:
        # swap two letters
        at = 1 + int(typo / parameters.TYPO_SHARE * (len(text) - 2))
        text = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    if emoji < parameters.EMOJI_SHARE:
        text = f"{text} {_choose(parameters.EMOJI[mood], which_emoji)}"
    return text


def _join(text, further):
    return f"{text} {further}" if text[-1] in ".!?" else f"{text}. {further}"


def _choose(options, draw):
    return options[int(draw * len(options))]
