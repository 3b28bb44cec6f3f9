"""Dates, times, amounts and codes are understood as people type them."""

from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.core.text import InvalidText
from eventsite.core.typed import LARGEST, parse_count, parse_date, parse_time, parse_yen
from eventsite.i18n.dates import date_text, time_text


def code_of(read: Callable[[str], object], typed: str) -> str:
    """Return the code with which a text is refused."""
    with pytest.raises(InvalidText) as refusal:
        read(typed)
    return refusal.value.code


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-11-14", "2026/11/14", "2026.11.14", "20261114", "2026ー11ー14", "２０２６／１１／１４"),
        *("2026年11月14日", "２０２６年１１月１４日", "2026年 11月 14日", "2026年11月14日（土）", "西暦2026年11月14日"),
        *("令和8年11月14日", "令和８年１１月１４日", "R8.11.14", "r8/11/14", "Ｒ８．１１．１４"),
    ],
)
def test_one_day_may_be_written_in_many_ways(typed: str) -> None:
    assert parse_date(typed) == date(2026, 11, 14)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("S30.8.15", date(1955, 8, 15)),
        ("昭和30年8月15日", date(1955, 8, 15)),
        ("平成31年5月1日", date(2019, 5, 1)),
        ("T15-1-2", date(1926, 1, 2)),
        ("2028/2/29", date(2028, 2, 29)),
    ],
)
def test_an_era_year_is_a_year(typed: str, day: date) -> None:
    assert parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-02-30", "date_not_in_calendar"),
        ("2027/2/29", "date_not_in_calendar"),
        ("令和0年1月1日", "date_not_in_calendar"),
        ("0000-01-01", "date_not_in_calendar"),
        ("11月14日", "date_unreadable"),
        ("14/11/2026", "date_unreadable"),
        ("あした", "date_unreadable"),
        ("", "date_unreadable"),
        ("X8.11.14", "date_unreadable"),
    ],
)
def test_what_is_no_day_gets_a_reason(typed: str, code: str) -> None:
    assert code_of(parse_date, typed) == code


@given(st.dates(date(1873, 1, 1), date(2199, 12, 31)))
def test_a_day_that_we_write_is_a_day_that_we_read(day: date) -> None:
    assert parse_date(date_text(day, "ja", with_year=True, with_era=False)) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("10:00", time(10)),
        ("１０：００", time(10)),
        ("9:05", time(9, 5)),
        ("午前10時", time(10)),
        ("10時半", time(10, 30)),
        ("午後1時30分", time(13, 30)),
        ("午後１時半", time(13, 30)),
        ("13時", time(13)),
        ("正午", time(12)),
        ("午前0時", time(0)),
        ("午後0時30分", time(12, 30)),
        ("12:00", time(12)),
        ("0:00", time(0)),
        ("午後 3:15", time(15, 15)),
    ],
)
def test_a_time_may_be_written_in_many_ways(typed: str, moment: time) -> None:
    assert parse_time(typed) == moment


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("午後12時", "time_ambiguous"),
        ("午前12時", "time_ambiguous"),
        ("24:00", "time_unreadable"),
        ("10:60", "time_unreadable"),
        ("午後13時", "time_unreadable"),
        ("10", "time_unreadable"),
        ("昼ごろ", "time_unreadable"),
    ],
)
def test_what_is_no_time_gets_a_reason(typed: str, code: str) -> None:
    assert code_of(parse_time, typed) == code


@given(st.times())
def test_a_time_that_we_write_is_a_time_that_we_read(moment: time) -> None:
    minute = moment.replace(second=0, microsecond=0)

    assert parse_time(time_text(minute, "ja")) == minute
    assert parse_time(f"{minute:%H:%M}") == minute


@pytest.mark.parametrize(
    ("typed", "count"), [("20", 20), ("２０", 20), ("1,200人", 1200), ("5名", 5), ("007", 7), ("0", 0)]
)
def test_a_number_may_carry_its_counter(typed: str, count: int) -> None:
    assert parse_count(typed) == count


@pytest.mark.parametrize("typed", ["", "-1", "2.5", "1e9", "二十", "1,20", "٣"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert code_of(parse_count, typed) == "count_unreadable"


@given(st.integers(0, 10**60))
def test_no_number_is_too_large_to_be_read(number: int) -> None:
    assert parse_count(str(number)) == min(number, LARGEST)


@pytest.mark.parametrize(
    ("typed", "yen"), [("500", 500), ("￥1,000", 1000), ("５００円", 500), ("無料", 0), ("\\300", 300)]
)
def test_an_amount_may_carry_its_sign(typed: str, yen: int) -> None:
    assert parse_yen(typed) == yen


def test_what_is_no_amount_is_refused() -> None:
    assert code_of(parse_yen, "五百円") == "yen_unreadable"
