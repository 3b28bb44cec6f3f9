"""Shifts that need helpers, one person's shifts, and what the door wrote down of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventsite.accounts.models import User
from eventsite.admission import dates
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries import seats
from eventsite.admission.rules import registration_period
from eventsite.admission.vocabulary import ACTIVE_STATES, Admission, Audience, RegistrationState
from eventsite.attendance.models import PRESENT, Attendance
from eventsite.attendance.queries import in_force
from eventsite.core.clock import today
from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication
from eventsite.supporters.rules import Situation, Span, Verdict, verdict


@dataclass(frozen=True)
class Shift:
    """A slot of a call for city employees, as one person sees it."""

    slot: Slot
    spans: Sequence[Span]
    verdict: Verdict
    registration: Registration | None

    @property
    def event(self) -> Event:
        """Return the event that needs helpers."""
        return self.slot.call.event

    @property
    def day(self) -> date:
        """Return the city's day on which the shift begins."""
        return today(self.spans[0].starts_at)

    @property
    def dates(self) -> list[Occurrence]:
        """Return the dates that the shift belongs to."""
        return dates.covered(self.slot)


@dataclass(frozen=True)
class Helped:
    """A shift at which the person was present, and its own times."""

    slot: Slot
    span: Span


def shift_by_code(code: str) -> Slot:
    """Return the slot of a published event's call for city employees, or raise NotFound."""
    return found(db.session.scalar(_shifts().where(Slot.code == code)))


def own_registration(token: str, user_id: int) -> Registration:
    """Return a person's own registration for a shift, or raise NotFound."""
    return found(
        db.session.scalar(
            select(Registration).where(Registration.manage_token == token, Registration.user_id == user_id)
        )
    )


def lock_user(user_id: int) -> User:
    """Return the person, locked until the transaction ends: one joins one shift at a time.

    The weaker lock lets others refer to the person meanwhile, as the log does for somebody who leaves a shift: they
    hold the call that whoever joins waits for.
    """
    return db.session.scalars(select(User).where(User.id == user_id).with_for_update(key_share=True)).one()


def active_registration(slot_id: int, user_id: int) -> Registration | None:
    """Return the registration by which a person holds or awaits a place in a shift, or None."""
    return db.session.scalar(
        select(Registration).where(
            Registration.slot_id == slot_id, Registration.user_id == user_id, Registration.state.in_(ACTIVE_STATES)
        )
    )


def board(user_id: int, *, now: datetime) -> list[Shift]:
    """Return the shifts that lie ahead, in the order of their dates, each with what it is to this person."""
    own = _active_of(user_id)
    ends_later = func.coalesce(Occurrence.ends_at, Occurrence.starts_at) > now
    slots = db.session.scalars(_shifts().where(Event.occurrences.any(ends_later))).all()
    shifts = [_shift(slot, own, now) for slot in slots]
    ahead = [shift for shift in shifts if shift.spans and shift.verdict is not Verdict.OVER]
    return sorted(ahead, key=lambda shift: (shift.spans[0].starts_at, shift.slot.id))


def shift_for(slot: Slot, user_id: int, *, now: datetime) -> Shift:
    """Return what one shift is to a person."""
    return _shift(slot, _active_of(user_id), now)


def past(user_id: int) -> list[Helped]:
    """Return the shifts at which the door saw this person, newest first."""
    rows = db.session.scalars(
        in_force()
        .join(Attendance.registration)
        .join(Registration.call)
        .where(
            Registration.user_id == user_id,
            Call.audience == Audience.CITY_STAFF,
            Attendance.outcome.in_(PRESENT),
        )
        .options(joinedload(Attendance.registration), joinedload(Attendance.occurrence))
    ).all()
    helped = [_helped(row) for row in rows]
    return sorted((one for one in helped if one), key=lambda one: one.span.starts_at, reverse=True)


def spans_of(slot: Slot) -> list[Span]:
    """Return when a shift is: its own times, or those of its dates; cancelled ones only where all are."""
    if slot.starts_at:
        return [Span(slot.starts_at, slot.ends_at)]
    covered = dates.covered(slot)
    return [Span(one.starts_at, one.ends_at) for one in [*filter(_takes_place, covered)] or covered]


def _shifts() -> Select[Slot]:
    return (
        select(Slot)
        .join(Slot.call)
        .join(Call.event)
        .where(
            Call.audience == Audience.CITY_STAFF,
            Call.admission == Admission.FIRST_COME,
            Event.publication != Publication.DRAFT,
        )
        .options(
            joinedload(Slot.call).joinedload(Call.event).options(
                joinedload(Event.center), selectinload(Event.occurrences).joinedload(Occurrence.venue)
            ),
            selectinload(Slot.occurrences).joinedload(Occurrence.venue),
        )
    )  # fmt: skip


def _active_of(user_id: int) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(Registration.user_id == user_id, Registration.state.in_(ACTIVE_STATES))
        .options(joinedload(Registration.slot))
    ).all()


def _shift(slot: Slot, own: Sequence[Registration], now: datetime) -> Shift:
    mine = next((one for one in own if one.slot_id == slot.id), None)
    confirmed = [one for one in own if one.slot_id != slot.id and one.state is RegistrationState.CONFIRMED]
    call, places = slot.call, seats(slot)
    situation = Situation(
        takes_place=call.event.publication is Publication.PUBLISHED and any(map(_takes_place, dates.covered(slot))),
        spans=spans_of(slot),
        period=registration_period(call.opens_at, call.closes_at, dates.date_ends(call.event.occurrences)),
        remaining=places.remaining,
        somebody_waits=places.somebody_waits,
        own=mine.state if mine else None,
        others=[span for one in confirmed for span in spans_of(one.slot)],
    )
    return Shift(slot, situation.spans, verdict(situation, now), mine)


def _takes_place(occurrence: Occurrence) -> bool:
    return occurrence.status is not OccurrenceStatus.CANCELLED


def _helped(row: Attendance) -> Helped | None:
    if row.registration is None:
        return None
    slot = row.registration.slot
    own = Span(slot.starts_at, slot.ends_at) if slot.starts_at else None
    return Helped(slot, own or Span(row.occurrence.starts_at, row.occurrence.ends_at))
