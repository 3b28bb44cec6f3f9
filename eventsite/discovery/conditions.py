"""What a Filter means in SQL, the same on both engines."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from eventsite.accounts.models import Center
from eventsite.admission.models import Call, Slot, SlotOccurrence
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import DECIDED_LATER, Admission, Audience, FreePlaceRule, RegistrationState
from eventsite.discovery.filters import Days, Filter, Span, Switch
from eventsite.discovery.traits import traits
from eventsite.discovery.words import Where, holding
from eventsite.events.facts import EXACT
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication, Visibility

# No date lasts longer (the longest known one is a fiscal year), so the index needs to be read no further back.
LONGEST = timedelta(days=400)

Columns = TypeVarTuple("Columns")
Condition = ColumnElement[bool]


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of a day of the city."""
    return datetime.combine(day, time(0), tzinfo=zone)


def span_of(days: Days, zone: tzinfo) -> Span:
    """Return the instants of some whole days of the city."""
    return Span(
        midnight(days.first, zone) if days.first else None,
        midnight(days.last + timedelta(days=1), zone) if days.last else None,
    )


def listed() -> tuple[Condition, ...]:
    """Return what makes an event public: no draft, and not for staff only. A cancelled one stays to be seen."""
    return (Event.publication != Publication.DRAFT, Event.visibility == Visibility.PUBLIC)


def matching(
    columns: Select[*Columns], chosen: Filter, now: datetime, where: Where = Where.ANYWHERE
) -> Select[*Columns]:
    """Return the query over dates and their events, narrowed to what is public and chosen; days apart.

    ``where`` says where the words must be.
    """
    query = columns.select_from(Occurrence).join(Occurrence.event).where(*listed())
    if chosen.centers:
        query = query.where(Event.center_id.in_(_center_ids(chosen.centers)))
    if chosen.kinds:
        query = query.where(Event.kind.in_(chosen.kinds))
    if Switch.FREE in chosen.switches:
        query = query.where(Event.fee_yen == 0)
    if Switch.NO_REGISTRATION in chosen.switches:
        query = query.where(_has_call(Call.admission == Admission.NONE), ~_has_call(Call.admission != Admission.NONE))
    if Switch.PLACES_LEFT in chosen.switches:
        query = query.where(_can_come(now))
    return query.where(*traits(chosen), *holding(chosen.words, where))


def ahead(now: datetime, today_begins_at: datetime) -> Condition:
    """Return what a list shows by default: dates not yet over; one without a known end lasts as long as its day."""
    lasts = or_(Occurrence.ends_at > now, and_(Occurrence.ends_at.is_(None), Occurrence.starts_at >= today_begins_at))
    return and_(lasts, Occurrence.starts_at > now - LONGEST)


def within(span: Span) -> tuple[Condition, ...]:
    """Return which dates belong to a span: those that touch it, and those of a whole month or year that lie inside.

    A date of which only the month is known is on none of its days, but it is in that month.
    """
    conditions: list[Condition] = []
    coarse = Occurrence.precision.not_in(EXACT)
    if span.starts_at:
        touches = or_(Occurrence.ends_at > span.starts_at, Occurrence.starts_at >= span.starts_at)
        inside = or_(~coarse, Occurrence.starts_at >= span.starts_at)
        conditions += [touches, inside, Occurrence.starts_at > span.starts_at - LONGEST]
    if span.ends_at:
        inside = or_(~coarse, Occurrence.ends_at <= span.ends_at)
        conditions += [Occurrence.starts_at < span.ends_at, inside]
    return tuple(conditions)


def _center_ids(slugs: tuple[str, ...]) -> Select[int]:
    """Return the ids of the centers and of their branches: who looks for 阿東 means all of it."""
    parent = aliased(Center)
    return (
        select(Center.id)
        .outerjoin(parent, Center.parent_id == parent.id)
        .where(or_(Center.slug.in_(slugs), parent.slug.in_(slugs)))
    )


def _has_call(kind: Condition) -> Condition:
    return exists().where(Call.event_id == Event.id, Call.audience == Audience.RESIDENTS, kind)


def _can_come(now: datetime) -> Condition:
    """Return where a resident can still come: nobody needs to register, or an open slot of the date has a place."""
    takes_place = and_(Occurrence.status != OccurrenceStatus.CANCELLED, Event.publication != Publication.CANCELLED)
    return and_(takes_place, or_(_has_call(Call.admission == Admission.NONE), _open_slot(now)))


def _open_slot(now: datetime) -> Condition:
    awaited = exists().where(Registration.slot_id == Slot.id, Registration.state == RegistrationState.WAITING)
    dates = exists().where(SlotOccurrence.slot_id == Slot.id)
    this_date = exists().where(SlotOccurrence.slot_id == Slot.id, SlotOccurrence.occurrence_id == Occurrence.id)
    has_room = Slot.taken + Slot.held < Slot.capacity
    overtakes = Call.free_place_rule == FreePlaceRule.NEXT_THAT_FITS  # who waits did not fit
    query = (
        select(Slot.id)
        .join(Slot.call)
        .where(
            Call.event_id == Event.id,
            Call.audience == Audience.RESIDENTS,
            Call.admission != Admission.NONE,
            or_(Call.opens_at.is_(None), Call.opens_at <= now),
            or_(
                and_(_takes_entries(now), Call.admission.in_(DECIDED_LATER)),
                and_(_gives_at_once(now), or_(Slot.capacity.is_(None), and_(has_room, or_(~awaited, overtakes)))),
            ),
            or_(this_date, ~dates),
        )
    )
    return query.correlate(Event, Occurrence).exists()


def _takes_entries(now: datetime) -> Condition:
    """Return where a call takes entries before a decision for all: a draw only once its rules are sealed."""
    is_open = or_(Call.closes_at.is_(None), Call.closes_at > now)
    sealed = or_(Call.admission == Admission.BY_ORGANISER, Call.sealed_at.is_not(None))
    return and_(is_open, sealed, Call.frozen_at.is_(None), Call.announced_at.is_(None))


def _gives_at_once(now: datetime) -> Condition:
    """Return where whoever comes first gets a place: by its rule, or what a decision has left over."""
    is_open = or_(Call.closes_at.is_(None), Call.closes_at > now)
    leftover = and_(Call.leftover_first_come, Call.announced_at.is_not(None))
    return or_(and_(Call.admission == Admission.FIRST_COME, is_open), leftover)
