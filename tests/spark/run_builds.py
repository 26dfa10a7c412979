"""Runs dbt commands in sequence, in one process of the Spark environment.

All of them share one session, as in a long-running scheduler, and the project as parsed once.
"""

import gc
import json
import shutil
import sys
from contextlib import redirect_stdout
from pathlib import Path

from dbt.cli.main import dbtRunner


def main(warehouse: Path, options: list[str], commands: list[dict]) -> int:
    """Run the commands until one does not end as it should; copy the tables of some."""
    parsed = dbtRunner().invoke(["--quiet", "parse", *options])
    if not parsed.success:
        return 1
    gc.freeze()
    for command in commands:
        for source, target in command["copies"]:
            shutil.rmtree(target, ignore_errors=True)
            if source:
                shutil.copytree(source, target)
        manifest = None if command["is_parsed_anew"] else parsed.result
        with Path(command["output"]).open("w", encoding="utf-8") as output, redirect_stdout(output):
            done = dbtRunner(manifest).invoke([*command["words"], *options])
        print(Path(command["output"]).read_text(encoding="utf-8"))
        if done.success == command["fails"]:
            return 1
        if command["keep"]:
            shutil.copytree(warehouse, command["keep"])
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), json.loads(sys.argv[2]), json.loads(sys.argv[3])))
