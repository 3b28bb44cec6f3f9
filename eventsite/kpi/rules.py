"""Figures of fiscal years from closed dates and published values: plain values in, figures out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from eventsite.i18n.eras import fiscal_year
from eventsite.kpi.models import FigureRole


@dataclass(frozen=True)
class CountedDate:
    """One closed date of an event that counts toward an indicator: a row behind its number."""

    event_code: str
    title: str
    starts_at: datetime
    center_slug: str
    center_name: str
    people: int
    staff: int  # counted apart, no part of the number
    is_estimate: bool
    is_demo: bool


@dataclass(frozen=True)
class Published:
    """A figure that the plan or its report gives for a fiscal year; None where it says that there is none."""

    fiscal_year: int
    role: FigureRole
    value: Decimal | None
    source: str = ""


@dataclass(frozen=True)
class YearLine:
    """What is known of one indicator in one fiscal year; None is not known, which is not zero."""

    fiscal_year: int
    baseline: Decimal | None
    published: Decimal | None
    counted: int | None
    target: Decimal | None
    rate: Decimal | None

    @property
    def reached(self) -> Decimal | None:
        """Return the figure of the year: the published one, or else what has been counted."""
        return Decimal(self.counted) if self.published is None and self.counted is not None else self.published


def year_of(starts_at: datetime, zone: tzinfo, start_month: int) -> int:
    """Return the fiscal year of a date: that of the local day on which it begins."""
    return fiscal_year(starts_at.astimezone(zone).date(), start_month)


def total(dates: Iterable[CountedDate]) -> int:
    """Return the number of people that these dates add up to."""
    return sum(date.people for date in dates)


def achievement(value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """Return how much of the target is reached, in percent with one decimal; None if either is not known."""
    if value is None or not target:
        return None
    return (100 * value / target).quantize(Decimal("0.1"), ROUND_HALF_UP)


def final_target(figures: Iterable[Published]) -> Published | None:
    """Return the last target that the plan sets, or None."""
    targets = [figure for figure in figures if figure.role is FigureRole.TARGET and figure.value is not None]
    return max(targets, key=lambda figure: figure.fiscal_year, default=None)


def year_lines(figures: Iterable[Published], counted: Mapping[int, int], this_year: int) -> list[YearLine]:
    """Return a line for each fiscal year from the first actual figure to this year, and for years of other figures.

    ``counted`` holds the years in which something was closed. A year without any figure is a line all the same:
    a gap is shown, not hidden.
    """
    known = list(figures)
    values = {(figure.fiscal_year, figure.role): figure.value for figure in known}
    target = final_target(known)
    actual = [figure.fiscal_year for figure in known if figure.role is FigureRole.ACTUAL]
    running = range(min([*actual, *counted, this_year]), this_year + 1)
    return [
        _line(year, values, counted.get(year), target.value if target else None)
        for year in sorted({*running, *counted, *(figure.fiscal_year for figure in known)})
    ]


def _line(
    year: int, values: Mapping[tuple[int, FigureRole], Decimal | None], counted: int | None, target: Decimal | None
) -> YearLine:
    published = values.get((year, FigureRole.ACTUAL))
    reached = Decimal(counted) if published is None and counted is not None else published
    return YearLine(
        fiscal_year=year,
        baseline=values.get((year, FigureRole.BASELINE)),
        published=published,
        counted=counted,
        target=values.get((year, FigureRole.TARGET)),
        rate=achievement(reached, target),
    )
