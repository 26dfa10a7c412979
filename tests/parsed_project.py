"""The project as dbt has parsed it, without vars, for the process that builds fork from."""

import gc
import tempfile

from dbt.cli.main import dbtRunner

with tempfile.TemporaryDirectory() as _folder:
    _folders = ["--target-path", _folder, "--log-path", _folder]
    _parsed = dbtRunner().invoke(["--quiet", "parse", "--no-write-json", *_folders])
MANIFEST = _parsed.result if _parsed.success else None
# the processes that fork from this one share its objects
gc.collect()
gc.freeze()
