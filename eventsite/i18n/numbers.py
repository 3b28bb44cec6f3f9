"""Numbers with their counters in words: people, money, minutes, days of the month.

In Japanese the reading of a counter depends on the number (1人 ひとり, 3人 さんにん), so these are made
here and go into catalog texts as ready values.
"""

from eventsite.i18n.ruby import Text, marked
from eventsite.i18n.texts import Locale, translate

# Days whose name is not the number and にち. Source: 常用漢字表 付表 (二十日 はつか, 一日 ついたち ...).
_DAY_READINGS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_PERSON_READINGS = {1: "ひとり", 2: "ふたり"}
_ENDINGS_WITH_PUN = frozenset("013468")


def people_text(count: int, locale: str) -> Text:
    """Return a number of people: 4,182人."""
    if locale != Locale.EN and count in _PERSON_READINGS:
        return marked(f"［{count}人|{_PERSON_READINGS[count]}］")
    return translate(locale, "numbers.people", count=count)


def yen_text(yen: int, locale: str) -> Text:
    """Return a price: 500円, and 無料 for nothing."""
    return translate(locale, "numbers.yen", yen=yen) if yen else translate(locale, "numbers.free")


def day_of_month(day: int, locale: str) -> Text:
    """Return the day of a month (1 to 31): 14日."""
    if locale != Locale.EN and day in _DAY_READINGS:
        return marked(f"［{day}日|{_DAY_READINGS[day]}］")
    return translate(locale, "numbers.day_of_month", day=day)


def minute_text(minute: int, locale: str) -> Text:
    """Return the minutes of a time of day (0 to 59): 30分."""
    if locale != Locale.EN:
        return marked(f"{minute}［分|{'ぷん' if str(minute)[-1] in _ENDINGS_WITH_PUN else 'ふん'}］")
    return translate(locale, "numbers.minute", minute=minute)


def duration_text(minutes: int, locale: str) -> Text:
    """Return a length of time in whole minutes: 1時間30分."""
    hours, rest = divmod(minutes, 60)
    long, short = _hours(hours, locale), _minutes(rest, locale)
    if hours and rest:
        return translate(locale, "numbers.hours_and_minutes", hours=long, minutes=short)
    return long if hours else short


def _hours(hours: int, locale: str) -> Text:
    return translate(locale, "numbers.hours", count=hours)


def _minutes(minutes: int, locale: str) -> Text:
    if locale != Locale.EN:
        return minute_text(minutes, locale)
    return translate(locale, "numbers.minutes", count=minutes)
