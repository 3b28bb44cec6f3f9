"""The rows behind each number. Every sum here is a sum of rows in force of closed dates, and of nothing else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from eventsite.accounts.models import Center, CenterKind
from eventsite.attendance.models import PRESENT, Attendance, Side
from eventsite.core.clock import fiscal_year_bounds
from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.core.settings import settings
from eventsite.events.models import Event, Occurrence
from eventsite.kpi import rules
from eventsite.kpi.models import KpiDefinition
from eventsite.kpi.rules import CountedDate, Published


def definitions() -> Sequence[KpiDefinition]:
    """Return the city's indicators with their published figures, in the plan's order."""
    query = select(KpiDefinition).order_by(KpiDefinition.position, KpiDefinition.key)
    return db.session.scalars(query.options(selectinload(KpiDefinition.years))).all()


def counted_definition(key: str) -> KpiDefinition:
    """Return an indicator that is counted from events, or raise NotFound."""
    definition = db.session.get(KpiDefinition, key)
    return found(definition if definition and definition.counted_from_events else None)


def published(definition: KpiDefinition) -> list[Published]:
    """Return an indicator's published figures, as the rules want them."""
    return [Published(year.fiscal_year, year.role, year.value, year.source) for year in definition.years]


def counted_dates(key: str, year: int, center_slug: str | None = None) -> list[CountedDate]:
    """Return the closed dates of a fiscal year that count toward an indicator, earliest first."""
    columns = (Event.code, Event.title, Occurrence.starts_at, Center.slug, Center.name, Event.is_demo)
    query = (
        _closed(key, year, *columns, _people(Side.RESIDENT), _people(Side.STAFF), _is_estimate())
        .group_by(Occurrence.id, *columns)
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    if center_slug:
        query = query.where(Center.slug == center_slug)
    return [
        CountedDate(
            event_code=code,
            title=title,
            starts_at=starts_at,
            center_slug=slug,
            center_name=name,
            people=int(people),
            staff=int(staff),
            is_estimate=bool(is_estimate),
            is_demo=is_demo,
        )
        for code, title, starts_at, slug, name, is_demo, people, staff, is_estimate in db.session.execute(query)
    ]


def counted_years(key: str) -> dict[int, int]:
    """Return the number of people by fiscal year, for the years in which a date was closed."""
    bounds = db.session.execute(
        select(func.min(Occurrence.starts_at), func.max(Occurrence.starts_at))
        .join(Occurrence.event)
        .where(Event.counts_toward == key, Occurrence.closed_at.is_not(None))
    ).one()
    if None in bounds:
        return {}
    earliest, latest = (fiscal_year_of(instant) for instant in bounds)
    sums = {year: _sum_of(key, year) for year in range(earliest, latest + 1)}
    return {year: people for year, people in sums.items() if people is not None}


def counted_centers(key: str, year: int) -> dict[str, int]:
    """Return the number of people of a fiscal year by the slug of the center."""
    query = _closed(key, year, Center.slug, _people(Side.RESIDENT)).group_by(Center.slug)
    return {slug: int(people) for slug, people in db.session.execute(query)}


def centers_to_show(counted: dict[str, int]) -> Sequence[Center]:
    """Return the centers and offices of the city, and whatever else has counted, in the city's order."""
    query = select(Center).order_by(Center.position, Center.id)
    shown = or_(Center.kind.in_((CenterKind.CENTER, CenterKind.OFFICE)), Center.slug.in_(list(counted)))
    return db.session.scalars(query.where(shown)).all()


def holds_demo_dates(key: str) -> bool:
    """Return whether demo data is among what is counted toward an indicator."""
    query = select(Event.id).join(Event.occurrences)
    demo = query.where(Event.is_demo, Event.counts_toward == key, Occurrence.closed_at.is_not(None)).limit(1)
    return db.session.scalar(demo) is not None


def fiscal_year_of(instant: datetime) -> int:
    """Return the city's fiscal year of an instant."""
    city = settings().city
    return rules.year_of(instant, city.zone, city.fiscal_year_start_month)


def _sum_of(key: str, year: int) -> int | None:
    closed, people = db.session.execute(_closed(key, year, func.count(Occurrence.id), _people(Side.RESIDENT))).one()
    return int(people) if closed else None


def _closed(key: str, year: int, *columns: Any) -> Select[Any]:
    """Return a query over the closed dates of a fiscal year, joined to the rows of those who came, if any."""
    city = settings().city
    starts, ends = fiscal_year_bounds(year, city.zone, city.fiscal_year_start_month)
    later = aliased(Attendance)
    replaced = select(later.id).where(later.corrects_id == Attendance.id).exists()
    came = and_(Attendance.occurrence_id == Occurrence.id, Attendance.outcome.in_(PRESENT), ~replaced)
    return (
        select(*columns)
        .select_from(Occurrence)
        .join(Occurrence.event)
        .join(Event.center)
        .outerjoin(Attendance, came)
        .where(
            Event.counts_toward == key,
            Occurrence.closed_at.is_not(None),
            Occurrence.starts_at >= starts,
            Occurrence.starts_at < ends,
        )
    )


def _people(side: Side) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((Attendance.side == side, Attendance.people), else_=0)), 0)


def _is_estimate() -> ColumnElement[int]:
    return func.max(case((Attendance.is_estimate, 1), else_=0))
