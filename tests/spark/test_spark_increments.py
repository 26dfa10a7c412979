"""After a series of incremental builds on Spark, marts match a full refresh on DuckDB."""

import shutil

import pytest
from conftest import Place
from engines import HAS_LAKE, HAS_SPARK, MODELS, Spark, differences
from exports import Exports
from iceberg import spark_with_iceberg

LENIENT = {"max_rejected_share": 0.9}
ZONE = {"reporting_timezone": "Asia/Kolkata"}
SERIES = [
    [Exports.add_day, Exports.add_late_rows],
    [Exports.add_duplicate_keys, Exports.correct_file, Exports.remove_files],
]


@pytest.mark.full
@pytest.mark.skipif(not HAS_SPARK, reason="needs Java and make spark")
@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_incremental_builds_match_full_refreshes(tmp_path, file_format):
    check_increments(tmp_path, file_format, Spark(tmp_path / "spark"))


@pytest.mark.full
@pytest.mark.skipif(not HAS_LAKE, reason="needs Java and make test-lake")
@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_incremental_builds_of_iceberg_match_full_refreshes(tmp_path, file_format):
    check_increments(tmp_path, file_format, spark_with_iceberg(tmp_path / "spark"))


def check_increments(tmp_path, file_format, spark):
    """Build a shop on Spark, add to it twice, and compare each state with a build on DuckDB."""
    raw = tmp_path / "raw"
    exports = Exports(raw, "2026-09-10", file_format)
    variables = {"raw_dir": str(raw), "incremental": True, **LENIENT, **ZONE}
    places, rounds = [], [[], *SERIES]
    for number, changes in enumerate(rounds):
        for change in changes:
            change(exports)
        # the files of each round, with their modification times
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
