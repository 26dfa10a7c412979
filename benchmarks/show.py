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
    "suite_day": "this suite, the last day added",
    "suite_nothing": "this suite, no rows",
    "duckdb": "DuckDB by hand (the floor)",
    "polars": "Polars, headline KPIs only",
    "pandas": "pandas, headline KPIs only",
}
PEERS = ("duckdb", "polars", "pandas")


def main() -> None:
    """Write the table and the chart of all results."""
    files = sorted((HERE / "results").glob("*.json"), key=lambda file: "SML".index(file.stem))
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
    for result in results.values():
        suite = result["contenders"]["suite"]["wall_seconds"]
        for name, label in NAMES.items():
            run = result["contenders"][name]
            ratio = f"{suite / run['wall_seconds']:.2f}" if name in PEERS else ""
            lines.append(
                f"| {result['rows']:,} | {result['runs']} | {label} | {run['wall_seconds']:.1f} "
                f"| {run['cpu_seconds']:.1f} | {run['peak_mib']:,.0f} | {ratio} |"
            )
    return "\n".join(lines) + "\n"


def draw(results: dict[str, dict]) -> None:
    """Draw the wall times, one panel per size."""
    figure, panels = plt.subplots(
        len(results), 1, figsize=(8, 2.4 * len(results)), squeeze=False, layout="constrained"
    )
    for panel, result in zip(panels[:, 0], results.values(), strict=True):
        labels = list(NAMES.values())[::-1]
        walls = [result["contenders"][name]["wall_seconds"] for name in NAMES][::-1]
        bars = panel.barh(
            labels, walls, color=["#9aa5b1" if name in PEERS else "#d9480f" for name in NAMES][::-1]
        )
        panel.bar_label(bars, fmt="%.1f s", padding=3)
        panel.set_title(f"{result['rows'] / 1e6:.0f} million rows", loc="left")
        panel.set_xlim(0, max(walls) * 1.2)
        panel.spines[["top", "right"]].set_visible(False)
        panel.set_xlabel("wall time in seconds, median")
    figure.savefig(HERE / "times.png", dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
