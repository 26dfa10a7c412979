"""Clients of many versions read the same cells from the published file, and cannot write."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from clients.read_marts import UNPRIVILEGED, read_marts
from conftest import FIXTURES, PROJECT, Place, code_blocks, folder_of_a_reader

from python_steps.warehouse import connect, read_mart

CLIENTS = Path(__file__).with_name("clients")
UNREACHABLE = (
    "error sending request",
    "Failed to fetch",
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
)
PYTHON_TYPES = {
    "BIGINT": "int",
    "INTEGER": "int",
    "DOUBLE": "float",
    "VARCHAR": "str",
    "BOOLEAN": "bool",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


@pytest.fixture(scope="module")
def small_shop(tmp_path_factory) -> Place:
    """Build shop_small, whose texts have quotes, emoji and other scripts."""
    place = Place(tmp_path_factory.mktemp("small_shop"))
    place.build(raw_dir=str(FIXTURES / "shop_small"), max_rejected_share=0.9)
    return place


@pytest.fixture(params=["shipped", pytest.param("small_shop", marks=pytest.mark.full)])
def published(request):
    """Copy the published file to a folder that an unprivileged user can read."""
    source = request.getfixturevalue(request.param).published
    assert source.stat().st_mode & 0o777 == 0o444
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / source.name
        shutil.copy(source, path)
        Path(folder).chmod(0o755)
        if os.getuid() == 0:
            os.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
            os.chown(path, UNPRIVILEGED, UNPRIVILEGED)
        yield path
        assert path.read_bytes() == source.read_bytes()
        assert [file.name for file in Path(folder).iterdir()] == [source.name]


def install(*command) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if any(words in done.stderr for words in UNREACHABLE):
        pytest.skip(f"the package registry cannot be reached: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr


def environment_with(folder: Path, *packages: str) -> Path:
    """Create a Python environment with these packages; return its interpreter."""
    uv = Path(sys.executable).with_name("uv")
    python = folder / "bin" / "python"
    install(uv, "venv", "--quiet", "--python", sys.executable, folder)
    install(uv, "pip", "install", "--quiet", "--python", python, *packages)
    return python


def run_client(*command) -> dict:
    """Run a client; return what it read, and the errors when it tried to write."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def assert_reads_all_and_cannot_write(found: dict, published: Path) -> None:
    with connect(published) as connection:
        expected = read_marts(connection)
        counts = {
            mart: connection.execute(f"select count(*) from {mart}").fetchone()[0]
            for mart in expected
        }
    assert sum(counts.values()) > 100
    assert {mart: rows for mart, (rows, _) in found["marts"].items()} == counts
    assert found["marts"] == expected
    assert "read-only mode" in (found["write"] or "succeeded")
    assert "Permission denied" in (found["open_for_writing"] or "succeeded")


def test_the_project_client_reads_all_and_cannot_write(published):
    found = run_client(sys.executable, CLIENTS / "read_marts.py", published)
    assert_reads_all_and_cannot_write(found, published)
    assert found["read_unprivileged"] == found["marts"]["ux.sessions"][:1]


@pytest.mark.full
@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "2.0"])
def test_each_duckdb_version_reads_all_and_cannot_write(published, tmp_path, version):
    python = environment_with(tmp_path / "environment", f"duckdb=={version}.*")
    found = run_client(python, CLIENTS / "read_marts.py", published)
    assert found["version"].startswith(f"{version}.")
    assert_reads_all_and_cannot_write(found, published)
    assert found["read_unprivileged"] == found["marts"]["ux.sessions"][:1]


@pytest.mark.full
@pytest.mark.parametrize(
    ("packages", "has_keys"),
    [
        # later SQLAlchemy queries tables that DuckDB lacks; this dialect reflects no keys
        (("duckdb-engine==0.17.0", "sqlalchemy==2.0.44", "duckdb==1.4.*"), False),
        (("duckdb-engine==0.17.0", "sqlalchemy==2.0.44", "duckdb==2.0.*"), False),
        (("duckdb-sqlalchemy==1.5.6.5", "sqlalchemy==2.0.58", "duckdb==1.5.*"), True),
    ],
    ids=["duckdb-engine on 1.4", "duckdb-engine on 2.0", "duckdb-sqlalchemy on 1.5"],
)
def test_sqlalchemy_reflects_tables_columns_and_comments(published, tmp_path, packages, has_keys):
    python = environment_with(tmp_path / "environment", *packages)
    found = run_client(python, CLIENTS / "reflect.py", published)
    assert_reads_all_and_cannot_write(found, published)
    with connect(published) as connection:
        for mart, table in found["tables"].items():
            names = mart.split(".")
            of_mart = "where schema_name = ? and table_name = ?"
            comment = connection.execute(f"select comment from duckdb_tables() {of_mart}", names)
            assert table["comment"] and table["comment"] == comment.fetchone()[0]
            columns = connection.execute(
                f"select column_name, data_type, comment from duckdb_columns() {of_mart} "
                "order by column_index",
                names,
            ).fetchall()
            assert all(comment for _, _, comment in columns)
            assert table["columns"] == [
                [name, PYTHON_TYPES[data_type], comment] for name, data_type, comment in columns
            ]
            key = connection.execute(
                "select constraint_column_names from duckdb_constraints() "
                f"{of_mart} and constraint_type = 'PRIMARY KEY'",
                names,
            )
            assert table["key"] == (key.fetchone()[0] if has_keys else [])


@pytest.mark.full
def test_the_node_client_reads_all_and_cannot_write(published, tmp_path):
    if not shutil.which("npm") or not shutil.which("node"):
        pytest.skip("node or npm is not installed")
    install(
        "npm", "install", "--loglevel=error", "--prefix", tmp_path, "@duckdb/node-api@1.5.6-r.1"
    )
    program = shutil.copy(CLIENTS / "read_marts.mjs", tmp_path)
    assert_reads_all_and_cannot_write(run_client("node", program, published), published)


@pytest.mark.full
def test_the_code_blocks_of_docs_bi_run(shipped, tmp_path):
    page = (PROJECT / "docs" / "bi.md").read_text(encoding="utf-8")
    folder = folder_of_a_reader(shipped.published, tmp_path)
    packages = ("duckdb-engine==0.17.0", "sqlalchemy==2.0.44", "duckdb==2.0.*")
    packages += ("pandas==3.1.1", "polars==2.1.0", "pyarrow")
    python = environment_with(tmp_path / "environment", *packages)
    commands = [[python, "-c", block] for block in code_blocks(page, "python")]
    if shutil.which("npm") and shutil.which("node"):
        node_api = "@duckdb/node-api@1.5.6-r.1"
        install("npm", "install", "--loglevel=error", "--prefix", tmp_path, node_api)
        commands += [
            ["node", "--input-type=module", "-e", block] for block in code_blocks(page, "js")
        ]
    assert len(commands) > 2
    for command in commands:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and done.stdout, done.stderr


def test_pandas_reads_every_cell(published):
    with connect(published) as connection:
        cells = {
            mart: connection.execute(f"from {mart}").fetchall() for mart in read_marts(connection)
        }
    for mart, rows in cells.items():
        frame = read_mart(mart, published).astype(object)
        frame = frame.where(pd.notna(frame), None)
        assert list(frame.itertuples(index=False, name=None)) == [
            tuple(as_pandas(cell) for cell in row) for row in rows
        ], mart


def as_pandas(cell):
    """Convert a date to a timestamp, as pandas does."""
    is_date = isinstance(cell, date) and not isinstance(cell, datetime)
    return pd.Timestamp(cell) if is_date else cell
