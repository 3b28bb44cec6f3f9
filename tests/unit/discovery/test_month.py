"""The month as a table."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import eventsite.config
from eventsite.city.settings import read_settings
from eventsite.discovery.month import Month, counted, month_text, read_month, weekdays, weeks
from eventsite.discovery.reader import Reader
from eventsite.i18n.texts import Locale

CITY = read_settings(Path(eventsite.config.__file__).parent / "city" / "yamaguchi.toml")
READER = Reader(Locale.JA, datetime(2026, 11, 23, 3, 0, tzinfo=UTC), CITY)
NOVEMBER = Month(2026, 11)


def at(day: int, hour: int, month: int = 11) -> datetime:
    """Return an instant by the city's clock."""
    return datetime(2026, month, day, hour, tzinfo=CITY.zone)


@given(st.text())
def test_no_address_of_a_month_is_an_error(text: str) -> None:
    month = read_month(text)

    assert month is None or str(month) == text


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "1999-12", "2100-01", "２０２６-11", "2026-1", "2026/11", "-026-11"]
)
def test_what_is_no_month_of_the_calendar_is_none(text: str) -> None:
    assert read_month(text) is None


def test_months_follow_each_other_to_the_ends_of_the_calendar() -> None:
    assert NOVEMBER.moved(2) == Month(2027, 1)
    assert Month(2027, 1).moved(-1) == Month(2026, 12)
    assert Month(2000, 1).moved(-1) is None
    assert Month(2099, 12).moved(1) is None


def test_each_day_counts_what_touches_it_by_the_citys_clock() -> None:
    periods = [
        (at(14, 10), at(14, 12)),
        (at(14, 20), at(15, 0)),  # ends at midnight: not on the 15th
        (at(14, 0), None),
        (at(31, 9, month=10), at(3, 0)),  # an exhibition from October to the 2nd
        (at(30, 9), at(5, 17, month=12)),
    ]

    counts = counted(periods, NOVEMBER, READER)

    assert counts == {14: 3, 1: 1, 2: 1, 30: 1}


def test_the_table_begins_on_sunday_and_marks_holidays_and_today() -> None:
    counts = counted([(at(14, 10), at(14, 12))], NOVEMBER, READER)

    table = weeks(NOVEMBER, counts, READER, lambda day: f"/day/{day}", date(2026, 11, 14))

    days = {day.number: day for week in table for day in week if day}
    assert [len(week) for week in table] == [7] * 5
    assert table[0][0] is not None
    assert table[0][0].number == 1
    assert (days[14].url, days[14].name, days[14].current) == ("/day/2026-11-14", "11月14日（土） 1件", True)
    assert (days[13].url, days[23].kind, days[23].mark, days[23].today) == (None, "holiday", "祝", True)
    assert [one.label for one in weekdays(READER)] == ["日", "月", "火", "水", "木", "金", "土"]


def test_the_month_is_named_in_the_readers_language() -> None:
    assert month_text(NOVEMBER, READER) == "2026年（令和8年）11月"
    assert month_text(NOVEMBER, replace(READER, locale=Locale.EN)) == "November 2026"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.timedeltas(timedelta(0), timedelta(days=60)))
def test_no_period_counts_outside_of_the_month(first: date, length: timedelta) -> None:
    starts_at = datetime(first.year, first.month, first.day, 10, tzinfo=CITY.zone)
    month = Month(first.year, first.month)

    counts = counted([(starts_at, starts_at + length)], month, READER)

    assert set(counts) <= set(range(1, month.length + 1))
    assert counts[first.day] == 1
