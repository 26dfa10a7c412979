"""Markdown tables, and generated blocks inside pages that are otherwise written by hand."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

BEGIN = "<!-- begin generated: {name} (make docs-pages) -->"
END = "<!-- end generated: {name} -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table.

    Args:
        head: Column titles.
        rows: Cells as Markdown; pipes are escaped and line breaks become blanks.
    """
    lines = [head, ["---"] * len(head), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def link(label: str, path: str, page: str, title: str = "") -> str:
    """Link to a file of the project.

    Args:
        label: Text of the link.
        path: File, relative to the project.
        page: Page with the link, relative to the project.
        title: What a mouse over the link shows.
    """
    target = os.path.relpath(path, PurePosixPath(page).parent)
    return f'[{label}]({target} "{title}")' if title else f"[{label}]({target})"


def replace_block(page: str, name: str, content: str) -> str:
    """Return a page with new content between the two markers of a block.

    Args:
        page: Text of the page.
        name: Name of the block, as in `BEGIN` and `END`.
        content: Markdown of the block, without blank lines around it.

    Raises:
        ValueError: The page does not have exactly one block of this name.
    """
    begin, end = BEGIN.format(name=name), END.format(name=name)
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"expected one block '{begin}' to '{end}'")
    before, rest = page.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n\n{content}\n\n{end}{after}"


def first_sentence(text: str) -> str:
    """Return the first sentence of a comment or docstring, on one line."""
    one_line = re.sub(r"\s+", " ", text).strip()
    return re.split(r"(?<=[\w)}`'\"\]%])\.(?= |$)", one_line, maxsplit=1)[0].rstrip(".;:") + "."


def _cell(text: str) -> str:
    one_line = re.sub(r"\s+", " ", str(text).replace("|", "\\|")).strip()
    # outside of code, <name> would be an HTML tag
    parts = re.split(r"(`[^`]*`)", one_line)
    return "".join(part if part[:1] == "`" else re.sub(r"<(?=\w)", r"\<", part) for part in parts)
