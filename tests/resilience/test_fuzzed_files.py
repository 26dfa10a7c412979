"""Random structural faults: a file is an error with its name, or every row is read unchanged."""

import csv
import io
import itertools
import re

import pytest
from base_models import BaseModels, Read
from contract import input_columns, required_columns
from faulty_files import GOOD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MORE = {
    "user_feedback": ['u3,2026-01-05,"two\nlines, and ""quotes""",3', 'u4,2026-01-05,"",4'],
    "clickstream": ["#u3,2026-01-05T10:00:00Z,Über uns,", '"u4","2026-01-05","home","x"'],
    "api_logs": ["2026-01-05 10:02:00,/c?x=1;y=2,0,0,search-api"],
    "session_tracking": ["S3,,2026-01-05T12:00:00,2026-01-05T12:00:00,home,"],
}
PIECES = [
    b",", b",,", b'"', b'""', b"\n", b"\r", b"\r\n", b"\n\n", b"\t", b";", b"#", b"\\", b" ",
    b"\0", b"\xe9", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", "é".encode(), b"\x1a", b"'",
]  # fmt: skip
KINDS = (
    "insert", "insert", "delete", "truncate", "repeat line", "drop line", "drop comma", "quote",
    "line endings", "one line ending", "swap columns", "blank line",
)  # fmt: skip
FAULT = st.tuples(st.sampled_from(KINDS), st.floats(0, 1), st.sampled_from(PIECES))
FILES = st.fixed_dictionaries({table: st.lists(FAULT, min_size=1, max_size=3) for table in GOOD})


def apply_fault(content: bytes, kind: str, where: float, piece: bytes) -> bytes:
    """Apply a fault to a file, at a position between its start (0) and end (1)."""
    position = int(where * len(content))
    lines = content.split(b"\n")
    number = min(int(where * len(lines)), len(lines) - 1)
    if kind == "insert":
        return content[:position] + piece + content[position:]
    if kind == "delete":
        return content[:position] + content[position + 1 :]
    if kind == "truncate":
        return content[:position]
    if kind == "repeat line":
        return b"\n".join([*lines[: number + 1], *lines[number:]])
    if kind == "drop line":
        return b"\n".join([*lines[:number], *lines[number + 1 :]])
    if kind == "drop comma":
        at = content.find(b",", position)
        return content if at < 0 else content[:at] + content[at + 1 :]
    if kind == "quote":
        end = position + 9
        return content[:position] + b'"' + content[position:end] + b'"' + content[end:]
    if kind == "line endings":
        return content.replace(b"\n", b"\r\n" if where < 0.5 else b"\r")
    if kind == "one line ending":
        return b"\n".join(lines[:number]) + b"\r\n" + b"\n".join(lines[number:])
    if kind == "swap columns":
        return b"\n".join(b",".join(reversed(line.split(b","))) for line in lines)
    assert kind == "blank line"
    return b"\n".join([*lines[:number], b"", *lines[number:]])


def read_plainly(content: bytes) -> tuple[list[str], list[list[str]]] | None:
    """Read header and records with Python's RFC 4180 reader; None if it fails."""
    try:
        text = content.decode("utf-8-sig")
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    header, *rows = [record for record in records if record] or [[]]
    return [name.strip().lower() for name in header], rows


def is_plain(content: bytes) -> bool:
    """Return whether a file is unambiguous CSV, which must be read."""
    reading = read_plainly(content)
    if (
        reading is None
        or re.search(rb"[\0\xff\x1a]|^\s", content)
        or content.count(b"\xef\xbb\xbf")
    ):
        return False
    header, rows = reading
    outside = re.sub(rb'(^|[,\r\n])"(?:[^"]|"")*"(?=[,\r\n]|$)', rb"\1", content)
    ends = set(re.findall(rb"\r\n|\r|\n", outside))
    return (
        b'"' not in outside
        and len(ends) == 1
        and all(len(row) == len(header) for row in rows)
        and len(set(header)) == len(header)
    )


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    return BaseModels(tmp_path_factory.mktemp("fuzz") / "build")


def test_files_with_random_faults_are_errors_or_read_unchanged(models, tmp_path, is_full):
    numbers, counts = itertools.count(), {"errors": 0, "read": 0, "rows": 0, "rejected": 0}

    @settings(
        max_examples=150 if is_full else 8,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(FILES)
    def check(files):
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        contents = {}
        for table, faults in files.items():
            content = "\n".join([*GOOD[table], *MORE.get(table, [])]).encode() + b"\n"
            for fault in faults:
                content = apply_fault(content, *fault)
            contents[table] = content
            (folder / f"{table}.csv").write_bytes(content)
        outcomes = models.read_files(folder)
        for table, content in contents.items():
            check_one(table, content, outcomes[table], folder / f"{table}.csv", counts)

    check()
    files = counts["errors"] + counts["read"]
    print(f"{files} files: {counts}")
    assert counts["errors"] > 10 and counts["read"] > 10, "both outcomes occur"
    assert not is_full or files >= 1000


def check_one(table, content, outcome, file, counts) -> None:
    reading = read_plainly(content)
    if not isinstance(outcome, Read):
        counts["errors"] += 1
        assert str(file) in outcome.message, outcome.message
        assert len(outcome.message) < 600 and "\n" not in outcome.message, outcome.message
        if is_plain(content) and required_columns(table) <= set(reading[0]):
            raise AssertionError(f"valid CSV is an error: {content!r}: {outcome.message}")
        return
    counts["read"] += 1
    counts["rows"] += len(outcome.texts)
    counts["rejected"] += len(outcome.rejected)
    assert len(outcome.texts) == len(outcome.reasons), "every row is accepted or rejected"
    assert len(outcome.rejected) == sum(reason is not None for reason in outcome.reasons)
    assert reading is not None, f"read although it is not CSV: {content!r}"
    header, rows = reading
    expected = []
    for row in rows:
        assert not any(row[len(header) :]), f"an extra value is lost: {content!r}"
        assert len(row) >= len(header), f"a value is missing: {content!r}"
        values = dict(zip(header, row, strict=False))
        # a line of commas is no row
        if any(values.get(name, "").strip(" \t\r\n\ufeff") for name in input_columns(table)):
            expected.append(values)
    found = [{name: value or "" for name, value in text.items()} for text in outcome.texts]
    columns = list(found[0]) if found else []
    assert found == [{name: row.get(name, "") for name in columns} for row in expected], content
