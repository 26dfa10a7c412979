"""Real faults: each ends in a sentence, and leaves the published file as it was."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from conftest import FIXTURES, Place, ended, one_line

SMALL_SHOP = {"raw_dir": str(FIXTURES / "shop_small"), "max_rejected_share": 0.9}
LOG_OF_ANOTHER = """
import os, sys
import duckdb
other = duckdb.connect(sys.argv[1])
other.execute("pragma disable_checkpoint_on_shutdown")
other.execute("create table another as select 1 as one")
os._exit(0)
"""


@pytest.fixture
def published(shipped, place) -> Place:
    """A place with the shipped build database and published file."""
    shutil.copy(shipped.folder / "build.duckdb", place.folder)
    shutil.copytree(shipped.warehouse, place.warehouse)
    place.built = place.folder / "build.duckdb"
    place.names = shipped.marts()
    return place


@contextmanager
def unchanged(place: Place):
    """The published file is the same before and after, it can be read, and nothing lies beside."""
    before = place.published.read_bytes()
    yield
    assert place.published.read_bytes() == before
    assert place.query("select count(*) as n from core.dates")["n"].iloc[0] > 0
    assert [file.name for file in place.warehouse.iterdir()] == ["monitoring.duckdb"]


@contextmanager
def mounted(folder: Path, *options: str):
    """A small file system of its own, where mounting is permitted."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting is not permitted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def with_a_mount(published: Place, *options: str):
    """The warehouse with its published file, on a file system of its own."""
    content = published.published.read_bytes()
    shutil.rmtree(published.warehouse)
    mount = mounted(published.warehouse, *options)
    return mount, content


def leave_a_log_of_another_database(log: Path) -> None:
    other = log.with_name("another.duckdb")
    subprocess.run([sys.executable, "-c", LOG_OF_ANOTHER, other], check=True)
    other.with_name(other.name + ".wal").rename(log)
    other.unlink()


def assert_said(run, *sentences: str) -> None:
    """A command failed with these words, and without a traceback."""
    print(run.text)
    assert run.code != 0
    for sentence in sentences:
        assert sentence in one_line(run.text)
    assert "Traceback" not in run.text


def assert_not_written(place: Place, reason: str) -> None:
    """A publish failed, and its last line names the file and the reason."""
    run = place.publish(place.built, place.names)
    assert run.code != 0
    said = run.text.splitlines()[-1]
    print(said)
    assert f"Could not write {place.published}: " in said
    assert "The published file is unchanged. Fix this and rerun `dbt build`." in said
    assert reason in said


def test_a_disk_that_is_full_while_publishing(published):
    size = published.published.stat().st_size
    mount, content = with_a_mount(published, f"size={size * 3 // 2}")
    with mount:
        published.published.write_bytes(content)
        with unchanged(published):
            assert_not_written(published, "No space left on device")
        subprocess.run(["mount", "-o", f"remount,size={size * 4}", published.warehouse], check=True)
        assert published.publish(published.built, published.names).code == 0


@pytest.mark.full
def test_a_disk_that_is_full_while_building(published):
    full = published.folder / "full"
    published.environment = {"MONITORING_BUILD_DATABASE": str(full / "build.duckdb")}
    with mounted(full, "size=8m"):
        with unchanged(published):
            run = published.dbt("build")
            assert_said(run, "Not published:", "build.duckdb.wal", "No space left on device")
        subprocess.run(["mount", "-o", "remount,size=1g", full], check=True)
        published.build()


def test_a_warehouse_that_is_read_only(published):
    mount, content = with_a_mount(published, "size=100m")
    with mount:
        published.published.write_bytes(content)
        remount = ["mount", "-o", "remount,ro", published.warehouse]
        subprocess.run(remount, check=True)
        with unchanged(published):
            assert_not_written(published, "Read-only file system")
        subprocess.run([*remount[:2], "remount,rw", published.warehouse], check=True)
        assert published.publish(published.built, published.names).code == 0


def test_a_folder_in_the_place_of_the_published_file(published):
    published.published.unlink()
    published.published.mkdir()
    assert_not_written(published, "Is a directory")
    published.published.rmdir()
    assert published.publish(published.built, published.names).code == 0
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]


def test_a_published_file_that_was_deleted_comes_back(published):
    before = published.cells()
    published.published.unlink()
    assert published.publish(published.built, published.names).code == 0
    assert published.cells() == before


def test_a_stale_log_beside_the_published_file_stops_readers_only_until_the_next_publish(published):
    before = published.cells()
    leave_a_log_of_another_database(published.warehouse / "monitoring.duckdb.wal")
    with pytest.raises(duckdb.IOException, match="WAL does not match"):
        published.cells()
    assert published.publish(published.built, published.names).code == 0
    assert published.cells() == before
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]


def test_what_a_killed_process_with_the_same_id_left_is_replaced(published):
    """In a container every build may have the same process id."""
    leave_half = (
        "import os, pathlib\n"
        f"half = {str(published.warehouse / '.monitoring.duckdb.')!r} + str(os.getpid())\n"
        "pathlib.Path(half).write_text('half a file')\n"
        "pathlib.Path(half + '.wal').write_text('and its log')\n"
    )
    run = published.publish(published.built, published.names, before=leave_half)
    assert run.code == 0, run.text
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]


def test_a_build_database_that_another_program_has_open(published):
    with unchanged(published), duckdb.connect(published.built):
        run = published.dbt("build", "--select", "core_pages")
        assert_said(
            run,
            f"Another process (PID {os.getpid()}) has locked the build database {published.built}, "
            "probably another build. Nothing was built. Rerun `dbt build` when it has finished.",
        )


@pytest.mark.full
def test_a_build_database_that_is_no_database(published):
    published.built.write_bytes(b"nonsense" * 4096)
    with unchanged(published):
        assert_said(
            published.dbt("build"),
            f"Cannot open the build database {published.built}: IO Error",
            f"It is disposable: delete it and {published.built}.wal, or set MONITORING_BUILD",
        )
    published.built.unlink()
    published.build(**SMALL_SHOP)


@pytest.mark.full
def test_a_stale_log_beside_the_build_database(published):
    log = published.built.with_name("build.duckdb.wal")
    leave_a_log_of_another_database(log)
    with unchanged(published):
        assert_said(
            published.dbt("build"),
            f"Cannot open the build database {published.built}: IO Error",
            "WAL does not match database file",
            f"It is disposable: delete it and {log}",
        )
    published.built.unlink()
    log.unlink()
    published.build(**SMALL_SHOP)


def test_a_setting_that_is_none(published):
    published.environment = {"MONITORING_MEMORY_LIMIT": "lots"}
    with unchanged(published):
        assert_said(
            published.dbt("build", "--select", "core_pages"),
            "Invalid setting in profiles.yml, such as MONITORING_MEMORY_LIMIT: Parser Error: "
            "Memory must have a number",
        )


@pytest.mark.full
def test_two_builds_at_once(published):
    first = published.start("build", **SMALL_SHOP)
    second = published.start("build", **SMALL_SHOP)
    texts = [process.communicate()[0] for process in (first, second)]
    codes = [process.returncode for process in (first, second)]
    assert sorted(codes) == [0, 2], "one of them builds"
    refused = texts[codes.index(2)]
    assert "has locked the build database" in one_line(refused)
    assert published.query("select count(*) as n from core.dates")["n"].iloc[0] > 0
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]
    published.build(**SMALL_SHOP)


def test_builds_that_share_only_the_warehouse_publish_one_after_another(published):
    before = published.cells()
    others = [
        shutil.copy(published.built, published.folder / f"{turn}.duckdb") for turn in "abcdef"
    ]
    runs = [published.start_publish(other, published.names) for other in others]
    assert [ended(run).code for run in runs] == [0] * len(runs)
    assert published.cells() == before
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]


@pytest.mark.full
def test_little_memory_spills_to_disk_and_gives_the_same(published):
    ample = published.cells()
    published.published.unlink()
    elsewhere = published.folder / "elsewhere"
    published.environment = {
        "MONITORING_MEMORY_LIMIT": "70MB",
        "MONITORING_TEMP_DIRECTORY": str(elsewhere),
    }
    spilled = set()
    with (published.folder / "said.txt").open("w") as said:
        process = published.start("build", said=said)
        while process.poll() is None:
            spilled.update(file.name for file in elsewhere.glob("*.tmp"))
            time.sleep(0.01)
    assert process.returncode == 0, (published.folder / "said.txt").read_text()
    print(f"spilled to {sorted(spilled)}")
    assert spilled
    assert published.cells() == ample


@pytest.mark.full
def test_too_little_memory_is_said(published):
    published.environment = {"MONITORING_MEMORY_LIMIT": "20MB"}
    with unchanged(published):
        assert_said(
            published.dbt("build"),
            "Not published:",
            "Out of Memory Error",
            "More memory: MONITORING_MEMORY_LIMIT, now 20MB.",
        )
    published.environment = {}
    published.build(**SMALL_SHOP)
