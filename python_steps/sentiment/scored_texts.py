"""Feedback texts with their scores, on the engine that runs the build."""

from collections.abc import Iterator

import pandas as pd

from python_steps.sentiment.scoring import SCORE_COLUMNS, score_texts


def scored(session, texts, lexicon):
    """Score a relation of texts where its engine runs: in this process, or on Spark's executors.

    Args:
        session: DuckDB's connection or the Spark session.
        texts: Relation or DataFrame with the column feedback_text, distinct and without nulls.
        lexicon: Relation or DataFrame of the seed shop_lexicon.

    Returns:
        For DuckDB a pandas frame, for Spark a DataFrame: feedback_text and the columns of
        `score_texts`.

    Raises:
        ValueError: As `score_texts`.
    """
    return (
        _on_spark(session, texts, lexicon)
        if hasattr(texts, "mapInPandas")
        else _here(session, texts, lexicon)
    )


def _here(session, texts, lexicon) -> pd.DataFrame:
    # without a row the type of the text would be unknown
    frame = texts.df().astype({"feedback_text": "string"})
    threads = session.sql("select current_setting('threads')").fetchall()[0][0]
    return frame.assign(**score_texts(frame["feedback_text"], lexicon.df(), processes=threads))


def _on_spark(session, texts, lexicon):
    terms = pd.DataFrame([row.asDict() for row in lexicon.collect()], columns=lexicon.columns)

    def score(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            yield frame.assign(**score_texts(frame["feedback_text"], terms, progress=False))

    # a number that is said is kept: Spark would join the parts, for texts are few bytes
    parts = int(session.conf.get("spark.sql.shuffle.partitions"))
    columns = ", ".join(f"{name} double" for name in SCORE_COLUMNS)
    return texts.repartition(parts).mapInPandas(score, f"feedback_text string, {columns}")
