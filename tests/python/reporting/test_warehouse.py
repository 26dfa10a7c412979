"""Reading the published file: rows, error messages, and no access to anything else."""

import shutil

import duckdb
import pandas as pd
import pytest
from conftest import one_line

from python_steps.warehouse import NotPublishedError, read_mart


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "monitoring.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("""
            create schema ux;
            create table ux.sessions (id varchar, started_at timestamp);
            insert into ux.sessions values ('s2', '2026-08-03 10:00'), ('s1', null);
            create table ux.clicks (id varchar, started_at timestamp);
            create schema odd;
            create table odd."a""b" as select 1 as n;
            create view odd.file as select * from read_text('/etc/hostname');
        """)
    path.chmod(0o444)
    return path


def test_a_mart_keeps_its_order_and_an_empty_one_its_types(published):
    sessions = read_mart("ux.sessions", published)
    assert sessions["id"].tolist() == ["s2", "s1"]
    assert sessions["started_at"].tolist() == [pd.Timestamp("2026-08-03 10:00"), pd.NaT]
    clicks = read_mart("ux.clicks", published)
    assert clicks.empty and clicks["started_at"].dtype == sessions["started_at"].dtype
    assert read_mart('odd.a"b', published)["n"].tolist() == [1]


def test_the_environment_names_the_warehouse_folder(published, monkeypatch):
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(published.parent))
    assert len(read_mart("ux.sessions")) == 2


def test_without_a_published_file_the_error_says_that_dbt_build_writes_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITORING_WAREHOUSE", raising=False)
    with pytest.raises(NotPublishedError) as error:
        read_mart("ux.sessions")
    assert "no published file warehouse/monitoring.duckdb" in str(error.value)
    assert "`dbt build` writes it" in str(error.value)
    assert not (tmp_path / "warehouse").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ux.session", "holds no mart ux.session; marts in ux: clicks, sessions."),
        ("sales.days", "holds no mart sales.days; schemas: odd, ux."),
        ("sessions", "holds no mart sessions; schemas: odd, ux."),
        ("ux.sessions; drop table x", "holds no mart ux.sessions; drop table x;"),
        ("odd.file", "holds no mart odd.file;"),  # a view could read any file
    ],
)
def test_the_error_for_a_missing_mart_names_the_existing_ones(published, name, sentence):
    with pytest.raises(NotPublishedError) as error:
        read_mart(name, published)
    assert sentence in one_line(str(error.value))
    assert str(error.value).count("\n") == 1


def change_while_connecting(monkeypatch, published, new, first_one_fails):
    """Replace the published file while the first connection is being made."""
    connect = duckdb.connect

    def change_and_connect(path, **options):
        connection = connect(path, **options)
        if new.exists():
            new.replace(published)
            if first_one_fails:
                connection.close()
                raise duckdb.IOException("No more data remaining in MetadataReader")
        return connection

    monkeypatch.setattr(duckdb, "connect", change_and_connect)


@pytest.mark.parametrize("first_one_fails", [True, False])
def test_a_reader_sees_the_build_that_is_published_while_it_connects(
    published, tmp_path, monkeypatch, first_one_fails
):
    new = tmp_path / "new.duckdb"
    shutil.copyfile(published, new)
    with duckdb.connect(new) as connection:
        connection.execute("delete from ux.sessions")
    change_while_connecting(monkeypatch, published, new, first_one_fails)
    assert read_mart("ux.sessions", published).empty


def test_sql_can_neither_write_nor_reach_other_files(published, monkeypatch):
    connections = []
    connect = duckdb.connect

    def remember(*arguments, **options):
        connections.append(connect(*arguments, **options))
        return connections[-1].cursor()

    monkeypatch.setattr(duckdb, "connect", remember)
    read_mart("ux.sessions", published)
    for sql in (
        f"from read_text('{published}')",
        f"copy ux.sessions to '{published.parent}/out.csv'",
        "set enable_external_access = true",
        "set threads = 1",
        "insert into ux.sessions values ('s2', null)",
    ):
        with pytest.raises(duckdb.Error):
            connections[0].execute(sql)
    assert [path.name for path in published.parent.iterdir()] == [published.name]
    connections[0].close()
