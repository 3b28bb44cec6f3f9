"""Repeated dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.events.recurrence import MAX_DATES, Step, expand, ordinal_in_month

days = st.dates(date(1990, 1, 1), date(2150, 12, 31))


def test_every_week_until_the_day_itself() -> None:
    assert expand(date(2026, 12, 18), Step.WEEKLY, date(2027, 1, 8)) == [
        date(2026, 12, 18),
        date(2026, 12, 25),
        date(2027, 1, 1),
        date(2027, 1, 8),
    ]


def test_listed_days_are_left_out_and_nothing_moves_up() -> None:
    holidays = frozenset({date(2026, 12, 25), date(2027, 1, 1)})

    assert expand(date(2026, 12, 18), Step.WEEKLY, date(2027, 1, 8), holidays) == [date(2026, 12, 18), date(2027, 1, 8)]


def test_every_other_week() -> None:
    assert expand(date(2026, 12, 18), Step.FORTNIGHTLY, date(2027, 1, 14)) == [date(2026, 12, 18), date(2027, 1, 1)]


def test_the_second_saturday_across_the_year_end() -> None:
    assert expand(date(2026, 11, 14), Step.MONTHLY_WEEKDAY, date(2027, 2, 28)) == [
        date(2026, 11, 14),
        date(2026, 12, 12),
        date(2027, 1, 9),
        date(2027, 2, 13),
    ]


def test_a_fifth_saturday_is_only_where_there_is_one() -> None:
    assert expand(date(2026, 10, 31), Step.MONTHLY_WEEKDAY, date(2027, 6, 1)) == [
        date(2026, 10, 31),
        date(2027, 1, 30),
        date(2027, 5, 29),
    ]


def test_the_last_sunday_is_the_fourth_or_the_fifth() -> None:
    assert expand(date(2026, 11, 29), Step.MONTHLY_LAST, date(2027, 2, 28)) == [
        date(2026, 11, 29),
        date(2026, 12, 27),
        date(2027, 1, 31),
        date(2027, 2, 28),
    ]


def test_the_31st_skips_the_short_months() -> None:
    assert expand(date(2026, 10, 31), Step.MONTHLY_DAY, date(2027, 3, 31)) == [
        date(2026, 10, 31),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 3, 31),
    ]


def test_29_february_comes_monthly_and_is_left_out_in_common_years() -> None:
    every_29th = expand(date(2028, 1, 29), Step.MONTHLY_DAY, date(2029, 3, 31))

    assert date(2028, 2, 29) in every_29th
    assert not [day for day in every_29th if day.year == 2029 and day.month == 2]


def test_an_end_before_the_beginning_gives_nothing() -> None:
    assert expand(date(2026, 12, 18), Step.WEEKLY, date(2026, 12, 17)) == []


def test_an_endless_wish_is_bounded() -> None:
    assert len(expand(date(2026, 1, 1), Step.WEEKLY, date.max)) == MAX_DATES


def test_the_calendar_itself_may_end() -> None:
    assert expand(date(9999, 12, 30), Step.MONTHLY_DAY, date.max) == [date(9999, 12, 30)]
    assert expand(date(9999, 12, 30), Step.WEEKLY, date.max) == [date(9999, 12, 30)]


@given(first=days, step=st.sampled_from(Step), length=st.integers(0, 800))
def test_dates_rise_begin_with_the_first_and_stay_within_the_end(first: date, step: Step, length: int) -> None:
    until = first + timedelta(days=length)

    found = expand(first, step, until)

    assert found[0] == first
    assert found == sorted(set(found))
    assert all(day <= until for day in found)


@given(first=days, step=st.sampled_from([Step.WEEKLY, Step.FORTNIGHTLY, Step.MONTHLY_WEEKDAY, Step.MONTHLY_LAST]))
def test_a_weekday_never_changes(first: date, step: Step) -> None:
    found = expand(first, step, first + timedelta(days=400))

    assert {day.weekday() for day in found} == {first.weekday()}


@given(first=days)
def test_the_same_week_of_the_month_each_month(first: date) -> None:
    found = expand(first, Step.MONTHLY_WEEKDAY, first + timedelta(days=400))

    assert {ordinal_in_month(day) for day in found} == {ordinal_in_month(first)}
    assert len({(day.year, day.month) for day in found}) == len(found)


@given(first=days)
def test_a_last_weekday_has_none_after_it_in_its_month(first: date) -> None:
    found = expand(first, Step.MONTHLY_LAST, first + timedelta(days=400))[1:]

    assert all((day + timedelta(days=7)).month != day.month for day in found)


@given(first=days, step=st.sampled_from(Step), skipped=st.sets(st.integers(0, 60), max_size=10))
def test_skipping_only_takes_away(first: date, step: Step, skipped: set[int]) -> None:
    skipping = frozenset(first + timedelta(days=one) for one in skipped)
    until = first + timedelta(days=60)

    assert expand(first, step, until, skipping) == [day for day in expand(first, step, until) if day not in skipping]


@pytest.mark.parametrize(("day", "ordinal"), [(1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (29, 5)])
def test_the_how_manieth_weekday_of_the_month(day: int, ordinal: int) -> None:
    assert ordinal_in_month(date(2026, 11, day)) == ordinal
