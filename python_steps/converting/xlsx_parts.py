"""What python-calamine does not tell of an XLSX file: which blank cells are not blank in it."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

WORKBOOK = "xl/workbook.xml"
RELATIONSHIPS = "xl/_rels/workbook.xml.rels"
CHUNK = 2**20
CELL_END = re.compile(rb"</(?:\w+:)?c>")
ERROR = re.compile(rb"""<(?:\w+:)?c\s[^>]*\bt=["']e["']""")
# a text formula may have an empty result
NO_RESULT = re.compile(
    rb"""<(?:\w+:)?c\b(?![^>]*\bt=["']str["'])[^>]*>\s*"""
    rb"""<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)


@dataclass(frozen=True)
class BlankCells:
    """Cells of a sheet that are read as blank.

    Attributes:
        errors: Errors such as #N/A.
        formulas: Formulas whose result is not in the file, because no spreadsheet program wrote it.
    """

    errors: int = 0
    formulas: int = 0


def count_blank_cells(path: Path) -> dict[str, BlankCells]:
    """Count the errors and the formulas without a result in each sheet.

    Args:
        path: A workbook that python-calamine can read.

    Returns:
        The counts by sheet; nothing for other formats than XLSX.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        if not {WORKBOOK, RELATIONSHIPS} <= set(archive.namelist()):
            return {}
        counts = {}
        for name, part in _sheets(archive):
            errors = formulas = 0
            with archive.open(part) as file:
                for cells in _whole_cells(file):
                    errors += len(ERROR.findall(cells))
                    formulas += len(NO_RESULT.findall(cells))
            counts[name] = BlankCells(errors, formulas)
        return counts


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield name and part of each sheet."""
    targets = {
        relationship.get("Id"): relationship.get("Target")
        for relationship in ElementTree.fromstring(archive.read(RELATIONSHIPS))
    }
    for element in ElementTree.fromstring(archive.read(WORKBOOK)).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            identifiers = [v for k, v in element.attrib.items() if k.endswith("}id")]
            target = targets.get(identifiers[0]) if identifiers else None
            part = posixpath.normpath(posixpath.join("/xl", target or "")).lstrip("/")
            if part in archive.namelist():
                yield element.get("name", ""), part


def _whole_cells(file: BinaryIO) -> Iterator[bytes]:
    """Yield the text of a sheet in chunks that end after a cell."""
    rest = b""
    while chunk := file.read(CHUNK):
        rest += chunk
        ends = [match.end() for match in CELL_END.finditer(rest)]
        if ends:
            yield rest[: ends[-1]]
            rest = rest[ends[-1] :]
    yield rest
