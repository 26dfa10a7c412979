"""`python -m python_steps <step> [options]`: the steps that SQL cannot do."""

import argparse
import sys
from datetime import date
from pathlib import Path

from python_steps.simulate import FORMATS, TRUTH_FILE, inputs_in, simulate
from python_steps.simulator.exports import TABLES
from python_steps.simulator.incidents import IncidentsDoNotFitError
from python_steps.simulator.world import INCIDENTS


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
    add("--sessions-per-day", type=_positive, default=100, help="mean sessions a day (100)")
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


if __name__ == "__main__":
    sys.exit(main())
