"""Sentiment scores: TextBlob's own, the shop lexicon, and the errors of a faulty lexicon."""

import itertools
import shutil
import subprocess
import sys
import time

import pandas as pd
import pytest
from conftest import PROJECT
from textblob import TextBlob

from python_steps.sentiment import scoring
from python_steps.sentiment.scoring import score_texts

SHIPPED_LEXICON = pd.read_csv(PROJECT / "seeds" / "reference" / "shop_lexicon.csv")
LEXICON = pd.DataFrame(
    [
        ("crashed", -0.6, 0.5),
        ("Reload", -0.4, 0.4),
        ("couldn't", -0.4, 0.4),
        ("couldn't be happier", 0.8, 0.9),
        ("doesn't work", -0.5, 0.4),
        ("responsive", 0.4, 0.6),
        ("not responsive", -0.5, 0.6),
        ("too many", -0.4, 0.5),
        ("lag", -0.4, 0.4),
        ("cheap", -0.3, 0.5),
    ],
    columns=["term", "polarity", "subjectivity"],
)
VARIED_TEXTS = [
    "Great UX and speed",
    "Couldn't add product to cart",
    "It’s not very good, but I've seen worse!",
    "THE WORST SHOP EVER!!! (!)",
    "never crashed, never ever bad",
    'He said "awful". Really? e.g. the U.S. site... :-( <3',
    "first paragraph is nice\n\nsecond one is terrible\r\nreally",
    "  blanks\taround\u00a0it  ",
    "Très bon site, livraison rapide",
    "很好 очень плохо سيء",
    "👍👎 😀 zalgo b\u0301a\u0301d",
    "?!... ---",
    "'",
    "a-01123879",
    '<b>bad</b> & "good"; drop table reviews; -- \\ \x00',
    "good, bad and very expensive. " * 3000,
    "x" * 100_000,
]
ORIGINAL_COMMENTS = {
    "Checkout crashed after entering card details": "negative",
    "Very fast loading, easy to use": "positive",
    "Couldn't add product to cart": "negative",
    "Nice design, a bit slow at payment": "positive",
    "App froze during checkout": "negative",
    "Everything worked smoothly": "positive",
    "Had to reload page twice": "negative",
    "Too many steps in checkout": "negative",
    "Great UX and speed": "positive",
    "Not responsive on mobile": "negative",
}


def scores(*texts, lexicon=LEXICON):
    return score_texts(pd.Series(texts, dtype=object), lexicon)


def polarity(text, lexicon=LEXICON):
    return scores(text, lexicon=lexicon)["polarity"].item()


def label(value):
    return "positive" if value > 0.1 else "negative" if value < -0.1 else "neutral"


def test_textblob_polarity_and_subjectivity_equal_textblobs_bit_for_bit():
    scored = scores(*VARIED_TEXTS)
    expected = [TextBlob(text).sentiment for text in VARIED_TEXTS]
    for column, attribute in [("textblob_polarity", "polarity"), ("subjectivity", "subjectivity")]:
        assert [value.hex() for value in scored[column]] == [
            getattr(sentiment, attribute).hex() for sentiment in expected
        ]


def test_without_a_shop_term_both_polarities_are_equal():
    scored = scores("Great UX and speed", "this isn't good", "a flag, a villager", "worksheet")
    assert scored["polarity"].tolist() == scored["textblob_polarity"].tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Checkout crashed", -0.6),
        ("Had to reload page twice", -0.4),
        ("Too many steps in checkout", -0.4),
        ("It crashed. Great!", (-0.6 + 1.0) / 2),
    ],
)
def test_a_shop_term_weighs_like_a_textblob_word(text, expected):
    assert polarity(text) == pytest.approx(expected)


def test_a_shop_term_overrides_textblobs_value():
    assert TextBlob("cheap").sentiment.polarity > 0
    assert polarity("cheap") == -0.3


@pytest.mark.parametrize(
    "text",
    ["Couldn't add it", "couldn’t add it", "COULDN'T add it", "COULDN’T", "couldn`t", "Couldn´t?"],
)
def test_a_term_with_an_apostrophe_matches_in_every_spelling(text):
    assert polarity(text) == -0.4


@pytest.mark.parametrize("text", ["Search doesn't work", "doesn’t\n work", "SEARCH DOESN'T WORK."])
def test_a_phrase_matches_across_whitespace_and_case(text):
    assert polarity(text) == -0.5


def test_the_longest_of_overlapping_terms_wins():
    assert polarity("not responsive") == -0.5
    assert polarity("I couldn't be happier") == 0.8


@pytest.mark.parametrize("negation", ["never", "not", "no", "not a"])
def test_a_negated_term_flips_like_a_negated_textblob_word(negation):
    bad = TextBlob("bad").sentiment.polarity
    factor = TextBlob(f"{negation} bad").sentiment.polarity / bad
    assert factor < 0
    assert polarity(f"{negation} crashed") == pytest.approx(-0.6 * factor)


@pytest.mark.parametrize("pattern", ["very {}", "{}!", "slightly {}!!"])
def test_an_intensified_term_scales_like_a_textblob_word(pattern):
    poor = TextBlob("poor").sentiment.polarity
    factor = TextBlob(pattern.format("poor")).sentiment.polarity / poor
    assert factor != 1
    assert polarity(pattern.format("lag")) == pytest.approx(-0.4 * factor)


def test_textblobs_scorer_is_unchanged():
    before = TextBlob("It crashed, too many errors, cheap").sentiment
    scores("It crashed, too many errors, cheap")
    assert TextBlob("It crashed, too many errors, cheap").sentiment == before
    assert TextBlob("crashed").sentiment.polarity == 0


def test_the_index_of_the_texts_is_preserved():
    texts = pd.Series(["bad", "good", "bad"], index=["z", "a", "z"])
    assert score_texts(texts, LEXICON).index.equals(texts.index)


def test_several_processes_give_the_same_scores_as_one(monkeypatch):
    texts = pd.Series([f"{text} {number}" for number in range(3) for text in VARIED_TEXTS])
    alone = score_texts(texts, LEXICON)
    monkeypatch.setattr(scoring, "MIN_TEXTS_PER_PROCESS", len(texts) // 3)
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda *words, **how: started.append(words) or popen(*words, **how)
    )
    shared = score_texts(texts, LEXICON, processes=5)
    assert len(started) == 2  # plus this process: the number of texts allows three
    pd.testing.assert_frame_equal(shared, alone, check_exact=True)


def test_a_failed_process_is_an_error(monkeypatch):
    monkeypatch.setattr(scoring, "MIN_TEXTS_PER_PROCESS", 2)
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(RuntimeError, match="failed with exit code 1"):
        score_texts(pd.Series(["good", "bad", "ok", "fine"]), LEXICON, processes=2)


@pytest.mark.parametrize("dtype", [object, "str", float])
def test_no_texts_give_an_empty_float_frame(dtype):
    scored = score_texts(pd.Series([], dtype=dtype), LEXICON)
    assert scored.shape == (0, 4)
    assert scored.dtypes.to_dict() == {
        "textblob_polarity": "float64",
        "polarity": "float64",
        "subjectivity": "float64",
        "is_readable": "bool",
    }


def test_an_empty_lexicon_keeps_textblobs_polarity():
    scored = scores("It crashed", "cheap", lexicon=LEXICON.head(0))
    assert scored["polarity"].tolist() == scored["textblob_polarity"].tolist() == [0.0, 0.4]


def test_scores_are_deterministic_and_independent_of_order():
    texts = [*VARIED_TEXTS, *ORIGINAL_COMMENTS]
    once = scores(*texts)
    pd.testing.assert_frame_equal(scores(*texts), once, check_exact=True)
    backwards = scores(*reversed(texts)).iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(backwards, once, check_exact=True)


def test_lexicon_values_may_be_numeric_text():
    assert polarity("It crashed", lexicon=LEXICON.astype(str)) == -0.6


@pytest.mark.parametrize("column", ["term", "polarity", "subjectivity"])
def test_a_missing_lexicon_column_is_an_error_that_names_it(column):
    with pytest.raises(ValueError, match=f"no column '{column}'; expected term, polarity"):
        scores("bad", lexicon=LEXICON.drop(columns=column))


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("polarity", 1.5, "number from -1 to 1"),
        ("polarity", -1.01, "number from -1 to 1"),
        ("polarity", "bad", "number from -1 to 1"),
        ("polarity", None, "number from -1 to 1"),
        ("polarity", float("inf"), "number from -1 to 1"),
        ("subjectivity", -0.1, "number from 0 to 1"),
        ("subjectivity", "", "number from 0 to 1"),
    ],
)
def test_an_invalid_value_is_an_error_that_names_the_term(column, value, expected):
    lexicon = LEXICON.astype(object)
    lexicon.loc[1, column] = value
    with pytest.raises(
        ValueError, match=f"'reload' in shop_lexicon.csv has {column} '.*'; expected a {expected}"
    ):
        scores("bad", lexicon=lexicon)


@pytest.mark.parametrize("term", ["", "  ", None])
def test_a_blank_term_is_an_error_that_names_its_row(term):
    lexicon = LEXICON.astype(object)
    lexicon.loc[2, "term"] = term
    with pytest.raises(ValueError, match=r"Row 3 .+ has a blank term; expected a word or phrase"):
        scores("bad", lexicon=lexicon)


@pytest.mark.parametrize("term", ["couldn't", "COULDN'T", "couldn’t", " couldn't "])
def test_a_duplicate_term_is_an_error_that_names_it(term):
    lexicon = pd.concat([LEXICON, LEXICON.head(1).assign(term=term)])
    with pytest.raises(ValueError, match="'couldn't' more than once; expected unique terms"):
        scores("bad", lexicon=lexicon)


def test_a_null_text_is_an_error_and_not_a_neutral_score():
    with pytest.raises(ValueError, match="1 of 2 texts are null"):
        scores("bad", None)


def test_the_progress_bar_shows_on_stderr_only_after_two_seconds(monkeypatch, capsys):
    scores(*["good"] * 50)
    assert capsys.readouterr() == ("", "")

    clock = itertools.count()
    monkeypatch.setattr("tqdm.std.time", lambda: next(clock))
    scores(*["good"] * 50)
    out, err = capsys.readouterr()
    assert (out, "50/50" in err) == ("", True)

    score_texts(pd.Series(["good"] * 50), LEXICON, progress=False)
    assert capsys.readouterr() == ("", "")


def test_both_scores_take_less_time_than_textblob_alone():
    texts = [f"{text} {number}" for number in range(300) for text in ORIGINAL_COMMENTS]
    ours, textblobs = [], []
    for _ in range(3):
        start = time.perf_counter()
        scores(*texts, lexicon=SHIPPED_LEXICON)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        [TextBlob(text).sentiment for text in texts]
        textblobs.append(time.perf_counter() - start)
    assert min(ours) < min(textblobs)


def test_the_shipped_lexicon_labels_the_original_comments_correctly():
    scored = scores(*ORIGINAL_COMMENTS, lexicon=SHIPPED_LEXICON)
    assert [label(value) for value in scored["polarity"]] == list(ORIGINAL_COMMENTS.values())


def test_the_shipped_lexicon_has_only_terms_that_textblob_misses_or_mislabels():
    assert [
        entry.term
        for entry in SHIPPED_LEXICON.itertuples()
        if label(TextBlob(entry.term).sentiment.polarity) == label(entry.polarity)
    ] == []


def test_each_shipped_term_matches_in_a_sentence():
    sentences = [f"The shop: {term}, it says." for term in SHIPPED_LEXICON["term"]]
    scored = scores(*sentences, lexicon=SHIPPED_LEXICON)
    found = scored["polarity"] != scored["textblob_polarity"]
    assert SHIPPED_LEXICON["term"][~found].tolist() == []
