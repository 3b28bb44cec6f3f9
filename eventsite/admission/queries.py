"""Questions about calls, slots and registrations; ``lock_call`` is where rivals wait for each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, ScalarResult, and_, exists, func, or_, select
from sqlalchemy.orm import selectinload

from eventsite.admission.models import Call, Slot, SlotOccurrence
from eventsite.admission.models_registrations import Registration
from eventsite.admission.places import Reserve, Seats
from eventsite.admission.vocabulary import ACTIVE_STATES, STAFF_AUDIENCES, Counter, FreePlaceRule, RegistrationState
from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.events.models import Event, Occurrence, Publication, Visibility

_IN_ONE_GO = 100


@dataclass(frozen=True)
class Reach:
    """How many parties learn of something by mail, and how many by telephone, for they gave no address."""

    by_mail: int = 0
    by_phone: int = 0

    @property
    def parties(self) -> int:
        """Return how many there are."""
        return self.by_mail + self.by_phone

    def __add__(self, other: "Reach") -> "Reach":
        return Reach(self.by_mail + other.by_mail, self.by_phone + other.by_phone)


def lock_call(call_id: int) -> Call:
    """Return the call, locked until the transaction ends: one at a time decides about its places.

    SQLite's write lock is already held by the transaction; PostgreSQL needs the row lock. Its slots are read
    anew under the lock.
    """
    call = db.session.scalars(
        select(Call).where(Call.id == call_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    db.session.scalars(select(Slot).where(Slot.call_id == call_id).execution_options(populate_existing=True)).all()
    return call


def lock_calls(event_id: int) -> Sequence[Call]:
    """Return all calls of an event, locked until the transaction ends; slots and dates are read under the lock."""
    return db.session.scalars(
        select(Call)
        .where(Call.event_id == event_id)
        .order_by(Call.id)
        .with_for_update()
        .options(selectinload(Call.slots).selectinload(Slot.occurrences))
        .execution_options(populate_existing=True)
    ).all()


def covers() -> ColumnElement[bool]:
    """Return the condition that a slot covers a date: one that it names, or any of the event's if it names none.

    For statements about Slot, its Call and Occurrence.
    """
    of_slot = exists().where(SlotOccurrence.slot_id == Slot.id)
    named = of_slot.where(SlotOccurrence.occurrence_id == Occurrence.id)
    return and_(
        Occurrence.event_id == Call.event_id,
        or_(named.correlate(Slot, Occurrence), ~of_slot.correlate(Slot)),
    )


def seats(slot: Slot) -> Seats:
    """Return the slot's seats as the rules want them."""
    return replace(_places(slot), somebody_waits=_somebody_waits(slot.id))


def largest(slot: Slot, counters: Iterable[Counter]) -> int | None:
    """Return how many places the slot has for a party taken in at one of these counters; None without a limit."""
    return _most(_places(slot).largest(one) for one in counters)


def room(slot: Slot, counters: Iterable[Counter]) -> int | None:
    """Return how many places a new party could hope for: all that there are, or the free ones where nobody waits."""
    call = slot.call
    if call.is_undecided or call.free_place_rule is not FreePlaceRule.REOPEN:
        return largest(slot, counters)
    return _most(_places(slot).free_for(one) for one in counters)


def _places(slot: Slot) -> Seats:
    reserves = {one.counter: Reserve(one.places, one.taken) for one in slot.reserves}
    return Seats(slot.capacity, slot.taken, slot.held, reserves=reserves)


def _most(rooms: Iterable[int | None]) -> int | None:
    known = list(rooms)
    return None if None in known else max((one for one in known if one is not None), default=None)


def _somebody_waits(slot_id: int) -> bool:
    waiting = exists().where(Registration.slot_id == slot_id, Registration.state == RegistrationState.WAITING)
    return bool(db.session.scalar(select(waiting)))


def waiting_line(slot_id: int) -> ScalarResult[Registration]:
    """Return the waiting parties of a slot in the order of its line; whoever stops early closes it."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.slot_id == slot_id, Registration.state == RegistrationState.WAITING)
        .order_by(Registration.line, Registration.sequence)
        .execution_options(yield_per=_IN_ONE_GO)
    )


def waiting_position(registration: Registration) -> int | None:
    """Return the registration's place in its slot's line, 1 for the next; None if it does not wait."""
    if registration.state is not RegistrationState.WAITING:
        return None
    ahead = select(func.count()).where(
        Registration.slot_id == registration.slot_id,
        Registration.state == RegistrationState.WAITING,
        Registration.line < registration.line,
    )
    return 1 + (db.session.scalar(ahead) or 0)


def waiting_parties(slot_id: int) -> int:
    """Return how many parties wait for a slot."""
    query = select(func.count()).where(Registration.slot_id == slot_id, Registration.state == RegistrationState.WAITING)
    return db.session.scalar(query) or 0


def applied(call_id: int) -> Sequence[Registration]:
    """Return the undecided registrations of a call in the order of arrival."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.call_id == call_id, Registration.state == RegistrationState.APPLIED)
        .order_by(Registration.sequence)
    ).all()


def applied_parties(call_id: int) -> int:
    """Return how many parties have applied and are yet to be decided about."""
    query = select(func.count()).where(Registration.call_id == call_id, Registration.state == RegistrationState.APPLIED)
    return db.session.scalar(query) or 0


def open_call(code: str) -> Call:
    """Return the call of a published public event by its code, or raise NotFound; staff calls are not open."""
    call = db.session.scalar(
        select(Call)
        .join(Call.event)
        .where(
            Call.code == code,
            Call.audience.not_in(STAFF_AUDIENCES),
            Event.publication != Publication.DRAFT,
            Event.visibility == Visibility.PUBLIC,
        )
    )
    return found(call)


def call_by_code(code: str) -> Call:
    """Return the call, or raise NotFound."""
    return found(db.session.scalar(select(Call).where(Call.code == code)))


def slot_by_code(code: str) -> Slot:
    """Return the slot, or raise NotFound."""
    return found(db.session.scalar(select(Slot).where(Slot.code == code)))


def calls_of(event_id: int) -> Sequence[Call]:
    """Return an event's calls with their slots and what these cover, in the event's order."""
    return db.session.scalars(
        select(Call)
        .where(Call.event_id == event_id)
        .order_by(Call.position, Call.id)
        .options(selectinload(Call.slots).selectinload(Slot.occurrences))
    ).all()


def registration_by_token(token: str) -> Registration:
    """Return the registration whose link this is, or raise NotFound."""
    return found(db.session.scalar(select(Registration).where(Registration.manage_token == token)))


def registration_by_submission(key: str) -> Registration | None:
    """Return what an earlier sending of the same form made, or None."""
    return db.session.scalar(select(Registration).where(Registration.submission_key == key))


def is_applied_for(slot_id: int) -> bool:
    """Return whether somebody holds or awaits a place in the slot."""
    active = exists().where(Registration.slot_id == slot_id, Registration.state.in_(ACTIVE_STATES))
    return bool(db.session.scalar(select(active)))


def active_count(event_id: int) -> int:
    """Return how many registrations of an event hold or await a place."""
    query = (
        select(func.count())
        .select_from(Registration)
        .join(Registration.call)
        .where(Call.event_id == event_id, Registration.state.in_(ACTIVE_STATES))
    )
    return db.session.scalar(query) or 0


def active_of_call(call_id: int) -> Sequence[Registration]:
    """Return a call's registrations that hold a place or may still get one, in the order of arrival."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.call_id == call_id, Registration.state.in_(ACTIVE_STATES))
        .order_by(Registration.sequence)
    ).all()


def active_in(slot_id: int) -> Sequence[Registration]:
    """Return a slot's registrations that hold or await a place, in the order of arrival."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.slot_id == slot_id, Registration.state.in_(ACTIVE_STATES))
        .order_by(Registration.sequence)
    ).all()


def reach(occurrence_id: int) -> Reach:
    """Return how many parties would learn of a change of this date, and by which way."""
    mailed = func.count().filter(Registration.email != "")
    counts = db.session.execute(
        select(func.count(), mailed)
        .select_from(Registration)
        .join(Registration.slot)
        .join(Slot.call)
        .join(Occurrence, covers())
        .where(Occurrence.id == occurrence_id, Registration.state.in_(ACTIVE_STATES))
    ).one()
    return Reach(by_mail=counts[1], by_phone=counts[0] - counts[1])
