"""The whole suite, built from the shipped seeds and from folders of exports."""

import gzip
import json
import re
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import yaml
from conftest import FIXTURES, PROJECT, Place
from pandas_oracle import headline_kpis

from python_steps.sentiment.scoring import score_texts

REAL_DATA = PROJECT.parent / "shared" / "real_data"
SMALL = FIXTURES / "shop_small"


LEXICON = pd.read_csv(PROJECT / "seeds" / "reference" / "shop_lexicon.csv")


def polarity(text: str) -> float:
    return score_texts(pd.Series([text]), LEXICON, progress=False)["polarity"].iloc[0]


def small_frames() -> dict[str, pd.DataFrame]:
    """The awkward rows as text, column names in lower case."""
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns=str.lower)
        for path in SMALL.glob("*.csv")
    }


def differences(place: Place, folder: Path) -> list[str]:
    """Where the published headline KPIs and plain pandas over the same files disagree."""
    expected = headline_kpis(folder, polarity=polarity).set_index("kpi")
    found = place.query("select * from executive.headline_kpis").set_index("kpi")
    assert set(expected.index) == set(found.index)
    wrong = []
    for kpi, row in expected.iterrows():
        ratio = ["numerator", "denominator"] if pd.notna(row["denominator"]) else []
        for column in ["value", "answer", *ratio]:
            want, have = row[column], found.loc[kpi, column]
            if pd.isna(want) or pd.isna(have):
                same = pd.isna(want) and pd.isna(have)
            else:
                same = want == (have if column == "answer" else pytest.approx(have, rel=1e-9))
            if not same:
                wrong.append(f"{kpi}.{column}: pandas {want}, marts {have}")
    return wrong


def test_every_unit_test_of_dbt_passes(shipped):
    run = shipped.dbt("test", "--select", "test_type:unit")
    assert run.code == 0, run.text
    assert int(re.search(r"Done\. PASS=(\d+)", run.text)[1]) >= 90


def test_every_mart_of_the_shipped_seeds_has_rows(shipped):
    empty = [mart for mart, rows in shipped.cells().items() if not rows]
    assert len(shipped.marts()) == 26
    assert empty == []


def test_the_build_prints_headline_kpis_and_where_it_published(shipped):
    text = shipped.first_run.text
    assert "Cart abandonment" in text
    assert f"Published 26 marts to {shipped.published}" in text


def test_headline_kpis_of_the_shipped_seeds_agree_with_pandas(shipped):
    assert differences(shipped, PROJECT / "seeds" / "raw") == []


def test_headline_kpis_of_awkward_rows_agree_with_pandas(place):
    place.build(raw_dir=str(SMALL), max_rejected_share=0.5)
    assert differences(place, SMALL) == []
    audit = place.query("select * from quality.load_audit")
    assert (audit["rows_rejected"] == 4).all()
    frames = small_frames()
    # position 1 is the first row below the header: the file as text, line by line, says the same
    rejects = place.query("select * from quality.rejected_rows")
    for reject in rejects.itertuples():
        frame = frames[reject.input_table]
        line = frame.iloc[reject.source_row - 1]
        read = {column: value or "" for column, value in json.loads(reject.raw_row).items()}
        assert {column: line.get(column, "") for column in read} == read


def test_parquet_gzip_and_partitioned_folders_read_as_the_csvs_do(place, tmp_path):
    """Column order and case differ between the files of a folder, and so do optional columns."""
    # quotes, blanks and what a glob would expand are parts of a name like any other
    raw = tmp_path / "the shop's [raw] *files"
    frames = small_frames()
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
    for table in ("page_load_times", "user_feedback", "support_tickets"):
        shutil.copy(SMALL / f"{table}.csv", raw)
    (raw / "notes.txt").write_text("not an input", encoding="utf-8")

    run = place.build(raw_dir=str(raw) + "/", max_rejected_share=0.5)

    assert "notes.txt" in run.text
    assert differences(place, SMALL) == []
    files = place.query("select distinct source_file from quality.rejected_rows")["source_file"]
    assert "clickstream/date=2026-01-02/part.csv" in set(files)
    rejects = place.query(
        "select source_row, raw_row from quality.rejected_rows where input_table = 'clickstream' "
        "and source_file like '%date=2026-01-02%'"
    )
    for reject in rejects.itertuples():
        line = second.iloc[reject.source_row - 1]
        assert (json.loads(reject.raw_row)["timestamp"] or "") == line["timestamp"]


@pytest.mark.parametrize(
    "timezone", [pytest.param("America/New_York", marks=pytest.mark.full), "Asia/Kolkata"]
)
def test_another_build_in_another_time_zone_gives_the_same_cells(shipped, place, timezone):
    place.environment["TZ"] = timezone
    place.build()
    assert place.cells() == shipped.cells()


def test_every_var_may_be_changed_without_breaking_a_unit_test(place):
    place.environment["MONITORING_USER_SALT"] = "a salt of sixteen characters or more"
    changed = dict(
        raw_dir=str(SMALL),
        incremental=True,
        max_rejected_share=0.9,
        hash_user_ids=True,
        lake="iceberg",
        marts_folder="marts",
        as_of="2030-01-01",
        source_timezone="Asia/Kolkata",
        reporting_timezone="America/New_York",
        headline_days=1,
        currency="USD",
        engaged_session_seconds=99,
        good_load_ms=1,
        needs_improvement_load_ms=2,
        apdex_load_ms=3,
        recovery_window_hours=1,
        throttling_is_bad=False,
        rating_min=0,
        rating_max=10,
        neutral_band=0.5,
        baseline_weeks=2,
        baseline_min_weeks=1,
        noted_rejected_share=0.5,
        burn_rules=[dict(severity="page", factor=2, long_minutes=30, short_minutes=10)],
        burn_min_requests=1,
        burn_min_bad=1,
        anomaly_score=1,
        anomaly_noise_share=0.5,
        anomaly_min_observations=1,
        baseline_days=5,
        baseline_min_days=1,
        baseline_min_observations=1,
        baseline_min_rate=0.1,
        slow_factor=9,
        noticeable_response_ms=1,
        noticeable_load_ms=1,
        incident_share=0.9,
        incident_gap_minutes=55,
        incident_gap_requests=1,
        incident_silence_minutes=200,
        incident_min_occurrences=1,
        incident_min_windows=dict(errors=1, latency=1),
        cusum_shift_share=0.1,
        min_llr=1,
        min_excess_occurrences=1,
        recovery_llr=1,
        recovery_hours=24,
        aftermath_hours=dict(page_exits=9, sentiment_drop=9, ticket_backlog=9, sla_slide=9),
        rage_click_seconds=9,
        late_reply_hours=1,
        event_gap_hours=1,
        corroboration_hours_after=9,
        corroboration_min_llr=1,
        impact_minutes_after=300,
        impact_z_score=1,
    )
    stated = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    assert set(changed) == set(stated) - {"funnel_steps"}
    place.build(**changed)
    run = place.dbt("test", "--select", "test_type:unit", **changed)
    assert run.code == 0, run.text
    assert "USD" in set(place.query("select unit from executive.headline_kpis")["unit"])


@pytest.mark.skipif(not REAL_DATA.exists(), reason="the original sample is not on this machine")
def test_the_original_sample_gives_its_known_figures(place):
    place.build(raw_dir=str(REAL_DATA / "original"))
    kpis = place.query("select * from executive.headline_kpis").set_index("kpi")
    known = {
        "total_clicks": 20,
        "unique_users": 12,
        "abandoned_carts": 10,
        "avg_items_per_abandoned_cart": 2.4,
        "avg_abandoned_cart_value": 121.319,
        "highest_abandoned_cart": 310.20,
        "avg_load_ms": 1117,
        "slowest_page": 1450,
        "total_requests": 13,
        "total_errors": 3,
        "error_rate": 3 / 13,
        "slowest_service": 875,
        "total_sessions": 10,
        "avg_session_minutes": 5.0,
        "most_common_drop_off_page": 5,
        "cart_abandonment_rate": 7 / 9,
        "avg_rating": 3.0,
    }
    assert kpis["value"][list(known)].to_dict() == pytest.approx(known)
    answers = kpis["answer"].dropna()
    assert answers["most_clicked_element"] == "add_to_cart_button"
    assert answers["highest_abandoned_cart"] == "C1006"
    assert answers["slowest_page"] == "checkout"
    assert answers["slowest_service"] == "payment-api"
    assert answers["most_common_drop_off_page"] == "checkout"
    # with TextBlob unaltered 7 of 10 comments disagree with their rating
    odds = place.query(
        "select count(*) as n from support.feedback where rating_sentiment <> case "
        "when textblob_polarity > 0.1 then 'positive' when textblob_polarity < -0.1 "
        "then 'negative' else 'neutral' end"
    )
    assert odds["n"].iloc[0] == 7
    audit = place.query("select * from quality.load_audit").set_index("input_table")
    assert audit.loc["support_tickets", "status"] == "absent"
    assert audit["rows_rejected"].sum() == 0
