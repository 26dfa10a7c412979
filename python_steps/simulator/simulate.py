"""The step that simulates a shop: its exports into files, the truth and a picture beside them."""

import shutil
import tempfile
from pathlib import Path

from tqdm import tqdm

from python_steps.simulator.exports import TABLES, Exports, truth, write_truth
from python_steps.simulator.preview import draw_preview
from python_steps.simulator.shop import Shop

FORMATS = ("csv", "parquet")
TRUTH_FILE = "planted_incidents.csv"
PROGRESS = "{l_bar}{bar}| {elapsed}, about {remaining} to go"


def simulate(
    *, days, sessions_per_day, seed, start, incidents, file_format, out, truth_path, preview
):
    """Simulate a shop and write what it exports.

    All files appear at the end: a run that is stopped leaves what was there before.

    Args:
        days: how many days, 1 or more.
        sessions_per_day: mean number of sessions, 1 or more.
        seed: whole number from 0; the same arguments give the same bytes.
        start: the first day, a datetime.date.
        incidents: how many are planted; None for one of each kind, as far as the days allow.
        file_format: one of `FORMATS`.
        out: the folder for the inputs, whose earlier inputs are replaced; None for none.
        truth_path: the file for the planted incidents; None for `TRUTH_FILE` in `out`.
        preview: the PNG file for a page of charts; None for none.

    Returns:
        The number of rows and the planted incidents as a DataFrame (`exports.TRUTH_COLUMNS`).

    Raises:
        ValueError: when a number is out of range.
        IncidentsDoNotFitError: when so many incidents do not fit into the days.
        OSError: when a file cannot be written.
    """
    shop = Shop(days, sessions_per_day, seed, start, incidents)
    if out:
        out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".simulating-", dir=out) as folder:
        exports = Exports(folder, file_format, start, seed, days * sessions_per_day)
        for hours in tqdm(
            shop.stretches(), "Simulating", bar_format=PROGRESS, delay=1, leave=False, disable=None
        ):
            exports.write(shop.live(hours))
        exports.close()
        planted = truth(shop.plan.incidents, start)
        if preview:
            title = f"{days} days from {start}, {sessions_per_day:,} sessions a day, seed {seed}"
            figure = draw_preview(Path(folder), list(planted.itertuples()), title)
            figure.savefig(preview, metadata={"Software": None})
        if out:
            _replace(Path(folder), out)
    if truth_path or out:
        write_truth(planted, truth_path or out / TRUTH_FILE)
    return exports.row_count, planted


def inputs_in(folder):
    """Return the paths in a folder that hold inputs, in whichever form."""
    names = (f"{name}{suffix}" for name in TABLES for suffix in ("", ".csv", ".csv.gz", ".parquet"))
    return [folder / name for name in names if (folder / name).exists()]


def _replace(made, out):
    """Put the new inputs in the place of all earlier ones."""
    for path in inputs_in(out):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in inputs_in(made):
        path.rename(out / path.name)
