"""Command line of the Python steps: `monitoring <step>`, or `python -m python_steps <step>`."""

import argparse
import sys
from datetime import date
from pathlib import Path

from python_steps.converting.convert import convert
from python_steps.evaluation.evaluate import DatasetFailedError, Datasets, evaluate
from python_steps.evaluation.report import write_report
from python_steps.inspection.inspect import InspectionFailedError, inspect_folder
from python_steps.plot_marts import plot_marts
from python_steps.power_bi.dax import UnsupportedSqlError
from python_steps.power_bi.project import ManifestNotFoundError, write_power_bi
from python_steps.publishing.export import FORMATS as EXPORT_FORMATS
from python_steps.publishing.export import export_marts
from python_steps.publishing.publish_spark import IncompleteBuildError, publish_spark
from python_steps.reporting.chart_data import PeriodError
from python_steps.reporting.charts import AUDIENCES
from python_steps.reporting.report import write_reports
from python_steps.simulator.exports import GROUND_TRUTH_FILE, TABLES
from python_steps.simulator.incidents import IncidentsDoNotFitError
from python_steps.simulator.layouts import LAYOUTS
from python_steps.simulator.parameters import INCIDENTS
from python_steps.simulator.simulate import FORMATS, inputs_in, simulate
from python_steps.warehouse import NotPublishedError


def main(arguments: list[str] | None = None) -> int:
    """Run one step.

    Args:
        arguments: Command-line arguments without the program name; `sys.argv[1:]` when None.

    Returns:
        The exit code: 0 on success, 1 when the step failed. Invalid arguments exit with 2.
    """
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="monitoring" if Path(sys.argv[0]).stem == "monitoring" else "python -m python_steps",
        description="Draw charts and reports from the published marts, export them, and simulate "
        "or evaluate data. `dbt build` publishes the marts.",
    )
    steps = parser.add_subparsers(title="steps", metavar="STEP", required=True)
    simulation = steps.add_parser(
        "simulate",
        help="write the eight inputs of a simulated shop",
        description="Simulate a shop with injected incidents. Writes its eight exports, and the "
        "ground truth: what was injected, when, and what it cost. The same arguments give the same "
        "bytes.",
    )
    add = simulation.add_argument
    add("--days", type=_positive, default=42, metavar="N", help="days to simulate (default: 42)")
    add("--seed", type=_whole, default=7, metavar="N", help="random seed (default: 7)")
    add(
        "--start",
        type=_day,
        default=date(2026, 8, 3),
        metavar="DATE",
        help="first day (default: 2026-08-03)",
    )
    add(
        "--incidents",
        type=_whole,
        metavar="N",
        help=f"incidents to inject, 0 for none (default: one of each of the {len(INCIDENTS)} "
        "kinds, as many as fit into the days)",
    )
    add(
        "--format",
        choices=FORMATS,
        default="csv",
        help="csv: one file per table; parquet: one file per table and day (default: csv)",
    )
    add(
        "--layout",
        dest="layouts",
        type=_layouts,
        default=(),
        metavar="NAME[,NAME...]",
        help=f"write these inputs as exports of other tools: {', '.join(sorted(LAYOUTS))}",
    )
    add("--out", type=Path, required=True, metavar="DIR", help="folder for the inputs")
    add(
        "--ground-truth",
        type=Path,
        metavar="CSV",
        help=f"file for the ground truth (default: <out>/{GROUND_TRUTH_FILE})",
    )
    _add_old_name(simulation, "--truth", "ground_truth", Path)
    add("--force", action="store_true", help="overwrite existing files")
    simulation.set_defaults(run=_simulate, parser=simulation)
    evaluation = steps.add_parser(
        "evaluate",
        help="score the findings against the ground truth of simulated datasets",
        description="Simulate datasets with injected incidents, and control datasets without. "
        "Build each and report recall, precision, minutes to first paging alert, interval coverage "
        "of the estimated impact, and false positives.",
    )
    add = evaluation.add_argument
    add(
        "--datasets",
        type=_positive,
        default=20,
        metavar="N",
        help="datasets with incidents (default: 20)",
    )
    _add_old_name(evaluation, "--worlds", "datasets", _positive)
    add(
        "--control-datasets",
        type=_whole,
        default=5,
        metavar="N",
        help="datasets without incidents (default: 5)",
    )
    _add_old_name(evaluation, "--calm-worlds", "control_datasets", _whole)
    add(
        "--first-seed",
        type=_whole,
        default=201,
        metavar="N",
        help="seed of the first dataset, the next ones follow; never tune on seeds of 201 or more "
        "(default: 201)",
    )
    add("--days", type=_positive, default=60, metavar="N", help="days per dataset (default: 60)")
    for step in (simulation, evaluation):
        step.add_argument(
            "--sessions-per-day",
            type=_positive,
            default=200,
            metavar="N",
            help="mean sessions per day (default: 200)",
        )
    add(
        "--out",
        type=Path,
        metavar="CSV",
        help="file for one row per incident; the report is written beside it as .md; existing "
        "files are overwritten",
    )
    add("--keep", type=Path, metavar="DIR", help="new folder in which to keep the datasets")
    add("--strict", action="store_true", help="exit with 1 when a target is missed")
    evaluation.set_defaults(run=_evaluate, parser=evaluation)
    inspection = steps.add_parser(
        "inspect",
        help="say what the files of a folder are, and how they are read",
        description="Read the files of a folder as a build does, and say for each what it is, how "
        "many rows are accepted and why others are not, and how its times are understood. Nothing "
        "is published.",
    )
    inspection.add_argument("folder", type=Path, metavar="DIR", help="folder with your exports")
    inspection.add_argument(
        "--vars",
        default="",
        metavar="VARS",
        help="further vars of the build, such as 'source_timezone: Europe/Berlin'",
    )
    inspection.set_defaults(run=_inspect)
    conversion = steps.add_parser(
        "convert",
        help="write spreadsheets as CSV files, which a build reads",
        description="Write each visible sheet of XLSX, XLSM, XLSB, XLS and ODS files as a CSV file "
        "beside the workbook: <workbook>.csv, or <workbook>-<sheet>.csv if several sheets hold "
        "data. The same workbook gives the same bytes.",
    )
    add = conversion.add_argument
    add("paths", type=Path, nargs="+", metavar="FILE_OR_DIR", help="workbooks, or their folders")
    add("--out", type=Path, metavar="DIR", help="folder for the CSV files")
    add("--force", action="store_true", help="overwrite files with another content")
    conversion.set_defaults(run=_convert, parser=conversion)
    plot = steps.add_parser(
        "plot",
        help="draw the charts of the published file",
        description="Draw the charts of the published file as PNG and SVG. The same file gives "
        "the same bytes.",
    )
    plot.set_defaults(run=_write, parser=plot, write=plot_marts)
    report = steps.add_parser(
        "report",
        help="write the HTML and PDF reports of findings, KPIs and charts",
        description="Write an HTML page and a PDF for all departments, and one PDF per audience, "
        "with KPIs, findings, charts, data quality and definitions.",
    )
    report.set_defaults(run=_write, parser=report, write=write_reports)
    for step in (plot, report):
        add = step.add_argument
        add(
            "--for",
            dest="audience",
            choices=AUDIENCES,
            help="only for this audience (default: all)",
        )
        add(
            "--period",
            help="last-N-days, START..END, or all (default: the last full weeks, up to four, if "
            "there are as many before them to compare with; else all)",
        )
        step.set_defaults(takes=("audience", "period"))
    export = steps.add_parser(
        "export",
        help="export the marts as CSV or Parquet",
        description="Export each mart of the published file to <out>/<schema>/<table>.csv or "
        ".parquet. Output is byte-identical for the same published file. CSV is UTF-8, "
        "comma-delimited and protected against formula injection: text and column names that "
        "start with = + - @ (full-width variants included), a tab or a line break are prefixed "
        "with an apostrophe. Numbers and Parquet files are not changed.",
    )
    add = export.add_argument
    add(
        "--format",
        dest="file_format",
        choices=EXPORT_FORMATS,
        default="csv",
        help="file format (default: csv)",
    )
    add(
        "--mart",
        dest="marts",
        nargs="+",
        action="extend",
        metavar="SCHEMA.TABLE",
        help="marts to export, such as ux.sessions (default: all)",
    )
    export.set_defaults(
        run=_write, parser=export, write=export_marts, takes=("file_format", "marts")
    )
    power_bi = steps.add_parser(
        "power-bi",
        aliases=["power_bi"],
        help="generate the Power BI project",
        description="Generate the Power BI project from dbt's manifest: a semantic model of the "
        "marts and metrics, and a report with one page per audience. Output is byte-identical for "
        "the same manifest.",
    )
    power_bi.add_argument(
        "--manifest",
        type=Path,
        default=Path("target/manifest.json"),
        help="dbt's manifest (default: target/manifest.json)",
    )
    power_bi.set_defaults(run=_write, parser=power_bi, write=write_power_bi, takes=("manifest",))
    spark = steps.add_parser(
        "publish-spark",
        aliases=["publish_spark"],
        help="publish a build on Spark for reports and BI tools",
        description="Publish the marts that `dbt build --target spark` wrote as Parquet files to "
        "the DuckDB file that reports and BI tools read. Only a full, passing build is published.",
    )
    spark.add_argument(
        "--tables",
        type=Path,
        default=Path("target/spark/warehouse"),
        help="Spark's warehouse folder, or the folder of the var marts_folder "
        "(default: target/spark/warehouse)",
    )
    spark.add_argument(
        "--target",
        type=Path,
        default=Path("target"),
        help="dbt's target folder, with manifest.json and run_results.json (default: target)",
    )
    spark.set_defaults(run=_publish_spark)
    for step, folder in (
        (plot, "reports/charts"),
        (report, "reports"),
        (export, "reports/data"),
        (power_bi, "powerbi"),
    ):
        step.add_argument(
            "--out", type=Path, default=Path(folder), help=f"output folder (default: {folder})"
        )
    return parser


def _add_old_name(parser: argparse.ArgumentParser, name: str, dest: str, kind) -> None:
    """Accept the former name of an option; --help does not list it."""
    parser.add_argument(
        name, dest=dest, type=kind, default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"expected 0 or a positive integer, got '{text}'")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a positive integer, got '{text}'")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"expected a date such as 2026-08-03, got '{text}'"
        ) from None


def _layouts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    for name in names:
        if name not in LAYOUTS:
            raise argparse.ArgumentTypeError(
                f"expected names of exports ({', '.join(sorted(LAYOUTS))}), got '{name}'"
            )
    return names


def _simulate(options: argparse.Namespace) -> int:
    if options.out.exists() and not options.out.is_dir():
        options.parser.error(f"--out: {options.out} is not a folder")
    ground_truth = options.ground_truth or options.out / GROUND_TRUTH_FILE
    existing = [path for path in [*inputs_in(options.out), ground_truth] if path.exists()]
    if existing and not options.force:
        names = ", ".join(map(str, existing))
        options.parser.error(f"files exist, overwrite them with --force: {names}")
    try:
        rows, injected = simulate(
            days=options.days,
            sessions_per_day=options.sessions_per_day,
            seed=options.seed,
            start=options.start,
            incidents=options.incidents,
            file_format=options.format,
            out=options.out,
            ground_truth_path=ground_truth,
            layouts=options.layouts,
        )
    except IncidentsDoNotFitError as error:
        options.parser.error(f"--incidents: {error}")
    except OSError as error:
        print(f"Cannot write: {error}", file=sys.stderr)
        return 1
    print(f"Wrote {rows:,} rows of {len(TABLES)} inputs to {options.out}")
    number = f"{len(injected)} incident{'' if len(injected) == 1 else 's'}"
    print(f"Injected {number}, ground truth in {ground_truth}")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    if options.out and options.out.suffix != ".csv":
        options.parser.error(f"--out: expected a name that ends with .csv, not {options.out}")
    if options.keep and options.keep.exists():
        options.parser.error(f"--keep: {options.keep} exists, name a new folder")
    datasets = Datasets(
        count=options.datasets,
        control_count=options.control_datasets,
        first_seed=options.first_seed,
        days=options.days,
        sessions_per_day=options.sessions_per_day,
    )
    command = (
        f".venv/bin/monitoring evaluate --datasets {datasets.count} "
        f"--control-datasets {datasets.control_count} --first-seed {datasets.first_seed} "
        f"--days {datasets.days} --sessions-per-day {datasets.sessions_per_day}"
    )
    try:
        if options.out:
            options.out.parent.mkdir(parents=True, exist_ok=True)
        evaluation = evaluate(datasets, options.keep)
        report = write_report(evaluation, command)
        print(report)
        if options.out:
            evaluation.incidents.to_csv(options.out, index=False, lineterminator="\n")
            options.out.with_suffix(".md").write_text(report + "\n", encoding="utf-8")
    except (DatasetFailedError, NotPublishedError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Cannot write: {error}", file=sys.stderr)
        return 1
    return int(options.strict and evaluation.targets["is_missed"].any())


def _inspect(options: argparse.Namespace) -> int:
    try:
        print(inspect_folder(options.folder, options.vars))
    except InspectionFailedError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _convert(options: argparse.Namespace) -> int:
    if options.out and options.out.exists() and not options.out.is_dir():
        options.parser.error(f"--out: {options.out} is not a folder")
    has_problem = False
    for line in convert(options.paths, out=options.out, force=options.force):
        print(line.text, file=sys.stderr if line.is_problem else sys.stdout)
        has_problem = has_problem or line.is_problem
    return int(has_problem)


def _write(options: argparse.Namespace) -> int:
    try:
        written = options.write(
            options.out, **{name: getattr(options, name) for name in options.takes}
        )
    except PeriodError as error:
        options.parser.error(f"--period: {error}")
    except (NotPublishedError, ManifestNotFoundError, UnsupportedSqlError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Cannot write: {error}", file=sys.stderr)
        return 1
    print(f"Wrote {len(written)} file{'s' if len(written) > 1 else ''} to {options.out}")
    return 0


def _publish_spark(options: argparse.Namespace) -> int:
    try:
        print(publish_spark(options.tables, options.target))
    except (IncompleteBuildError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
