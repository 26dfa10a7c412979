"""Publish what Spark has built: its tables of marts into the DuckDB file that BI tools read."""

import json
from pathlib import Path
from types import SimpleNamespace

import duckdb

from python_steps.publishing.publish import identifier, literal, publish_marts


class NotBuiltError(Exception):
    """There is no whole build on Spark to be published; the text says why."""


def publish_spark(tables: Path, target: Path) -> str:
    """Read the marts from the files of Spark's tables and publish them as a build on DuckDB does.

    Args:
        tables: The folder of Spark's warehouse, or that of the var marts_folder, with
            `<schema>.db/<table>/*.parquet`.
        target: The folder in which dbt left manifest.json and run_results.json.

    Returns:
        A sentence for the console.

    Raises:
        NotBuiltError: The last command of dbt was no build on Spark in which everything passed,
            a mart has no files, or files that are more than its rows.
        RuntimeError: As `publish.publish_marts`.
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
        for mart in marts:
            _read_mart(connection, mart, tables)
        names = [f"{mart['schema']}.{mart['alias']}" for mart in marts]
        outcome = publish_marts(connection, names, SimpleNamespace(WHICH="build"))
    return outcome["message"][0]


def _read(file: Path) -> dict:
    if not file.exists():
        raise NotBuiltError(f"{file} is not there: run dbt build --target spark first.")
    return json.loads(file.read_text(encoding="utf-8"))


def _check(manifest: dict, results: dict) -> None:
    if manifest["metadata"]["adapter_type"] != "spark":
        raise NotBuiltError("The last command of dbt was not for Spark.")
    if results["args"]["which"] != "build":
        raise NotBuiltError(
            f"Only dbt build is published, and this was {results['args']['which']}."
        )
    names = {result["unique_id"] for result in results["results"]}
    failed = [
        result["unique_id"]
        for result in results["results"]
        if result["status"] in ("error", "fail", "skipped", "runtime error")
    ]
    if failed:
        raise NotBuiltError(f"{failed[0]} failed in the last build, and {len(failed) - 1} more.")
    left_out = [name for name, node in manifest["nodes"].items() if _is_built(node) - names]
    if left_out:
        raise NotBuiltError(f"{left_out[0]} was not built, and {len(left_out) - 1} more.")


def _check_files(mart: dict, tables: Path, folder: str) -> None:
    """An Iceberg table also keeps files of deleted rows."""
    lake = mart["config"]["file_format"]
    if lake != "parquet" and (not folder or Path(folder).resolve() != tables.resolve()):
        raise NotBuiltError(
            f"{mart['schema']}.{mart['alias']} is a table of {lake}, whose files are more than "
            "its rows: build with the var marts_folder, and give that folder as --tables."
        )


def _is_built(node: dict) -> set[str]:
    return {node["unique_id"]} if node["resource_type"] in ("model", "seed", "test") else set()


def _read_mart(connection: duckdb.DuckDBPyConnection, mart: dict, tables: Path) -> None:
    """Make a mart with the types, comments and key of its contract."""
    folder = tables / f"{mart['schema']}.db" / mart["alias"]
    if not any(folder.glob("*.parquet")):
        raise NotBuiltError(f"{folder} holds no Parquet file of {mart['schema']}.{mart['alias']}.")
    name = f"{identifier(mart['schema'])}.{identifier(mart['alias'])}"
    columns = mart["columns"].values()
    connection.execute(f"create schema if not exists {identifier(mart['schema'])}")
    values = ", ".join(_value(column) for column in columns)
    files = literal(f"{folder}/*.parquet")
    connection.execute(f"create table {name} as select {values} from read_parquet({files})")
    connection.execute(f"comment on table {name} is {literal(mart['description'])}")
    for column in columns:
        connection.execute(
            f"comment on column {name}.{identifier(column['name'])} "
            f"is {literal(column['description'])}"
        )
    connection.execute(
        "insert into manifest.keys values (?, ?)", [f"{mart['schema']}.{mart['alias']}", _key(mart)]
    )


def _value(column: dict) -> str:
    name = identifier(column["name"])
    # a moment on Spark has a zone
    moment = f"{name} at time zone 'UTC'" if column["data_type"] == "timestamp" else name
    return f"cast({moment} as {column['data_type']}) as {name}"


def _key(mart: dict) -> list[str]:
    for constraint in mart["constraints"]:
        if constraint["type"] == "primary_key":
            return constraint["columns"]
    return [
        column["name"]
        for column in mart["columns"].values()
        if any(constraint["type"] == "primary_key" for constraint in column["constraints"])
    ]
