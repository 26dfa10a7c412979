"""No tracked file uses the words of avoided_words.py."""

import re
from pathlib import Path

import pytest
from avoided_words import ALLOWED, AVOIDED, DATA, FINE
from conftest import PROJECT
from contract import tracked_files

# a line break may be within a comment or a table
BLANK = r"(?:[ \t]+|[ \t]*\n[ \t]*(?:(?:#|--|//|>|\*|\|)[ \t]*)?)"
SENTENCE = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+){3,}\b")
PATTERNS = [FINE, *(f"(?P<w{number}>{pattern})" for number, pattern in enumerate(AVOIDED))]
WORDS = re.compile(rf"\b(?:{'|'.join(PATTERNS)})".replace(" ", BLANK))
IS_DATA = re.compile("|".join(DATA))
INSTEAD = list(AVOIDED.values())


def find_avoided_words(text: str) -> list[tuple[int, str, str]]:
    """Return the number of the line, the words found, and what to write instead."""
    # lower() keeps the length of every letter but this one
    lower = text.replace("\u0130", "I").lower()
    readable = SENTENCE.sub(lambda name: name[0].replace("_", " "), lower)
    return [
        (
            readable.count("\n", 0, match.start()) + 1,
            " ".join(match[0].split()),
            INSTEAD[int(match.lastgroup[1:])],
        )
        for match in WORDS.finditer(readable)
        if match.lastgroup
    ]


def read_text(project: Path, name: str) -> str:
    """Read a text file; return nothing for binary files."""
    content = (project / name).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


def problems_of(project: Path) -> list[str]:
    """List every avoided word in the project."""
    problems = []
    for name in tracked_files(project):
        if IS_DATA.search(name):
            continue
        text = read_text(project, name)
        lines = text.split("\n")
        for line, words, instead in find_avoided_words(text):
            if not any(allowed in lines[line - 1] for allowed in ALLOWED.get(name, ())):
                problems.append(f"{name}:{line}: '{words}': {instead}")
    return problems


def test_no_file_uses_an_avoided_word():
    problems = problems_of(PROJECT)
    assert not problems, f"{len(problems)} avoided words:\n" + "\n".join(problems)


def test_every_allowed_place_is_needed():
    for name, places in ALLOWED.items():
        lines = read_text(PROJECT, name).split("\n")
        for place in places:
            assert any(place in line and find_avoided_words(line) for line in lines), (name, place)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("held against the marts", ["held against"]),
        ("-- each value is held\n    -- up against it", ["held -- up against"]),
        ("- name: what_is_usual_for_a_day", ["usual"]),
        ("def test_nobody_waits_for_it():", ["nobody"]),
        ("a build of its\n# own, in grey", ["of its # own", "grey"]),
        ("kpis_daily.usual_low, usual_high and usual_rate", []),
        ("ground truth, ground\ntruth, understand, unusual, desktop, behavior", []),
        ("json.loads(text), lower_is_better_for_the_kpi", []),
    ],
)
def test_avoided_words_are_found_in_prose_comments_and_names(text, words):
    assert [found for _, found, _ in find_avoided_words(text)] == words
