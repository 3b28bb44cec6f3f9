"""Dates in running text whose weekday is not that day's: 2月21日（土） in a year in which it is a Sunday. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from eventsite.i18n.eras import ERAS, western_year

WEEKDAYS = "月火水木金土日"
_ERA = "|".join(f"{era.name}|{era.initial}" for era in ERAS)
# Written after NFKC: （ has become (, digits are narrow.
_DATED = re.compile(
    rf"(?:(?:(?P<era>{_ERA})\s*(?P<era_year>[0-9]{{1,2}}|元)|(?P<year>[12][0-9]{{3}}))\s*[年./]\s*)?"
    r"(?:\((?:令和|平成)[^)]{1,4}年\)\s*)?"
    r"(?<![0-9])(?P<month>[0-9]{1,2})\s*[月/.]\s*(?P<day>[0-9]{1,2})日?\s*"
    rf"[(\[〔]\s*(?P<weekday>[{WEEKDAYS}])(?:曜日?)?(?:[・･,、/](?:祝日?|休))?\s*[)\]〕]"
)


@dataclass(frozen=True)
class Slip:
    """A date that contradicts its weekday; ``right`` is the weekday that the day has, None if there is no such day."""

    written: str
    day: date | None
    right: str | None


def find_slips(text: str, dates: Sequence[date], today: date) -> list[Slip]:
    """Return the contradictions of a text, each spelling once, in order.

    A date without a year is taken as the one nearest to any of the event's ``dates`` (to ``today`` without any), so
    that a deadline in December before an event in January is understood.
    """
    slips: dict[str, Slip] = {}
    for found in _DATED.finditer(unicodedata.normalize("NFKC", text)):
        slip = _slip(found, dates or [today])
        if slip:
            slips[slip.written] = slip
    return list(slips.values())


def _slip(found: re.Match[str], dates: Sequence[date]) -> Slip | None:
    month, day = int(found["month"]), int(found["day"])
    candidates = [one for year in _years(found, dates) if (one := _day(year, month, day))]
    nearest = [min(candidates, key=lambda one: abs(one - near)) for near in dates] if candidates else []
    if any(WEEKDAYS[one.weekday()] == found["weekday"] for one in nearest):
        return None
    first = nearest[0] if nearest else None
    return Slip(found[0].strip(), first, WEEKDAYS[first.weekday()] if first else None)


def _years(found: re.Match[str], dates: Iterable[date]) -> set[int]:
    if found["year"]:
        return {int(found["year"])}
    if found["era"]:
        year = western_year(found["era"], 1 if found["era_year"] == "元" else int(found["era_year"]))
        return {year} if year else set()
    return {one.year + shift for one in dates for shift in (-1, 0, 1)}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
