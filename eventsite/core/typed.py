"""Dates, times and amounts as people type them: whatever is unambiguous is understood."""

import re
from datetime import date, time

from eventsite.core.text import InvalidText, digits
from eventsite.i18n.eras import ERAS, western_year

_ERA = "|".join(f"{era.name}|{era.initial}" for era in ERAS)
_NUMERIC_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_WRITTEN_DATE = re.compile(
    rf"(?:西暦)?(?:(?P<era>{_ERA})(?P<era_year>[0-9]{{1,2}}|元)|(?P<year>[0-9]{{4}}))[年./-]"
    r"(?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})日?(?:\(.{1,5}\))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(午前|午後)?([0-9]{1,2})(?::([0-9]{2})|時(?:([0-9]{1,2})分|(半))?)")
_COUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:人|名|回|件|枚)?")
_YEN = re.compile(r"[¥\\]?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)円?")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
LARGEST = 999_999_999  # fits every integer column


def parse_date(text: str) -> date:
    """Return the day: 2026-11-14, 2026/11/14, 20261114, 2026年11月14日, 令和8年11月14日, R8.11.14.

    Raises:
        InvalidText: date_unreadable, or date_not_in_calendar for a 30 February.
    """
    typed = digits(text).translate(_HYPHENS)
    year, month, day = _numeric_parts(typed) or _written_parts(typed)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidText("date_not_in_calendar") from error


def parse_time(text: str) -> time:
    """Return the time of day: 10:00, 午前10時, 10時半, 午後1時30分, 正午.

    午後12時 and 午前12時 mean noon to some and midnight to others; they are asked back.

    Raises:
        InvalidText: time_unreadable or time_ambiguous.
    """
    typed = digits(text)
    if typed == "正午":
        return time(12)
    match = _CLOCK.fullmatch(typed)
    if match is None:
        raise InvalidText("time_unreadable")
    half, hour, minute = match[1], int(match[2]), 30 if match[5] else int(match[3] or match[4] or 0)
    if half and hour == 12:
        raise InvalidText("time_ambiguous")
    if minute > 59 or hour > (11 if half else 23):
        raise InvalidText("time_unreadable")
    return time(hour + 12 if half == "午後" else hour, minute)


def parse_count(text: str) -> int:
    """Return a whole number from 0 on: 20, ２０, 1,200人. Raises InvalidText."""
    return _number(_COUNT, digits(text), "count_unreadable")


def parse_yen(text: str) -> int:
    """Return an amount in yen: 500, ￥1,000, ５００円, 無料. Raises InvalidText."""
    typed = digits(text)
    return 0 if typed == "無料" else _number(_YEN, typed, "yen_unreadable")


def as_id(text: str) -> int | None:
    """Return the row number that a text is, or None if it cannot be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**63)) else None


def _number(pattern: re.Pattern[str], typed: str, code: str) -> int:
    match = pattern.fullmatch(typed)
    if match is None:
        raise InvalidText(code)
    figures = match[1].replace(",", "").lstrip("0") or "0"
    # Longer ones are cut before int() sees them: its time grows with the square of the length.
    return int(figures) if len(figures) <= len(str(LARGEST)) else LARGEST


def _numeric_parts(typed: str) -> tuple[int, int, int] | None:
    match = _NUMERIC_DATE.fullmatch(typed)
    if match is None:
        return None
    year, month, day = (part for part in match.groups() if part is not None)
    return int(year), int(month), int(day)


def _written_parts(typed: str) -> tuple[int, int, int]:
    match = _WRITTEN_DATE.fullmatch(typed)
    if match is None:
        raise InvalidText("date_unreadable")
    year = int(match["year"]) if match["year"] else _era_parts(match["era"], match["era_year"])
    return year, int(match["month"]), int(match["day"])


def _era_parts(era: str, year: str) -> int:
    western = western_year(era, 1 if year == "元" else int(year))
    if western is None:
        raise InvalidText("date_not_in_calendar")
    return western
