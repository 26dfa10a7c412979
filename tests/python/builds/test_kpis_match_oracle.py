"""Headline KPIs compared with the pandas oracle, for CSV, Parquet, gzip and partitioned folders."""

import gzip
import json
import shutil

import duckdb
import pandas as pd
import pytest
from conftest import FIXTURES, PROJECT
from oracle_comparison import kpi_differences
from pandas_oracle import Variables, read_rows

SMALL = FIXTURES / "shop_small"
STATUSES = ["accepted", "rejected", "superseded", "merged", "excluded"]
IN_OTHER_FORMATS = ("clickstream", "api_logs", "session_tracking", "cart_abandonment")


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    """Return the inputs of shop_small as text, column names in lower case."""
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns=str.lower)
        for path in SMALL.glob("*.csv")
    }


def test_kpis_of_the_shipped_seeds_match_the_oracle(shipped):
    assert kpi_differences(shipped, PROJECT / "seeds" / "raw") == []


def test_kpis_of_invalid_rows_match_the_oracle_and_positions_match_the_files(place, frames):
    place.build(raw_dir=str(SMALL), max_rejected_share=0.5)
    assert kpi_differences(place, SMALL) == []
    audit = place.query("select * from quality.load_audit").set_index("input_table")
    rejected = audit.loc[list(frames), "rows_rejected"]
    assert rejected[rejected != 4].to_dict() == {}
    for table, rows in read_rows(SMALL, Variables()).items():
        expected = [(rows["row_status"] == status).sum() for status in STATUSES]
        published = audit.loc[table, [f"rows_{status}" for status in STATUSES]]
        assert published.tolist() == expected, table
    # position 1 is the first row below the header; the same line of the file has the same text
    rejects = place.query("select * from quality.rejected_rows")
    for reject in rejects.itertuples():
        line = frames[reject.input_table].iloc[reject.source_row - 1]
        read = {column: value or "" for column, value in json.loads(reject.raw_row).items()}
        assert {column: line.get(column, "") for column in read} == read


def test_parquet_gzip_and_partitioned_folders_match_the_oracle(place, tmp_path, frames):
    """The files of a folder differ in the order and case of columns and in optional columns."""
    # quotes, blanks and glob characters are valid in a folder name
    raw = tmp_path / "the shop's [raw] *files"
    folder = raw / "clickstream"
    half = len(frames["clickstream"]) // 2
    first, second = frames["clickstream"][:half], frames["clickstream"][half:]
    for day, part in (("01", first), ("02", second[second.columns[::-1]])):
        (folder / f"date=2026-01-{day}").mkdir(parents=True)
        part.rename(columns=str.upper if day == "02" else str).to_csv(
            folder / f"date=2026-01-{day}" / "part.csv", index=False
        )
    with duckdb.connect() as connection:
        for table in ("api_logs", "session_tracking"):
            connection.register("frame", frames[table])
            connection.table("frame").write_parquet(str(raw / f"{table}.parquet"))
    with gzip.open(raw / "cart_abandonment.csv.gz", "wt", encoding="utf-8", newline="") as file:
        frames["cart_abandonment"].to_csv(file, index=False)
    for table in frames.keys() - set(IN_OTHER_FORMATS):
        shutil.copy(SMALL / f"{table}.csv", raw)
    (raw / "notes.txt").write_text("not an input", encoding="utf-8")

    run = place.build(raw_dir=str(raw) + "/", max_rejected_share=0.5)

    assert "notes.txt" in run.text
    assert kpi_differences(place, SMALL) == []
    files = place.query("select distinct source_file from quality.rejected_rows")["source_file"]
    assert "clickstream/date=2026-01-02/part.csv" in set(files)
    rejects = place.query(
        "select source_row, raw_row from quality.rejected_rows where input_table = 'clickstream' "
        "and source_file like '%date=2026-01-02%'"
    )
    for reject in rejects.itertuples():
        line = second.iloc[reject.source_row - 1]
        assert (json.loads(reject.raw_row)["timestamp"] or "") == line["timestamp"]
