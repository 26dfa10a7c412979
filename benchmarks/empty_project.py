"""Compare the build time of the shipped seeds with that of an empty dbt project of the same size.

    .venv/bin/python benchmarks/empty_project.py --runs 5

The empty project has the same number of seeds, tables, views, incremental models and data tests;
each model selects one row and each seed has one row. Its build time is dbt's overhead.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
DBT = Path(sys.executable).with_name("dbt")
PROFILE = """
empty:
  target: dev
  outputs:
    dev: {type: duckdb, path: target/build.duckdb, threads: 1}
"""


def main() -> None:
    """Build both alternately; print the median wall time of each and of their difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="builds per project (default: 5)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        variables = {
            "MONITORING_BUILD_DATABASE": str(folder / "build.duckdb"),
            "MONITORING_WAREHOUSE": str(folder / "warehouse"),
        }
        suite = [DBT, "--quiet", "build", "--target-path", folder / "target"]
        suite += ["--log-path", folder / "logs"]
        timed(suite, PROJECT, variables)
        empty = folder / "empty"
        nodes = json.loads((folder / "target" / "manifest.json").read_text())["nodes"]
        built = json.loads((folder / "target" / "run_results.json").read_text())["results"]
        write_project(empty, [nodes[result["unique_id"]] for result in built if _is_node(result)])
        timed([DBT, "--quiet", "build"], empty, {})
        measured = [
            (timed(suite, PROJECT, variables), timed([DBT, "--quiet", "build"], empty, {}))
            for _ in range(runs)
        ]
    ours, theirs = (statistics.median(column) for column in zip(*measured, strict=True))
    difference = statistics.median(one - other for one, other in measured)
    print(f"suite {ours:.1f} s, empty project {theirs:.1f} s, difference {difference:.1f} s")


def _is_node(result: dict) -> bool:
    return result["unique_id"].split(".")[0] in ("model", "seed", "test")


def write_project(folder: Path, nodes: list[dict]) -> None:
    """Write a project with the same number of nodes of each kind and trivial queries."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("models", "seeds", "tests"):
        (folder / name).mkdir(parents=True)
    (folder / "profiles.yml").write_text(PROFILE)
    project = {"name": "empty", "version": "1.0", "profile": "empty"}
    (folder / "dbt_project.yml").write_text(json.dumps(project))
    for number, node in enumerate(nodes):
        name = f"{node['resource_type']}_{number}"
        if node["resource_type"] == "seed":
            (folder / "seeds" / f"{name}.csv").write_text("id\n1\n")
        elif node["resource_type"] == "test":
            (folder / "tests" / f"{name}.sql").write_text("select 1 as id where false\n")
        else:
            config = f"{{{{ config(materialized='{node['config']['materialized']}') }}}}\n"
            (folder / "models" / f"{name}.sql").write_text(f"{config}select 1 as id\n")


def timed(command: list, folder: Path, variables: dict[str, str]) -> float:
    """Run a build with environment variables; return its wall time in seconds."""
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.monotonic() - start


if __name__ == "__main__":
    main()
