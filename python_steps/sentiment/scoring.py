"""Score the sentiment of texts with TextBlob, with and without the shop's lexicon.

The only module that imports textblob. SQL assigns the labels (positive, neutral, negative). Run as
a program, it scores one chunk of the texts: `score_texts` starts such processes for large inputs.
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

from python_steps.sentiment.readability import make_reader

SCORE_COLUMNS = ["textblob_polarity", "polarity", "subjectivity"]
LEXICON_RANGES = {"polarity": (-1, 1), "subjectivity": (0, 1)}

# Scoring this many texts takes about as long as starting a process.
MIN_TEXTS_PER_PROCESS = 10_000
PROJECT = Path(__file__).parents[2]

# Characters typed as the apostrophe in "can't"; TextBlob splits words at some of them only.
APOSTROPHES = "'’`´"


def score_texts(
    texts: pd.Series, lexicon: pd.DataFrame, progress: bool = True, processes: int = 1
) -> pd.DataFrame:
    """Score each text with TextBlob, and again with the shop lexicon added.

    Without a lexicon term, both polarities are equal. When terms overlap, the longest wins. Terms
    behave like TextBlob's own words: "never" negates them, "really" and exclamation marks intensify
    them.

    Args:
        texts: Non-blank texts, any index. Pass distinct texts: each row is scored.
        lexicon: One row per term (a word or phrase, any case, apostrophes allowed) with polarity
            (-1 to 1) and subjectivity (0 to 1), as numbers or numeric text.
        progress: Show a progress bar on stderr when scoring takes longer than two seconds.
        processes: Maximum number of processes; small inputs use fewer.

    Returns:
        One row per text, with the index of `texts`, three float columns and a boolean:
        textblob_polarity and subjectivity are TextBlob(text).sentiment as is, polarity includes the
        shop's terms, and is_readable is false for a text in another language than English, whose
        scores mean nothing.

    Raises:
        ValueError: A text is null, or the lexicon lacks a column, has a blank or duplicate term,
            or a value that is not a number within its range.
        RuntimeError: A subprocess failed.
    """
    if texts.isna().any():
        # TextBlob would read a null as the word "None" and score it neutral
        raise ValueError(f"{texts.isna().sum()} of {len(texts)} texts are null; expected none.")
    lexicon = validate_lexicon(lexicon)
    chunks = max(1, min(processes, len(texts) // MIN_TEXTS_PER_PROCESS))
    bounds = [len(texts) * chunk // chunks for chunk in range(chunks + 1)]
    own, *others = (texts.iloc[start:end].tolist() for start, end in pairwise(bounds))
    with ExitStack() as stack:
        pending = [stack.enter_context(_score_in_subprocess(chunk, lexicon)) for chunk in others]
        scores = _score(own, lexicon, progress)
        for wait_for_scores in pending:
            scores += wait_for_scores()
    types = dict.fromkeys(SCORE_COLUMNS, float) | {"is_readable": bool}
    return pd.DataFrame(scores, index=texts.index, columns=list(types)).astype(types)


@contextmanager
def _score_in_subprocess(
    texts: list[str], lexicon: pd.DataFrame
) -> Iterator[Callable[[], list[list]]]:
    """Score a chunk of the texts in a subprocess; yields a function that waits for the scores.

    Input and output are unnamed temporary files: pipes would make the processes wait for each
    other, and named files would remain when one of them is killed.
    """
    with TemporaryFile("w+") as input_file, TemporaryFile("w+") as output_file:
        json.dump({"texts": texts, "lexicon": lexicon.to_dict("list")}, input_file)
        input_file.seek(0)
        command = [sys.executable, "-m", "python_steps.sentiment.scoring"]
        process = subprocess.Popen(command, stdin=input_file, stdout=output_file, cwd=PROJECT)

        def wait_for_scores() -> list[list]:
            if code := process.wait():
                raise RuntimeError(
                    f"A sentiment scoring process failed with exit code {code}. "
                    "See its error message above. Fix this and rerun `dbt build`."
                )
            output_file.seek(0)
            return json.load(output_file)

        try:
            yield wait_for_scores
        finally:
            process.kill()
            process.wait()


def _score(texts: list[str], lexicon: pd.DataFrame, progress: bool) -> list[tuple]:
    """Return textblob_polarity, polarity, subjectivity and is_readable of each text."""
    shop_scorer = extend_textblob(lexicon)
    terms_by_first_word = index_terms(lexicon["term"])
    is_readable = make_reader()

    def score(text: str) -> tuple[float, float, float, bool]:
        words = tokenize(text)
        textblob_polarity, subjectivity = textblob_en.sentiment(words)
        polarity = textblob_polarity
        if not terms_by_first_word.keys().isdisjoint(words):
            polarity, _ = shop_scorer(merge_terms(words, terms_by_first_word))
        return textblob_polarity, polarity, subjectivity, is_readable(text)

    bar = tqdm(texts, desc="Scoring sentiment", unit=" texts", delay=2, disable=not progress)
    return [score(text) for text in bar]


def validate_lexicon(lexicon: pd.DataFrame) -> pd.DataFrame:
    """Return the lexicon with normalized terms and float values.

    Raises:
        ValueError: As in `score_texts`; the message names the term and what was expected.
    """
    for column in ("term", *LEXICON_RANGES):
        if column not in lexicon.columns:
            raise ValueError(
                f"shop_lexicon.csv has no column '{column}'; "
                "expected term, polarity and subjectivity."
            )
    terms = [normalize_term(term) for term in lexicon["term"].fillna("")]
    seen = set()
    for position, term in enumerate(terms, start=1):
        if not term:
            raise ValueError(
                f"Row {position} of shop_lexicon.csv has a blank term; expected a word or phrase."
            )
        if term in seen:
            raise ValueError(
                f"shop_lexicon.csv lists the term '{term}' more than once; expected unique terms."
            )
        seen.add(term)
    checked = {"term": terms}
    for column, (low, high) in LEXICON_RANGES.items():
        values = pd.to_numeric(lexicon[column], errors="coerce").astype(float)
        for term, given, value in zip(terms, lexicon[column], values, strict=True):
            if not low <= value <= high:
                raise ValueError(
                    f"The term '{term}' in shop_lexicon.csv has {column} '{given}'; "
                    f"expected a number from {low} to {high}."
                )
        checked[column] = values.tolist()
    return pd.DataFrame(checked)


def normalize_term(term: object) -> str:
    """Return a term in lower case, with single spaces and plain apostrophes."""
    for apostrophe in APOSTROPHES:
        term = str(term).replace(apostrophe, "'")
    return " ".join(term.lower().split())


def extend_textblob(lexicon: pd.DataFrame) -> textblob_en.Sentiment:
    """Return a copy of TextBlob's scorer with these terms added; the original is unchanged."""
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


def index_terms(terms: pd.Series) -> dict[str, list[tuple[list[str], str]]]:
    """Return the terms by first word, each as (words, term), longest first.

    The words are TextBlob's tokens. TextBlob splits couldn't, COULDN'T and couldn’t differently, so
    each term is indexed in every spelling.
    """
    by_first_word = {}
    for term in terms:
        for apostrophe in APOSTROPHES:
            for written in (term, term.upper()):
                words = tokenize(written.replace("'", apostrophe))
                spellings = by_first_word.setdefault(words[0], [])
                if (words, term) not in spellings:
                    spellings.append((words, term))
    for spellings in by_first_word.values():
        spellings.sort(key=lambda spelling: len(spelling[0]), reverse=True)
    return by_first_word


def tokenize(text: str) -> list[str]:
    """Return the words of a text exactly as TextBlob's sentiment scorer splits them.

    Source: textblob 0.20.1, textblob/_text.py, Sentiment.__call__. Given a list, the scorer skips
    tokenizing, which is half of its run time and identical for both scores.
    """
    return [word.lower() for word in " ".join(textblob_en.sentiment.tokenizer(text)).split()]


def merge_terms(
    words: list[str], terms_by_first_word: dict[str, list[tuple[list[str], str]]]
) -> list[str]:
    """Return the words with each occurrence of a term, however split, merged into one word."""
    merged, position = [], 0
    while position < len(words):
        for term_words, term in terms_by_first_word.get(words[position], ()):
            if words[position : position + len(term_words)] == term_words:
                merged.append(term)
                position += len(term_words)
                break
        else:
            merged.append(words[position])
            position += 1
    return merged


def _score_stdin() -> None:
    chunk = json.load(sys.stdin)
    json.dump(_score(chunk["texts"], pd.DataFrame(chunk["lexicon"]), progress=False), sys.stdout)


if __name__ == "__main__":
    _score_stdin()
