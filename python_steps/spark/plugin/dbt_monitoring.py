"""Run dbt's Python models in the Spark session that runs its SQL.

dbt-core imports modules whose names start with `dbt_` and loads their plugins; `make spark` adds
this folder to the import path of the Spark environment only. Without the plugin, dbt-spark submits
Python models only to Databricks.
"""

import os
import sys
import time
from pathlib import Path

from dbt.adapters.base import PythonJobHelper
from dbt.adapters.spark.impl import SparkAdapter
from dbt.plugins.manager import dbtPlugin
from dbt_common.context import get_invocation_context

PROJECT = str(Path(__file__).parents[3])


class SessionJob(PythonJobHelper):
    """Runs a Python model in this process, in the session of the profile."""

    def __init__(self, parsed_model: dict, credentials) -> None:
        """Store the session's settings.

        Args:
            parsed_model: The model's manifest node.
            credentials: dbt-spark's credentials, with the session's settings.
        """
        self.settings = credentials.server_side_parameters

    def submit(self, compiled_code: str) -> None:
        """Run a compiled Python model with the session as `spark`.

        Args:
            compiled_code: Python source.
        """
        from pyspark import cloudpickle
        from pyspark.sql import SparkSession

        import python_steps

        builder = SparkSession.builder.enableHiveSupport()
        for name, value in self.settings.items():
            builder = builder.config(name, value)
        # executors may not have the project, so its code is serialized with the tasks
        cloudpickle.register_pickle_by_value(python_steps)
        exec(compile(compiled_code, "<dbt>", "exec"), {"spark": builder.getOrCreate()})


class SessionPlugin(dbtPlugin):
    """Makes dbt-spark run Python models in its session, and the session run in UTC."""

    def initialize(self) -> None:
        """Configure the environment before a session starts."""
        if PROJECT not in sys.path:
            sys.path.insert(0, PROJECT)
        from python_steps.dbt_plugins.code_version import PROJECT as CODE
        from python_steps.dbt_plugins.code_version import code_version

        # for the var incremental; dbt reads environment variables from a copy taken at startup
        get_invocation_context().env["MONITORING_CODE_VERSION"] = code_version(CODE)
        os.environ["TZ"] = "UTC"
        time.tzset()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        SparkAdapter.python_submission_helpers = property(lambda _: {"session": SessionJob})
        SparkAdapter.default_python_submission_method = property(lambda _: "session")


plugins = [SessionPlugin]
