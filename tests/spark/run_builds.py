"""Commands of dbt, one after the other, in one process of the Spark environment.

A session starts once for all of them, as it does in a scheduler that stays up.
"""

import json
import shutil
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner


def main(warehouse: Path, commands: list[dict]) -> int:
    """Run the commands up to the first that fails; keep the tables of each that says where."""
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
