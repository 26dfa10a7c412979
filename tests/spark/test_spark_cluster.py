"""Real servers on loopback, in separate processes: a cluster and Spark Connect."""

import json
import os
import re
import socket
import subprocess
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from engines import ENVIRONMENT, HAS_SPARK, Spark, check_shipped

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not HAS_SPARK, reason="needs Java and make spark"),
]
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
SUBMIT = "org.apache.spark.deploy.SparkSubmit"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


SERVER = {
    "SPARK_LOCAL_IP": "127.0.0.1",
    "SPARK_PUBLIC_DNS": "127.0.0.1",
    "TZ": "UTC",
    "PYSPARK_PYTHON": str(ENVIRONMENT / "bin" / "python"),
}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def daemon(log: Path, *words: str, ready: str):
    """Run a Spark process until the block ends; wait until its log matches `ready`."""
    program = next(ENVIRONMENT.glob("lib/python3*/site-packages/pyspark/bin/spark-class"))
    with log.open("w") as output:
        process = subprocess.Popen(
            [program, *words],
            env=os.environ | SERVER,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + 60
            while not re.search(ready, log.read_text(encoding="utf-8")):
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
                time.sleep(0.2)
            yield process
        finally:
            process.terminate()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    """Start a master and two workers with one core each; return the address."""
    port, page = free_port(), free_port()
    with ExitStack() as stack:
        stack.enter_context(
            daemon(
                tmp_path / "master.log",
                *(MASTER, "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(page)),
                ready="I have been elected leader",
            )
        )
        for name in ("one", "two"):
            stack.enter_context(
                daemon(
                    tmp_path / f"worker-{name}.log",
                    *(WORKER, "--host", "127.0.0.1", "--cores", "1", "--memory", "2g"),
                    *("--webui-port", str(free_port()), "--work-dir", str(tmp_path / name)),
                    f"spark://127.0.0.1:{port}",
                    ready="Successfully registered with master",
                )
            )
        yield f"spark://127.0.0.1:{port}"


def test_a_cluster_has_the_same_cells_and_uses_both_workers(tmp_path, cluster, shipped):
    events = tmp_path / "events"
    events.mkdir()
    spark = Spark(
        tmp_path / "spark",
        target="spark_cluster",
        environment={"MONITORING_SPARK_MASTER": cluster},
        settings={
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": events.as_uri(),
            "spark.eventLog.compress": "false",
            "spark.eventLog.rolling.enabled": "false",
        },
    )
    spark.add("seed")
    spark.add("run", keep=spark.folder / "seeds")
    check_shipped(spark, shipped, spark.folder / "seeds")

    tasks, scored = tasks_by_executor(events)
    assert len(tasks) == 2
    assert min(tasks.values()) > 100
    # both scored texts, too
    assert len(scored) == 2
    # each executor ran on a different worker
    assert all(list((tmp_path / name).glob("app-*/*/stderr")) for name in ("one", "two"))


def tasks_by_executor(events: Path) -> tuple[Counter, set]:
    """Return the tasks per executor, and the executors that ran a Python stage."""
    tasks, python, stages = Counter(), set(), set()
    for file in events.iterdir():
        for line in file.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            if event["Event"] == "SparkListenerStageSubmitted" and "MapInPandas" in line:
                stages.add(event["Stage Info"]["Stage ID"])
            if event["Event"] == "SparkListenerTaskEnd":
                tasks[event["Task Info"]["Executor ID"]] += 1
                if event["Stage ID"] in stages:
                    python.add(event["Task Info"]["Executor ID"])
    return tasks, python


def test_spark_connect_has_the_same_cells(tmp_path, shipped):
    port = free_port()
    spark = Spark(
        tmp_path / "spark",
        target="spark_connect",
        environment={"MONITORING_SPARK_REMOTE": f"sc://127.0.0.1:{port}"},
    )
    catalog = f"jdbc:derby:;databaseName={tmp_path}/metastore;create=true"
    settings = {
        "spark.connect.grpc.binding.port": port,
        "spark.sql.warehouse.dir": spark.warehouse,
        "spark.hadoop.javax.jdo.option.ConnectionURL": catalog,
        "spark.driver.extraJavaOptions": "-Duser.timezone=UTC -Dderby.stream.error.file=/dev/null",
        "spark.ui.enabled": "false",
    }
    words = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    with daemon(
        tmp_path / "connect.log",
        *(SUBMIT, "--master", "local[2]", "--class", CONNECT, *words, "spark-internal"),
        ready="Spark Connect server started",
    ):
        spark.add("seed")
        spark.add("run", keep=spark.folder / "seeds")
        check_shipped(spark, shipped, spark.folder / "seeds")
