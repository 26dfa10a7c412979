"""Score feedback texts on the engine that runs the build: DuckDB or Spark."""

from collections.abc import Iterator

import pandas as pd

from python_steps.sentiment.scoring import SCORE_COLUMNS, score_texts


def score_relation(session, texts, lexicon):
    """Score a relation of texts: in this process for DuckDB, on the executors for Spark.

    Args:
        session: DuckDB connection or Spark session.
        texts: Relation or DataFrame with the column feedback_text: distinct, not null.
        lexicon: Relation or DataFrame of the seed shop_lexicon.

    Returns:
        feedback_text and the columns of `score_texts`: a pandas frame for DuckDB, a DataFrame for
        Spark.

    Raises:
        ValueError: As in `score_texts`.
    """
    is_spark = hasattr(texts, "mapInPandas")
    return (_score_on_spark if is_spark else _score_on_duckdb)(session, texts, lexicon)


def _score_on_duckdb(session, texts, lexicon) -> pd.DataFrame:
    # without rows pandas cannot infer a text type
    frame = texts.df().astype({"feedback_text": "string"})
    threads = session.sql("select current_setting('threads')").fetchall()[0][0]
    return frame.assign(**score_texts(frame["feedback_text"], lexicon.df(), processes=threads))


def _score_on_spark(session, texts, lexicon):
    terms = pd.DataFrame([row.asDict() for row in lexicon.collect()], columns=lexicon.columns)

    def score_batches(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            yield frame.assign(**score_texts(frame["feedback_text"], terms, progress=False))

    # an explicit number of partitions is kept: Spark would coalesce them, since texts are small
    partitions = int(session.conf.get("spark.sql.shuffle.partitions"))
    columns = ", ".join(f"{name} double" for name in SCORE_COLUMNS)
    return texts.repartition(partitions).mapInPandas(
        score_batches, f"feedback_text string, {columns}, is_readable boolean"
    )
