"""Compares the published headline KPIs with the oracle's."""

from pathlib import Path

import pandas as pd
import pytest
from conftest import PROJECT, Place
from pandas_oracle import headline_kpis

from python_steps.sentiment.scoring import score_texts

LEXICON = pd.read_csv(PROJECT / "seeds" / "reference" / "shop_lexicon.csv")


def score_feedback(folder: Path) -> dict[str, float]:
    """Score the feedback texts of a folder with the shop's lexicon, as the build does.

    Returns:
        The polarity by text; NaN for a text in another language.
    """
    file = folder / "user_feedback.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    texts = rows.rename(columns=str.lower)["feedback_text"].str.strip().drop_duplicates()
    scores = score_texts(texts, LEXICON, progress=False)
    polarity = scores["polarity"].where(scores["is_readable"])
    return dict(zip(texts, polarity, strict=True))


def kpi_differences(place: Place, folder: Path) -> list[str]:
    """List the cells where the published KPIs differ from plain pandas over the same files."""
    expected = headline_kpis(folder, polarity=score_feedback(folder)).set_index("kpi")
    found = place.query("select * from executive.headline_kpis").set_index("kpi")
    assert set(expected.index) == set(found.index)
    wrong = []
    for kpi, row in expected.iterrows():
        ratio = ["numerator", "denominator"] if pd.notna(row["denominator"]) else []
        for column in ["value", "answer", *ratio]:
            want, have = row[column], found.loc[kpi, column]
            if pd.isna(want) or pd.isna(have):
                same = pd.isna(want) and pd.isna(have)
            else:
                same = want == (have if column == "answer" else pytest.approx(have, rel=1e-9))
            if not same:
                wrong.append(f"{kpi}.{column}: pandas {want}, marts {have}")
    return wrong
