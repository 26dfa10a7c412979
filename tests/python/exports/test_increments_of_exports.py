"""Files added to a folder of ten exports, in each format, give the marts of a full refresh."""

import gzip
import shutil
from pathlib import Path

import pytest
from conftest import Place
from simulated import simulate_shop

LAYOUTS = (
    "access_log",  # log lines, gzip
    "iis_log",  # W3C
    "otel_spans",  # nested JSON lines
    "ga4_events",  # JSON lines
    "web_vitals_beacons",  # JSON lines
    "google_play_reviews",  # CSV in UTF-16
    "trustpilot_reviews",  # CSV
    "shopify_orders",  # CSV, a row a line item
    "shopify_abandoned_checkouts",  # JSON lines
    "zendesk_tickets",  # CSV
)
# the same requests and reviews come in several layouts, and lines cut from an order are rejected
LENIENT = {"max_rejected_share": 0.9}


def halves(path: Path) -> tuple[bytes, bytes]:
    """Split a text file between two lines, each part with its header."""
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig"
    lines = data.decode(encoding).splitlines(keepends=True)
    header = [line for line in lines[:5] if line.startswith("#")]
    if path.suffix == ".csv":
        header = lines[:1]
    middle = len(lines) // 2
    second = [*header, *lines[middle:]]
    return "".join(lines[:middle]).encode(encoding), "".join(second).encode(encoding)


@pytest.fixture(scope="module")
def exports(tmp_path_factory) -> Path:
    """Return a folder with the files of ten exports, and native sessions beside them."""
    folder = simulate_shop(tmp_path_factory.mktemp("ten"), *LAYOUTS)
    (folder / "injected_incidents.csv").unlink()
    return folder


def full_refresh(folder: Path, raw: Path) -> Place:
    place = Place(folder)
    place.build(raw_dir=str(raw), **LENIENT)
    return place


@pytest.mark.full
def test_files_added_to_ten_exports_give_the_marts_of_a_full_refresh(exports, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    later = []
    # derived sessions would make each build a full refresh
    shutil.copytree(exports / "session_tracking", raw / "session_tracking")
    for path in sorted(path for path in exports.iterdir() if path.is_file()):
        first, second = halves(path)
        if path.name == "access.log":
            (raw / "access.log.1.gz").write_bytes(gzip.compress(first))
        else:
            (raw / f"a {path.name}").write_bytes(first)
        later.append((raw / f"b {path.name}", second))
    assert len(later) == len(LAYOUTS)
    place = Place(tmp_path / "increments")
    place.folder.mkdir()
    run = place.build(raw_dir=str(raw), incremental=True, **LENIENT)
    for layout in LAYOUTS:
        assert f"read as {layout} into" in run.text, layout
    # one format at a time would be ten builds
    for part in (later[::2], later[1::2]):
        for path, content in part:
            path.write_bytes(content)
        run = place.build(raw_dir=str(raw), incremental=True, **LENIENT)
        assert "Incremental build" in run.text
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    expected, found = full_refresh(fresh, raw).cells("order by all"), place.cells("order by all")
    assert list(found) == list(expected)
    assert [mart for mart in found if found[mart] != expected[mart]] == []
