"""What the first lines of a file say, or why they cannot be read."""

import codecs
import gzip
import json
import os
import shlex

import duckdb
import pytest

from python_steps.dbt_plugins.describe_file import NOT_UTF_8, Plugin, describe_file

NOTHING = {"lines": [], "keys": None, "list": None, "problem": None, "is_copied": False}


def described(path, copy, encoding="") -> dict:
    return json.loads(describe_file(str(path), str(copy), encoding))


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"a,b\n1,2\n", ["a,b", "1,2"]),
        (b"a,b\r\n1,2\r\n", ["a,b", "1,2"]),
        (b"a,b\r1,2\r", ["a,b", "1,2"]),
        (b"a,b", ["a,b"]),
        (b"\xef\xbb\xbfa,b\n", ["a,b"]),
        ("größe,日本\n".encode(), ["größe,日本"]),
        # only the first line has to be right
        (b"a,b\ntr\xe8s,2\n", ["a,b", "tr\ufffds,2"]),
        (b"x" * 100_000 + b"\ny", ["x" * 100_000, "y"]),
        (b"\nx\n", ["", "x"]),
        (b"", []),
        (b"\xef\xbb\xbf", []),
        (b"a\n" * 100, ["a"] * 20),
        # a line that is cut is left out
        (b"a\n" + b"x" * 70_000 + b"\n", ["a"]),
    ],
)
def test_the_first_lines_are_text(tmp_path, content, lines):
    for name, data in (("it's.csv", content), ("it's.csv.gz", gzip.compress(content))):
        (tmp_path / name).write_bytes(data)
        found = described(tmp_path / name, tmp_path / "copy")
        assert found == NOTHING | {"lines": lines}
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"tr\xe8s,b\n", NOT_UTF_8),
        ("a,b\n".encode("utf-16-le"), NOT_UTF_8),
        (gzip.compress(b"a,b\n", mtime=0), NOT_UTF_8),
        (b"PK\x03\x04...", " is a spreadsheet or ZIP archive."),
        (b"\xd0\xcf\x11\xe0...", " is an old or protected Office file."),
        (codecs.BOM_UTF16_LE + b"a", NOT_UTF_8),
    ],
)
def test_what_is_no_text_says_so(tmp_path, content, problem):
    (tmp_path / "a.csv").write_bytes(content)
    assert described(tmp_path / "a.csv", tmp_path / "copy")["problem"] == problem


@pytest.mark.parametrize("name", ["it's.XLSX", "a.xls", "a.ods", "a.xlsb", "a.xlsm"])
@pytest.mark.parametrize("content", [b"PK\x03\x04...", b"\xd0\xcf\x11\xe0..."])
def test_a_spreadsheet_is_to_be_converted_until_its_csv_is_newer(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    command = f".venv/bin/monitoring convert {shlex.quote(str(path))}"
    convert = f" is a spreadsheet: run `{command}` to get CSV"
    (tmp_path / f"{path.stem}2.csv").write_bytes(b"a,b\n")
    assert described(path, tmp_path / "copy")["problem"] == convert
    for csv in (f"{path.stem}-Sheet1.csv", f"{path.stem}.csv"):
        (tmp_path / csv).write_bytes(b"a,b\n")
        beside = f" is a spreadsheet (CSV beside it: {csv})"
        assert described(path, tmp_path / "copy")["problem"] == beside
        os.utime(tmp_path / csv, (1, 1))
        assert described(path, tmp_path / "copy")["problem"] == convert


@pytest.mark.parametrize(
    "content",
    ["a,b\nö,1\n".encode("utf-16"), codecs.BOM_UTF16_BE + "a,b\nö,1\n".encode("utf-16-be")],
)
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_utf_16_is_copied_as_utf_8(tmp_path, content, name):
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    found = described(tmp_path / name, tmp_path / "new" / name)
    assert found == NOTHING | {"lines": ["a,b", "ö,1"], "is_copied": True}
    assert (tmp_path / "new" / name).read_bytes() == "a,b\nö,1\n".encode()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('{"a": 1, "b": {"c": 2}}\n{"d": 3}\n', ["a", "b", "d"]),
        ('[\n  {"a": 1},\n  {"b": 2}\n]', ["a", "b"]),
        ('{"a": {"x": "' + "y" * 100_000 + '"}, "b": [{"c": 1}]}', ["a", "b"]),
        ('{"a": {"x": "}"}, "b": ["' + "y" * 100_000 + '"', ["a", "b"]),
        ("a,b\n", None),
        ("[2026-01-01] a\n", None),
    ],
)
def test_the_keys_of_the_first_objects_are_those_of_their_first_level(tmp_path, text, keys):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert described(tmp_path / "a.json", tmp_path / "copy")["keys"] == keys


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"rows": [{"a": 1, "b": [{"c": 1}]}], "next": null}', ("rows", ["a", "b"])),
        ('{"count": 1, "in": {"x": [{"y": 1}]}, "rows": [\n  {"a": "]"}\n]}', ("rows", ["a"])),
        ('[{"rows": [{"a": 1}]}]', ("rows", ["a"])),
        ('{"rows": [{"a": "' + "y" * 100_000 + '", "b": 1}]}', ("rows", ["a", "b"])),
        ('{"a": [1, 2], "b": {"c": [{"d": 1}]}}\n{"e": [{"f": 1}]}', None),
        ("a,b\n", None),
    ],
)
def test_the_list_of_the_first_object_is_at_its_first_level(tmp_path, text, found):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    expected = found and {"name": found[0], "keys": found[1]}
    assert described(tmp_path / "a.json", tmp_path / "copy")["list"] == expected


def test_zst_is_read(tmp_path):
    path = tmp_path / "a.csv.zst"
    duckdb.execute(
        f"copy (select 'a,b' as line union all select '1,2') to '{path}' "
        "(format csv, header false, quote '', delimiter '|', compression zstd)"
    )
    assert described(path, tmp_path / "copy")["lines"] == ["a,b", "1,2"]


@pytest.mark.parametrize("content", [b"a,b\n", gzip.compress(b"a,b\n" * 1000, mtime=0)[:-20]])
def test_a_broken_gzip_file_cannot_be_read(tmp_path, content):
    (tmp_path / "a.csv.gz").write_bytes(content)
    found = described(tmp_path / "a.csv.gz", tmp_path / "copy")
    assert found["problem"].startswith(" cannot be read: ")


def test_sql_can_call_it(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"a\n")
    with duckdb.connect() as connection:
        Plugin("describe_file", {}).configure_connection(connection)
        cursor = connection.cursor()
        query = "select describe_file(?, ?, '')"
        found = cursor.execute(query, [str(tmp_path / "a.csv"), str(tmp_path / "copy")]).fetchall()
        assert json.loads(found[0][0])["lines"] == ["a"]


def test_another_encoding_is_read_only_if_it_is_named_and_right(tmp_path):
    path, copy = tmp_path / "a.csv.gz", tmp_path / "copy"
    path.write_bytes(gzip.compress("größe,€\n".encode("cp1252")))
    assert described(path, copy)["problem"] == NOT_UTF_8
    found = described(path, copy, "windows-1252")
    assert (found["lines"], found["problem"], found["is_copied"]) == (["größe,€"], None, True)
    assert copy.read_bytes() == "größe,€\n".encode()
    assert "is not ascii text" in described(path, copy, "ascii")["problem"]
    assert "klingon (var source_encoding) is no" in described(path, copy, "klingon")["problem"]
    # a file that is UTF-8, and ASCII, too, stays as it is
    path.write_bytes(gzip.compress("größe\n".encode()))
    assert described(path, copy, "windows-1252") == NOTHING | {"lines": ["größe"]}
