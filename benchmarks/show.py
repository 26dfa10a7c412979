"""Write the results to benchmarks/README.md as a table, and to benchmarks/times.png as a chart.

.venv/bin/python benchmarks/show.py
"""

import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

HERE = Path(__file__).parent
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"
NAMES = {
    "suite": "this suite, all days but the last",
    "before": "the same at an earlier commit",
    "suite_day": "this suite, the last day added",
    "before_day": "the same at an earlier commit",
    "suite_nothing": "this suite, no rows",
    "before_nothing": "the same at an earlier commit",
    "duckdb": "DuckDB by hand (the floor)",
    "polars": "Polars, headline KPIs only",
    "pandas": "pandas, headline KPIs only",
}
PEERS = ("duckdb", "polars", "pandas")
SIZES = {"CSV": "CSV", "S": "Parquet", "M": "Parquet", "L": "Parquet"}


def main() -> None:
    """Write the table and the chart of all results."""
    files = sorted((HERE / "results").glob("*.json"), key=lambda file: list(SIZES).index(file.stem))
    results = {file.stem: json.loads(file.read_text()) for file in files}
    text = (HERE / "README.md").read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    (HERE / "README.md").write_text(before + BEGIN + table(results) + END + after)
    draw(results)


def table(results: dict[str, dict]) -> str:
    """Return a Markdown table with one line per size and contender."""
    lines = ["| rows | runs | contender | wall s | CPU s | peak MiB | suite's wall time / this |"]
    lines.append("|---|---|---|---|---|---|---|")
    for size, result in results.items():
        runs = result["contenders"]
        for name in (name for name in NAMES if name in runs):
            run = runs[name]
            ratio = runs[name.replace("before", "suite")]["wall_seconds"] / run["wall_seconds"]
            if name in PEERS:
                ratio = runs["suite"]["wall_seconds"] / run["wall_seconds"]
            is_suite = name.startswith("suite")
            lines.append(
                f"| {result['rows']:,} {SIZES[size]} | {result['runs']} | {label(name, size)} "
                f"| {run['wall_seconds']:.1f} | {run['cpu_seconds']:.1f} | {run['peak_mib']:,.0f} "
                f"| {'' if is_suite else f'{ratio:.2f}'} |"
            )
    return "\n".join(lines) + "\n"


def label(name: str, size: str) -> str:
    """Return the label of a contender; CSV has no last day."""
    return (
        NAMES[name].replace("all days but the last", "all rows") if size == "CSV" else NAMES[name]
    )


def draw(results: dict[str, dict]) -> None:
    """Draw the wall times, one panel per size."""
    figure, panels = plt.subplots(
        len(results), 1, figsize=(8, 2.4 * len(results)), squeeze=False, layout="constrained"
    )
    for panel, (size, result) in zip(panels[:, 0], results.items(), strict=True):
        names = [name for name in NAMES if name in result["contenders"] and "before" not in name]
        walls = [result["contenders"][name]["wall_seconds"] for name in names][::-1]
        colors = ["#9aa5b1" if name in PEERS else "#d9480f" for name in names][::-1]
        bars = panel.barh([label(name, size) for name in names][::-1], walls, color=colors)
        panel.bar_label(bars, fmt="%.1f s", padding=3)
        panel.set_title(f"{result['rows'] / 1e6:.0f} million rows, {SIZES[size]}", loc="left")
        panel.set_xlim(0, max(walls) * 1.2)
        panel.spines[["top", "right"]].set_visible(False)
        panel.set_xlabel("wall time in seconds, median")
    figure.savefig(HERE / "times.png", dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
