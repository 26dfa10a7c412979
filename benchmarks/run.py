"""Compare the suite with DuckDB, Polars and pandas scripts on the same simulated exports.

    .venv/bin/python benchmarks/run.py --size S M --runs 3

Each contender runs several times, alternately and as a separate process. The suite first builds all
days except the last, then the last day incrementally. Times count only if the headline KPIs of all
contenders agree. Writes benchmarks/results/<size>.json; show.py turns these files into the table
and the chart of benchmarks/README.md.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
PROJECT = HERE.parent
PEERS = HERE / "peers"
RESULTS = HERE / "results"
# days and sessions per day; about 1, 30 and 100 million rows
SIZES = {"S": (60, 1_220), "M": (365, 5_030), "L": (365, 16_800)}
START = "2025-08-01"
MEMORY_LIMIT = "3GB"  # of DuckDB in the suite, at every size; excludes Python and dbt
DUCKDB_PEER = """
import sys, duckdb
script, raw, database = sys.argv[1:]
with duckdb.connect(database) as connection:
    connection.execute("set variable raw = ?", [raw])
    connection.execute(open(script).read())
"""
NOT_IN_PEERS = {"sentiment_mismatch_count", "sentiment_consistency_rate"}


def main() -> None:
    """Simulate missing exports, run all contenders of each size, compare KPIs, write results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", nargs="+", choices=SIZES, default=["S"])
    parser.add_argument("--runs", type=int, default=3, help="runs per contender (default: 3)")
    parser.add_argument("--out", type=Path, default=PROJECT / "target" / "benchmark")
    parser.add_argument(
        "--peers-python", default=sys.executable, help="interpreter with pandas and polars"
    )
    arguments = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    for size in arguments.size:
        raw = simulate(size, arguments.out)
        runs = {}
        for _ in range(arguments.runs):
            clear(arguments.out)
            for name, command in contenders(raw, arguments.out, arguments.peers_python).items():
                if name == "suite":
                    link_days(raw, arguments.out / "arrived", days=slice(None, -1))
                elif name == "suite_day":
                    link_days(raw, arguments.out / "arrived", days=slice(-1, None))
                runs.setdefault(name, []).append(timed(command, arguments.out))
                print(size, name, runs[name][-1], flush=True)
        compare(arguments.out)
        rows = {
            name: {
                key: round(statistics.median(run[key] for run in measured), 2)
                for key in measured[0]
            }
            for name, measured in runs.items()
        }
        report = {"rows": count_rows(raw), "runs": arguments.runs, "contenders": rows}
        (RESULTS / f"{size}.json").write_text(json.dumps(report, indent=1) + "\n")


def simulate(size: str, out: Path) -> Path:
    """Return the folder with the exports of a size; simulate them if it does not exist."""
    raw = out / f"raw_{size}"
    days, sessions = SIZES[size]
    if not raw.exists():
        partial = out / f"partial_{size}"
        command = [sys.executable, "-m", "python_steps", "simulate", "--format", "parquet"]
        command += ["--days", str(days), "--sessions-per-day", str(sessions), "--start", START]
        subprocess.run([*command, "--out", partial, "--force"], cwd=PROJECT, check=True)
        partial.rename(raw)
    return raw


def clear(out: Path) -> None:
    """Remove the output of the previous round."""
    for folder in ("warehouse", "arrived", "nothing"):
        shutil.rmtree(out / folder, ignore_errors=True)
    for file in ("build.duckdb", "floor.duckdb"):
        (out / file).unlink(missing_ok=True)


def link_days(raw: Path, arrived: Path, days: slice) -> None:
    """Add the files of some days to a folder, as hard links."""
    for table in raw.glob("*/"):
        for day in sorted(table.iterdir())[days]:
            shutil.copytree(day, arrived / table.name / day.name, copy_function=os.link)


def contenders(raw: Path, out: Path, python: str) -> dict[str, list]:
    """Return the command of each contender; all write their KPIs to the folder out."""
    dbt = Path(sys.executable).with_name("dbt")
    build = [dbt, "--quiet", "build", "--log-path", out / "logs"]
    # separate target folders, because a nightly build reuses the parsed project
    with_rows = [*build, "--target-path", out / "target"]
    without = [*build, "--target-path", out / "target_nothing"]
    added = {"raw_dir": str(out / "arrived"), "incremental": True}
    nothing = out / "nothing"
    nothing.mkdir(exist_ok=True)
    (nothing / "cart_abandonment.csv").write_text("cart_id,abandonment_time\n")
    floor = out / "floor.duckdb"
    return {
        # dbt's overhead for the same nodes; first, because it writes a build database
        "suite_nothing": [*without, "--vars", json.dumps({"raw_dir": str(nothing)})],
        "suite": [*with_rows, "--vars", json.dumps(added)],
        "suite_day": [*with_rows, "--vars", json.dumps(added)],
        "duckdb": [sys.executable, "-c", DUCKDB_PEER, PEERS / "duckdb_marts.sql", raw, floor],
        "polars": [python, PEERS / "polars_kpis.py", raw, out / "polars.json"],
        "pandas": [python, PEERS / "pandas_kpis.py", raw, out / "pandas.json"],
    }


def timed(command: list, out: Path) -> dict[str, float]:
    """Run a command; return its wall time and CPU time in seconds and its peak memory in MiB."""
    variables = {"MONITORING_BUILD_DATABASE": str(out / "build.duckdb")}
    variables["MONITORING_WAREHOUSE"] = str(out / "warehouse")
    variables["MONITORING_MEMORY_LIMIT"] = MEMORY_LIMIT
    start = time.monotonic()
    with (out / "output.txt").open("w") as output:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | variables, stdout=output, stderr=output
        )
        _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if status:
        raise SystemExit(f"{command} failed:\n{(out / 'output.txt').read_text()}")
    return {
        "wall_seconds": round(wall, 2),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_mib": round(used.ru_maxrss / 1024),
    }


def compare(out: Path) -> None:
    """Exit with an error if a contender's KPIs differ from those of the suite."""
    with duckdb.connect(out / "warehouse" / "monitoring.duckdb", read_only=True) as connection:
        kpis = "select kpi, value, answer from executive.headline_kpis"
        suite = {kpi: rest for kpi, *rest in connection.execute(kpis).fetchall()}
    with duckdb.connect(out / "floor.duckdb", read_only=True) as connection:
        floor = connection.execute("select kpi, value, answer from headline_kpis").fetchall()
    found = {"duckdb": {kpi: rest for kpi, *rest in floor}}
    for name in ("polars", "pandas"):
        kpis = json.loads((out / f"{name}.json").read_text())
        found[name] = {
            kpi: value if isinstance(value, list) else [value, None] for kpi, value in kpis.items()
        }
    for name, kpis in found.items():
        if set(kpis) != set(suite) - NOT_IN_PEERS:
            raise SystemExit(f"{name} computes other KPIs: {set(kpis) ^ set(suite)}")
        for kpi, (value, answer) in kpis.items():
            expected, expected_answer = suite[kpi]
            if not math.isclose(value, expected, rel_tol=1e-9) or answer != expected_answer:
                raise SystemExit(
                    f"{name}: {kpi} is {value} {answer}, expected {expected} {expected_answer}"
                )


def count_rows(raw: Path) -> int:
    """Count the rows of all exports."""
    files = [str(file) for file in raw.glob("*/*/*.parquet")]
    sql = "select sum(num_rows)::bigint from parquet_file_metadata(?)"
    return duckdb.execute(sql, [files]).fetchall()[0][0]


if __name__ == "__main__":
    main()
