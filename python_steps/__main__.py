"""`python -m python_steps <step> [options]`: the steps that SQL cannot do."""

import argparse
import sys
from datetime import date
from pathlib import Path

from python_steps.evaluation.evaluate import WorldFailedError, Worlds, evaluate, write_report
from python_steps.plot_marts import plot_marts
from python_steps.power_bi.project import NoManifestError, write_power_bi
from python_steps.publishing.export import FORMATS as EXPORT_FORMATS
from python_steps.publishing.export import export_marts
from python_steps.publishing.publish_spark import NotBuiltError, publish_spark
from python_steps.reporting.chart_data import PeriodError
from python_steps.reporting.charts import AUDIENCES
from python_steps.reporting.report import write_reports
from python_steps.simulator.exports import TABLES
from python_steps.simulator.incidents import IncidentsDoNotFitError
from python_steps.simulator.simulate import FORMATS, TRUTH_FILE, inputs_in, simulate
from python_steps.simulator.world import INCIDENTS
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
        description="Simulate a shop with incidents and write its seven exports, and beside them "
        "what was planted, when, and what it cost. The same arguments give the same bytes.",
    )
    add = simulation.add_argument
    add("--days", type=_positive, default=42, help="days to simulate (42)")
    add("--sessions-per-day", type=_positive, default=200, help="mean sessions a day (200)")
    add("--seed", type=_whole, default=7, help="seed of the random numbers (7)")
    add("--start", type=_day, default=date(2026, 8, 3), help="first day (2026-08-03)")
    add(
        "--incidents",
        type=_whole,
        help="incidents to plant (one of each of the "
        f"{len(INCIDENTS)} kinds, as far as the days allow); 0 for a shop without trouble",
    )
    add(
        "--format",
        choices=FORMATS,
        default="csv",
        help="csv: one file a table; parquet: one file a table and day (csv)",
    )
    add("--out", type=Path, help="folder to write the inputs to")
    add("--truth", type=Path, help=f"file for the planted incidents (<out>/{TRUTH_FILE})")
    add("--preview", type=Path, metavar="PNG", help="draw a page of charts of what was made")
    add("--force", action="store_true", help="overwrite what is there")
    simulation.set_defaults(run=_simulate, parser=simulation)
    evaluation = steps.add_parser(
        "evaluate",
        help="hold the suite's findings against the truth of simulated worlds",
        description="Simulate worlds with incidents and calm ones, build each, and say which "
        "incidents were found, how soon, at what price, and what was a false alarm.",
    )
    add = evaluation.add_argument
    add("--worlds", type=_positive, default=20, help="worlds with incidents (20)")
    add("--calm-worlds", type=_whole, default=5, help="further worlds without any (5)")
    add(
        "--first-seed",
        type=_whole,
        default=201,
        help="seed of the first world, the others follow (201); nothing may be tuned on them",
    )
    add("--days", type=_positive, default=60, help="days of each world (60)")
    add("--sessions-per-day", type=_positive, default=200, help="mean sessions a day (200)")
    add(
        "--out",
        type=Path,
        metavar="CSV",
        help="file for one row an incident; what the console shows goes beside it as .md; "
        "both take the place of earlier ones",
    )
    add("--keep", type=Path, metavar="DIR", help="new folder that keeps the worlds")
    add("--strict", action="store_true", help="exit with 1 when a target is missed")
    evaluation.set_defaults(run=_evaluate, parser=evaluation)
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
        add("--for", dest="audience", choices=AUDIENCES, help="only for this audience (all)")
        add(
            "--period",
            help="last-28-days (any number), START..END such as 2026-08-03..2026-08-30, or all "
            "(the last one to four weeks, if there are as many before to compare with)",
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
    if not options.out and not options.preview:
        options.parser.error("nothing to do: name a folder by --out, or a picture by --preview")
    written = [options.truth or (options.out and options.out / TRUTH_FILE), options.preview]
    held = [path for path in written if path and path.exists()]
    if options.out:
        if options.out.exists() and not options.out.is_dir():
            options.parser.error(f"--out: {options.out} is not a folder")
        held = inputs_in(options.out) + held
    if held and not options.force:
        names = ", ".join(map(str, held))
        options.parser.error(f"--force overwrites what is there: {names}")
    try:
        rows, planted = simulate(
            days=options.days,
            sessions_per_day=options.sessions_per_day,
            seed=options.seed,
            start=options.start,
            incidents=options.incidents,
            file_format=options.format,
            out=options.out,
            truth_path=options.truth,
            preview=options.preview,
        )
    except IncidentsDoNotFitError as error:
        options.parser.error(f"--incidents: {error}")
    except OSError as error:
        print(f"Cannot write: {error}", file=sys.stderr)
        return 1
    if options.out:
        print(f"Wrote {rows:,} rows of {len(TABLES)} inputs to {options.out}")
    if options.preview:
        print(f"Drew {options.preview}")
    print(f"Planted {len(planted)} incidents")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    if options.out and options.out.suffix != ".csv":
        options.parser.error(f"--out: expected a name that ends with .csv, not {options.out}")
    if options.keep and options.keep.exists():
        options.parser.error(f"--keep: {options.keep} is there already, name a new folder")
    worlds = Worlds(
        count=options.worlds,
        calm_count=options.calm_worlds,
        first_seed=options.first_seed,
        days=options.days,
        sessions_per_day=options.sessions_per_day,
    )
    command = (
        f"python -m python_steps evaluate --worlds {worlds.count} "
        f"--calm-worlds {worlds.calm_count} --first-seed {worlds.first_seed} "
        f"--days {worlds.days} --sessions-per-day {worlds.sessions_per_day}"
    )
    try:
        if options.out:
            options.out.parent.mkdir(parents=True, exist_ok=True)
        evaluation = evaluate(worlds, options.keep)
        report = write_report(evaluation, command)
        print(report)
        if options.out:
            evaluation.incidents.to_csv(options.out, index=False, lineterminator="\n")
            options.out.with_suffix(".md").write_text(report + "\n", encoding="utf-8")
    except (WorldFailedError, NotPublishedError) as error:
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
