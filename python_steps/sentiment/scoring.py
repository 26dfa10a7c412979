"""Text to sentiment: TextBlob's own score, and TextBlob's with the shop's words added.

The only importer of textblob. Labels (positive, neutral, negative) are SQL's. Run as a program it
scores a share of the texts for another process, which `score_texts` starts where there are many.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile

import pandas as pd
from textblob import en as textblob_en
from tqdm import tqdm

SCORE_COLUMNS = ["textblob_polarity", "polarity", "subjectivity"]
LEXICON_RANGES = {"polarity": (-1, 1), "subjectivity": (0, 1)}

# Scoring so many takes about as long as starting a process.
TEXTS_WORTH_A_PROCESS = 10_000
PROJECT = Path(__file__).parents[2]

# What people type between the n and the t of can't; TextBlob cuts a word at some of them only.
APOSTROPHES = "'’`´"


def score_texts(
    texts: pd.Series, lexicon: pd.DataFrame, progress: bool = True, processes: int = 1
) -> pd.DataFrame:
    """Score each text with TextBlob, and again with the shop lexicon added.

    A text in which no term of the lexicon occurs has the same polarity twice. Where terms overlap
    the longest wins. A term behaves as a word of TextBlob's own: "never" before it turns it
    round, "really" strengthens it, an exclamation mark too.

    Args:
        texts: Texts that are not blank, one a row, any index; distinct ones, since each is scored.
        lexicon: One row a term (a word or a phrase, any case, apostrophes allowed) with its
            polarity (-1 to 1) and subjectivity (0 to 1), as numbers or as text that reads as one.
        progress: Show a bar on stderr when the scoring takes longer than two seconds.
        processes: At most so many processes share the texts; fewer when there are few texts.

    Returns:
        One row a text, with the index of `texts` and three float columns: textblob_polarity and
        subjectivity are TextBlob(text).sentiment unaltered, polarity has the shop's terms added.

    Raises:
        ValueError: A text is null, or the lexicon has a missing column, a blank or duplicate
            term, or a value that is not a number within its range.
        RuntimeError: A process that this one has started has failed.
    """
    if texts.isna().any():
        # TextBlob's tokenizer would read a null as the word "None" and call it neutral
        raise ValueError(
            f"{texts.isna().sum()} of the texts are null, expected a text in each row."
        )
    lexicon = check_lexicon(lexicon)
    shares = max(1, min(processes, len(texts) // TEXTS_WORTH_A_PROCESS))
    bounds = [len(texts) * share // shares for share in range(shares + 1)]
    own, *others = (texts.iloc[start:end].tolist() for start, end in pairwise(bounds))
    with ExitStack() as stack:
        helpers = [stack.enter_context(_scored_elsewhere(share, lexicon)) for share in others]
        scored = _score(own, lexicon, progress)
        for scores in helpers:
            scored += scores()
    return pd.DataFrame(scored, index=texts.index, columns=SCORE_COLUMNS, dtype=float)


@contextmanager
def _scored_elsewhere(
    texts: list[str], lexicon: pd.DataFrame
) -> Iterator[Callable[[], list[list[float]]]]:
    """Let another process score a share of the texts; gives a function that waits for the scores.

    The processes read and write files without a name: neither waits for the other to read, and
    nothing stays behind when one of them is killed.
    """
    with TemporaryFile("w+") as given, TemporaryFile("w+") as scored:
        json.dump({"texts": texts, "lexicon": lexicon.to_dict("list")}, given)
        given.seek(0)
        command = [sys.executable, "-m", "python_steps.sentiment.scoring"]
        process = subprocess.Popen(command, stdin=given, stdout=scored, cwd=PROJECT)

        def wait_for_scores() -> list[list[float]]:
            if code := process.wait():
                raise RuntimeError(
                    f"A process that scores a share of the texts ended with the code {code}."
                )
            scored.seek(0)
            return json.load(scored)

        try:
            yield wait_for_scores
        finally:
            process.kill()
            process.wait()


def _score(texts: list[str], lexicon: pd.DataFrame, progress: bool) -> list[tuple[float, ...]]:
    """Return textblob_polarity, polarity and subjectivity of each text."""
    shop_scorer = add_to_textblob(lexicon)
    terms_by_first_word = index_spellings(lexicon["term"])

    def score(text: str) -> tuple[float, float, float]:
        words = split_words(text)
        textblob_polarity, subjectivity = textblob_en.sentiment(words)
        if terms_by_first_word.keys().isdisjoint(words):
            return textblob_polarity, textblob_polarity, subjectivity
        polarity, _ = shop_scorer(join_terms(words, terms_by_first_word))
        return textblob_polarity, polarity, subjectivity

    bar = tqdm(texts, desc="Scoring sentiment", unit=" texts", delay=2, disable=not progress)
    return [score(text) for text in bar]


def check_lexicon(lexicon: pd.DataFrame) -> pd.DataFrame:
    """Return the lexicon with terms in one spelling and values as floats.

    Raises:
        ValueError: As in `score_texts`; one sentence that names the term and what was expected.
    """
    for column in ("term", *LEXICON_RANGES):
        if column not in lexicon.columns:
            raise ValueError(
                f"The shop lexicon has no column '{column}', "
                "expected the columns term, polarity and subjectivity."
            )
    terms = [normalise_term(term) for term in lexicon["term"].fillna("")]
    seen = set()
    for position, term in enumerate(terms, start=1):
        if not term:
            raise ValueError(
                f"The shop lexicon has a blank term in row {position}, expected a word or a phrase."
            )
        if term in seen:
            raise ValueError(
                f"The shop lexicon has the term '{term}' more than once, expected each term once."
            )
        seen.add(term)
    checked = {"term": terms}
    for column, (low, high) in LEXICON_RANGES.items():
        values = pd.to_numeric(lexicon[column], errors="coerce").astype(float)
        for term, given, value in zip(terms, lexicon[column], values, strict=True):
            if not low <= value <= high:
                raise ValueError(
                    f"The shop lexicon gives the term '{term}' the {column} '{given}', "
                    f"expected a number from {low} to {high}."
                )
        checked[column] = values.tolist()
    return pd.DataFrame(checked)


def normalise_term(term: object) -> str:
    """Return a term in lower case, with single blanks and the plain apostrophe."""
    for apostrophe in APOSTROPHES:
        term = str(term).replace(apostrophe, "'")
    return " ".join(term.lower().split())


def add_to_textblob(lexicon: pd.DataFrame) -> textblob_en.Sentiment:
    """Return a scorer with TextBlob's lexicon and these terms; TextBlob's own stays as it is."""
    scorer = textblob_en.Sentiment(
        path=textblob_en.sentiment.path,
        synset="wordnet_id",
        negations=textblob_en.sentiment.negations,
        modifiers=textblob_en.sentiment.modifiers,
        modifier=textblob_en.sentiment.modifier,
        tokenizer=textblob_en.sentiment.tokenizer,
    )
    for entry in lexicon.itertuples():
        scorer.annotate(entry.term, None, entry.polarity, entry.subjectivity)
    return scorer


def index_spellings(terms: pd.Series) -> dict[str, list[tuple[list[str], str]]]:
    """Return for each first word the terms that begin with it, as (words, term), longest first.

    The words are what TextBlob makes of a term. It cuts couldn't, COULDN'T and couldn’t
    differently, so each term is listed in every spelling that it can meet.
    """
    by_first_word = {}
    for term in terms:
        for apostrophe in APOSTROPHES:
            for written in (term, term.upper()):
                words = split_words(written.replace("'", apostrophe))
                spellings = by_first_word.setdefault(words[0], [])
                if (words, term) not in spellings:
                    spellings.append((words, term))
    for spellings in by_first_word.values():
        spellings.sort(key=lambda spelling: len(spelling[0]), reverse=True)
    return by_first_word


def split_words(text: str) -> list[str]:
    """Return the words of a text exactly as TextBlob's sentiment scorer cuts them.

    Source: textblob 0.20.1, textblob/_text.py, Sentiment.__call__. Given such a list the scorer
    skips the cutting, which is half of its time and the same for both scorings.
    """
    return [word.lower() for word in " ".join(textblob_en.sentiment.tokenizer(text)).split()]


def join_terms(
    words: list[str], terms_by_first_word: dict[str, list[tuple[list[str], str]]]
) -> list[str]:
    """Return the words with each occurrence of a term, however cut, joined to that term."""
    joined, position = [], 0
    while position < len(words):
        for term_words, term in terms_by_first_word.get(words[position], ()):
            if words[position : position + len(term_words)] == term_words:
                joined.append(term)
                position += len(term_words)
                break
        else:
            joined.append(words[position])
            position += 1
    return joined


def _score_for_another_process() -> None:
    given = json.load(sys.stdin)
    json.dump(_score(given["texts"], pd.DataFrame(given["lexicon"]), progress=False), sys.stdout)


if __name__ == "__main__":
    _score_for_another_process()
