"""Spark 3.5 has the same cells, in Parquet and in Iceberg tables."""

import pytest
from conftest import Place
from engines import HAS_LAKE, LAKE, Spark, check_shipped
from iceberg import spark_with_iceberg

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not HAS_LAKE, reason="needs Java and make test-lake"),
]


def test_spark_3_5_has_the_same_cells(tmp_path, shipped):
    spark = Spark(tmp_path / "spark", installed=LAKE)
    spark.add("build", keep=spark.folder / "marts")
    check_shipped(spark, shipped, spark.folder / "marts")


def test_iceberg_has_the_same_cells_and_is_published_from_its_folder(tmp_path, shipped):
    spark = spark_with_iceberg(tmp_path / "spark")
    spark.writes_artifacts = True  # publish_spark reads them
    marts = spark.folder / "marts"
    spark.add("build", keep=marts)
    check_shipped(spark, shipped, marts)
    # they are Iceberg tables, not only Parquet files
    tables = {file.parents[1].name for file in spark.warehouse.rglob("*.metadata.json")}
    assert {name.split(".")[1] for name in shipped.marts()} <= tables

    place = Place(tmp_path / "duckdb")
    target = ("--target", spark.folder / "target")
    run = place.step("publish_spark", "--tables", spark.warehouse, *target)
    assert run.code == 1
    assert "is stored as iceberg" in run.text
    assert place.step("publish_spark", "--tables", marts, *target).code == 0
    assert [len(rows) for rows in place.cells().values()] == [
        len(rows) for rows in shipped.cells().values()
    ]
