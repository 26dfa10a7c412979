"""Run dbt's Python on Spark in the session that runs its SQL.

dbt-core imports modules that begin with `dbt_` and asks them for plugins; `make spark` puts this
folder on the path of the Spark environment, and of no other. dbt-spark itself can send Python
models to Databricks alone.
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
    """A Python model, run by this process on the session of the profile."""

    def __init__(self, parsed_model: dict, credentials) -> None:
        """Keep the settings of the session.

        Args:
            parsed_model: The node of the manifest.
            credentials: dbt-spark's credentials, with the settings of the session.
        """
        self.settings = credentials.server_side_parameters

    def submit(self, compiled_code: str) -> None:
        """Run the code that dbt made of a model, with the session as `spark`.

        Args:
            compiled_code: Python source.
        """
        from pyspark import cloudpickle
        from pyspark.sql import SparkSession

        import python_steps

        builder = SparkSession.builder.enableHiveSupport()
        for name, value in self.settings.items():
            builder = builder.config(name, value)
        # executors need not have the project: what a model uses of it goes along with its tasks
        cloudpickle.register_pickle_by_value(python_steps)
        exec(compile(compiled_code, "<dbt>", "exec"), {"spark": builder.getOrCreate()})


class SessionPlugin(dbtPlugin):
    """Let dbt-spark run Python in its session, and the session in UTC."""

    def initialize(self) -> None:
        """Set what a session reads when it starts."""
        if PROJECT not in sys.path:
            sys.path.insert(0, PROJECT)
        from python_steps.dbt_plugins.code_version import PROJECT as CODE
        from python_steps.dbt_plugins.code_version import code_version

        # for the var incremental; dbt looks variables up in a copy that it took when it started
        get_invocation_context().env["MONITORING_CODE_VERSION"] = code_version(CODE)
        os.environ["TZ"] = "UTC"
        time.tzset()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        SparkAdapter.python_submission_helpers = property(lambda _: {"session": SessionJob})
        SparkAdapter.default_python_submission_method = property(lambda _: "session")


plugins = [SessionPlugin]
