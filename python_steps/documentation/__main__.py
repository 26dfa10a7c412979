"""`python -m python_steps.documentation`: write the generated pages after a build of the seeds."""

import argparse
import json
import sys
from pathlib import Path

from python_steps.documentation.pages import write

PROJECT = Path(__file__).parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Write the pages.

    Args:
        arguments: Command-line arguments; `sys.argv[1:]` when None.

    Returns:
        The exit code: 0 on success, 1 when the project or its build is not as the pages expect.
    """
    parser = argparse.ArgumentParser(
        prog="python -m python_steps.documentation",
        description="Write the generated documentation pages from a build of the shipped seeds.",
    )
    add = parser.add_argument
    add(
        "--manifest",
        type=Path,
        default=Path("target/manifest.json"),
        help="dbt's manifest (default: target/manifest.json)",
    )
    add(
        "--build",
        type=Path,
        default=Path("target/build.duckdb"),
        help="the build database (default: target/build.duckdb)",
    )
    options = parser.parse_args(arguments)
    try:
        manifest = json.loads(options.manifest.read_text(encoding="utf-8"))
        changed = write(PROJECT, manifest, options.build)
    except (LookupError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Wrote {', '.join(changed)}" if changed else "All pages are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
