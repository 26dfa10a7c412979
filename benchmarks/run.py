"""Compare the suite with DuckDB, Polars and pandas scripts on the same simulated exports.

    .venv/bin/python benchmarks/run.py --size S M --runs 3

Each contender runs several times, alternately and as a separate process. The suite first builds all
days except the last, then the last day incrementally; CSV has one file per table, built at once.
--before FOLDER adds another checkout, with its own environment. Times count only if the headline
KPIs of all contenders agree. Writes benchmarks/results/<size>.json; show.py turns these files into
the table and the chart of benchmarks/README.md.
"""

import argparse
import csv
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from peers.names import TYPES

HERE = Path(__file__).parent
PROJECT = HERE.parent
PEERS = HERE / "peers"
RESULTS = HERE / "results"
# days, sessions per day and format; about 7, 1, 30 and 100 million rows
SIZES = {
    "CSV": (120, 4_850, "csv"),
    "S": (60, 1_220, "parquet"),
    "M": (365, 5_030, "parquet"),
    "L": (365, 16_800, "parquet"),
}
START = "2025-08-01"
MEMORY_LIMIT = "3GB"  # of DuckDB in the suite, at every size; excludes Python and dbt
DUCKDB_PEER = """
import sys, duckdb
script, exports, database = sys.argv[1:]
with duckdb.connect(database) as connection:
    connection.execute(exports)
    connection.execute(open(script).read())
"""
# text of a CSV file as a value; nan and inf are not values
CASTS = {
    "timestamp": "try_cast({0} as timestamptz) at time zone 'UTC'",
    "bigint": "try_cast({0} as bigint)",
    "double": "case when isfinite(try_cast({0} as double)) then {0}::double end",
}
NOT_IN_PEERS = {"sentiment_mismatch_count", "sentiment_consistency_rate"}
with (PROJECT / "seeds" / "reference" / "kpis.csv").open(encoding="utf-8") as definitions:
    KPIS = list(csv.DictReader(definitions))
NOT_IN_PEERS |= {row["kpi"] for row in KPIS if row["input_table"] == "orders"}


def main() -> None:
    """Simulate missing exports, run all contenders of each size, compare KPIs, write results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", nargs="+", choices=SIZES, default=["S"])
    parser.add_argument("--runs", type=int, default=3, help="runs per contender (default: 3)")
    parser.add_argument("--out", type=Path, default=PROJECT / "target" / "benchmark")
    parser.add_argument(
        "--peers-python", default=sys.executable, help="interpreter with pandas and polars"
    )
    parser.add_argument("--before", type=Path, help="checkout of an earlier commit, with its .venv")
    arguments = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    for size in arguments.size:
        raw = simulate(size, arguments.out)
        runs = {}
        for _ in range(arguments.runs):
            for name, contender in contenders(raw, arguments).items():
                runs.setdefault(name, []).append(timed(contender, raw, arguments.out))
                print(size, name, runs[name][-1], flush=True)
        compare(arguments.out, set(runs))
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
    days, sessions, file_format = SIZES[size]
    if not raw.exists():
        partial = out / f"partial_{size}"
        command = [sys.executable, "-m", "python_steps", "simulate", "--format", file_format]
        command += ["--days", str(days), "--sessions-per-day", str(sessions), "--start", START]
        subprocess.run([*command, "--out", partial, "--force"], cwd=PROJECT, check=True)
        # the contenders find recovered carts by sessions, which orders would change
        if is_by_day(partial):
            shutil.rmtree(partial / "orders")
        else:
            (partial / "orders.csv").unlink()
        partial.rename(raw)
    return raw


@dataclass(frozen=True)
class Contender:
    """A command, what to remove before it, and the days of the exports that arrive just then."""

    command: list
    project: Path = PROJECT
    removed: tuple[str, ...] = ()
    arriving: str | None = None


def contenders(raw: Path, arguments: argparse.Namespace) -> dict[str, Contender]:
    """Return the contenders in order; all write their KPIs to the folder out."""
    out, python = arguments.out, arguments.peers_python
    found = suite("before", arguments.before, raw, out) if arguments.before else {}
    found |= suite("suite", PROJECT, raw, out)
    floor = [sys.executable, "-c", DUCKDB_PEER, PEERS / "duckdb_marts.sql", exports_of(raw)]
    found["duckdb"] = Contender([*floor, out / "floor.duckdb"], removed=("floor.duckdb",))
    for name in ("polars", "pandas") if is_by_day(raw) else ("pandas",):
        found[name] = Contender([python, PEERS / f"{name}_kpis.py", raw, out / f"{name}.json"])
    return found


def suite(name: str, project: Path, raw: Path, out: Path) -> dict[str, Contender]:
    """Return the builds of a checkout: no rows, all days (but the last), and the last day."""
    nothing = out / "nothing"
    nothing.mkdir(exist_ok=True, parents=True)
    (nothing / "cart_abandonment.csv").write_text("cart_id,abandonment_time\n")

    def build(label: str, **variables) -> list:
        # one target folder per vars, because a nightly build reuses the parsed project
        folders = ["--log-path", out / "logs", "--target-path", out / f"target_{name}_{label}"]
        dbt = project / ".venv" / "bin" / "dbt"
        return [dbt, "--quiet", "build", *folders, "--vars", json.dumps(variables)]

    found = {
        # dbt's overhead for the same nodes
        f"{name}_nothing": Contender(
            build("nothing", raw_dir=str(nothing)),
            project,
            removed=("build.duckdb", "warehouse", "arrived"),
        )
    }
    if not is_by_day(raw):
        return found | {name: Contender(build("rows", raw_dir=str(raw)), project)}
    command = build("rows", raw_dir=str(out / "arrived"), incremental=True)
    return found | {
        name: Contender(command, project, arriving="all but the last"),
        f"{name}_day": Contender(command, project, arriving="the last"),
    }


def is_by_day(raw: Path) -> bool:
    """Return whether exports are Parquet files by day; else they are one CSV file per table."""
    return (raw / "clickstream").is_dir()


def link_days(raw: Path, arrived: Path, which: str) -> None:
    """Add the files of some days to a folder, as hard links."""
    for table in raw.glob("*/"):
        days = sorted(table.iterdir())
        for day in days[-1:] if which == "the last" else days[:-1]:
            shutil.copytree(day, arrived / table.name / day.name, copy_function=os.link)


def exports_of(raw: Path) -> str:
    """Return the SQL that creates a view of each table's files, with the types of Parquet."""
    statements = ["set timezone = 'UTC'; create schema exports;"]
    for table, types in TYPES.items():
        files = f"read_parquet('{raw}/{table}/*/*.parquet')"
        if not is_by_day(raw):
            values = ", ".join(
                f"{CASTS[kind].format(name)} as {name}" for name, kind in types.items()
            )
            text = f"read_csv('{raw}/{table}.csv', all_varchar = true)"
            files = f"(select * replace ({values}) from {text})"
        statements.append(f"create view exports.{table} as select * from {files};")
    return "\n".join(statements)


def timed(contender: Contender, raw: Path, out: Path) -> dict[str, float]:
    """Run a contender; return its wall time and CPU time in seconds and its peak memory in MiB."""
    for name in contender.removed:
        shutil.rmtree(out / name, ignore_errors=True)
        if (out / name).exists():
            (out / name).unlink()
    if contender.arriving is not None:
        link_days(raw, out / "arrived", contender.arriving)
    variables = {"MONITORING_BUILD_DATABASE": str(out / "build.duckdb")}
    variables["MONITORING_WAREHOUSE"] = str(out / "warehouse")
    variables["MONITORING_MEMORY_LIMIT"] = MEMORY_LIMIT
    start = time.monotonic()
    with (out / "output.txt").open("w") as output:
        process = subprocess.Popen(
            contender.command,
            cwd=contender.project,
            env=os.environ | variables,
            stdout=output,
            stderr=output,
        )
        _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if status:
        raise SystemExit(f"{contender.command} failed:\n{(out / 'output.txt').read_text()}")
    return {
        "wall_seconds": round(wall, 2),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_mib": round(used.ru_maxrss / 1024),
    }


def compare(out: Path, names: set[str]) -> None:
    """Exit with an error if a contender's KPIs differ from those of the suite."""
    with duckdb.connect(out / "warehouse" / "monitoring.duckdb", read_only=True) as connection:
        kpis = "select kpi, value, answer from executive.headline_kpis"
        suite = {kpi: rest for kpi, *rest in connection.execute(kpis).fetchall()}
    with duckdb.connect(out / "floor.duckdb", read_only=True) as connection:
        floor = connection.execute("select kpi, value, answer from headline_kpis").fetchall()
    found = {"duckdb": {kpi: rest for kpi, *rest in floor}}
    for name in names & {"polars", "pandas"}:
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
    with duckdb.connect() as connection:
        connection.execute(exports_of(raw))
        tables = " union all ".join(f"select count(*) from exports.{table}" for table in TYPES)
        return connection.execute(f"select sum(#1)::bigint from ({tables})").fetchall()[0][0]


if __name__ == "__main__":
    main()
