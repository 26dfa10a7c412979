"""The step `evaluate`: simulate datasets, build each with dbt, and score the findings."""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from python_steps.evaluation.scoring import (
    compare_with_targets,
    score_detections,
    score_incidents,
    select_detections,
    summarize,
)
from python_steps.publishing.publish import FILE_NAME
from python_steps.simulator.exports import GROUND_TRUTH_FILE
from python_steps.warehouse import read_mart

PROJECT = Path(__file__).parents[2]
DBT = Path(sys.executable).with_name("dbt")
LAST_LINES = 20  # of the output of a failed command


class DatasetFailedError(RuntimeError):
    """A dataset could not be simulated or built; the message ends with the command's last lines."""


@dataclass(frozen=True)
class Datasets:
    """Seeds and size: `count` datasets with incidents, then `control_count` without."""

    count: int
    control_count: int
    first_seed: int
    days: int
    sessions_per_day: int

    @property
    def seeds(self) -> range:
        """Seeds of the datasets with incidents."""
        return range(self.first_seed, self.first_seed + self.count)

    @property
    def control_seeds(self) -> range:
        """Seeds of the control datasets."""
        return range(self.seeds.stop, self.seeds.stop + self.control_count)


@dataclass(frozen=True)
class Findings:
    """Ground truth and published findings of one or more datasets; `seed` identifies each."""

    incidents: pd.DataFrame
    insights: pd.DataFrame
    alerts: pd.DataFrame


@dataclass(frozen=True)
class Evaluation:
    """Scored findings: the frames that `scoring` returns."""

    datasets: Datasets
    incidents: pd.DataFrame
    detections: pd.DataFrame
    control_detections: pd.DataFrame
    control_page_count: int
    summary: pd.DataFrame
    targets: pd.DataFrame


def evaluate(datasets: Datasets, keep: Path | None = None) -> Evaluation:
    """Simulate datasets, build them, and score the findings.

    Runs one dataset per core at a time. Each has its own folder, which is deleted after its marts
    are read.

    Args:
        datasets: Seeds and size of the datasets.
        keep: Folder in which to keep the datasets, as `<seed>` with inputs, build database and
            published file; None for temporary folders.

    Returns:
        The scored findings.

    Raises:
        DatasetFailedError: A simulation or build failed; pending ones are canceled.
        NotPublishedError: The project does not publish the marts that are scored.
    """
    seeds = [*datasets.seeds, *datasets.control_seeds]
    bar = tqdm(total=len(seeds), desc="Building", unit="dataset", leave=False, disable=None)
    with bar, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        futures = [pool.submit(_run_dataset, datasets, seed, keep) for seed in seeds]
        try:
            for future in as_completed(futures):
                future.result()
                bar.update()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    findings = [future.result() for future in futures]
    return score(datasets, findings[: datasets.count], findings[datasets.count :])


def score(datasets: Datasets, findings: list[Findings], control: list[Findings]) -> Evaluation:
    """Score the findings of datasets with incidents (at least one) and of control datasets."""
    incidents, insights, alerts = (
        pd.concat([getattr(each, name) for each in findings], ignore_index=True)
        for name in ("incidents", "insights", "alerts")
    )
    scored_incidents = score_incidents(incidents, insights, alerts)
    scored_detections = score_detections(insights, incidents)
    control_detections = select_detections(
        pd.concat([each.insights for each in control]) if control else insights.head(0)
    )
    summary = summarize(scored_incidents)
    return Evaluation(
        datasets,
        scored_incidents,
        scored_detections,
        control_detections,
        sum(int((each.alerts["severity"] == "page").sum()) for each in control),
        summary,
        compare_with_targets(summary, scored_detections, control_detections if control else None),
    )


def _run_dataset(datasets, seed, keep):
    """Simulate and build one dataset; return its findings."""
    if keep:
        return _findings(datasets, seed, keep.resolve() / str(seed))
    with tempfile.TemporaryDirectory(prefix=f"dataset-{seed}-") as folder:
        return _findings(datasets, seed, Path(folder))


def _findings(datasets, seed, folder):
    inputs, warehouse = folder / "inputs", folder / "warehouse"
    simulation = [sys.executable, "-m", "python_steps", "simulate", "--format", "parquet"]
    simulation += ["--days", datasets.days, "--sessions-per-day", datasets.sessions_per_day]
    simulation += ["--seed", seed, "--out", inputs]
    simulation += ["--incidents", 0] if seed in datasets.control_seeds else []
    _run(simulation, f"Simulating the dataset of seed {seed}")
    build = [DBT, "--no-use-colors", "build", "--vars", json.dumps({"raw_dir": str(inputs)})]
    build += ["--target-path", folder / "target", "--log-path", folder / "logs"]
    environment = {
        "MONITORING_BUILD_DATABASE": str(folder / "build.duckdb"),
        "MONITORING_WAREHOUSE": str(warehouse),
    }
    _run(build, f"dbt build of the dataset of seed {seed}", environment)
    marts = [
        read_mart(name, warehouse / FILE_NAME)
        for name in ("executive.insights", "reliability.burn_alerts")
    ]
    incidents = pd.read_csv(inputs / GROUND_TRUTH_FILE)
    times = {name: pd.to_datetime(incidents[name]) for name in ("started_at", "ended_at")}
    frames = [incidents.assign(**times), *marts]
    for frame in frames:
        # typed, because the seeds of an empty frame would not merge with those of others
        frame.insert(0, "seed", pd.Series(seed, frame.index, dtype="int64"))
    return Findings(*frames)


def _run(command, what, environment=None):
    try:
        done = subprocess.run(
            list(map(str, command)),
            cwd=PROJECT,
            env=os.environ | (environment or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise DatasetFailedError(f"{what} could not be started: {error}") from error
    if done.returncode:
        output = "\n".join(done.stdout.rstrip().splitlines()[-LAST_LINES:])
        raise DatasetFailedError(
            f"{what} failed (exit code {done.returncode}; --keep keeps its files). "
            f"Last lines of its output:\n{output}"
        )
