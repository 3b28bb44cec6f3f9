"""The table of a month, wherever it stands: what happens on each day, and the ways to the months beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from eventsite.discovery import queries
from eventsite.discovery.conditions import span_of
from eventsite.discovery.filters import Filter
from eventsite.discovery.listing import Way
from eventsite.discovery.month import Day, Month, Weekday, counted, month_text, weekdays, weeks
from eventsite.discovery.reader import Reader
from eventsite.i18n.ruby import Text


@dataclass(frozen=True)
class MonthTable:
    """A month, ready to be shown; a way is None beyond the end of the calendar."""

    title: Text
    weeks: list[list[Day | None]]
    weekdays: list[Weekday]
    previous: Way | None
    this: Way | None
    next: Way | None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing happens on any day of the month."""
        return not any(day and day.url for week in self.weeks for day in week)


def month_table(
    shown: Month,
    chosen: Filter,
    reader: Reader,
    *,
    month_url: Callable[[Month], str],
    day_url: Callable[[date], str],
    current: date | None = None,
) -> MonthTable:
    """Return the table of a month with what the filter finds on its days; ``current`` is the day shown below it."""
    periods = queries.in_month(chosen, span_of(shown.days, reader.zone), now=reader.now)
    counts = counted([(one.starts_at, one.ends_at) for one in periods], shown, reader)

    def way(month: Month | None, key: str = "") -> Way | None:
        if month is None:
            return None
        return Way(reader.text(key or f"dates.month_{month.month}"), month_url(month))

    return MonthTable(
        title=month_text(shown, reader),
        weeks=weeks(shown, counts, reader, day_url, current),
        weekdays=weekdays(reader),
        previous=way(shown.moved(-1)),
        this=way(Month(reader.today.year, reader.today.month), "discovery.this_month"),
        next=way(shown.moved(1)),
    )
