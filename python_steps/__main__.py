"""`python -m python_steps <step> [options]`: the steps that SQL cannot do."""

import argparse
import sys
from datetime import date
from pathlib import Path

from python_steps.simulator import simulate, write_csvs


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
        description="Write the seven inputs of a simulated shop as CSVs. "
        "The same arguments give the same bytes.",
    )
    simulation.add_argument("--days", type=_positive, default=42, help="days to simulate (42)")
    simulation.add_argument(
        "--sessions-per-day", type=_positive, default=100, help="mean sessions a day (100)"
    )
    simulation.add_argument("--seed", type=int, default=7, help="seed of the random numbers (7)")
    simulation.add_argument(
        "--start", type=_day, default=date(2026, 8, 3), help="first day (2026-08-03)"
    )
    simulation.add_argument("--out", type=Path, required=True, help="folder to write the CSVs to")
    simulation.add_argument(
        "--force", action="store_true", help="overwrite the inputs that the folder holds"
    )
    simulation.set_defaults(run=_simulate, parser=simulation)
    return parser


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
    held = sorted(path.name for path in options.out.glob("*.csv"))
    if held and not options.force:
        options.parser.error(f"{options.out} holds {', '.join(held)}; --force overwrites them")
    tables = simulate(options.days, options.sessions_per_day, options.seed, options.start)
    write_csvs(tables, options.out)
    rows = sum(len(table) for table in tables.values())
    print(f"Wrote {rows:,} rows of {len(tables)} inputs to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
