"""Runs dbt commands in sequence, in one process of the Spark environment.

All of them share one session, as in a long-running scheduler.
"""

import json
import shutil
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner


def main(warehouse: Path, commands: list[dict]) -> int:
    """Run the commands until one fails; copy the tables of each command with a folder to keep."""
    for command in commands:
        for source, target in command["copies"]:
            shutil.rmtree(target, ignore_errors=True)
            if source:
                shutil.copytree(source, target)
        if not dbtRunner().invoke(command["words"]).success:
            return 1
        if command["keep"]:
            shutil.copytree(warehouse, command["keep"])
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
