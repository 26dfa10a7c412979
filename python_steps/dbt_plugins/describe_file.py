"""Describe an input file by its first lines, whatever bytes it has.

DuckDB's own reader stops at a file that is not UTF-8, and reads no row of some UTF-16 files without
an error. A build recognizes all files, and names all that are wrong at once, so their first lines
are read here, and UTF-16 and the encoding that the var source_encoding names are rewritten as
UTF-8.
"""

import codecs
import gzip
import io
import json
import re
import shlex
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from python_steps.converting import SUFFIXES

LINES = 20  # W3C logs have a few comments, and a log may begin with a broken line
LONGEST_LINE = 32 * 2**20
OBJECTS = 200
BETWEEN_OBJECTS = re.compile(r"[\s,]*")
LINE_END = re.compile("\r\n|\r|\n")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NOT_UTF_8 = (
    ", line 1: the file is not UTF-8 text; if a program on Windows wrote it: "
    '--vars "{source_encoding: windows-1252}".'
)
ZSTD = b"\x28\xb5\x2f\xfd"
FORMATS = {  # by first bytes: what a file is when it is no text
    b"PK\x03\x04": "a spreadsheet or ZIP archive",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old or protected Office file",
    b"%PDF": "a PDF",
    b"SQLite format 3": "an SQLite database",
}


class Plugin(BasePlugin):
    """Adds the SQL function `describe_file`."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Create the function.

        Args:
            conn: The connection to the build database.
        """
        conn.create_function("describe_file", describe_file, ["VARCHAR"] * 3, "VARCHAR")


def describe_file(path: str, copy: str, encoding: str) -> str:
    """Read the first lines of a text file.

    Args:
        path: The file, compressed if its name ends with .gz or .zst.
        copy: Where a copy in UTF-8 is written if the file is in another encoding.
        encoding: The encoding of a file that is neither UTF-8 nor UTF-16; empty: none is known.

    Returns:
        A JSON object: `lines` (the first ones without byte order mark, at most 20), `keys` (of the
        first objects, if the file is JSON; else null), `list` (the name and the keys of the first
        list of objects in that object, as responses of APIs have it; else null), `problem` (what
        is wrong, to be put after the file's name; else null), and `is_copied`.
    """
    found = {"lines": [], "keys": None, "list": None, "problem": None, "is_copied": False}
    try:
        with _opened(Path(path)) as file:
            start, is_whole = _read_start(file)
        for magic, name in FORMATS.items():
            if start.startswith(magic):
                is_spreadsheet = path.lower().endswith(SUFFIXES)
                problem = _what_to_convert(Path(path)) if is_spreadsheet else f" is {name}."
                return json.dumps(found | {"problem": problem})
        if start.startswith(UTF_16):
            encoding = "utf-16"
        if encoding and not _is_utf_8(Path(path)):
            _copy_as_utf_8(Path(path), Path(copy), encoding)
            with Path(copy).open("rb") as file:
                start, is_whole = _read_start(file)
            found["is_copied"] = True
        text = _decoded(start, is_whole)
    except (OSError, EOFError, duckdb.Error) as error:
        return json.dumps(found | {"problem": f" cannot be read: {error}."})
    except LookupError:
        problem = f": {encoding} (var source_encoding) is no encoding."
        return json.dumps(found | {"problem": problem})
    except UnicodeError as error:
        is_utf_16 = encoding == "utf-16"
        problem = f" is not {encoding} text: {error}." if encoding and not is_utf_16 else NOT_UTF_8
        return json.dumps(found | {"problem": problem})
    lines = LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    if lines and "\0" in lines[0]:
        # UTF-16 without byte order mark, of a header in English
        return json.dumps(found | {"problem": NOT_UTF_8})
    found |= {"lines": lines[:LINES], "keys": _keys(text)}
    if found["keys"]:
        found["list"] = _first_list(text)
    return json.dumps(found)


def _what_to_convert(path: Path) -> str:
    """Say how a spreadsheet is read: by its CSV files, if they are newer than it."""
    converted = sorted(
        file.name
        for file in path.parent.glob("*.csv")
        if f"{file.stem}-".startswith(f"{path.stem}-")
        and file.stat().st_mtime >= path.stat().st_mtime
    )
    if converted:
        return f" is a spreadsheet (CSV beside it: {', '.join(converted[:3])})"
    command = f".venv/bin/monitoring convert {shlex.quote(str(path))}"
    return f" is a spreadsheet: run `{command}` to get CSV"


def _read_start(file: BinaryIO) -> tuple[bytes, bool]:
    """Read as much as has the first lines, and at least the whole first line; whether it is all."""
    start = file.read(2**16)
    while b"\n" not in start and b"\r" not in start and len(start) < LONGEST_LINE:
        more = file.read(2**20)
        if not more:
            break
        start += more
    return start, not file.read(1)


@contextmanager
def _opened(path: Path):
    if path.name.lower().endswith(".zst"):
        # Python has no reader for it before 3.14, and DuckDB has one
        with duckdb.connect() as connection:
            lines = connection.execute(
                "select line from read_csv(?, columns = {'line': 'varchar'}, auto_detect = false, "
                "header = false, delim = '\x01', quote = '', escape = '', compression = 'zstd', "
                "max_line_size = 33554432) limit 20",
                [str(path)],
            ).fetchall()
        text = "".join(f"{line or ''}\n" for (line,) in lines)
        with io.BytesIO(text.encode()) as file:
            yield file
        return
    opened = gzip.open if path.name.lower().endswith(".gz") else Path.open
    with opened(path, "rb") as file:
        yield file


def _decoded(start: bytes, is_whole: bool) -> str:
    """Decode what was read; only the first line has to be right."""
    first = re.split(rb"[\r\n]", start, maxsplit=1)[0]
    first.decode("utf-8-sig")
    text = start.decode("utf-8-sig", errors="replace")
    if is_whole:
        return text
    # the last line may be cut
    lines = text.splitlines(keepends=True)
    return "".join(lines[:-1]) or text


def _is_utf_8(path: Path) -> bool:
    try:
        with _opened(path) as file:
            for _ in io.TextIOWrapper(file, encoding="utf-8", newline=""):
                pass
    except UnicodeError:
        return False
    return True


def _copy_as_utf_8(path: Path, copy: Path, encoding: str) -> None:
    """Write a file in another encoding again, line ends and all, not compressed."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    with _opened(path) as file, copy.open("w", encoding="utf-8", newline="") as written:
        shutil.copyfileobj(io.TextIOWrapper(file, encoding=encoding, newline=""), written)


def _keys(text: str) -> list[str] | None:
    """Return the keys of the first objects in JSON text: tools leave out those without a value."""
    text = text.lstrip().removeprefix("[").lstrip()
    if not text.startswith("{"):
        return None
    keys, decoder, position = {}, json.JSONDecoder(), 0
    for _ in range(OBJECTS):
        try:
            value, position = decoder.raw_decode(text, position)
        except ValueError:
            break
        keys |= dict.fromkeys(value if isinstance(value, dict) else ())
        position = BETWEEN_OBJECTS.match(text, position).end()
    # of an object longer than what was read: its own keys are those at the first level
    return list(keys) or _outer_keys(text)


def _outer_keys(text: str) -> list[str]:
    keys, depth = [], 0
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[{}\[\]]', text):
        if match[0] in "{[":
            depth += 1
        elif match[0] in "}]":
            depth -= 1
        elif depth == 1 and match[2]:
            keys.append(match[1])
    return keys


def _first_list(text: str) -> dict | None:
    """Return name and keys of the first list of objects in the first object of JSON text."""
    depth = 0
    text = text[text.index("{") :]
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"(\s*:\s*\[\s*(?={))?|[{}\[\]]', text):
        if match[2] and depth == 1:
            return {"name": match[1], "keys": _keys(text[match.end() :])}
        if match[0] in "{[" or match[2]:
            depth += 1
        elif match[0] in "}]":
            depth -= 1
            if depth == 0:
                break
    return None
