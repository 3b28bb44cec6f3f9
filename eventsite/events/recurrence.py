"""Repeated dates: every week, every second Saturday. Pure: days in, days out, no times and no zones."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

MAX_DATES = 120  # more than twice a week for a year


class Step(StrEnum):
    """How a date repeats. The weekday, the week and the day of the month are those of the first date."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_WEEKDAY = "monthly_weekday"  # the second Saturday
    MONTHLY_LAST = "monthly_last"  # the last Saturday
    MONTHLY_DAY = "monthly_day"  # the 15th


def expand(first: date, step: Step, until: date, skipping: frozenset[date] = frozenset()) -> list[date]:
    """Return the repeated days from ``first`` to ``until``, both included, without the skipped ones.

    A month that lacks the day (a fifth Saturday, a 31st, a 29 February) has none: nothing moves to another day.
    At most MAX_DATES are returned. ``first`` itself stays, whatever the step, unless it is skipped.
    """
    days: list[date] = []
    for day in _days(first, step):
        if day > until or len(days) == MAX_DATES:
            break
        if day not in skipping:
            days.append(day)
    return days


def ordinal_in_month(day: date) -> int:
    """Return the how-manieth of its weekday a day is in its month, 1 to 5."""
    return (day.day - 1) // 7 + 1


def _days(first: date, step: Step) -> Iterator[date]:
    yield first
    yield from _weekly(first, step) if step in (Step.WEEKLY, Step.FORTNIGHTLY) else _monthly(first, step)


def _weekly(first: date, step: Step) -> Iterator[date]:
    gap = timedelta(days=7 if step is Step.WEEKLY else 14)
    day = first
    while date.max - day >= gap:
        day += gap
        yield day


def _monthly(first: date, step: Step) -> Iterator[date]:
    for months in range(1, 12 * (date.max.year - first.year) + 13 - first.month):
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        day = _day_in(year, month + 1, first, step)
        if day:
            yield day


def _day_in(year: int, month: int, first: date, step: Step) -> date | None:
    """Return the day of a month that matches the first date, or None where the month has no such day."""
    length = monthrange(year, month)[1]
    if step is Step.MONTHLY_DAY:
        number = first.day
    elif step is Step.MONTHLY_LAST:
        number = length - (date(year, month, length).weekday() - first.weekday()) % 7
    else:
        ahead = (first.weekday() - date(year, month, 1).weekday()) % 7
        number = 1 + ahead + 7 * (ordinal_in_month(first) - 1)
    return date(year, month, number) if number <= length else None
