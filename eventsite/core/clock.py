"""The clock and the calendar of the city: instants are aware UTC, days are the city's own."""

from datetime import UTC, date, datetime, time, tzinfo

from flask import current_app

from eventsite.config import Settings


def now() -> datetime:
    """Return the present instant, aware, in UTC. Only routes, access rules and commands call this."""
    return datetime.now(UTC)


def zone() -> tzinfo:
    """Return the time zone by which the city lives (Asia/Tokyo for Yamaguchi)."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.city.zone


def local(instant: datetime) -> datetime:
    """Return the same instant on the city's wall clock."""
    return instant.astimezone(zone())


def today(instant: datetime) -> date:
    """Return the city's day on which the instant falls."""
    return local(instant).date()


def at(day: date, moment: time) -> datetime:
    """Return the instant at which the city's clocks show this day and moment."""
    return datetime.combine(day, moment, tzinfo=zone()).astimezone(UTC)


def fiscal_year(day: date, start_month: int = 4) -> int:
    """Return the fiscal year (年度) of a local day, named by the year in which it begins.

    ``start_month`` is the first month of the year, 1 to 12; 31 March 2027 lies in 2026, 1 April in 2027.
    Source: 地方自治法 第208条 (the fiscal year runs from 1 April to 31 March).
    """
    return day.year if day.month >= start_month else day.year - 1


def fiscal_year_bounds(year: int, zone: tzinfo, start_month: int = 4) -> tuple[datetime, datetime]:
    """Return the first instant of a fiscal year and the first instant after it (half-open), in UTC."""
    starts = datetime(year, start_month, 1, tzinfo=zone)
    ends = datetime(year + 1, start_month, 1, tzinfo=zone)
    return starts.astimezone(UTC), ends.astimezone(UTC)
