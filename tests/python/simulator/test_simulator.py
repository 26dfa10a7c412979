import csv
import datetime
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from python_steps.simulator import exports, simulate, texts, world, write_csvs

SHIPPED = Path(__file__).parents[3] / "seeds" / "raw"
START = datetime.date(2026, 8, 3)
CONTRACT = {
    "clickstream": "user_id timestamp page element_clicked",
    "cart_abandonment": "cart_id abandonment_time user_id items_in_cart total_value",
    "page_load_times": "page_url timestamp load_time_ms",
    "api_logs": "timestamp endpoint status_code response_time_ms service_name",
    "user_feedback": "timestamp user_id feedback_text rating",
    "session_tracking": "session_id start_time end_time page_sequence user_id drop_off_page",
    "support_tickets": "ticket_id created_at user_id resolved_at first_response_at category"
    " priority channel status subject reopen_count csat_score",
}
OWN_TIME = {
    "clickstream": "timestamp",
    "cart_abandonment": "abandonment_time",
    "page_load_times": "timestamp",
    "api_logs": "timestamp",
    "user_feedback": "timestamp",
    "session_tracking": "start_time",
    "support_tickets": "created_at",
}


@pytest.fixture(scope="module")
def unbroken():
    """Six weeks without the rows that are broken on purpose: here every claim holds strictly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "BROKEN_AT_MOST", 0.0)
        return simulate(days=42, sessions_per_day=60, seed=1, start=START)


@pytest.fixture(scope="module")
def shipped():
    return {
        name: pd.read_csv(SHIPPED / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in CONTRACT
    }


def moments(written_times):
    """Timestamps as UTC; NaT where the text is blank; an error where it is not ISO 8601."""
    times = pd.Series(list(written_times), dtype=object)
    return pd.to_datetime(times.where(times != "", None), format="ISO8601", utc=True)


def during(bad_time, written_times):
    start = pd.Timestamp(START, tz="UTC")
    return bad_time.covers((moments(written_times) - start).dt.total_seconds().to_numpy())


def persons(users):
    return users.str.lower().str.replace("user", "u")


def has_cart(sessions):
    return sessions["page_sequence"].str.contains("cart|checkout")


def written(tables, folder):
    write_csvs(tables, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_arguments_give_the_same_bytes_and_another_seed_others(tmp_path):
    first = written(simulate(3, 30, 5, START), tmp_path / "first")
    again = written(simulate(3, 30, 5, "2026-08-03"), tmp_path / "again")
    other = written(simulate(3, 30, 6, START), tmp_path / "other")
    assert first == again
    assert all(first[name] != other[name] for name in first)


def test_the_seeds_that_ship_are_what_the_simulator_makes(tmp_path):
    made = written(simulate(42, 100, 7, START), tmp_path)
    assert made == {path.name: path.read_bytes() for path in SHIPPED.glob("*.csv")}


def test_every_table_has_the_columns_of_the_contract(unbroken):
    assert {name: set(table) for name, table in unbroken.items()} == {
        name: set(columns.split()) for name, columns in CONTRACT.items()
    }


def test_files_are_small_plain_utf8_without_ragged_lines():
    for name in CONTRACT:
        text = (SHIPPED / f"{name}.csv").read_bytes()
        assert len(text) < 3_000_000
        assert b"\r" not in text and text.endswith(b"\n")
        assert len({len(row) for row in csv.reader(text.decode("utf-8").splitlines())}) == 1, name


def test_rows_are_sorted_by_their_time(unbroken):
    for name, table in unbroken.items():
        assert moments(table[OWN_TIME[name]]).is_monotonic_increasing, name


def test_nothing_is_logged_after_the_last_day(monkeypatch):
    monkeypatch.setattr(exports, "BROKEN_AT_MOST", 0.0)
    # so many on one day that some are still in the shop at midnight
    for table in simulate(days=1, sessions_per_day=1500, seed=1, start=START).values():
        for column in table.columns[table.columns.str.contains("time$|timestamp|_at$")]:
            times = moments(table[column]).dropna()
            assert times.min() >= pd.Timestamp("2026-08-03", tz="UTC"), column
            assert times.max() < pd.Timestamp("2026-08-04", tz="UTC"), column


def test_most_times_are_plain_and_each_other_style_occurs(shipped):
    times = shipped["api_logs"]["timestamp"]
    assert times.str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d").mean() > 0.95
    for style in (r"\d \d", r"\dZ$", r"\+02:00$"):
        assert times.str.contains(style).any(), style


def test_an_offset_is_the_same_moment_written_otherwise():
    written_times = exports.write_times(np.random.default_rng(1), START, np.arange(2000.0))
    assert any(text.endswith("+02:00") for text in written_times)
    expected = pd.Timestamp(START, tz="UTC") + pd.to_timedelta(np.arange(2000), unit="s")
    assert (moments(written_times) == expected).all()


def test_each_system_spells_users_its_own_way(unbroken):
    for name, pattern in {
        "clickstream": r"U\d{3,}",
        "cart_abandonment": r"U\d{3,}",
        "session_tracking": r"u\d{3,}",
        "support_tickets": r"user\d{3,}",
        "user_feedback": r"user\d{3,}|",
    }.items():
        assert unbroken[name]["user_id"].str.fullmatch(pattern).all(), name


def test_who_abandons_a_cart_or_writes_was_seen_in_the_shop(unbroken):
    seen = set(persons(unbroken["clickstream"]["user_id"]))
    seen |= set(persons(unbroken["session_tracking"]["user_id"]))
    for name in ("cart_abandonment", "support_tickets", "user_feedback"):
        assert set(persons(unbroken[name]["user_id"])) - {""} <= seen, name


def test_users_come_back(unbroken):
    visits = unbroken["session_tracking"]["user_id"].value_counts()
    assert 0.2 < (visits > 1).mean() < 0.8


def test_sessions_end_after_they_start(unbroken):
    sessions = unbroken["session_tracking"]
    assert (moments(sessions["end_time"]) > moments(sessions["start_time"])).all()


def test_a_session_drops_off_at_its_last_page_unless_it_completed_at_the_checkout(unbroken):
    sessions = unbroken["session_tracking"]
    last_page = sessions["page_sequence"].str.split(" > ").str[-1]
    is_completed = sessions["drop_off_page"] == "none"
    is_blank = sessions["drop_off_page"] == ""
    assert is_completed.any() and 0 < is_blank.mean() < 0.03
    assert (last_page[is_completed] == "checkout").all()
    is_left = ~is_completed & ~is_blank
    assert (sessions["drop_off_page"] == last_page)[is_left].all()


def test_each_session_that_leaves_a_filled_cart_writes_one_cart(unbroken):
    sessions = unbroken["session_tracking"]
    left = sessions[has_cart(sessions) & (sessions["drop_off_page"] != "none")]
    carts = unbroken["cart_abandonment"]
    ended = zip(persons(left["user_id"]), moments(left["end_time"]), strict=True)
    abandoned = zip(persons(carts["user_id"]), moments(carts["abandonment_time"]), strict=True)
    assert Counter(ended) == Counter(abandoned)


def test_nobody_completes_without_a_successful_payment(unbroken):
    calls, sessions = unbroken["api_logs"], unbroken["session_tracking"]
    is_paid = (calls["endpoint"] == "/pay") & (calls["status_code"] == "200")
    paid_at = moments(calls.loc[is_paid, "timestamp"])
    completed_at = moments(sessions.loc[sessions["drop_off_page"] == "none", "end_time"])
    latest = pd.Timedelta(seconds=world.RETRIES)
    for moment in completed_at:
        assert paid_at.between(moment, moment + latest).any(), moment


def test_keys_are_unique_until_rows_are_broken(unbroken):
    for table, key in (
        ("cart_abandonment", "cart_id"),
        ("session_tracking", "session_id"),
        ("support_tickets", "ticket_id"),
    ):
        assert unbroken[table][key].is_unique, key


def test_values_stay_within_their_scales(unbroken):
    assert unbroken["cart_abandonment"]["items_in_cart"].str.fullmatch("[1-8]").all()
    assert unbroken["cart_abandonment"]["total_value"].str.fullmatch(r"\d+\.\d\d|").all()
    assert unbroken["page_load_times"]["load_time_ms"].str.fullmatch(r"[1-9]\d*").all()
    assert unbroken["api_logs"]["response_time_ms"].str.fullmatch(r"[1-9]\d*").all()
    assert unbroken["user_feedback"]["rating"].str.fullmatch("[1-5]|").all()
    assert unbroken["support_tickets"]["csat_score"].str.fullmatch("[1-5]|").all()


def test_every_kind_of_answer_occurs_in_the_api_log(shipped):
    statuses = set(shipped["api_logs"]["status_code"])
    assert {"200", "404", "429", "500", "502", "503", "0"} <= statuses


def test_tickets_are_answered_before_they_are_resolved_and_states_agree(unbroken):
    tickets = unbroken["support_tickets"]
    created = moments(tickets["created_at"])
    replied, resolved = moments(tickets["first_response_at"]), moments(tickets["resolved_at"])
    is_resolved = resolved.notna()
    assert (created <= replied)[replied.notna()].all()
    assert (replied <= resolved)[is_resolved].all()
    assert (tickets["status"].isin(["resolved", "closed"]) == is_resolved).all()
    assert ((tickets["status"] == "open") == replied.isna()).all()


def test_every_state_priority_category_and_channel_of_tickets_ships(shipped):
    tickets = shipped["support_tickets"]
    assert set(tickets["status"]) == {"open", "pending", "resolved", "closed"}
    assert set(tickets["priority"]) == set(world.PRIORITIES)
    assert set(tickets["category"]) == set(world.PRIORITY_SHARES)
    assert set(tickets["channel"]) == set(world.CHANNEL_SHARES)
    assert (tickets["reopen_count"] != "0").any() and (tickets["csat_score"] != "").any()


def test_the_shop_that_ships_loses_carts_and_sells_like_a_real_one(shipped):
    sessions = shipped["session_tracking"]
    is_completed = sessions["drop_off_page"] == "none"
    assert 0.025 <= is_completed.mean() <= 0.04
    assert 0.67 <= 1 - is_completed.sum() / has_cart(sessions).sum() <= 0.73


def test_about_a_tenth_of_the_carts_is_completed_within_a_day(unbroken):
    carts, sessions = unbroken["cart_abandonment"], unbroken["session_tracking"]
    sessions = sessions[sessions["drop_off_page"] == "none"]
    ends = moments(sessions["end_time"])
    users = persons(sessions["user_id"]).reset_index(drop=True)
    day = pd.Timedelta("24h")
    recovered = [
        ((users == user) & (ends > left_at) & (ends <= left_at + day)).any()
        for user, left_at in zip(
            persons(carts["user_id"]), moments(carts["abandonment_time"]), strict=True
        )
    ]
    assert 0.05 < np.mean(recovered) < 0.16


def test_texts_are_sometimes_empty_foreign_or_with_emoji(shipped):
    comments = shipped["user_feedback"]["feedback_text"]
    foreign = [text for mood in texts.OTHER_LANGUAGES for text in mood]
    assert 0 < (comments == "").mean() < 0.1
    assert comments.isin(foreign).any()
    assert comments.str.contains("😡|🤔|😊").any()


def test_some_optional_values_are_blank(shipped):
    for name, column in (
        ("user_feedback", "rating"),
        ("user_feedback", "user_id"),
        ("cart_abandonment", "total_value"),
        ("clickstream", "element_clicked"),
    ):
        assert 0 < (shipped[name][column] == "").mean() < 0.1, column


def test_the_payment_outage_fails_most_calls_and_loses_carts(unbroken):
    calls, carts = unbroken["api_logs"], unbroken["cart_abandonment"]
    calls = calls[calls["service_name"] == "payment-api"]
    is_down = during(world.PAYMENT_OUTAGE, calls["timestamp"])
    is_bad = calls["status_code"].isin(["0", "500", "502", "503"]).to_numpy()
    assert is_bad[is_down].mean() > 0.7 and is_bad[~is_down].mean() < 0.03
    abandoned = moments(carts["abandonment_time"])
    usual_per_day = abandoned.dt.hour.isin([14, 15]).sum() / 42
    assert during(world.PAYMENT_OUTAGE, carts["abandonment_time"]).sum() > 4 * usual_per_day


def test_the_slow_checkout_page_is_slow_for_two_days(unbroken):
    loads = unbroken["page_load_times"]
    loads = loads[loads["page_url"].str.startswith("/checkout")]
    is_slow = during(world.SLOW_PAGE, loads["timestamp"])
    load_ms = loads["load_time_ms"].astype(int).to_numpy()
    assert np.median(load_ms[is_slow]) > 3 * np.median(load_ms[~is_slow])


def test_support_takes_longer_in_its_slow_week(unbroken):
    tickets = unbroken["support_tickets"]
    created = moments(tickets["created_at"])
    hours = (moments(tickets["resolved_at"]) - created).dt.total_seconds() / 3600
    is_slow = during(world.SLOW_SUPPORT, tickets["created_at"])
    assert hours[is_slow].median() > 2 * hours[~is_slow].median()


def test_days_have_a_rhythm(unbroken):
    starts = moments(unbroken["session_tracking"]["start_time"])
    starts = starts[starts.dt.date != datetime.date(2026, 8, 23)]
    assert (starts.dt.hour == 20).sum() > 5 * (starts.dt.hour == 3).sum()
    per_weekday = starts.dt.day_of_week.value_counts()
    assert per_weekday[6] / 5 > per_weekday[1] / 6


@pytest.mark.parametrize("name", exports.DEFECTS)
def test_a_few_rows_of_each_table_are_broken_and_never_more_than_a_hundredth(unbroken, name):
    table = pd.concat([unbroken[name]] * 10)
    broken = exports.break_rows(np.random.default_rng(1), name, table)
    changed = Counter(broken.itertuples(index=False)) - Counter(table.itertuples(index=False))
    assert len(exports.DEFECTS[name]) <= changed.total() <= 0.01 * len(broken)


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("clickstream", "user_id", ""),
        ("clickstream", "timestamp", "yesterday"),
        ("clickstream", "timestamp", "1970-01-01T00:00:00"),
        ("page_load_times", "load_time_ms", "NaN"),
        ("page_load_times", "timestamp", "2199-01-01T00:00:00"),
        ("cart_abandonment", "total_value", "-20.00"),
        ("api_logs", "status_code", "999"),
        ("api_logs", "response_time_ms", "-5"),
        ("api_logs", "service_name", ""),
        ("user_feedback", "rating", "9"),
        ("session_tracking", "page_sequence", ""),
    ],
)
def test_every_kind_of_broken_value_ships(shipped, name, column, value):
    assert (shipped[name][column] == value).any()


def test_a_repeated_key_and_a_session_that_ends_before_it_starts_ship(shipped):
    assert shipped["cart_abandonment"]["cart_id"].duplicated().any()
    assert shipped["session_tracking"]["session_id"].duplicated().any()
    assert shipped["support_tickets"]["ticket_id"].duplicated().any()
    sessions = shipped["session_tracking"]
    start, end = (
        pd.to_datetime(sessions[column], format="ISO8601", utc=True, errors="coerce")
        for column in ("start_time", "end_time")
    )
    assert (end < start).sum() == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_day_almost_or_entirely_without_visitors_still_gives_all_tables(seed):
    tables = simulate(days=1, sessions_per_day=1, seed=seed, start=START)
    assert set(tables) == set(CONTRACT)


@pytest.mark.parametrize(("days", "sessions_per_day"), [(0, 100), (1, 0)])
def test_counts_below_one_are_refused(days, sessions_per_day):
    with pytest.raises(ValueError, match="1 or more"):
        simulate(days, sessions_per_day, 7, START)


def test_a_start_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match="soon"):
        simulate(1, 1, 7, "soon")
