"""dbt source freshness says how old the newest file of each input is."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from conftest import FIXTURES, Place

HOUR = 3600


def checked(place: Place, code: int, **variables) -> dict[str, str]:
    """Check the freshness; return the status of each input."""
    place.writes_artifacts = True
    run = place.dbt("source", "freshness", **variables)
    assert run.code == code, run.text
    (place.folder / "output.txt").write_text(run.text, encoding="utf-8")
    results = json.loads((place.folder / "target" / "sources.json").read_text(encoding="utf-8"))
    return {found["unique_id"].split(".")[-1]: found["status"] for found in results["results"]}


def age(file: Path, hours: float) -> None:
    written = time.time() - hours * HOUR
    os.utime(file, (written, written))


@pytest.fixture
def raw(tmp_path) -> Path:
    """Return a folder with new and old files of inputs, one of them an export."""
    raw = tmp_path / "raw"
    (raw / "user_feedback").mkdir(parents=True)
    shop = FIXTURES / "shop_small"
    for table, hours in (("clickstream", 1), ("support_tickets", 100)):
        shutil.copy(shop / f"{table}.csv", raw)
        age(raw / f"{table}.csv", hours)
    # the newest of several files counts
    for name, hours in (("a.csv", 500), ("b.csv", 1)):
        shutil.copy(shop / "user_feedback.csv", raw / "user_feedback" / name)
        age(raw / "user_feedback" / name, hours)
    shutil.copy(FIXTURES / "exports" / "carts" / "abandoned_checkout.csv", raw)
    age(raw / "abandoned_checkout.csv", 48)
    return raw


def test_a_new_file_passes_and_an_old_one_is_an_error(place, raw):
    found = checked(place, 1, raw_dir=str(raw))
    assert found == {
        "clickstream": "pass",
        "user_feedback": "pass",
        "cart_abandonment": "warn",
        "support_tickets": "error",
        # absent
        "api_logs": "pass",
        "orders": "pass",
        "page_load_times": "pass",
        "session_tracking": "pass",
    }
    output = (place.folder / "output.txt").read_text(encoding="utf-8")
    assert "api_logs is not checked: it has no file in raw_dir" in output
    assert "clickstream is not checked" not in output


def test_the_shipped_seeds_are_not_checked(place):
    found = checked(place, 0)
    assert len(found) == 8 and set(found.values()) == {"pass"}
    output = (place.folder / "output.txt").read_text(encoding="utf-8")
    assert output.count(" is not checked: ") == 8
