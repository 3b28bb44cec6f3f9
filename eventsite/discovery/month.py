"""One month as a table: weeks of days, each with how many dates touch it. Pure."""

import calendar
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eventsite.discovery.cards import day_kind, weekend_kind
from eventsite.discovery.filters import Days
from eventsite.discovery.reader import Reader
from eventsite.i18n.dates import short_weekday_text
from eventsite.i18n.eras import era_year
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import Locale

FIRST_YEAR, LAST_YEAR = 2000, 2099
_SUNDAY_FIRST = [date(2024, 1, 7) + timedelta(days=number) for number in range(7)]  # a week like all others


@dataclass(frozen=True)
class Day:
    """One cell; ``url`` is None where nothing happens."""

    number: int
    kind: str
    mark: Text | None
    today: bool
    url: str | None
    count: int
    unit: Text
    name: Text
    current: bool


@dataclass(frozen=True)
class Weekday:
    """The head of a column."""

    label: Text
    kind: str


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    year: int
    month: int

    @property
    def days(self) -> Days:
        """Return its first and its last day."""
        return Days(date(self.year, self.month, 1), date(self.year, self.month, self.length))

    @property
    def length(self) -> int:
        """Return how many days it has."""
        return calendar.monthrange(self.year, self.month)[1]

    def __str__(self) -> str:
        """Return it as in the address: 2026-11."""
        return f"{self.year:04}-{self.month:02}"

    def moved(self, by: int) -> "Month | None":
        """Return the month so many months later, or None outside of the calendar."""
        year, month = divmod(self.year * 12 + self.month - 1 + by, 12)
        return Month(year, month + 1) if FIRST_YEAR <= year <= LAST_YEAR else None


def read_month(text: str) -> Month | None:
    """Return the month of an address such as 2026-11, or None if it is none of the calendar's."""
    year, _, month = text.partition("-")
    if len(text) != len("2026-11") or not (year + month).isascii() or not (year + month).isdigit():
        return None
    readable = FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12 and len(month) == 2
    return Month(int(year), int(month)) if readable else None


def month_text(month: Month, reader: Reader) -> Text:
    """Return the month: 2026年（令和8年）11月."""
    name = reader.text(f"dates.month_{month.month}")
    if reader.locale is Locale.JA:
        return reader.text(
            "discovery.month_title", year=month.year, era=era_year(date(month.year, month.month, 1)), month=name
        )
    return reader.text("dates.month_year", year=month.year, month=name)


def counted(periods: Iterable[tuple[datetime, datetime | None]], month: Month, reader: Reader) -> Counter[int]:
    """Return how many periods (end exclusive, or None) touch each day of the month."""
    counts: Counter[int] = Counter()
    days = month.days
    for starts_at, ends_at in periods:
        first = reader.day(starts_at)
        last = max(first, reader.last_day(ends_at)) if ends_at else first
        counts.update(range(_clipped(first, days).day, _clipped(last, days).day + 1))
    return counts


def weeks(
    month: Month, counts: Counter[int], reader: Reader, url: Callable[[date], str], current: date | None
) -> list[list[Day | None]]:
    """Return the weeks from Sunday on; None stands for days of other months."""
    table = calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(month.year, month.month)
    return [
        [_day(day, counts[day.day], reader, url, current) if day.month == month.month else None for day in week]
        for week in table
    ]


def weekdays(reader: Reader) -> list[Weekday]:
    """Return the heads of the columns, Sunday first."""
    return [Weekday(short_weekday_text(day, reader.locale), weekend_kind(day)) for day in _SUNDAY_FIRST]


def _day(day: date, count: int, reader: Reader, url: Callable[[date], str], current: date | None) -> Day:
    kind = day_kind(day)
    unit = reader.text("discovery.count", count=count)
    return Day(
        number=day.day,
        kind=kind,
        mark=reader.text("discovery.holiday_sign") if kind == "holiday" else None,
        today=day == reader.today,
        url=url(day) if count else None,
        count=count,
        unit=reader.text("discovery.count_unit"),
        name=Text(f"{reader.date(day)} {unit}"),
        current=day == current,
    )


def _clipped(day: date, days: Days) -> date:
    return min(max(day, days.first or day), days.last or day)
