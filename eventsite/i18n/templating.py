"""Dates and numbers for templates, in the reader's language and the city's zone."""

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from eventsite.i18n import current_locale, dates, numbers
from eventsite.i18n.ruby import Text

if TYPE_CHECKING:
    from flask import Flask


class Words:
    """Template global ``words``: ``words.period(o.starts_at, o.ends_at, o.precision)|ruby``."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def day(self, moment: date | datetime, *, with_year: bool = False) -> Text:
        """Return the day, or the city's day of an instant: 11月14日（土）."""
        return dates.date_text(self._day(moment), current_locale(), with_year=with_year)

    def time(self, instant: datetime) -> Text:
        """Return the city's time of an instant: 午前10時."""
        return dates.time_text(instant.astimezone(self.zone).time(), current_locale())

    def times(self, starts: datetime, ends: datetime | None, *, in_sentence: bool = False) -> Text:
        """Return the times alone, for a period within one day: 午前10時～正午."""
        last = ends.astimezone(self.zone).time() if ends else None
        first = starts.astimezone(self.zone).time()
        return dates.time_range_text(first, last, current_locale(), in_sentence=in_sentence)

    def period(
        self,
        starts: datetime | None,
        ends: datetime | None,
        precision: str = "minute",
        *,
        with_year: bool = False,
        in_sentence: bool = False,
    ) -> Text:
        """Return the whole period: 11月14日（土）午前10時～正午."""
        return dates.period_text(
            starts,
            ends,
            precision,
            current_locale(),
            zone=self.zone,
            with_year=with_year,
            in_sentence=in_sentence,
        )

    def moment(self, instant: datetime, *, with_year: bool = False) -> Text:
        """Return one instant, a deadline for example: 11月10日（火）午後5時."""
        return dates.moment_text(instant, current_locale(), zone=self.zone, with_year=with_year)

    def near(self, moment: date | datetime, now: datetime) -> Text | None:
        """Return 今日 or あす, or None."""
        return dates.relative_day(self._day(moment), self._day(now), current_locale())

    def dense(self, starts: datetime, ends: datetime | None) -> str:
        """Return the times for staff tables: 10:00–12:00."""
        return dates.dense_range_text(starts, ends, self.zone)

    def clock(self, instant: datetime) -> str:
        """Return the city's time of an instant for staff tables: 10:02."""
        return f"{instant.astimezone(self.zone):%H:%M}"

    def short_date(self, moment: date | datetime) -> str:
        """Return the date for staff tables: 11/14(土)."""
        return dates.short_date_text(self._day(moment))

    def people(self, count: int) -> Text:
        """Return a number of people: 20人."""
        return numbers.people_text(count, current_locale())

    def yen(self, yen: int) -> Text:
        """Return a price: 500円, 無料."""
        return numbers.yen_text(yen, current_locale())

    def duration(self, minutes: int) -> Text:
        """Return a length of time: 1時間30分."""
        return numbers.duration_text(minutes, current_locale())

    def _day(self, moment: date | datetime) -> date:
        return moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment


def init_words(app: "Flask", zone: tzinfo) -> None:
    """Give every template ``words``."""
    app.jinja_env.globals["words"] = Words(zone)
