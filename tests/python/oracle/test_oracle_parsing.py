"""How the oracle parses single values."""

from datetime import datetime

import pytest
from pandas_oracle.parsing import clean_page, parse_integer, parse_number, parse_time, user_key


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2025-03-03", datetime(2025, 3, 3)),
        ("2025-03-03T09:06", datetime(2025, 3, 3, 9, 6)),
        ("2025-03-03 09:06:07.250", datetime(2025, 3, 3, 9, 6, 7, 250000)),
        ("2025-03-03T09:06:07Z", datetime(2025, 3, 3, 9, 6, 7)),
        ("2025-03-03T09:06:07+05:30", datetime(2025, 3, 3, 3, 36, 7)),
        ("2025-03-03T23:06:07-0230", datetime(2025, 3, 4, 1, 36, 7)),
        ("2025-03-03T00:30:00+01", datetime(2025, 3, 2, 23, 30)),
        ("2024-02-29", datetime(2024, 2, 29)),
        ("2025-03-03T24:00:00", datetime(2025, 3, 4)),
        ("2025-03-03T9:06:07", datetime(2025, 3, 3, 9, 6, 7)),
        ("2025-3-3", datetime(2025, 3, 3)),
        ("2025/3/3 9:06", datetime(2025, 3, 3, 9, 6)),
        ("20250303", datetime(2025, 3, 3)),
        ("20250303T090607Z", datetime(2025, 3, 3, 9, 6, 7)),
        ("20250303T0906+0100", datetime(2025, 3, 3, 8, 6)),
        ("2025-03-03t09:06:07,250z", datetime(2025, 3, 3, 9, 6, 7, 250000)),
        ("2025-03-03  09:06:07 UTC", datetime(2025, 3, 3, 9, 6, 7)),
        ("2025-03-03 09:06:07 +01:00", datetime(2025, 3, 3, 8, 6, 7)),
        ("2025-03-03T09:06:07+01:00[Europe/Berlin]", datetime(2025, 3, 3, 8, 6, 7)),
        ("1741000000", datetime(2025, 3, 3, 11, 6, 40)),
        ("1741000000.5", datetime(2025, 3, 3, 11, 6, 40, 500000)),
        ("1741000000123", datetime(2025, 3, 3, 11, 6, 40, 123000)),
        ("1741000000123456", datetime(2025, 3, 3, 11, 6, 40, 123456)),
        ("1741000000123456789", datetime(2025, 3, 3, 11, 6, 40, 123456)),
        ("2025-02-29", None),
        ("2025-03-03T24:00:01", None),
        ("2025-03-03T09:60:00", None),
        ("2025-03/03", None),
        ("20250303 0906", None),
        ("2025033", None),
        ("2025-W10-1", None),
        ("03/03/2025", None),
        ("2025-03-03T09:06:07 CET", None),
        ("2025-03-03T09:06:07+16:00", None),
        ("17410000000", None),
        ("today", None),
    ],
)
def test_only_iso_timestamps_and_unix_times_are_parsed(text, time):
    assert parse_time(text) == time


def test_a_timestamp_without_an_offset_is_in_the_source_timezone():
    assert parse_time("2025-07-03T09:00:00", "Europe/Berlin") == datetime(2025, 7, 3, 7)
    assert parse_time("2025-07-03T09:00:00Z", "Europe/Berlin") == datetime(2025, 7, 3, 9)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("3.0", 3),
        ("-0.5", -0.5),
        ("1e3", 1000),
        ("2.5E-1", 0.25),
        ("999999999999999", 999999999999999),
        ("1e15", None),
        ("1e400", None),
        ("12,5", 12.5),
        ("-1.234,50", -1234.5),
        ("1,2345", 1.2345),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("1,000", None),
        ("1.234.567", None),
        ("12,34,567", None),
        ("1_000", None),
        ("0x1F", None),
        ("NaN", None),
        ("infinity", None),
        ("12 ms", None),
        ("٣", None),
        ("", None),
    ],
)
def test_only_decimals_that_can_be_read_one_way_are_parsed(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("3.0", 3), ("3.5", None), ("3,0", None), ("1e2", None), ("x", None)],
)
def test_an_integer_has_no_fraction(text, number):
    assert parse_integer(text) == number


@pytest.mark.parametrize(
    ("user_id", "key"),
    [
        ("U001", "u1"),
        ("user001", "u1"),
        (" usr-_ 1 ", "u1"),
        ("u000", "u0"),
        ("u100", "u100"),
        ("001", "001"),
        ("u1x", "u1x"),
        ("superuser1", "superuser1"),
        ("Guest-7", "guest-7"),
        ("", ""),
    ],
)
def test_spellings_of_a_user_have_one_key(user_id, key):
    assert user_key(user_id) == key


@pytest.mark.parametrize(
    ("page", "cleaned"),
    [
        ("/Home/", "home"),
        ("/", "/"),
        ("/?utm=1", "/"),
        ("cart/?next=/home/", "cart"),
        ("/a/b/", "a/b"),
    ],
)
def test_a_page_is_lowered_without_slashes_and_query(page, cleaned):
    assert clean_page(page) == cleaned
