"""Real faults: each has an error message, and the published file is unchanged."""

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
WRITE_STALE_LOG = """
import os, sys
import duckdb
other = duckdb.connect(sys.argv[1])
other.execute("pragma disable_checkpoint_on_shutdown")
other.execute("create table another as select 1 as one")
os._exit(0)
"""


@pytest.fixture
def published(shipped, place) -> Place:
    """Copy the shipped build database and published file to a scratch place."""
    shutil.copy(shipped.folder / "build.duckdb", place.folder)
    shutil.copytree(shipped.warehouse, place.warehouse)
    place.built = place.folder / "build.duckdb"
    place.names = shipped.marts()
    return place


@contextmanager
def unchanged(place: Place):
    """Check that the published file is unchanged and readable, with no other files beside it."""
    before = place.published.read_bytes()
    yield
    assert place.published.read_bytes() == before
    assert place.query("select count(*) as n from core.dates")["n"].iloc[0] > 0
    assert [file.name for file in place.warehouse.iterdir()] == ["monitoring.duckdb"]


@contextmanager
def mounted(folder: Path, *options: str):
    """Mount a small file system, if that is permitted."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting is not permitted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def mount_warehouse(published: Place, *options: str):
    """Prepare a mount for the warehouse; return it and the content of the published file."""
    content = published.published.read_bytes()
    shutil.rmtree(published.warehouse)
    mount = mounted(published.warehouse, *options)
    return mount, content


def write_stale_log(log: Path) -> None:
    other = log.with_name("another.duckdb")
    subprocess.run([sys.executable, "-c", WRITE_STALE_LOG, other], check=True)
    other.with_name(other.name + ".wal").rename(log)
    other.unlink()


def assert_fails_with(run, *sentences: str) -> None:
    """Check that a command failed with these messages and without a traceback."""
    print(run.text)
    assert run.code != 0
    for sentence in sentences:
        assert sentence in one_line(run.text)
    assert "Traceback" not in run.text


def assert_publish_fails(place: Place, reason: str) -> None:
    """Check that a publish fails and its last line names the file and the reason."""
    run = place.publish(place.built, place.names)
    assert run.code != 0
    message = run.text.splitlines()[-1]
    print(message)
    assert f"Could not write {place.published}: " in message
    assert "The published file is unchanged. Fix this and rerun `dbt build`." in message
    assert reason in message


def test_disk_full_while_publishing(published):
    size = published.published.stat().st_size
    mount, content = mount_warehouse(published, f"size={size * 3 // 2}")
    with mount:
        published.published.write_bytes(content)
        with unchanged(published):
            assert_publish_fails(published, "No space left on device")
        subprocess.run(["mount", "-o", f"remount,size={size * 4}", published.warehouse], check=True)
        assert published.publish(published.built, published.names).code == 0


@pytest.mark.full
def test_disk_full_while_building(published):
    full = published.folder / "full"
    published.environment = {"MONITORING_BUILD_DATABASE": str(full / "build.duckdb")}
    with mounted(full, "size=8m"):
        with unchanged(published):
            run = published.dbt("build")
            assert_fails_with(run, "Not published:", "build.duckdb.wal", "No space left on device")
        subprocess.run(["mount", "-o", "remount,size=1g", full], check=True)
        published.build()


def test_read_only_warehouse(published):
    mount, content = mount_warehouse(published, "size=100m")
    with mount:
        published.published.write_bytes(content)
        remount = ["mount", "-o", "remount,ro", published.warehouse]
        subprocess.run(remount, check=True)
        with unchanged(published):
            assert_publish_fails(published, "Read-only file system")
        subprocess.run([*remount[:2], "remount,rw", published.warehouse], check=True)
        assert published.publish(published.built, published.names).code == 0


def test_a_folder_with_the_name_of_the_published_file(published):
    published.published.unlink()
    published.published.mkdir()
    assert_publish_fails(published, "Is a directory")
    published.published.rmdir()
    assert published.publish(published.built, published.names).code == 0
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]


def test_a_deleted_published_file_is_restored_by_the_next_publish(published):
    before = published.cells()
    published.published.unlink()
    assert published.publish(published.built, published.names).code == 0
    assert published.cells() == before


def test_a_stale_wal_beside_the_published_file_is_removed_by_the_next_publish(published):
    before = published.cells()
    write_stale_log(published.warehouse / "monitoring.duckdb.wal")
    with pytest.raises(duckdb.IOException, match="WAL does not match"):
        published.cells()
    assert published.publish(published.built, published.names).code == 0
    assert published.cells() == before
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]


def test_leftovers_of_a_killed_process_with_the_same_id_are_replaced(published):
    """In a container, every build may have the same process id."""
    write_leftovers = (
        "import os, pathlib\n"
        f"partial = {str(published.warehouse / '.monitoring.duckdb.')!r} + str(os.getpid())\n"
        "pathlib.Path(partial).write_text('half a file')\n"
        "pathlib.Path(partial + '.wal').write_text('and its log')\n"
    )
    run = published.publish(published.built, published.names, before=write_leftovers)
    assert run.code == 0, run.text
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]


def test_a_build_database_locked_by_another_process(published):
    with unchanged(published), duckdb.connect(published.built):
        run = published.dbt("build", "--select", "core_pages")
        assert_fails_with(
            run,
            f"Another process (PID {os.getpid()}) has locked the build database {published.built}, "
            "probably another build. Nothing was built. Rerun `dbt build` when it has finished.",
        )


@pytest.mark.full
def test_an_invalid_build_database(published):
    published.built.write_bytes(b"nonsense" * 4096)
    with unchanged(published):
        assert_fails_with(
            published.dbt("build"),
            f"Cannot open the build database {published.built}: IO Error",
            f"It is disposable: delete it and {published.built}.wal, or set MONITORING_BUILD",
        )
    published.built.unlink()
    published.build(**SMALL_SHOP)


@pytest.mark.full
def test_a_stale_wal_beside_the_build_database(published):
    log = published.built.with_name("build.duckdb.wal")
    write_stale_log(log)
    with unchanged(published):
        assert_fails_with(
            published.dbt("build"),
            f"Cannot open the build database {published.built}: IO Error",
            "WAL does not match database file",
            f"It is disposable: delete it and {log}",
        )
    published.built.unlink()
    log.unlink()
    published.build(**SMALL_SHOP)


def test_an_invalid_memory_limit(published):
    published.environment = {"MONITORING_MEMORY_LIMIT": "lots"}
    with unchanged(published):
        assert_fails_with(
            published.dbt("build", "--select", "core_pages"),
            "Invalid setting in profiles.yml, such as MONITORING_MEMORY_LIMIT: Parser Error: "
            "Memory must have a number",
        )


@pytest.mark.full
def test_of_two_concurrent_builds_one_fails_with_a_message(published):
    first = published.start("build", **SMALL_SHOP)
    second = published.start("build", **SMALL_SHOP)
    texts = [process.communicate()[0] for process in (first, second)]
    codes = [process.returncode for process in (first, second)]
    assert sorted(codes) == [0, 2], "exactly one of them succeeds"
    failed = texts[codes.index(2)]
    assert "has locked the build database" in one_line(failed)
    assert published.query("select count(*) as n from core.dates")["n"].iloc[0] > 0
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]
    published.build(**SMALL_SHOP)


def test_builds_that_share_only_the_warehouse_all_publish(published):
    before = published.cells()
    others = [
        shutil.copy(published.built, published.folder / f"{turn}.duckdb") for turn in "abcdef"
    ]
    runs = [published.start_publish(other, published.names) for other in others]
    assert [ended(run).code for run in runs] == [0] * len(runs)
    assert published.cells() == before
    assert [file.name for file in published.warehouse.iterdir()] == ["monitoring.duckdb"]


@pytest.mark.full
def test_low_memory_spills_to_disk_with_the_same_cells(published):
    expected = published.cells()
    published.published.unlink()
    temporary = published.folder / "temporary"
    published.environment = {
        "MONITORING_MEMORY_LIMIT": "70MB",
        "MONITORING_TEMP_DIRECTORY": str(temporary),
    }
    spilled = set()
    with (published.folder / "output.txt").open("w") as output:
        process = published.start("build", output=output)
        while process.poll() is None:
            spilled.update(file.name for file in temporary.glob("*.tmp"))
            time.sleep(0.01)
    assert process.returncode == 0, (published.folder / "output.txt").read_text()
    print(f"spilled to {sorted(spilled)}")
    assert spilled
    assert published.cells() == expected


@pytest.mark.full
def test_out_of_memory_names_the_setting(published):
    published.environment = {"MONITORING_MEMORY_LIMIT": "20MB"}
    with unchanged(published):
        assert_fails_with(
            published.dbt("build"),
            "Not published:",
            "Out of Memory Error",
            "Raise MONITORING_MEMORY_LIMIT (now 20MB).",
        )
    published.environment = {}
    published.build(**SMALL_SHOP)
