"""Sentences of the seed playbook read well for a single event."""

import re

import pandas as pd
import pytest
from conftest import PROJECT

PLAYBOOK = pd.read_csv(PROJECT / "seeds/reference/playbook.csv")
COUNTS = ("occurrences", "observations", "expected")
PLURAL = re.compile(r"\b1 (?:of 1 )?(?:\w+ )?\w*[^s\W]s\b|\b1 [^;,]*\b(?:were|are|have|need)\b")


def _figure(placeholder: str) -> str:
    return "" if placeholder == "s" else "1" if placeholder in COUNTS else "X"


@pytest.mark.parametrize(
    "row", list(PLAYBOOK.itertuples()), ids=lambda row: f"{row.kind}-{row.owner}"
)
def test_evidence_of_one_event_is_singular(row):
    filled = re.sub(r"{(\w+)}", lambda name: _figure(name[1]), row.evidence)
    assert PLURAL.search(filled) is None, filled


@pytest.mark.parametrize(
    "sentence",
    ["1 loads", "1 of 1 requests", "1 of 1 negative comments", "1 of 1 request were bad"],
)
def test_a_plural_after_one_is_found(sentence):
    assert PLURAL.search(sentence)
