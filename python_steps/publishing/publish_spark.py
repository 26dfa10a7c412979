"""Publish a build on Spark: load its marts into the DuckDB file that reports and BI tools read."""

import json
from pathlib import Path
from types import SimpleNamespace

import duckdb

from python_steps.publishing.publish import identifier, literal, publish_marts


class IncompleteBuildError(Exception):
    """There is no complete build on Spark to publish; the message says why."""


def publish_spark(tables: Path, target: Path) -> str:
    """Load the marts from Spark's Parquet files and publish them like a build on DuckDB.

    Args:
        tables: Spark's warehouse folder, or the folder of the var marts_folder, which contains
            `<schema>.db/<table>/*.parquet`.
        target: dbt's target folder, with manifest.json and run_results.json.

    Returns:
        A message for the console.

    Raises:
        IncompleteBuildError: The last dbt command was not a full, passing build on Spark, or a
            mart's Parquet files are missing or include deleted rows.
        RuntimeError: As in `publish.publish_marts`.
    """
    manifest = _read(target / "manifest.json")
    results = _read(target / "run_results.json")
    _check(manifest, results)
    marts = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["contract"]["enforced"]
    ]
    for mart in marts:
        _check_files(mart, tables, results["args"]["vars"].get("marts_folder", ""))
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("create schema manifest")
        connection.execute("create table manifest.keys (mart varchar, key_columns varchar[])")
        connection.execute(
            "create table manifest.descriptions "
            "(mart varchar, column_name varchar, description varchar)"
        )
        for mart in marts:
            _read_mart(connection, mart, tables)
        names = [f"{mart['schema']}.{mart['alias']}" for mart in marts]
        outcome = publish_marts(connection, names, SimpleNamespace(WHICH="build"))
    return outcome["message"][0]


def _read(file: Path) -> dict:
    if not file.exists():
        raise IncompleteBuildError(f"{file} not found. Run `dbt build --target spark` first.")
    return json.loads(file.read_text(encoding="utf-8"))


def _check(manifest: dict, results: dict) -> None:
    if manifest["metadata"]["adapter_type"] != "spark":
        raise IncompleteBuildError(
            "The last dbt command did not run on Spark. Run `dbt build --target spark` first."
        )
    if results["args"]["which"] != "build":
        raise IncompleteBuildError(
            f"The last dbt command was `dbt {results['args']['which']}`, and only a full build is "
            "published. Run `dbt build --target spark` first."
        )
    names = {result["unique_id"] for result in results["results"]}
    failed = [
        result["unique_id"]
        for result in results["results"]
        if result["status"] in ("error", "fail", "skipped", "runtime error")
    ]
    if failed:
        raise IncompleteBuildError(
            f"{_first_of(failed)} failed in the last build. "
            "Fix this and rerun `dbt build --target spark`."
        )
    left_out = [name for name, node in manifest["nodes"].items() if _is_built(node) - names]
    if left_out:
        raise IncompleteBuildError(
            f"The last build left out {_first_of(left_out)}. "
            "Rerun `dbt build --target spark` without --select or --exclude."
        )


def _first_of(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} (and {len(names) - 1} more)"


def _check_files(mart: dict, tables: Path, folder: str) -> None:
    """Reject table formats such as Iceberg, whose files include deleted rows."""
    table_format = mart["config"]["file_format"]
    if table_format != "parquet" and (not folder or Path(folder).resolve() != tables.resolve()):
        raise IncompleteBuildError(
            f"{mart['schema']}.{mart['alias']} is stored as {table_format}, and its files include "
            "deleted rows. Rebuild with the var marts_folder, and pass that folder with --tables."
        )


def _is_built(node: dict) -> set[str]:
    return {node["unique_id"]} if node["resource_type"] in ("model", "seed", "test") else set()


def _read_mart(connection: duckdb.DuckDBPyConnection, mart: dict, tables: Path) -> None:
    """Create a mart with the types of its contract, and record its key and descriptions."""
    folder = tables / f"{mart['schema']}.db" / mart["alias"]
    if not any(folder.glob("*.parquet")):
        raise IncompleteBuildError(
            f"{folder} has no Parquet files for {mart['schema']}.{mart['alias']}. "
            "Pass the folder of Spark's tables with --tables."
        )
    name = f"{identifier(mart['schema'])}.{identifier(mart['alias'])}"
    columns = mart["columns"].values()
    connection.execute(f"create schema if not exists {identifier(mart['schema'])}")
    values = ", ".join(_value(column) for column in columns)
    files = literal(f"{folder}/*.parquet")
    connection.execute(f"create table {name} as select {values} from read_parquet({files})")
    published_as = f"{mart['schema']}.{mart['alias']}"
    connection.executemany(
        "insert into manifest.descriptions values (?, ?, ?)",
        [(published_as, "", mart["description"])]
        + [(published_as, column["name"], column["description"]) for column in columns],
    )
    connection.execute(
        "insert into manifest.keys values (?, ?)", [published_as, _primary_key(mart)]
    )


def _value(column: dict) -> str:
    name = identifier(column["name"])
    # Spark timestamps carry a time zone
    value = f"{name} at time zone 'UTC'" if column["data_type"] == "timestamp" else name
    return f"cast({value} as {column['data_type']}) as {name}"


def _primary_key(mart: dict) -> list[str]:
    for constraint in mart["constraints"]:
        if constraint["type"] == "primary_key":
            return constraint["columns"]
    return [
        column["name"]
        for column in mart["columns"].values()
        if any(constraint["type"] == "primary_key" for constraint in column["constraints"])
    ]
