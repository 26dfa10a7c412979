"""The step that holds the suite's findings against the truth of simulated worlds."""

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
    AFTER_EFFECT,
    FALSE_ALARM,
    HIT,
    choose_counting,
    hold_against_targets,
    judge_incidents,
    judge_insights,
    summarise,
)
from python_steps.publishing.publish import FILE_NAME
from python_steps.warehouse import read_mart

PROJECT = Path(__file__).parents[2]
DBT = Path(sys.executable).with_name("dbt")
TRUTH_FILE = "planted_incidents.csv"
LAST_LINES = 20  # of what a failed command said
BLANK = "–"


class WorldFailedError(RuntimeError):
    """A world could not be simulated or built; the text ends with what the command said last."""


@dataclass(frozen=True)
class Worlds:
    """Which worlds: `count` with incidents, then `calm_count` without, by the seeds that follow."""

    count: int
    calm_count: int
    first_seed: int
    days: int
    sessions_per_day: int

    @property
    def seeds(self) -> range:
        """Seeds of the worlds with incidents."""
        return range(self.first_seed, self.first_seed + self.count)

    @property
    def calm_seeds(self) -> range:
        """Seeds of the calm worlds."""
        return range(self.seeds.stop, self.seeds.stop + self.calm_count)

    def __str__(self):
        """Return the words that name the worlds in a report."""
        parts = [f"worlds with incidents: {_in_words(self.seeds)}"]
        if self.calm_count:
            parts.append(f"calm worlds: {_in_words(self.calm_seeds)}")
        return f"{'; '.join(parts)}; {self.days} days of {self.sessions_per_day:,} sessions each"


@dataclass(frozen=True)
class Findings:
    """What a world, or several, planted and what the suite published; `seed` tells them apart."""

    incidents: pd.DataFrame
    insights: pd.DataFrame
    alerts: pd.DataFrame


@dataclass(frozen=True)
class Evaluation:
    """Findings, judged: the frames that `judging` returns."""

    worlds: Worlds
    incidents: pd.DataFrame
    insights: pd.DataFrame
    calm_insights: pd.DataFrame
    calm_page_count: int
    summary: pd.DataFrame
    targets: pd.DataFrame


def evaluate(worlds: Worlds, keep: Path | None = None) -> Evaluation:
    """Simulate worlds, build them, and judge what the builds found.

    As many worlds at a time as there are cores; each in a folder of its own, which is removed when
    its marts were read.

    Args:
        worlds: Which ones.
        keep: A folder that keeps the worlds, each in the folder `<seed>` with its inputs, build
            and published file; None for temporary ones.

    Returns:
        The judged findings.

    Raises:
        WorldFailedError: A simulation or build failed; those not yet begun are not begun.
        NotPublishedError: The project publishes no such mart as is judged.
    """
    seeds = [*worlds.seeds, *worlds.calm_seeds]
    bar = tqdm(total=len(seeds), desc="Building worlds", unit="world", leave=False, disable=None)
    with bar, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        futures = [pool.submit(_live_through, worlds, seed, keep) for seed in seeds]
        try:
            for future in as_completed(futures):
                future.result()
                bar.update()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    findings = [future.result() for future in futures]
    return judge(worlds, findings[: worlds.count], findings[worlds.count :])


def judge(worlds: Worlds, troubled: list[Findings], calm: list[Findings]) -> Evaluation:
    """Judge the findings of one or more worlds with incidents, and of any number of calm ones."""
    incidents, insights, alerts = (
        pd.concat([getattr(each, name) for each in troubled], ignore_index=True)
        for name in ("incidents", "insights", "alerts")
    )
    judged_incidents = judge_incidents(incidents, insights, alerts)
    judged_insights = judge_insights(insights, incidents)
    calm_insights = choose_counting(
        pd.concat([each.insights for each in calm]) if calm else insights.head(0)
    )
    summary = summarise(judged_incidents)
    return Evaluation(
        worlds,
        judged_incidents,
        judged_insights,
        calm_insights,
        sum(int((each.alerts["severity"] == "page").sum()) for each in calm),
        summary,
        hold_against_targets(summary, judged_insights, calm_insights if calm else None),
    )


def write_report(evaluation: Evaluation, command: str) -> str:
    """Put an evaluation into words: Markdown that reads on a console as well.

    Args:
        evaluation: What `evaluate` returns.
        command: The command that gives it.
    """
    calls = [*_list_missed(evaluation.incidents), *_list_insights(evaluation)]
    where = ["what", "seed", "kind", "subject", "from", "to"]
    return "\n\n".join(
        [
            f"Findings held against the truth: {evaluation.worlds}.",
            f"`{command}`",
            _table(["kind", *SUMMARY_COLUMNS], _summary_cells(evaluation.summary)),
            _table(["target", "wanted", "measured", "verdict"], _target_cells(evaluation.targets)),
            _count_in_words(evaluation),
            _table(where, calls) if calls else "Nothing missed, no false alarm.",
        ]
    )


SUMMARY_COLUMNS = (
    "planted",
    "found",
    "recall",
    "minutes to page (median)",
    "range holds loss",
    "found, with a loss",
    "range holds loss above 0",
    "width / loss (median)",
)


def _summary_cells(summary):
    return [
        [
            row.kind,
            row.planted,
            row.found,
            _percent(row.recall),
            _number(row.median_minutes_to_page),
            _percent(row.coverage),
            row.found_with_loss,
            _percent(row.coverage_with_loss),
            _number(row.median_relative_width),
        ]
        for row in summary.itertuples()
    ]


def _target_cells(targets):
    return [
        [
            row.target,
            row.wanted,
            BLANK if pd.isna(row.measured) else f"{row.measured:.4g}",
            "not measured"
            if pd.isna(row.measured)
            else ("not reached" if row.is_missed else "reached"),
        ]
        for row in targets.itertuples()
    ]


def _count_in_words(evaluation):
    verdicts = evaluation.insights["verdict"]
    count = {name: (verdicts == name).sum() for name in (HIT, AFTER_EFFECT, FALSE_ALARM)}
    sentence = (
        f"{len(verdicts)} insights count (events above info): {count[HIT]} hit an incident, "
        f"{count[AFTER_EFFECT]} tell of after-effects, {count[FALSE_ALARM]} are false alarms."
    )
    if evaluation.worlds.calm_count:
        critical = (evaluation.calm_insights["severity"] == "critical").sum()
        sentence += (
            f" In the calm worlds {len(evaluation.calm_insights)} count, {critical} of them "
            f"critical, and {evaluation.calm_page_count} burn alerts page someone."
        )
    return sentence


def _list_missed(incidents):
    missed = incidents[~incidents["is_found"]]
    return [
        ["missed", row.seed, row.kind, row.subject, _moment(row.started_at), _moment(row.ended_at)]
        for row in missed.itertuples()
    ]


def _list_insights(evaluation):
    insights = evaluation.insights
    groups = [
        (FALSE_ALARM, insights[insights["verdict"] == FALSE_ALARM]),
        ("in a calm world", evaluation.calm_insights),
        (AFTER_EFFECT, insights[insights["verdict"] == AFTER_EFFECT]),
    ]
    return [
        [
            f"{what} ({row.severity})",
            row.seed,
            row.kind,
            row.subject,
            _moment(row.period_start),
            _moment(row.period_end),
        ]
        for what, group in groups
        for row in group.sort_values(["seed", "period_start", "insight_id"]).itertuples()
    ]


def _live_through(worlds, seed, keep):
    """Simulate and build one world; return its findings."""
    if keep:
        return _findings(worlds, seed, keep.resolve() / str(seed))
    with tempfile.TemporaryDirectory(prefix=f"world-{seed}-") as folder:
        return _findings(worlds, seed, Path(folder))


def _findings(worlds, seed, folder):
    inputs, warehouse = folder / "inputs", folder / "warehouse"
    simulation = [sys.executable, "-m", "python_steps", "simulate", "--format", "parquet"]
    simulation += ["--days", worlds.days, "--sessions-per-day", worlds.sessions_per_day]
    simulation += ["--seed", seed, "--out", inputs]
    simulation += ["--incidents", 0] if seed in worlds.calm_seeds else []
    _run(simulation, f"The simulation of the world of seed {seed}")
    build = [DBT, "--no-use-colors", "build", "--vars", json.dumps({"raw_dir": str(inputs)})]
    build += ["--target-path", folder / "target", "--log-path", folder / "logs"]
    places = {
        "MONITORING_BUILD_DATABASE": str(folder / "build.duckdb"),
        "MONITORING_WAREHOUSE": str(warehouse),
    }
    _run(build, f"dbt build of the world of seed {seed}", places)
    marts = [
        read_mart(name, warehouse / FILE_NAME)
        for name in ("executive.insights", "reliability.burn_alerts")
    ]
    truth = pd.read_csv(inputs / TRUTH_FILE)
    times = {name: pd.to_datetime(truth[name]) for name in ("started_at", "ended_at")}
    frames = [truth.assign(**times), *marts]
    for frame in frames:
        # an empty frame must have whole numbers here as well, or its seeds match none
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
        raise WorldFailedError(f"{what} could not be started: {error}") from error
    if done.returncode:
        said = "\n".join(done.stdout.rstrip().splitlines()[-LAST_LINES:])
        raise WorldFailedError(
            f"{what} failed (exit code {done.returncode}; --keep keeps its files). "
            f"Its last lines:\n{said}"
        )


def _in_words(seeds):
    which = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    return f"{len(seeds)} ({which})"


def _percent(share):
    return BLANK if pd.isna(share) else f"{100 * share:.1f} %"


def _number(figure):
    return BLANK if pd.isna(figure) else f"{figure:.1f}"


def _moment(at):
    return BLANK if pd.isna(at) else f"{at:%Y-%m-%d %H:%M}"


def _table(heads, rows):
    """Return a Markdown table whose columns stand in line on a console as well."""
    cells = [[_cell(cell) for cell in row] for row in [heads, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    return "\n".join(
        [lines[0], "|-" + "-|-".join("-" * width for width in widths) + "-|", *lines[1:]]
    )


def _cell(value):
    return " ".join(str(value).replace("|", "\\|").split())
