"""Read the sheets of a workbook as rows of text."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from python_steps.converting.cells import (
    MOST_DIGITS,
    Cell,
    Column,
    has_lost_digits,
    is_duration,
    is_timestamp,
    read_duration,
    text_of,
)
from python_steps.converting.xlsx_parts import BlankCells, count_blank_cells

OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<")
NO_RESULT = "without a stored result written as blank: save the file in a spreadsheet program first"
OTHER_SEPARATOR = re.compile("[;\t|]")
MOST_NAMED = 3  # of the rows that are left out


class NotASpreadsheetError(ValueError):
    """A file cannot be read; the message says why, to be put after the name of the file."""


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds data.

    Attributes:
        name: Its name in the workbook.
        content: Its rows as CSV in UTF-8; empty for a hidden sheet, which is not read.
        row_count: Rows below the header.
        is_hidden: Whether the workbook hides it.
        notes: What was left out or may be wrong.
    """

    name: str
    content: bytes = b""
    row_count: int = 0
    is_hidden: bool = False
    notes: tuple[str, ...] = ()


def read_sheets(path: Path) -> list[Sheet]:
    """Read the sheets of a workbook that hold data, in their order.

    Args:
        path: The workbook. Its content decides what it is, and not its name.

    Raises:
        NotASpreadsheetError: The file is protected, damaged, or no spreadsheet.
        OSError: The file cannot be opened.
    """
    start = _start_of(path)
    try:
        with _opened(path) as workbook:
            blank_cells = count_blank_cells(path)
            found = []
            for metadata in workbook.sheets_metadata:
                if metadata.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = workbook.get_sheet_by_name(metadata.name)
                if metadata.visible is not SheetVisibleEnum.Visible:
                    has_data = any(cell != "" for row in sheet.iter_rows() for cell in row)
                    found += [Sheet(metadata.name, is_hidden=True)] if has_data else []
                    continue
                read = _Reader(sheet, OPEN_DOCUMENT in start)
                blank = blank_cells.get(metadata.name, BlankCells())
                found += [read.as_csv(blank)] if read.last_row else []
    except PasswordError:
        raise NotASpreadsheetError("is protected with a password: save it without one") from None
    except (CalamineError, zipfile.BadZipFile, ParseError) as error:
        raise NotASpreadsheetError(_reason(path, start, error)) from error
    return found


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(2**16)


def _opened(path: Path) -> CalamineWorkbook:
    """Open a workbook by its content: tools write XLSX under the name .xls."""
    with path.open("rb") as file:
        content = io.BytesIO(file.read())
    try:
        return CalamineWorkbook.from_filelike(content)
    except PasswordError:
        raise
    except CalamineError:
        if ENCRYPTED in content.getvalue():
            raise PasswordError from None
        # by the name: this says what is wrong
        return CalamineWorkbook.from_path(path)


def _reason(path: Path, start: bytes, error: Exception) -> str:
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return f"is damaged, or no spreadsheet ({error})"
    if MARKUP.match(start):
        return (
            "is an HTML or XML page with the name of a spreadsheet: open it in a spreadsheet "
            "program and save it as CSV"
        )
    if not start:
        return "is empty"
    return "is no spreadsheet. If it is text, a build reads it without conversion"


class _Reader:
    """The rows of one sheet, from the header to the last row that holds data."""

    def __init__(self, sheet: CalamineSheet, is_open_document: bool):
        self.sheet = sheet
        self.is_open_document = is_open_document
        widths = {}
        filled, timestamps, durations = set(), set(), set()
        for number, row in enumerate(self._rows(), start=1):
            cells = [(column, cell) for column, cell in enumerate(row) if not _is_blank(cell)]
            if cells:
                widths[number] = len(cells)
                filled.update(column for column, _ in cells)
                timestamps.update(column for column, cell in cells if is_timestamp(cell))
                durations.update(column for column, cell in cells if is_duration(cell))
        self.columns = {
            column: Column(column in timestamps, column in durations) for column in sorted(filled)
        }
        self.last_row = max(widths, default=0)
        # a title or a note is one cell; a header has a name for each column
        wide = (number for number, width in widths.items() if width > 1)
        self.header_row = next(wide, min(widths, default=0))
        self.left_out = [number for number in widths if number < self.header_row]
        self.row_count = sum(number > self.header_row for number in widths)

    def as_csv(self, blank: BlankCells) -> Sheet:
        """Return the sheet as CSV."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        left_out, lost_digits, names = [], 0, []
        for number, row in enumerate(self._rows(), start=1):
            if number in self.left_out:
                left_out += [str(cell).strip() for cell in row if not _is_blank(cell)]
            if not self.header_row <= number <= self.last_row:
                continue
            texts = [text_of(row[column], kind) for column, kind in self.columns.items()]
            if number == self.header_row:
                # a name with a line end is not found
                names = [" ".join(text.split()) for text in texts]
                # a build takes what occurs most outside quotes for the separator
                is_misleading = OTHER_SEPARATOR.search("".join(names))
                quoting = csv.QUOTE_ALL if is_misleading else csv.QUOTE_MINIMAL
                csv.writer(out, lineterminator="\n", quoting=quoting).writerow(names)
                continue
            lost_digits += sum(has_lost_digits(row[column]) for column in self.columns)
            writer.writerow(texts)
        notes = _title_note(left_out)
        for count, noun, remark in (
            (names.count(""), "column", "without a name"),
            (blank.errors, "error cell", "written as blank"),
            (blank.formulas, "formula", NO_RESULT),
            (self._count_merged(), "merged range", "with the value in its first cell only"),
            (lost_digits, "number", f"of more than {MOST_DIGITS} digits, which spreadsheets round"),
        ):
            if count:
                notes.append(f"{count:,} {noun}{'' if count == 1 else 's'} {remark}")
        content = out.getvalue().encode("utf-8")
        return Sheet(self.sheet.name, content, self.row_count, notes=tuple(notes))

    def _rows(self) -> Iterator[list[Cell]]:
        for row in self.sheet.iter_rows():
            if self.is_open_document:
                yield [read_duration(cell) if isinstance(cell, str) else cell for cell in row]
            else:
                yield row

    def _count_merged(self) -> int:
        """Count the merged ranges below the header; one above it is a title."""
        ranges = self.sheet.merged_cell_ranges or []
        return sum(
            self.header_row <= last[0] + 1 and first[0] < self.last_row for first, last in ranges
        )


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _title_note(left_out: list[str]) -> list[str]:
    if not left_out:
        return []
    named = ", ".join(f"'{' '.join(text.split())[:40]}'" for text in left_out[:MOST_NAMED])
    more = f" and {len(left_out) - MOST_NAMED} more" if len(left_out) > MOST_NAMED else ""
    return [f"left out above the header: {named}{more}"]
