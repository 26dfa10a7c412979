"""`python -m python_steps <step> [options]`: the steps that SQL cannot do."""

import argparse
import sys
from datetime import date
from pathlib import Path

from python_steps.evaluation.evaluate import DatasetFailedError, Datasets, evaluate
from python_steps.evaluation.report import write_report
from python_steps.plot_marts import plot_marts
from python_steps.power_bi.project import NoManifestError, write_power_bi
from python_steps.publishing.export import FORMATS as EXPORT_FORMATS
from python_steps.publishing.export import export_marts
from python_steps.publishing.publish_spark import NotBuiltError, publish_spark
from python_steps.reporting.chart_data import PeriodError
from python_steps.reporting.charts import AUDIENCES
from python_steps.reporting.report import write_reports
from python_steps.simulator.exports import GROUND_TRUTH_FILE, TABLES
from python_steps.simulator.incidents import IncidentsDoNotFitError
from python_steps.simulator.parameters import INCIDENTS
from python_steps.simulator.simulate import FORMATS, inputs_in, simulate
from python_steps.warehouse import NotPublishedError


def main(arguments: list[str] | None = None) -> int:
    """Run one step.

    Args:
        arguments: The words after the program's name; those of the command line when not given.

    Returns:
        The exit code: 0 when the step was done. Wrong arguments end the program with 2.
    """
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m python_steps", description=__doc__)
    steps = parser.add_subparsers(title="steps", required=True)
    simulation = steps.add_parser(
        "simulate",
        help="write the seven inputs of a simulated shop",
        description="Simulate a shop with injected incidents. Writes its seven exports, and the "
        "ground truth: what was injected, when, and what it cost. The same arguments give the same "
        "bytes.",
    )
    add = simulation.add_argument
    add("--days", type=_positive, default=42, metavar="N", help="days to simulate (42)")
    add(
        "--sessions-per-day",
        type=_positive,
        default=200,
        metavar="N",
        help="mean sessions per day (200)",
    )
    add("--seed", type=_whole, default=7, metavar="N", help="random seed (7)")
    add(
        "--start",
        type=_day,
        default=date(2026, 8, 3),
        metavar="DATE",
        help="first day (2026-08-03)",
    )
    add(
        "--incidents",
        type=_whole,
        metavar="N",
        help=f"incidents to inject, 0 for none (one of each of the {len(INCIDENTS)} kinds, as many "
        "as fit into the days)",
    )
    add(
        "--format",
        choices=FORMATS,
        default="csv",
        help="csv: one file per table; parquet: one file per table and day (csv)",
    )
    add("--out", type=Path, required=True, metavar="DIR", help="folder for the inputs")
    add(
        "--ground-truth",
        type=Path,
        metavar="CSV",
        help=f"file for the ground truth (<out>/{GROUND_TRUTH_FILE})",
    )
    _add_old_name(simulation, "--truth", "ground_truth", Path)
    add("--force", action="store_true", help="overwrite existing files")
    simulation.set_defaults(run=_simulate, parser=simulation)
    evaluation = steps.add_parser(
        "evaluate",
        help="score the findings against the ground truth of simulated datasets",
        description="Simulate datasets with injected incidents, and control datasets without. "
        "Build each and report recall, precision, time to first page, interval coverage of the "
        "estimated impact, and false positives.",
    )
    add = evaluation.add_argument
    add("--datasets", type=_positive, default=20, metavar="N", help="datasets with incidents (20)")
    _add_old_name(evaluation, "--worlds", "datasets", _positive)
    add(
        "--control-datasets",
        type=_whole,
        default=5,
        metavar="N",
        help="datasets without incidents (5)",
    )
    _add_old_name(evaluation, "--calm-worlds", "control_datasets", _whole)
    add(
        "--first-seed",
        type=_whole,
        default=201,
        metavar="N",
        help="seed of the first dataset, the next ones follow (201); never tune on these seeds",
    )
    add("--days", type=_positive, default=60, metavar="N", help="days per dataset (60)")
    add(
        "--sessions-per-day",
        type=_positive,
        default=200,
        metavar="N",
        help="mean sessions per day (200)",
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
    plot = steps.add_parser(
        "plot",
        help="draw every chart of the published file",
        description="Draw the charts of the published file, each as PNG and SVG. The same file "
        "gives the same pictures, to the byte.",
    )
    plot.set_defaults(run=_write, parser=plot, write=plot_marts)
    report = steps.add_parser(
        "report",
        help="write the page and the PDFs of findings, KPIs and charts",
        description="Write one HTML page of the published file, a PDF of the same, and one PDF for "
        "each reader: what to do first, KPIs, findings, charts, data quality, definitions.",
    )
    report.set_defaults(run=_write, parser=report, write=write_reports)
    for step in (plot, report):
        add = step.add_argument
        add("--for", dest="audience", choices=AUDIENCES, help="only what these readers need (all)")
        add(
            "--period",
            help="last-28-days (any number), START..END such as 2026-08-03..2026-08-30, or all "
            "(the last weeks, four at most, with as many before them to compare with)",
        )
        step.set_defaults(takes=("audience", "period"))
    export = steps.add_parser(
        "export",
        help="write the marts as CSV or Parquet",
        description="Write marts of the published file, each as <out>/<schema>/<table>.csv or "
        ".parquet. The same file gives the same bytes. CSV is UTF-8 with commas; a text in it (a "
        "column's name as well) that begins with = + - @, full-width ones too, a tab or a line "
        "break gets an apostrophe before it, for a spreadsheet would run it as a formula. Numbers, "
        "and Parquet, are left as they are.",
    )
    add = export.add_argument
    add(
        "--format",
        dest="file_format",
        choices=EXPORT_FORMATS,
        default="csv",
        help="of the files (csv)",
    )
    add(
        "--mart",
        dest="marts",
        nargs="+",
        action="extend",
        metavar="SCHEMA.TABLE",
        help="only these marts, such as ux.sessions (all)",
    )
    export.set_defaults(
        run=_write, parser=export, write=export_marts, takes=("file_format", "marts")
    )
    power_bi = steps.add_parser(
        "power_bi",
        help="write the Power BI project of the marts",
        description="Write the Power BI project, a semantic model and a report with a page for "
        "each reader, from what dbt knows of marts and metrics. The same manifest gives the same "
        "bytes.",
    )
    power_bi.add_argument(
        "--manifest",
        type=Path,
        default=Path("target/manifest.json"),
        help="what dbt wrote (target/manifest.json)",
    )
    power_bi.set_defaults(run=_write, parser=power_bi, write=write_power_bi, takes=("manifest",))
    spark = steps.add_parser(
        "publish_spark",
        help="publish what a build on Spark left, for reports and BI tools",
        description="Read the marts that dbt build --target spark left as Parquet and publish them "
        "as the DuckDB file that reports and BI tools read.",
    )
    spark.add_argument(
        "--tables",
        type=Path,
        default=Path("target/spark/warehouse"),
        help="folder of Spark's tables, or of the var marts_folder (target/spark/warehouse)",
    )
    spark.add_argument(
        "--target",
        type=Path,
        default=Path("target"),
        help="folder in which dbt left its manifest and results (target)",
    )
    spark.set_defaults(run=_publish_spark)
    for step, folder in (
        (plot, "reports/charts"),
        (report, "reports"),
        (export, "reports/data"),
        (power_bi, "powerbi"),
    ):
        step.add_argument("--out", type=Path, default=Path(folder), help=f"folder ({folder})")
    return parser


def _add_old_name(parser: argparse.ArgumentParser, name: str, dest: str, kind) -> None:
    """Accept the former name of an option; --help does not list it."""
    parser.add_argument(
        name, dest=dest, type=kind, default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"expected a whole number from 0, not '{text}'")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, not '{text}'")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"expected a day such as 2026-08-03, not '{text}'"
        ) from None


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
        f"python -m python_steps evaluate --datasets {datasets.count} "
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


def _write(options: argparse.Namespace) -> int:
    try:
        written = options.write(
            options.out, **{name: getattr(options, name) for name in options.takes}
        )
    except PeriodError as error:
        options.parser.error(f"--period: {error}")
    except (NotPublishedError, NoManifestError) as error:
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
    except (NotBuiltError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
