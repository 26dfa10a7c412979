"""Concurrent readers see one complete build or another while builds pass and fail."""

import os
import shutil
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pytest
from conftest import FIXTURES, Place

from python_steps import warehouse

READERS = 8
READS_A_CONNECTION = 10
PUBLISHES_PER_CONNECTION = 3
# of different schemas, because a mix of two builds then shows in the fingerprint
MARTS = (
    "executive.headline_kpis",
    "ux.sessions",
    "commerce.carts",
    "reliability.endpoint_health_hourly",
    "support.tickets",
    "core.users",
    "quality.load_audit",
)


def fingerprint_of(connection: duckdb.DuckDBPyConnection) -> str:
    """Return row counts and hashes of each mart, queried one by one."""
    queries = (f"select count(*), sum(hash(mart)) from {name} as mart" for name in MARTS)
    return str([connection.execute(sql).fetchone() for sql in queries])


def note_reads(file: Path, reads: int) -> None:
    """Write the number of reads with an atomic swap, because the test reads it at any time."""
    partial = file.with_name("partial-" + file.name)
    partial.write_text(str(reads))
    partial.replace(file)


def read_on(published: Path, stop: Path, publishes: int) -> dict:
    """Open the published file repeatedly, and keep it open for some reads and publishes."""
    seen, failed, changed, most_files = Counter(), [], 0, 0
    while not stop.exists():
        try:
            with warehouse.connect(published) as connection:
                own, files, reads = fingerprint_of(connection), set(), 0
                while (reads < READS_A_CONNECTION or len(files) <= publishes) and not stop.exists():
                    read = fingerprint_of(connection)
                    seen[read] += 1
                    changed += read != own
                    reads += 1
                    files.add(published.stat().st_ino)
                    note_reads(stop.with_name(f"reads.{os.getpid()}"), seen.total())
                most_files = max(most_files, len(files))
        except (duckdb.Error, OSError, warehouse.NotPublishedError) as error:
            failed.append(str(error))
    return {"seen": seen, "failed": failed, "changed": changed, "most_files": most_files}


def read_while(place: Place, write) -> tuple[list[dict], dict]:
    """Run readers, and one that keeps its connection, until write() returns."""
    stop = place.folder / "stop"
    with ProcessPoolExecutor(READERS + 1, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(read_on, place.published, stop, publishes)
            for publishes in [0] * READERS + [PUBLISHES_PER_CONNECTION]
        ]
        try:
            while len(list(place.folder.glob("reads.*"))) <= READERS:
                assert not any(job.done() for job in jobs), "a reader ended before the first build"
                time.sleep(0.01)
            write()
        finally:
            stop.touch()
        *readers, holder = [job.result() for job in jobs]
    return readers, holder


def check(readers: list[dict], holder: dict, passed: set[str], least_reads: int) -> None:
    """Check that every read saw one complete build, and that every passed build was seen."""
    seen = sum((reader["seen"] for reader in [*readers, holder]), Counter())
    failed = [text for reader in [*readers, holder] for text in reader["failed"]]
    mixed = sum(count for fingerprint, count in seen.items() if fingerprint not in passed)
    print(f"reads {seen.total()}, failed {len(failed)}, mixed {mixed}, by build {seen.values()}")
    print(f"one connection open during {holder['most_files'] - 1} publishes")
    assert failed == []
    assert mixed == 0
    assert set(seen) == passed
    assert sum(reader["changed"] for reader in [*readers, holder]) == 0
    assert holder["most_files"] > PUBLISHES_PER_CONNECTION, (
        "one connection stays open during several publishes"
    )
    assert seen.total() >= least_reads


def fingerprint(place: Place) -> str:
    with duckdb.connect(place.published, read_only=True) as connection:
        return fingerprint_of(connection)


def test_readers_never_see_a_partial_publish(shipped, place):
    marts = shipped.marts()
    databases = [place.folder / "a.duckdb", place.folder / "b.duckdb"]
    for database in databases:
        shutil.copy(shipped.folder / "build.duckdb", database)
    with duckdb.connect(databases[1]) as other:
        for mart in MARTS:
            other.execute(f"delete from {mart} where rowid = (select min(rowid) from {mart})")
    passed = set()
    for database in databases:
        assert place.publish(database, marts).code == 0
        passed.add(fingerprint(place))
    assert len(passed) == 2

    def write():
        for _ in range(3):
            for database in databases:
                assert place.publish(database, marts).code == 0
            with_a_view = [*marts, "intermediate.int_date_spine"]
            assert place.publish(databases[0], with_a_view).code != 0

    # hundreds on an idle machine
    check(*read_while(place, write), passed, least_reads=50)


def write_input(raw: Path, number: int) -> None:
    """Write input 0, 1 (without the first rows of each table) or 2 (too many invalid rows)."""
    shutil.copytree(FIXTURES / "shop_small", raw, dirs_exist_ok=True)
    for file in raw.glob("*.csv"):
        header, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
        more = [",\n"] * 1000 if number == 2 and file.stem == "page_load_times" else []
        file.write_text("".join([header, *rows[3 * (number == 1) :], *more]), encoding="utf-8")


@pytest.mark.full
def test_readers_never_see_a_partial_build(place):
    builds, least_reads = 50, 100_000
    raw = place.folder / "raw"
    variables = {"raw_dir": str(raw), "max_rejected_share": 0.9}
    passed = []
    for number in (0, 1):
        write_input(raw, number)
        place.build(**variables)
        passed.append(fingerprint(place))
    assert passed[0] != passed[1]

    def count_reads() -> int:
        return sum(int(file.read_text()) for file in place.folder.glob("reads.*"))

    def write():
        for turn in count():
            if turn >= builds and count_reads() >= least_reads:
                return
            number = (0, 2, 1)[turn % 3]
            write_input(raw, number)
            run = place.dbt("build", **variables)
            assert (run.code == 0) == (number != 2), run.text
            status = "failed as expected" if number == 2 else "passed"
            print(f"build {turn + 1}: {status}; {count_reads()} reads so far", flush=True)

    readers, holder = read_while(place, write)
    check(readers, holder, set(passed), least_reads)
