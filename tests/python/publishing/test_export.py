"""Exported marts: exact cells, protection against formula injection, one snapshot, atomic."""

import csv
import resource
import subprocess
import sys
from datetime import datetime

import duckdb
import pytest

from python_steps import warehouse
from python_steps.__main__ import main
from python_steps.publishing import export
from python_steps.publishing.export import export_marts

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\rx",
    "\nx",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
]
PLAIN = ["", "a=1", "5-1", "'=1", 'say "no"', "a,b", "two\nlines", "one\r", "Grüße 🛒", "x;y", " x"]


def published_with(path, texts):
    with duckdb.connect(path) as connection:
        connection.execute("""
            create schema ux;
            create table ux.texts (
                id integer primary key,
                "=name" varchar,
                loss double,
                begun_at timestamp,
                is_late boolean
            );
            create schema core;
            create table core.dates (date_day date);
        """)
        connection.executemany(
            "insert into ux.texts values (?, ?, ?, '2026-08-03 10:00', true)",
            # in reverse: the export orders rows by key
            [(number - 99, text, -number / 4) for number, text in enumerate(texts)][::-1],
        )
    return path


@pytest.fixture
def published(tmp_path, monkeypatch):
    (tmp_path / "warehouse").mkdir()
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(tmp_path / "warehouse"))
    return published_with(tmp_path / "warehouse" / "monitoring.duckdb", [*FORMULAS, *PLAIN, None])


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_formulas_are_prefixed_with_an_apostrophe_and_nothing_else_changes(published, tmp_path):
    export_marts(tmp_path / "out", marts=["ux.texts"])
    header, *rows = rows_of(tmp_path / "out" / "ux" / "texts.csv")
    assert header == ["id", "'=name", "loss", "begun_at", "is_late"]
    assert [row[1] for row in rows] == [*(f"'{text}" for text in FORMULAS), *PLAIN, ""]
    assert [row[0] for row in rows] == [str(number - 99) for number in range(len(rows))]
    assert [float(row[2]) for row in rows] == [-number / 4 for number in range(len(rows))]
    assert {tuple(row[3:]) for row in rows} == {("2026-08-03 10:00:00", "true")}


def test_empty_text_and_null_stay_distinct(published, tmp_path):
    export_marts(tmp_path / "out", marts=["ux.texts"])
    text = (tmp_path / "out" / "ux" / "texts.csv").read_text(encoding="utf-8")
    assert text.count(',"",') == 1 and text.count(",,") == 1


def test_parquet_cells_are_unchanged(published, tmp_path):
    export_marts(tmp_path / "out", file_format="parquet")
    with warehouse.connect(published) as connection:
        cells = connection.execute("from ux.texts order by id").fetchall()
    back = duckdb.execute(f"from '{tmp_path / 'out' / 'ux' / 'texts.parquet'}'")
    assert [name for name, *_ in back.description] == ["id", "=name", "loss", "begun_at", "is_late"]
    assert back.fetchall() == cells
    assert cells[0] == (-99, "=1+1", 0.0, datetime(2026, 8, 3, 10), True)


@pytest.mark.parametrize("file_format", export.FORMATS)
def test_every_mart_of_the_shipped_seeds_survives_a_round_trip(shipped, tmp_path, file_format):
    written = export_marts(tmp_path, file_format=file_format, published=shipped.published)
    assert sorted(written) == sorted(
        tmp_path / f"{mart.replace('.', '/')}.{file_format}" for mart in shipped.marts()
    )
    with duckdb.connect(shipped.published, read_only=True) as connection:
        for mart in shipped.marts():
            path = tmp_path / f"{mart.replace('.', '/')}.{file_format}"
            columns = dict(connection.execute(f"select #1, #2 from (describe {mart})").fetchall())
            options = f", columns = {columns}, header = true" if file_format == "csv" else ""
            back = connection.execute(f"from read_{file_format}('{path}'{options})").fetchall()
            cells = connection.execute(f"from {mart}").fetchall()
            assert back == cells, mart


@pytest.mark.parametrize("file_format", export.FORMATS)
def test_exports_are_byte_identical(published, tmp_path, file_format):
    with duckdb.connect(published) as connection:
        connection.execute(
            "create table core.many as select i, hash(i)::varchar as t from range(300000) r(i)"
        )
    for name in ("first", "again"):
        export_marts(tmp_path / name, file_format=file_format)
    first = files(tmp_path / "first")
    assert sorted(first) == [
        f"core/dates.{file_format}",
        f"core/many.{file_format}",
        f"ux/texts.{file_format}",
    ]
    assert first == files(tmp_path / "again")


def test_a_publish_during_the_export_does_not_mix_snapshots(published, tmp_path, monkeypatch):
    export_marts(tmp_path / "before")
    copy = export._copy

    def publish_then_copy(connection, schema, table, path):
        new = tmp_path / "new.duckdb"
        if not new.exists() and schema == "ux":
            published_with(new, ["new"])
            new.rename(published)
        copy(connection, schema, table, path)

    monkeypatch.setattr(export, "_copy", publish_then_copy)
    export_marts(tmp_path / "between")
    monkeypatch.undo()
    assert files(tmp_path / "between") == files(tmp_path / "before")
    export_marts(tmp_path / "after", published=published)
    assert files(tmp_path / "after") != files(tmp_path / "before")


def test_only_the_export_folder_is_writable(published, tmp_path):
    before = published.read_bytes()
    folder = tmp_path / "out"
    folder.mkdir()
    with warehouse.connect(published, writes_to=folder) as connection:
        connection.execute(f"copy ux.texts to '{folder}/texts.csv'")
        for sql in (
            f"copy ux.texts to '{tmp_path}/texts.csv'",
            f"copy ux.texts to '{folder}/../texts.csv'",
            f"copy ux.texts to '{published}'",
            f"from read_text('{__file__}')",
            "insert into ux.texts values (1, 'a', 1, null, null)",
            "load httpfs",
            "set enable_external_access = true",
            "set allowed_directories = ['/']",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)
    assert published.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "warehouse"]


def test_the_command_exports_each_named_mart_once(published, tmp_path, capsys):
    words = ["export", "--format", "parquet", "--out", str(tmp_path / "out")]
    assert main([*words, "--mart", "ux.texts", "ux.texts", "--mart", "core.dates"]) == 0
    assert sorted(files(tmp_path / "out")) == ["core/dates.parquet", "ux/texts.parquet"]
    assert capsys.readouterr().out == f"Wrote 2 files to {tmp_path / 'out'}\n"


def test_a_missing_mart_and_a_missing_file_are_errors_with_instructions(
    published, tmp_path, capsys, monkeypatch
):
    words = ["export", "--out", str(tmp_path / "out")]
    assert main([*words, "--mart", "ux.texts", "ux.nope"]) == 1
    assert "holds no mart ux.nope; marts in ux: texts.\n" in capsys.readouterr().err
    published.write_bytes(b"no database" * 1000)
    assert main(words) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{published} cannot be read: ")
    assert "Run a full `dbt build` to replace it." in said
    published.unlink()
    assert main(words) == 1
    assert capsys.readouterr().err.startswith(f"There is no published file {published}")
    assert not (tmp_path / "out").exists()


def test_an_unwritable_folder_is_an_error(published, tmp_path, capsys):
    (tmp_path / "file").write_text("mine")
    assert main(["export", "--out", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.startswith("Cannot write: ")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("file_format", export.FORMATS)
def test_a_failed_export_leaves_earlier_files_unchanged(published, tmp_path, file_format):
    out = tmp_path / "out"
    export_marts(out, file_format=file_format)
    before = files(out)
    assert len(before) == 2
    with duckdb.connect(published) as connection:
        connection.execute("insert into core.dates values ('2026-08-03')")
        connection.execute(
            "insert into ux.texts select i, hash(i), i, null, null from range(1, 9999) r(i)"
        )
    done = subprocess.run(
        [sys.executable, "-m", "python_steps", "export", "--format", file_format, "--out", out],
        # simulates a disk that is full after 8 KiB
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Cannot write: ") and done.stderr.count("\n") == 1
    assert files(out) == before
