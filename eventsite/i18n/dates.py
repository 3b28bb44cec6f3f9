"""Dates and times in words, in three languages. Pure: instants come with the ``zone`` of the reader.

Public pages: 11月14日（土）午前10時～正午; with the year 2026年（令和8年）11月14日（土）. Never 午後12時, for
it means two things. やさしい日本語 has weekdays in full and から…まで. Staff tables have 10:00–12:00.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import jpholiday

from eventsite.i18n.eras import era_year, era_years, fiscal_year, fiscal_year_text
from eventsite.i18n.numbers import day_of_month, minute_text
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import Locale, translate

NOON = time(12)
MIDNIGHT = time(0)
# A period that ends by this hour of the next morning belongs to the evening on which it began.
_NIGHT_ENDS = time(5)
_INSTANT = timedelta(microseconds=1)


def date_text(day: date, locale: str, *, with_year: bool = False, with_era: bool = True) -> Text:
    """Return a day with its weekday and, if it is one, the mark of a public holiday: 11月23日（月・祝）.

    The era year stands beside the western one in Japanese only. Raises TypeError for a datetime, whose day
    depends on a zone.
    """
    if isinstance(day, datetime):
        raise TypeError("a day, not an instant: say by which zone")
    return translate(
        locale,
        "dates.day",
        year=_year_before_day(day, locale, with_era=with_era) if with_year else "",
        month=_month(day, locale),
        day=day_of_month(day.day, locale),
        weekday=weekday_text(day, locale),
        holiday=translate(locale, "dates.holiday_mark") if holiday_name(day) else "",
    )


def weekday_text(day: date, locale: str) -> Text:
    """Return the weekday: 土, in やさしい日本語 and English in full."""
    return translate(locale, f"dates.weekday_{day.weekday()}")


def short_weekday_text(day: date, locale: str) -> Text:
    """Return the weekday in one letter, 土, or in three, Sat: where there is no room for more."""
    return Text(weekday_text(day, Locale.EN)[:3]) if locale == Locale.EN else weekday_text(day, Locale.JA)


@lru_cache(maxsize=2048)
def holiday_name(day: date) -> str | None:
    """Return the Japanese name of a public holiday, such as 勤労感謝の日, or None on other days."""
    name: str | None = jpholiday.is_holiday_name(day)
    return name


def relative_day(day: date, today: date, locale: str) -> Text | None:
    """Return 今日 or あす, or None for every other day."""
    words = {0: "dates.today", 1: "dates.tomorrow"}
    key = words.get((day - today).days)
    return translate(locale, key) if key else None


def time_text(moment: time, locale: str) -> Text:
    """Return a time of day: 午前10時, 午後1時30分, 正午, 午前0時; half past noon is 午後0時30分."""
    if _on_the_hour(moment) == NOON:
        return translate(locale, "dates.noon")
    if _on_the_hour(moment) == MIDNIGHT:
        return translate(locale, "dates.midnight")
    half = "dates.am" if moment < NOON else "dates.pm"
    return translate(locale, half, clock=_clock(moment, locale))


def time_range_text(starts: time, ends: time | None, locale: str, *, in_sentence: bool = False) -> Text:
    """Return the times of one day: 午前10時～正午, 午後1時30分～3時; without an end 午前10時から."""
    start = time_text(starts, locale)
    if ends is None:
        return translate(locale, "dates.open_end", start=start)
    return _range(start, _end_time(starts, ends, locale), locale, in_sentence=in_sentence)


def period_text(
    starts: datetime | None,
    ends: datetime | None,
    precision: str,
    locale: str,
    *,
    zone: tzinfo,
    with_year: bool = False,
    in_sentence: bool = False,
) -> Text:
    """Return when something happens, as exactly as it is known and no more exactly.

    ``ends`` is exclusive and may be None. ``precision`` is minute, day (whole days too), month, year
    or fiscal_year. ``in_sentence`` writes から…まで instead of the wave dash.
    """
    if starts is None:
        return translate(locale, "dates.unknown")
    first = starts.astimezone(zone)
    if precision == "minute":
        last = ends.astimezone(zone) if ends else None
        return _minute_period(first, last, locale, with_year=with_year, in_sentence=in_sentence)
    final = max(first, (ends - _INSTANT).astimezone(zone)) if ends else first
    return _coarse_period(first.date(), final.date(), precision, locale, with_year, in_sentence)


def moment_text(instant: datetime, locale: str, *, zone: tzinfo, with_year: bool = False) -> Text:
    """Return one instant: 11月10日（火）午後5時."""
    local = instant.astimezone(zone)
    return _day_and_time(local.date(), time_text(local.time(), locale), locale, with_year=with_year)


def short_date_text(day: date) -> str:
    """Return the date for subjects of mails and staff tables: 11/14(土)."""
    return f"{day.month}/{day.day}({weekday_text(day, Locale.JA)})"


def dense_range_text(starts: datetime, ends: datetime | None, zone: tzinfo) -> str:
    """Return the times for staff tables: 10:00–12:00, 20:00–翌1:00, for longer 20:00–11/16(月)9:00."""
    first = starts.astimezone(zone)
    if ends is None:
        return f"{_dense(first)}–"
    last = ends.astimezone(zone)
    days = (last.date() - first.date()).days
    day = {0: "", 1: "翌"}.get(days, short_date_text(last.date()))
    return f"{_dense(first)}–{day}{_dense(last)}"


def _dense(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _on_the_hour(moment: time) -> time | None:
    return moment.replace(second=0, microsecond=0, tzinfo=None) if moment.minute == 0 else None


def _clock(moment: time, locale: str) -> Text:
    hour = moment.hour % 12 or (12 if locale == Locale.EN else 0)
    if moment.minute == 0:
        return translate(locale, "dates.hour", hour=hour)
    return translate(locale, "dates.hour_minute", hour=hour, minute=minute_text(moment.minute, locale))


def _end_time(starts: time, ends: time, locale: str) -> Text:
    """Return the end of a range; 午前 or 午後 is not said twice, except after 正午, which has not said it."""
    special = {NOON, MIDNIGHT}
    same_half = (starts < NOON) == (ends < NOON) and starts <= ends
    if locale != Locale.JA or not same_half or _on_the_hour(starts) == NOON or _on_the_hour(ends) in special:
        return time_text(ends, locale)
    return _clock(ends, locale)


def _range(start: Text, end: Text, locale: str, *, in_sentence: bool) -> Text:
    key = "dates.range_in_sentence" if in_sentence else "dates.range"
    return translate(locale, key, start=start, end=end)


def _day_and_time(day: date, moment: Text, locale: str, *, with_year: bool) -> Text:
    return translate(locale, "dates.day_time", day=date_text(day, locale, with_year=with_year), time=moment)


def _minute_period(first: datetime, last: datetime | None, locale: str, *, with_year: bool, in_sentence: bool) -> Text:
    start = _day_and_time(first.date(), time_text(first.time(), locale), locale, with_year=with_year)
    if last is None:
        return translate(locale, "dates.open_end", start=start)
    end = _end_moment(first, last, locale, with_year=with_year)
    return _range(start, end, locale, in_sentence=in_sentence)


def _end_moment(first: datetime, last: datetime, locale: str, *, with_year: bool) -> Text:
    if last.date() == first.date():
        return _end_time(first.time(), last.time(), locale)
    end = time_text(last.time(), locale)
    if last.date() - first.date() == timedelta(days=1) and last.time() <= _NIGHT_ENDS:
        if locale == Locale.EN and last.time() == MIDNIGHT:
            return end  # "midnight the next day" would be a day later
        return translate(locale, "dates.next_day", time=end)
    return _day_and_time(last.date(), end, locale, with_year=with_year and last.year != first.year)


def _coarse_period(first: date, last: date, precision: str, locale: str, with_year: bool, in_sentence: bool) -> Text:
    start = _coarse(first, precision, locale, with_year=with_year)
    again = with_year and first.year != last.year
    if start == _coarse(last, precision, locale, with_year=with_year):
        return start
    if precision == "month" and first.year == last.year and locale != Locale.EN:
        end = _month(last, locale)
    else:
        end = _coarse(last, precision, locale, with_year=again)
    return _range(start, end, locale, in_sentence=in_sentence)


def _coarse(day: date, precision: str, locale: str, *, with_year: bool) -> Text:
    if precision == "day":
        return date_text(day, locale, with_year=with_year)
    if precision == "month":
        return translate(locale, "dates.month_year", year=day.year, month=_month(day, locale))
    if precision == "year":
        return translate(locale, "dates.year", year=day.year, era=era_years(day.year))
    year = fiscal_year(day)
    return translate(locale, "dates.fiscal_year", year=year, era=fiscal_year_text(year))


def _month(day: date, locale: str) -> Text:
    return translate(locale, f"dates.month_{day.month}")


def _year_before_day(day: date, locale: str, *, with_era: bool) -> Text:
    if with_era:
        return translate(locale, "dates.year_before_day", year=day.year, era=era_year(day))
    return translate(locale, "dates.western_year_before_day", year=day.year)
