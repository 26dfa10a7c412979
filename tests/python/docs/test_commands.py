"""Commands in the pages and messages are those of the command line."""

import re
import shlex

import pytest
from conftest import PROJECT
from contract import tracked_files

from python_steps.__main__ import _parser

PAGES = [name for name in tracked_files() if name.endswith(".md")]
# a command ends with its line, its backquote or the next command; a comment and a link follow it
COMMAND = re.compile(r"(?<!\S)\(?`?\.venv/bin/monitoring((?: [^\s`]+)*)")
END = re.compile(r" +#| +(?:&&|>>)")


def commands(text: str) -> list[str]:
    """Return what follows `.venv/bin/monitoring` where a text names a step."""
    found = [END.split(words)[0].strip() for words in COMMAND.findall(text)]
    return [words for words in found if words and words[0].islower()]


@pytest.fixture(scope="module")
def stated() -> dict[str, list[str]]:
    pages = {name: (PROJECT / name).read_text(encoding="utf-8") for name in PAGES}
    return {name: found for name, text in pages.items() if (found := commands(text))}


def test_every_step_that_the_pages_name_can_be_run(stated):
    named = {words.split()[0] for page in stated.values() for words in page}
    assert {"convert", "evaluate", "export", "inspect", "plot", "report", "simulate"} <= named
    parser = _parser()
    for page, found in stated.items():
        for words in found:
            # without required values, as in "`.venv/bin/monitoring simulate --layout` writes ..."
            if words == "simulate --layout":
                continue
            try:
                parser.parse_args(shlex.split(words))
            except SystemExit:
                pytest.fail(f"{page}: .venv/bin/monitoring {words} is no command")


def test_a_command_is_found_in_a_line_a_sentence_and_a_link():
    text = (
        ".venv/bin/monitoring plot --out /tmp/x   # draws\n"
        "Run (`.venv/bin/monitoring export --format csv`), or `.venv/bin/monitoring STEP`.\n"
        "30 4 * * * .venv/bin/monitoring convert --force /raw && .venv/bin/dbt build\n"
    )
    assert commands(text) == ["plot --out /tmp/x", "export --format csv", "convert --force /raw"]


def test_steps_are_named_by_the_command_and_its_module_once():
    """The module works without installation; the pages say so in one place."""
    named = {}
    for name in tracked_files():
        if not name.startswith("tests/") and name.endswith((".md", ".sql", ".yml", ".j2")):
            text = " ".join((PROJECT / name).read_text(encoding="utf-8").split())
            named[name] = len(re.findall(r"-m python_steps(?![.\w])", text))
    named = {name: count for name, count in named.items() if count}
    assert named == {"docs/python.md": 1, "CHANGELOG.md": 1}
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert "-m python_steps " not in makefile
    assert makefile.count("$(BIN)/monitoring ") == 5
