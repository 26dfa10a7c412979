"""The step `convert`: write the sheets of spreadsheets as CSV files, which a build reads.

DuckDB reads spreadsheets only with an extension, which it downloads; a build needs no network.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_steps.converting import SUFFIXES
from python_steps.converting.sheets import NotASpreadsheetError, Sheet, read_sheets

NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Line:
    """What to print of a sheet or a file.

    Attributes:
        text: The line.
        is_problem: Whether something could not be converted.
    """

    text: str
    is_problem: bool = False


def convert(paths: list[Path], *, out: Path | None = None, force: bool = False) -> Iterator[Line]:
    """Write each visible sheet that holds data as a CSV file.

    The file is `<workbook>.csv`, or `<workbook>-<sheet>.csv` if several sheets hold data. All files
    of a workbook are complete before the first of them is moved into place. The same workbook gives
    the same bytes.

    Args:
        paths: Workbooks, and folders that are searched for them, with all folders below.
        out: Output folder, created if missing. Workbooks of a folder keep their place below it.
            When None, the files are written beside the workbook.
        force: Overwrite files with another content.

    Yields:
        One line per sheet, hidden ones included, and one per file that cannot be converted.
    """
    written: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            workbooks = _workbooks_in(path)
            if not workbooks:
                yield Line(f"{path}: holds no spreadsheet ({', '.join(SUFFIXES)})", True)
        else:
            workbooks = [path]
        for workbook in workbooks:
            below = workbook.parent.relative_to(path) if path.is_dir() else Path()
            folder = out / below if out else workbook.parent
            yield from _convert_workbook(workbook, folder, force, written)


def _workbooks_in(folder: Path) -> list[Path]:
    """List the spreadsheets in a folder, without the files that a program has open or hides."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    )


def _convert_workbook(
    workbook: Path, folder: Path, force: bool, written: dict[Path, Path]
) -> Iterator[Line]:
    try:
        sheets = read_sheets(workbook)
        for sheet in sheets:
            if sheet.is_hidden:
                yield Line(f"{workbook}, sheet {sheet.name}: hidden, not read")
        visible = [sheet for sheet in sheets if not sheet.is_hidden]
        if not visible:
            yield Line(f"{workbook}: no sheet to read holds data, nothing written")
            return
        files = {
            folder / name: sheet
            for name, sheet in zip(_file_names(workbook.stem, visible), visible, strict=True)
        }
        for file, sheet in files.items():
            if problem := _conflict(file, sheet, force, written):
                yield Line(f"{workbook}: {problem}; nothing written", True)
                return
        _write(folder, files)
    except NotASpreadsheetError as error:
        yield Line(f"{workbook} {error}", True)
        return
    except OSError as error:
        yield Line(f"{workbook}: {error}", True)
        return
    for file, sheet in files.items():
        written[_key(file)] = workbook
        rows = f"{sheet.row_count:,} row{'' if sheet.row_count == 1 else 's'}"
        notes = f" ({'; '.join(sheet.notes)})" if sheet.notes else ""
        yield Line(f"{workbook}, sheet {sheet.name}: {rows} -> {file}{notes}")
    for file in _earlier_files(workbook, folder, written):
        yield Line(f"{file} is there too: delete it if it is from an earlier {workbook.name}")


def _file_names(stem: str, sheets: list[Sheet]) -> list[str]:
    """Name the file of each sheet; a number tells those apart that differ in letter case only."""
    if len(sheets) == 1:
        return [f"{stem}.csv"]
    names: list[str] = []
    for sheet in sheets:
        base = f"{stem}-{NOT_IN_NAMES.sub('_', sheet.name).strip(' .')}"
        name, number = base, 1
        while f"{name}.csv".casefold() in map(str.casefold, names):
            number += 1
            name = f"{base}-{number}"
        names.append(f"{name}.csv")
    return names


def _conflict(file: Path, sheet: Sheet, force: bool, written: dict[Path, Path]) -> str | None:
    """Return why a file cannot be written, or None."""
    if other := written.get(_key(file)):
        return f"{file} was just written from {other}"
    if file.is_dir():
        return f"{file} is a folder"
    if file.exists() and not force and file.read_bytes() != sheet.content:
        return f"{file} exists with another content, overwrite it with --force"
    return None


def _write(folder: Path, files: dict[Path, Sheet]) -> None:
    new = folder / f".converting-{os.getpid()}"
    new.mkdir(parents=True, exist_ok=True)
    try:
        for file, sheet in files.items():
            (new / file.name).write_bytes(sheet.content)
        for file in files:
            (new / file.name).replace(file)
    finally:
        shutil.rmtree(new)


def _earlier_files(workbook: Path, folder: Path, written: dict[Path, Path]) -> list[Path]:
    """List CSV files that may be of the same workbook, when it had other sheets."""
    stem = workbook.stem.casefold()
    files = [
        file
        for file in folder.glob("*.csv")
        if f"{file.stem}-".casefold().startswith(f"{stem}-") and _key(file) not in written
    ]
    return sorted(
        file for file in files if file.stem == workbook.stem or not _has_workbook(file, workbook)
    )


def _has_workbook(file: Path, beside: Path) -> bool:
    """Return whether a CSV file is named after another workbook in the same folder."""
    return any(beside.with_name(file.stem + suffix).exists() for suffix in SUFFIXES)


def _key(file: Path) -> Path:
    return Path(str(file.resolve()).casefold())
