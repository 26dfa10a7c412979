"""After kill -9 at any moment, the published file is complete and the next build works."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from conftest import FIXTURES, Place

KILLS_PER_RECOVERY = 4
LONGEST_WAIT_INSIDE = 0.15  # seconds; publishing shop_small takes slightly longer
CLICK = "2025-03-04T08:07:00,home,chrome,u4,logo\n"


@dataclass
class Lane:
    """A place in which builds of two inputs are killed alternately, with counts of the outcomes."""

    place: Place
    randomness: random.Random
    cells: list[dict] = field(default_factory=list)
    published: int = 0  # the input of the published file
    seconds: float = 0.0
    counts: Counter = field(default_factory=Counter)

    @property
    def raw(self):
        return self.place.folder / "raw"

    @property
    def variables(self) -> dict:
        return {"raw_dir": str(self.raw), "max_rejected_share": 0.9}

    def write_input(self, number: int) -> None:
        """Write shop_small; input 1 has one more click than input 0."""
        shutil.copytree(FIXTURES / "shop_small", self.raw, dirs_exist_ok=True)
        with (self.raw / "clickstream.csv").open("a", encoding="utf-8") as file:
            file.write(CLICK * number)

    def set_up(self) -> None:
        """Build both inputs to learn the valid cells of a published file and the duration."""
        for number in (1, 0):
            self.write_input(number)
            start = time.monotonic()
            self.place.build(**self.variables)
            self.seconds = time.monotonic() - start
            self.cells.insert(0, self.place.cells())
        assert self.cells[0] != self.cells[1]

    def partials(self) -> list:
        """List the partial files of publishing processes in the warehouse."""
        return list(self.place.warehouse.glob(".monitoring.duckdb.*"))

    def start_build(self, output) -> subprocess.Popen:
        return self.place.start("build", output=output, **self.variables)

    def kill(self, start, inside_publish: bool) -> None:
        """Kill the process of start() on the other input, and check the published file."""
        before = self.place.published.read_bytes()
        old = set(self.partials())
        self.write_input(1 - self.published)
        with (self.place.folder / "killed.txt").open("w") as output:
            process = start(output)
            if inside_publish:
                while process.poll() is None and not set(self.partials()) - old:
                    time.sleep(0.001)
                time.sleep(self.randomness.uniform(0, LONGEST_WAIT_INSIDE))
            else:
                self.wait(process, self.randomness.uniform(0, self.seconds))
            was_running = process.poll() is None
            if was_running:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.counts["killed"] += was_running
        self.counts["ended before the kill"] += not was_running
        self.counts["killed inside publish"] += was_running and bool(set(self.partials()) - old)
        if self.place.published.read_bytes() != before:
            self.published = 1 - self.published
            self.counts["killed after publishing"] += was_running
        assert self.place.cells() == self.cells[self.published]

    def wait(self, process: subprocess.Popen, seconds: float) -> None:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return

    def recover(self) -> None:
        """Let a build finish, which publishes the other input and leaves no partial files."""
        self.write_input(1 - self.published)
        self.place.build(**self.variables)
        self.published = 1 - self.published
        assert self.place.cells() == self.cells[self.published]
        assert [file.name for file in self.place.warehouse.iterdir()] == ["monitoring.duckdb"]
        self.counts["recovered"] += 1

    def run(self, kills: int, inside: int) -> Counter:
        self.set_up()
        while self.counts["killed"] < kills or self.counts["killed inside publish"] < inside:
            remaining = max(1, kills - self.counts["killed"])
            missing = inside - self.counts["killed inside publish"]
            self.kill(self.start_build, self.randomness.random() < missing / remaining)
            if self.counts["killed"] % KILLS_PER_RECOVERY == 0:
                self.recover()
            print(self.place.folder.name, dict(self.counts), flush=True)
        self.recover()
        return self.counts


@pytest.mark.full
def test_after_200_kills_the_published_file_is_complete(tmp_path):
    lanes = [Lane(Place(tmp_path / f"lane{number}"), random.Random(number)) for number in (0, 1)]
    with ThreadPoolExecutor() as pool:
        counts = sum(pool.map(lambda lane: lane.run(kills=100, inside=25), lanes), Counter())
    print(dict(counts))
    assert counts["killed"] >= 200
    assert counts["killed inside publish"] >= 50


def test_after_a_killed_publish_and_a_killed_build_the_next_build_works(shipped, place):
    built = shutil.copy(shipped.folder / "build.duckdb", place.folder)
    shutil.copytree(shipped.warehouse, place.warehouse)
    lane = Lane(place, random.Random(2), seconds=8, cells=[shipped.cells()])
    lane.kill(
        lambda output: place.start_publish(built, shipped.marts(), output), inside_publish=True
    )
    assert lane.counts["killed inside publish"] == 1
    lane.kill(lane.start_build, inside_publish=False)
    assert lane.counts["killed"] == 2
    place.build(**lane.variables)
    assert place.cells() != shipped.cells()
    assert [file.name for file in place.warehouse.iterdir()] == ["monitoring.duckdb"]
