"""A build with a broken input says which file is wrong and why, and publishes nothing."""

import re

import pytest
from conftest import FIXTURES, PROJECT, Place, copy_project, one_line

HEADER = "user_id,timestamp,page,element_clicked\n"
ROW = "U1,2026-01-01T10:00:00,home,logo\n"
FIX = "Fix this and rerun `dbt build`."

BROKEN = {
    "missing column": (
        "clickstream.csv",
        b"user_id,timestamp,page_url\nU1,2026-01-01T10:00:00,home\n",
        "clickstream.csv has no column page. Expected timestamp, page; "
        f"found user_id, timestamp, page_url. page_url looks like page. {FIX}",
    ),
    "duplicate column": (
        "clickstream.csv",
        b"user_id,timestamp,page,Page\nU1,2026-01-01,home,home\n",
        f"clickstream.csv has the column page more than once. Expected it once. {FIX}",
    ),
    "wrong separator": (
        "clickstream.csv",
        HEADER.replace(",", ":").encode(),
        "has no column timestamp, page.",
    ),
    "empty": (
        "clickstream.csv",
        b"",
        f"clickstream.csv is empty: expected a header line with the column names. {FIX}",
    ),
    "ragged line": (
        "clickstream.csv",
        (HEADER + ROW + "U1,2026-01-01T10:00:00,home,logo,more\n").encode(),
        "CSV Error on Line: 3 Original Line: U1,2026-01-01T10:00:00,home,logo,more "
        "Expected Number of Columns: 4 Found: 5",
    ),
    "unclosed quote": (
        "clickstream.csv",
        (HEADER + ROW + 'U1,2026-01-01T10:00:00,"home,logo\n' + ROW).encode(),
        "CSV Error on Line: 3",
    ),
    "not UTF-8": (
        "clickstream.csv",
        (HEADER + ROW + "U1,2026-01-01T10:00:00,caf\xe9,logo\n").encode("latin-1"),
        "CSV Error on Line: 3",
    ),
    "not gzip": ("clickstream.csv.gz", b"nonsense", "clickstream.csv.gz"),
    "not Parquet": ("clickstream.parquet", b"nonsense", "clickstream.parquet"),
}


def summary(text: str) -> str:
    """What a build says at its end, or when it stops before it reads anything, on one line."""
    start = "Encountered an error:" if "Encountered an error:" in text else "Not published:"
    return one_line(text[text.index(start) :])


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_reported_with_its_fault(place, tmp_path, fault):
    name, content, expected = BROKEN[fault]
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / name).write_bytes(content)
    words = ("--select", "base_clickstream", "pages", "--exclude-resource-type", "unit_test")
    run = place.dbt("build", *words, raw_dir=str(raw))
    assert run.code != 0
    assert expected in summary(run.text)
    assert f"{raw / name}" in summary(run.text)
    assert "Traceback" not in run.text


def test_a_missing_raw_dir_is_reported(place):
    run = place.dbt("build", raw_dir="nowhere/at/all")
    assert run.code != 0
    expected = "raw_dir 'nowhere/at/all' does not exist or is empty. Expected one or more of api_"
    assert expected in one_line(run.text)
    assert f"Nothing was built or published. {FIX}" in one_line(run.text)
    assert "Traceback" not in run.text


def test_a_raw_dir_without_inputs_is_reported_with_expected_and_found_files(place, tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "clicks.csv").write_text(HEADER + ROW, encoding="utf-8")
    run = place.dbt("build", raw_dir=str(tmp_path / "raw"))
    assert run.code != 0
    inputs = len(list((PROJECT / "seeds" / "raw").glob("*.csv")))
    expected = f"holds none of the {inputs} inputs. Expected one or more of api_logs"
    assert expected in one_line(run.text)
    expected = (
        "found clicks.csv (has the columns of clickstream: name it so, or put it into a folder of "
        "this name). Nothing was built or published."
    )
    assert expected in one_line(run.text)


def test_an_input_that_is_both_a_file_and_a_folder_is_reported(place, tmp_path):
    raw = tmp_path / "raw"
    (raw / "clickstream").mkdir(parents=True)
    for file in (raw / "clickstream.csv", raw / "clickstream" / "a.csv"):
        file.write_text(HEADER + ROW, encoding="utf-8")
    run = place.dbt("build", raw_dir=str(raw))
    assert run.code != 0
    assert "The input clickstream was found more than once in raw_dir" in one_line(run.text)
    assert "Expected one file, or one folder with files of one format." in one_line(run.text)


def test_too_many_rejected_rows_fail_the_build_and_keep_the_published_file(place, tmp_path):
    place.build(raw_dir=str(FIXTURES / "shop_small"), max_rejected_share=0.5)
    before = place.published.read_bytes()

    run = place.dbt("build", raw_dir=str(FIXTURES / "shop_small"))

    assert run.code != 0
    assert "Any previously published marts are unchanged." in summary(run.text)
    assert re.search("cart_abandonment: 24% of 17 rows were rejected", summary(run.text))
    assert re.search(r"\(limit 5\.0%, var max_rejected_share\)\. Top reasons: ", summary(run.text))
    assert place.published.read_bytes() == before


@pytest.fixture(scope="module")
def copied(tmp_path_factory) -> Place:
    """Copy the project, which is parsed in full only by the first command."""
    folder = tmp_path_factory.mktemp("copied")
    return Place(folder, project=copy_project(folder))


@pytest.mark.parametrize(
    ("seed", "content", "expected"),
    [
        (
            "raw/api_logs.csv",
            "timestamp,status_code,service_name\n",
            "seeds/raw/api_logs.csv has no column endpoint.",
        ),
        (
            "reference/sla_targets.csv",
            "priority,target_hours\nhigh,soon\n",
            'sla_targets: Invalid Input Error: column target_hours has the value "soon"',
        ),
    ],
    ids=["missing required column", "value of the wrong type"],
)
def test_a_broken_seed_is_reported_with_its_fault(copied, seed, content, expected):
    file = copied.project / "seeds" / seed
    before = file.read_bytes()
    file.write_text(content, encoding="utf-8")
    run = copied.dbt("build", "--select", file.stem)
    file.write_bytes(before)
    assert run.code != 0
    assert expected in summary(run.text)


def test_a_seed_keeps_every_value_as_text_and_may_change_its_columns(copied):
    seed = copied.project / "seeds" / "raw" / "clickstream.csv"
    seed.write_text("page,timestamp,user_id\n#1,2026-01-01,007\n10.50,2026-01-02,true\n")
    assert copied.dbt("seed", "--select", "clickstream").code == 0
    seed.write_text("user_id,element_clicked,timestamp,page\n007,x,2026-01-01,1_000\n")
    assert copied.dbt("seed", "--select", "clickstream").code == 0
    run = copied.dbt(
        "show", "--output", "json", "--inline", "select * from {{ ref('clickstream') }}"
    )
    assert '"user_id": "007"' in run.text
    assert '"page": "1_000"' in run.text
