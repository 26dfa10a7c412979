"""Orders: their contents, what becomes of them, and the carts that they recover."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from python_steps.simulator import orders, parameters, shop
from python_steps.simulator.exports import GROUND_TRUTH_FILE
from python_steps.simulator.shop import Shop
from python_steps.simulator.simulate import FORMATS, simulate

START = date(2026, 8, 3)
END = 60 * parameters.DAY_SECONDS
LAST_CHANGE = max(hours for _, (_, hours) in parameters.ORDER_OUTCOMES.values())


def checked_out(count):
    """Orders without a cart, evenly spread until the end, as `orders.check_out` returns them."""
    at = np.linspace(0, END - 1, count, dtype=np.int64)
    return pd.DataFrame({"at": at, "user": 1, "session": 1, "cart": 0, "items": 0, "value": -1.0})


def place(rows, end=END, seed=5):
    return orders.place(np.random.default_rng(seed), rows, end)


@pytest.fixture(scope="module")
def old():
    """200,000 orders to which everything has happened that will."""
    return place(checked_out(200_000), END + int(LAST_CHANGE * parameters.HOUR_SECONDS))


def test_the_shares_of_the_outcomes_are_the_configured_ones(old):
    canceled = old["status"] == orders.CANCELED
    refunded = old["refunded"] == old["value"]
    partly_refunded = (old["refunded"] > 0) & ~refunded
    for share, outcome in (
        (canceled.mean(), "cancelled"),
        (refunded.mean(), "refunded"),
        (partly_refunded.mean(), "partly_refunded"),
        (((old["updated"] > 0) & ~canceled & (old["refunded"] == 0)).mean(), "pending"),
    ):
        assert share == pytest.approx(parameters.ORDER_OUTCOMES[outcome][0], abs=0.002), outcome
    assert not (old["status"] == orders.PENDING).any()
    assert (old["status"][old["refunded"] > 0] == orders.PAID).all()


def test_value_and_items_have_the_distribution_of_carts(old):
    shares = old["items"].value_counts(normalize=True).sort_index()
    assert shares.tolist() == pytest.approx(list(parameters.ITEM_SHARES), abs=0.005)
    logs = np.log(old["value"] / old["items"])
    median, spread = parameters.ITEM_VALUE
    assert np.exp(logs.median()) == pytest.approx(median, rel=0.01)
    assert logs.std() == pytest.approx(spread, rel=0.01)
    assert logs.skew() == pytest.approx(0, abs=0.03)


def test_a_discount_is_the_money_off_the_value_before_it(old):
    discounted = old[old["discount"] > 0]
    assert len(discounted) / len(old) == pytest.approx(parameters.DISCOUNT_SHARE, abs=0.005)
    valuable = discounted[discounted["value"] > 20]  # cents do not matter
    rate = valuable["discount"] / (valuable["value"] + valuable["discount"])
    found = rate.round(2).value_counts(normalize=True)
    assert sorted(found.index) == sorted(parameters.DISCOUNTS)
    assert found.min() > 0.23


def test_what_is_refunded_in_part_is_within_its_range(old):
    partly = old[(old["refunded"] > 0) & (old["refunded"] < old["value"]) & (old["value"] > 20)]
    low, high = parameters.PART_REFUNDED
    share = partly["refunded"] / partly["value"]
    assert low - 0.001 <= share.min() < low + 0.01 and high - 0.01 < share.max() <= high + 0.001


def test_a_change_after_the_end_has_not_happened_yet():
    rows = checked_out(200_000)
    early, late = place(rows), place(rows, END + 100 * parameters.DAY_SECONDS)
    is_open = early["updated"] != late["updated"]
    assert 0.005 < is_open.mean() < 0.03
    assert (late["updated"][is_open] >= END).all() and (early["updated"] < END).all()
    assert (early["updated"][is_open] == -1).all() and (early["refunded"][is_open] == 0).all()
    pending = early["status"] == orders.PENDING
    waits = parameters.ORDER_OUTCOMES["pending"][1][0] * parameters.HOUR_SECONDS
    last = early["at"] >= END - waits
    assert pending[last].mean() == pytest.approx(parameters.ORDER_OUTCOMES["pending"][0], abs=0.005)
    assert not pending[~last].any()
    assert set(early["status"][is_open & ~pending]) == {orders.PAID}
    unchanged = early[~is_open]
    pd.testing.assert_frame_equal(unchanged, late[~is_open])


def test_a_recovered_cart_keeps_its_items_and_its_value_unless_that_is_missing():
    carts = pd.DataFrame(
        {"cart": [7, 5], "number": [1001, 1002], "items": [8, 3], "value": [12.34, -1.0]}
    )
    sessions = pd.DataFrame(
        {"number": [1, 2, 3], "user": [9, 8, 7], "ended": [10, 20, 30], "cart": [5, -1, 7]}
    )
    placed = place(orders.check_out(sessions, carts))
    assert placed["cart"].tolist() == [1002, 0, 1001]
    assert placed["items"].tolist()[::2] == [3, 8]
    assert placed["value"].iloc[2] == 12.34 and (placed["value"] > 0).all()
    assert placed["at"].tolist() == [10, 20, 30] and placed["session"].tolist() == [1, 2, 3]


def test_orders_are_the_same_in_one_chunk_and_in_several():
    rows, generator = checked_out(1000), np.random.default_rng(5)
    pieces = [orders.place(generator, rows[at : at + 7], END) for at in range(0, 1000, 7)]
    pd.testing.assert_frame_equal(pd.concat(pieces), place(rows))


@pytest.mark.parametrize("sessions_per_chunk", [(1, 900), (10**9, 10**9)])
def test_the_orders_of_a_shop_do_not_depend_on_where_its_chunks_end(
    monkeypatch, sessions_per_chunk
):
    monkeypatch.setattr(shop, "SESSIONS_PER_CHUNK", sessions_per_chunk)
    simulated = Shop(4, 5_000, 7, START)
    logged = [simulated.simulate(hours) for hours in simulated.chunks()]
    sessions, carts, found = (
        pd.concat([tables[name] for tables in logged if name in tables], ignore_index=True)
        for name in ("session_tracking", "cart_abandonment", "orders")
    )
    # all sessions and carts at once
    rows = orders.check_out(sessions[sessions["is_completed"]], carts)
    rows = rows.sort_values("at", kind="stable", ignore_index=True)
    expected = orders.place(np.random.default_rng([7, 3]), rows, 4 * parameters.DAY_SECONDS)
    assert len(found) > 300 and (found["cart"] > 0).sum() > 50
    for name in expected.drop(columns="status"):
        assert found[name].tolist() == expected[name].tolist(), name
    statuses = [parameters.ORDER_STATUSES[code] for code in expected["status"]]
    assert found["status"].tolist() == statuses


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_other_files_are_the_same_with_and_without_orders(tmp_path, monkeypatch, file_format):
    def run(folder):
        simulate(
            days=8,
            sessions_per_day=200,
            seed=5,
            start=START,
            incidents=None,
            file_format=file_format,
            out=folder,
            ground_truth_path=None,
            layouts=("zendesk_tickets",),
        )
        files = {str(path.relative_to(folder)): path for path in folder.rglob("*")}
        return {name: path.read_bytes() for name, path in files.items() if path.is_file()}

    written = run(tmp_path / "with")
    check_out = orders.check_out
    monkeypatch.setattr(orders, "check_out", lambda *each: check_out(*each)[:0])
    others = run(tmp_path / "without")
    assert GROUND_TRUTH_FILE in others and len(others) >= 8
    assert {name for name in written if written[name] != others.get(name)} == {
        name for name in written if name.startswith("orders")
    }
    days = {f"date={START + timedelta(days=day)}" for day in range(8)}
    parts = {name.split("/")[1] for name in written if name.startswith("orders/")}
    assert parts == (days if file_format == "parquet" else set())
