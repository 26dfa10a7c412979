"""The header line of a CSV file, or why it cannot be read."""

import gzip

import duckdb
import pytest

from python_steps.dbt_plugins.first_line import NOT_UTF_8, Plugin, first_line


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a,b\n1,2\n", "a,b"),
        (b"a,b\r\n1,2\r\n", "a,b"),
        (b"a,b\r1,2\r", "a,b"),
        (b"a,b", "a,b"),
        (b"\xef\xbb\xbfa,b\n", "a,b"),
        ("größe,日本\n".encode(), "größe,日本"),
        # only the first line is read here
        (b"a,b\ntr\xe8s,2\n", "a,b"),
        (b"x" * 100_000 + b"\ny", "x" * 100_000),
        (b"\nx\n", ""),
        (b"", None),
        (b"\xef\xbb\xbf", None),
        (b"tr\xe8s,b\n", NOT_UTF_8),
        ("a,b\n".encode("utf-16"), NOT_UTF_8),
        ("a,b\n".encode("utf-16-le"), NOT_UTF_8),
        (gzip.compress(b"a,b\n", mtime=0), NOT_UTF_8),
    ],
)
def test_the_first_line_is_text_or_says_what_is_wrong(tmp_path, content, line):
    for name, data in (("it's.csv", content), ("it's.csv.gz", gzip.compress(content))):
        (tmp_path / name).write_bytes(data)
        assert first_line(str(tmp_path / name)) == line


@pytest.mark.parametrize("content", [b"a,b\n", gzip.compress(b"a,b\n" * 1000, mtime=0)[:-20]])
def test_a_broken_gzip_file_cannot_be_read(tmp_path, content):
    (tmp_path / "a.csv.gz").write_bytes(content)
    assert first_line(str(tmp_path / "a.csv.gz")).startswith("\0 cannot be read: ")


def test_sql_can_call_it(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"")
    with duckdb.connect() as connection:
        Plugin("first_line", {}).configure_connection(connection)
        cursor = connection.cursor()
        found = cursor.execute("select first_line(?)", [str(tmp_path / "a.csv")]).fetchall()
        assert found == [(None,)]
