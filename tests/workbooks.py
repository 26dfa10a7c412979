"""Small XLSX and ODS files, written part by part, with what programs store in them."""

import struct
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONSHIP = '<Relationship Id="r{}" Type="' + DOCUMENT + '/{}" Target="{}"/>'
# formats of cells by the type of their value, or by a name
FORMATS = {
    datetime: "yyyy\\-mm\\-dd hh:mm:ss",
    date: "[$-409]d/mmm/yy;@",
    time: "h:mm:ss",
    timedelta: "[h]:mm:ss",
    "days": '0.0 "days"',
    "money": '"$"#,##0.00_);[Red]("$"#,##0.00)',
}
STYLES = {kind: number for number, kind in enumerate(FORMATS, start=1)}
DAY = timedelta(days=1)
ODS = """\
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>\
{}</office:spreadsheet></office:body></office:document-content>"""


@dataclass(frozen=True)
class Raw:
    """A cell as XML: attributes and content."""

    attributes: str
    content: str


def error(text: str) -> Raw:
    """Return a cell with an error such as #N/A."""
    return Raw('t="e"', f"<f>x</f><v>{text}</v>")


def number(text: str, kind: type | str | None = None) -> Raw:
    """Return a number as its text in the file, with one of the formats."""
    return Raw(f's="{STYLES.get(kind, 0)}"', f"<v>{text}</v>")


@dataclass(frozen=True)
class SheetXml:
    """A sheet of an XLSX file: rows of Python values, None for a blank."""

    rows: list
    name: str = "Sheet1"
    state: str = "visible"
    merged: tuple[str, ...] = ()


def write_xlsx(path: Path, *sheets: SheetXml, prefix: str = "") -> Path:
    """Write a workbook; a prefix such as x: is put before the elements of its sheets."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{i}" state="{sheet.state}" r:id="r{i}"/>'
        for i, sheet in enumerate(sheets, start=1)
    )
    formats = "".join(
        f'<numFmt numFmtId="{200 + STYLES[kind]}" formatCode={quoteattr(code)}/>'
        for kind, code in FORMATS.items()
    )
    styles = "".join(f'<xf numFmtId="{200 + style}"/>' for style in STYLES.values())
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relationships(RELATIONSHIP.format(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{listed}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(
            *(RELATIONSHIP.format(i, "worksheet", f"worksheets/sheet{i}.xml") for i in numbers),
            RELATIONSHIP.format("s", "styles", "styles.xml"),
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
    }
    for i, sheet in zip(numbers, sheets, strict=True):
        xml = _sheet_xml(sheet)
        if prefix:
            xml = xml.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
            xml = xml.replace("xmlns=", f"xmlns:{prefix[:-1]}=")
        parts[f"xl/worksheets/sheet{i}.xml"] = xml
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _relationships(*items: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(items)}</Relationships>'


def _sheet_xml(sheet: SheetXml) -> str:
    rows = []
    for i, row in enumerate(sheet.rows, start=1):
        cells = [
            f'<c r="{column_name(j)}{i}" {cell.attributes}>{cell.content}</c>'
            for j, cell in enumerate(map(_cell, row))
            if cell
        ]
        rows.append(f'<row r="{i}">{"".join(cells)}</row>')
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>'
        f"<mergeCells>{merged}</mergeCells></worksheet>"
    )


def column_name(index: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    letters = chr(65 + index % 26)
    return letters if index < 26 else column_name(index // 26 - 1) + letters


def _cell(value) -> Raw | None:
    if value is None or isinstance(value, Raw):
        return value
    if isinstance(value, bool):
        return Raw('t="b"', f"<v>{int(value)}</v>")
    if isinstance(value, int | float):
        return number(repr(value))
    if isinstance(value, str):
        return Raw('t="inlineStr"', f'<is><t xml:space="preserve">{escape(value)}</t></is>')
    return number(repr(serial(value)), type(value))


def serial(value: date | time | timedelta) -> float:
    """Return a date, a time or a duration as the number that a spreadsheet stores."""
    if isinstance(value, timedelta):
        return value / DAY
    if isinstance(value, time):
        return (datetime.combine(date.min, value) - datetime.min) / DAY
    midnight = value if isinstance(value, datetime) else datetime.combine(value, time())
    return (midnight - datetime(1899, 12, 30)) / DAY


def write_ods(path: Path, *cells: str, name: str = "Sheet1") -> Path:
    """Write an OpenDocument file with one row of cells, each as XML."""
    row = f"<table:table-row>{''.join(cells)}</table:table-row>"
    content = ODS.format(f'<table:table table:name="{name}">{row}</table:table>')
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>'
        )
    return path


def protected_workbook() -> bytes:
    """Return a compound file with the one stream that an XLSX file with a password has."""
    end, free, size = 0xFFFFFFFE, 0xFFFFFFFF, 4096
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<10I", 0, 1, 1, 0, size, end, 0, end, 0, 0)
    header += struct.pack("<I", free) * 108
    chain = [0xFFFFFFFD, end, *range(3, 2 + size // 512), end]
    chain += [free] * (128 - len(chain))
    entries = b""
    for name, kind, child, start, length in (
        ("Root Entry", 5, 1, end, 0),
        ("EncryptedPackage", 2, free, 2, size),
    ):
        text = name.encode("utf-16-le") + b"\0\0"
        entries += text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
        entries += struct.pack("<3I36xIQ", free, free, child, start, length)
    return header + struct.pack("<128I", *chain) + entries.ljust(512, b"\0") + b"\1" * size
