"""Era years (和暦) and fiscal years (年度): 2026 is 令和8年. For showing and reading, never for storing."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Era:
    """An era, from its first day until the first day of the next one."""

    name: str
    initial: str
    begins_on: date


# Source: 元号法 (昭和54年法律第43号) and the edicts before it.
ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
# The calendar before 明治6年 was lunar: its years do not begin with ours.
FIRST_SOLAR_DAY = date(1873, 1, 1)


def era_year(day: date) -> str:
    """Return the era year of a day, such as 令和8年 or 令和元年; before 1873 the western year."""
    if day < FIRST_SOLAR_DAY:
        return f"{day.year}年"
    era = next(era for era in ERAS if era.begins_on <= day)
    return f"{era.name}{_ordinal(day.year - era.begins_on.year + 1)}年"


def era_years(year: int) -> str:
    """Return the era years of a whole calendar year; 2019 has two: 平成31年・令和元年."""
    first, last = era_year(date(year, 1, 1)), era_year(date(year, 12, 31))
    return first if first == last else f"{first}・{last}"


def fiscal_year(day: date, start_month: int = 4) -> int:
    """Return the fiscal year (年度) of a local day, named by the year in which it begins.

    ``start_month`` is the first month of the year, 1 to 12; 31 March 2027 lies in 2026, 1 April in 2027.
    Source: 地方自治法 第208条 (the fiscal year runs from 1 April to 31 March).
    """
    return day.year if day.month >= start_month else day.year - 1


def fiscal_year_text(year: int) -> str:
    """Return the fiscal year that begins in April of ``year``, such as 令和8年度.

    2019 is 令和元年度: the name that the year has at its end of December.
    Source: 改元に伴う元号による年表示の取扱いについて (2019-04-01, 関係省庁連絡会議申合せ).
    """
    return f"{era_year(date(year, 12, 31))}度"


def western_year(era: str, year: int) -> int | None:
    """Return the western year of an era (name or initial) and its year, or None if there is no such era.

    A year past the end of an era is taken at its word, as on old papers: 平成32年 is 2020.
    """
    for known in ERAS:
        if era.upper() in (known.name, known.initial) and year >= 1:
            return known.begins_on.year + year - 1
    return None


def _ordinal(year: int) -> str:
    return "元" if year == 1 else str(year)
