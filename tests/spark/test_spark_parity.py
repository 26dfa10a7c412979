"""Spark has the same cells as DuckDB."""

import json

import awkward
import pytest
from conftest import Place
from engines import HAS_SPARK, Spark, differences

pytestmark = pytest.mark.skipif(not HAS_SPARK, reason="needs Java and make spark")
HASHING = "every_spelling_of_a_user_has_one_hash"
# the awkward rows must not stop the build
LENIENT = {"max_rejected_share": 1}


@pytest.fixture(scope="module")
def places(tmp_path_factory, is_full) -> dict[str, Place]:
    """Build the shops from files on DuckDB."""
    folder = tmp_path_factory.mktemp("shops")
    csv = awkward.write_csv(folder / "csv")
    shops = {"csv": {"raw_dir": str(csv), **LENIENT, **awkward.ZONES}}
    if is_full:
        parquet = awkward.write_parquet(folder / "parquet")
        shops["parquet"] = {"raw_dir": str(parquet), **LENIENT}
    places = {}
    for name, variables in shops.items():
        places[name] = Place(tmp_path_factory.mktemp(name))
        places[name].variables = variables
        places[name].build(**variables)
    return places


ALWAYS_REFUSED = {"hash_user_ids is not supported on Spark": {"hash_user_ids": True}}
# refused as well, but the var lake changes the parsed project: 6 s each
REFUSED_LAKES = {
    "The var lake is parquet or iceberg, not orc": {"lake": "orc"},
    "spark.sql.catalog.spark_catalog is not set": {"lake": "iceberg"},
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory, places, is_full) -> Spark:
    """Build the shops on Spark in sequence.

    With --full, also from seeds, with data tests; else only the reference data is a seed.
    """
    spark = Spark(tmp_path_factory.mktemp("spark"))
    spark.refused = {}
    for message, variables in (ALWAYS_REFUSED | (REFUSED_LAKES if is_full else {})).items():
        spark.refused[message] = spark.add("run", fails=True, **variables)
    steps = {"home": 1, "product": 2, "cart": 3, "checkout": 5, "completed": 6}
    words = ("seed", "--select", "pages")
    spark.broken = spark.add(*words, keep=spark.folder / "none", fails=True, funnel_steps=steps)
    if is_full:
        spark.add("build", keep=spark.folder / "seeds")
    else:
        spark.add("seed", "--select", "path:seeds/reference")
    for name, place in places.items():
        spark.add("run", keep=spark.folder / name, **place.variables)
    spark.outcome = spark.run()
    assert spark.outcome.code == 0, spark.outcome.text
    return spark


@pytest.mark.full
def test_shipped_seeds_have_the_same_cells(spark, shipped):
    cells, found = differences(shipped, spark.folder / "seeds")
    assert found == []
    assert cells > 300_000


def test_awkward_csv_has_the_same_cells(spark, places):
    cells, found = differences(places["csv"], spark.folder / "csv")
    assert found == []
    assert cells > 100_000
    # the rows are rejected for many different reasons
    rejected = places["csv"].query("select count(distinct reason) as n from quality.rejected_rows")
    assert rejected["n"][0] > 10
    # all departments have findings
    owners = places["csv"].query("select distinct department from executive.insights")
    assert {"ux", "commerce", "reliability", "support"} <= set(owners["department"])


@pytest.mark.full
def test_typed_parquet_has_the_same_cells(spark, places):
    cells, found = differences(places["parquet"], spark.folder / "parquet")
    assert found == []
    assert cells > 80_000
    audit = places["parquet"].query("select status from quality.load_audit order by status")
    assert audit["status"].to_list() == ["absent", "absent", "empty", *["loaded"] * 4]


@pytest.mark.full
def test_unit_tests_pass_except_for_hashing(spark):
    run = spark.dbt("test", "--select", "test_type:unit", "--exclude", HASHING)
    assert run.code == 0, run.text
    manifest = json.loads((spark.folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    assert f"{len(manifest['unit_tests']) - 1} unit tests in " in run.text


@pytest.mark.parametrize(
    "message",
    [*ALWAYS_REFUSED, *(pytest.param(lake, marks=pytest.mark.full) for lake in REFUSED_LAKES)],
)
def test_an_unsupported_setting_is_an_error_and_nothing_is_built(spark, message):
    assert message in spark.refused[message].read_text(encoding="utf-8")
    built = {path.name for path in (spark.folder / "none").glob("*/*")}
    assert built == {"pages"}


@pytest.mark.full
def test_marts_built_on_spark_can_be_published_for_bi_tools(tmp_path, shipped):
    spark = Spark(tmp_path / "spark")
    run = spark.dbt("build")
    assert run.code == 0, run.text
    assert "Top 5 of" in run.text
    place = Place(tmp_path / "duckdb")
    words = ["publish_spark", "--tables", spark.warehouse, "--target", spark.folder / "target"]
    run = place.step(*words)
    assert run.code == 0, run.text
    assert place.marts() == shipped.marts()
    for columns in (
        "schema_name, table_name, column_name, data_type, comment from duckdb_columns()",
        "schema_name, table_name, comment from duckdb_tables()",
        "schema_name, table_name, constraint_column_names from duckdb_constraints()",
    ):
        sql = f"select {columns} order by all"
        assert place.query(sql).equals(shipped.query(sql))
    for mart, rows in shipped.cells().items():
        assert len(place.cells()[mart]) == len(rows)
    # only a complete build can be published
    assert spark.dbt("run", "--select", "dates").code == 0
    run = place.step(*words)
    assert run.code == 1
    assert "only a full build is published" in run.text


def test_a_broken_promise_fails_its_seed(spark):
    assert "Failed: accepted_values_pages_" in spark.broken.read_text(encoding="utf-8")
