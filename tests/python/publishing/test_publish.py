"""Write-audit-publish: atomic swap, full builds only, and readers are never blocked."""

import subprocess
import sys
from types import SimpleNamespace

import duckdb
import pytest
from conftest import one_line

from python_steps.publishing.publish import partial_build_reason, publish_marts

FULL_BUILD = SimpleNamespace(
    WHICH="build",
    SELECT=(),
    EXCLUDE=(),
    SELECTOR=None,
    RESOURCE_TYPES=(),
    EXCLUDE_RESOURCE_TYPES=(),
    EMPTY=False,
    SAMPLE=None,
)
DUCKDB_1_2 = 65  # storage version in the file header, as written by DuckDB 1.2


@pytest.fixture
def built(tmp_path, monkeypatch):
    monkeypatch.setenv("MONITORING_WAREHOUSE", str(tmp_path / "warehouse"))
    connection = duckdb.connect(tmp_path / "build.duckdb")
    connection.execute("""
        create schema ux;
        create table ux.pages (name varchar, n integer);
        create schema manifest;
        create table manifest.keys as select 'ux.pages' as mart, ['name'] as key_columns;
        create table manifest.descriptions as
        select 'ux.pages' as mart, '' as column_name, 'One row per page''s name.' as description
        union all
        select 'ux.pages', 'n', 'How many.';
        insert into ux.pages values ('b', 2), ('a', 1);
    """)
    yield connection
    connection.close()


def read(path, sql):
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_mart_is_published_with_key_comments_and_rows_in_key_order(built, tmp_path):
    target = tmp_path / "warehouse" / "monitoring.duckdb"
    outcome = publish_marts(built, ["ux.pages"], FULL_BUILD)
    assert outcome["published"].tolist() == [True]
    assert str(target) in outcome["message"].iloc[0]
    assert read(target, "from ux.pages") == [("a", 1), ("b", 2)]
    assert read(target, "select comment from duckdb_tables()") == [("One row per page's name.",)]
    assert read(target, "select comment from duckdb_columns() where column_name = 'n'") == [
        ("How many.",)
    ]
    keys = "select constraint_column_names from duckdb_constraints() where constraint_type = "
    assert read(target, keys + "'PRIMARY KEY'") == [(["name"],)]
    assert [path.name for path in target.parent.iterdir()] == ["monitoring.duckdb"]


def test_clients_since_duckdb_1_2_can_open_the_file(built, tmp_path):
    publish_marts(built, ["ux.pages"], FULL_BUILD)
    header = (tmp_path / "warehouse" / "monitoring.duckdb").read_bytes()[:20]
    assert int.from_bytes(header[12:20], "little") <= DUCKDB_1_2


def test_an_open_reader_keeps_the_old_file_and_a_new_one_reads_the_new(built, tmp_path):
    target = tmp_path / "warehouse" / "monitoring.duckdb"
    publish_marts(built, ["ux.pages"], FULL_BUILD)
    program = (
        "import duckdb, sys\n"
        "reader = duckdb.connect(sys.argv[1], read_only=True)\n"
        "print(reader.execute('select count(*) from ux.pages').fetchone()[0], flush=True)\n"
        "sys.stdin.readline()\n"
        "print(reader.execute('select count(*) from ux.pages').fetchone()[0], flush=True)\n"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", program, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout.readline() == "2\n"
    built.execute("insert into ux.pages values ('c', 3)")
    publish_marts(built, ["ux.pages"], FULL_BUILD)
    assert read(target, "select count(*) from ux.pages") == [(3,)]
    assert reader.communicate("\n")[0] == "2\n"


def test_a_failed_publish_leaves_the_published_file_and_no_temporary_file(built, tmp_path):
    target = tmp_path / "warehouse" / "monitoring.duckdb"
    publish_marts(built, ["ux.pages"], FULL_BUILD)
    before = target.read_bytes()
    built.execute("create view ux.pages_by_name as from ux.pages order by name")
    with pytest.raises(LookupError):
        publish_marts(built, ["ux.pages", "ux.pages_by_name"], FULL_BUILD)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["monitoring.duckdb"]
    publish_marts(built, ["ux.pages"], FULL_BUILD)


def test_leftovers_of_a_killed_publish_are_removed(built, tmp_path):
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    left = warehouse / ".monitoring.duckdb.999999999"
    left.write_bytes(b"half a file")
    stale_log = warehouse / "monitoring.duckdb.wal"
    stale_log.write_bytes(b"of another file")
    publish_marts(built, ["ux.pages"], FULL_BUILD)
    assert [path.name for path in warehouse.iterdir()] == ["monitoring.duckdb"]


def test_an_unwritable_warehouse_is_an_error_that_names_the_file(built, tmp_path):
    (tmp_path / "warehouse").write_text("a file where the folder should be")
    with pytest.raises(RuntimeError, match=r"^Could not write \S+monitoring\.duckdb: "):
        publish_marts(built, ["ux.pages"], FULL_BUILD)


@pytest.mark.parametrize(
    ("flag", "value", "reason"),
    [
        ("WHICH", "run", "`dbt run` skips the tests"),
        ("SELECT", ("publish",), "--select"),
        ("EXCLUDE", ("test_type:data",), "--exclude"),
        ("SELECTOR", "nightly", "--selector"),
        ("EXCLUDE_RESOURCE_TYPES", ("test",), "--exclude-resource-type"),
        ("EMPTY", True, "--empty"),
    ],
)
def test_a_partial_build_does_not_publish_and_says_why(built, tmp_path, flag, value, reason):
    flags = SimpleNamespace(**{**vars(FULL_BUILD), flag: value})
    assert reason in partial_build_reason(flags)
    outcome = publish_marts(built, ["ux.pages"], flags)
    assert outcome["published"].tolist() == [False]
    assert "is unchanged" in outcome["message"].iloc[0]
    assert not (tmp_path / "warehouse").exists()


def test_a_selected_publish_says_that_only_a_full_build_publishes(shipped):
    before = shipped.published.read_bytes()
    run = shipped.dbt("build", "--select", "publish")
    assert run.code == 0, run.text
    assert (
        "Not published: this build used --select, and only a full `dbt build` publishes"
        in one_line(run.text)
    )
    assert shipped.published.read_bytes() == before
