"""Marts after a series of increments on Spark are those of one build of everything on DuckDB."""

import shutil
import sys

import pytest
from conftest import PROJECT, Place
from engines import HAS_LAKE, HAS_SPARK, MODELS, Spark, differences
from iceberg import spark_with_iceberg

sys.path.append(str(PROJECT / "tests" / "resilience"))
from exports import Exports

LENIENT = {"max_rejected_share": 0.9}
ZONE = {"reporting_timezone": "Asia/Kolkata"}
SERIES = [
    [Exports.a_day_comes, Exports.late_rows_come],
    [Exports.rows_with_keys_of_before_come, Exports.a_file_is_corrected, Exports.a_file_goes],
]


@pytest.mark.full
@pytest.mark.skipif(not HAS_SPARK, reason="needs Java and make spark")
@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_increments_give_what_a_build_of_everything_gives(tmp_path, file_format):
    check_increments(tmp_path, file_format, Spark(tmp_path / "spark"))


@pytest.mark.full
@pytest.mark.skipif(not HAS_LAKE, reason="needs Java and make test-lake")
@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_increments_of_iceberg_give_it_too(tmp_path, file_format):
    check_increments(tmp_path, file_format, spark_with_iceberg(tmp_path / "spark"))


def check_increments(tmp_path, file_format, spark):
    """Build a shop on Spark, twice add to it, and hold each state against a build on DuckDB."""
    raw = tmp_path / "raw"
    exports = Exports(raw, "2026-09-10", file_format)
    variables = {"raw_dir": str(raw), "incremental": True, **LENIENT, **ZONE}
    places, rounds = [], [[], *SERIES]
    for number, changes in enumerate(rounds):
        for change in changes:
            change(exports)
        # each round finds the files as they are then
        state = tmp_path / f"state-{number}"
        exports.raw.rename(state)
        shutil.copytree(state, exports.raw, copy_function=shutil.copy2)
        place = Place(tmp_path / f"duckdb-{number}")
        place.folder.mkdir()
        place.build(raw_dir=str(raw), **LENIENT, **ZONE)
        places.append(place)
        spark.add(
            "build", *MODELS, keep=tmp_path / f"spark-{number}", copies=[(state, raw)], **variables
        )
    run = spark.run()
    assert run.code == 0, run.text
    assert run.text.count("Incremental build") == len(SERIES)
    for number, place in enumerate(places):
        cells, found = differences(place, tmp_path / f"spark-{number}")
        assert found == []
        assert cells > 200_000
