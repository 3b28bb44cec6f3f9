"""The clock and the calendar of the city: instants are aware UTC, days are the city's own."""

from datetime import UTC, date, datetime, time, tzinfo

from eventsite.core.settings import settings


def now() -> datetime:
    """Return the present instant, aware, in UTC. Only routes, access rules and commands call this."""
    return datetime.now(UTC)


def zone() -> tzinfo:
    """Return the time zone by which the city lives (Asia/Tokyo for Yamaguchi)."""
    return settings().city.zone


def local(instant: datetime) -> datetime:
    """Return the same instant on the city's wall clock."""
    return instant.astimezone(zone())


def today(instant: datetime) -> date:
    """Return the city's day on which the instant falls."""
    return local(instant).date()


def at(day: date, moment: time) -> datetime:
    """Return the instant at which the city's clocks show this day and moment."""
    return datetime.combine(day, moment, tzinfo=zone()).astimezone(UTC)


def midnight(day: date) -> datetime:
    """Return the first instant of the city's day."""
    return at(day, time())


def fiscal_year_bounds(year: int, zone: tzinfo, start_month: int = 4) -> tuple[datetime, datetime]:
    """Return the first instant of a fiscal year and the first instant after it (half-open), in UTC."""
    starts = datetime(year, start_month, 1, tzinfo=zone)
    ends = datetime(year + 1, start_month, 1, tzinfo=zone)
    return starts.astimezone(UTC), ends.astimezone(UTC)
