"""Places held, freed and passed on: nothing else changes how many of a slot are taken.

Whoever calls these holds the lock of the call (``lock_slot``, ``lock_registration``), once in a transaction.
"""

from collections import Counter as Tally
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from eventsite.admission import dates, messages, places, queries
from eventsite.admission.models import Registration, Slot, SlotReserve
from eventsite.admission.phone_scripts import call_about
from eventsite.admission.places import Party
from eventsite.admission.vocabulary import (
    COUNTERS,
    HOLDING_STATES,
    Counter,
    FreePlaceRule,
    RegistrationState,
)
from eventsite.admission.writing import mail_of
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import clock
from eventsite.core.actor import SYSTEM, Actor
from eventsite.core.clock import today
from eventsite.core.db import db
from eventsite.core.shared import shared_work
from eventsite.notifications.phone import drop_open, queue_calls
from eventsite.notifications.services import abort_pending, queue

REOPENS_AT = time(12)  # freed places that reopen do so on the next day at noon


def promote(slot: Slot, *, now: datetime, changed: Registration | None = None) -> list[Registration]:
    """Give free places to those who wait, by the call's rule, and tell them; return who got one.

    ``changed`` is the party whose own change has freed places or made it fit.

    Where the call gives time to answer, the place is offered and held until then. Nothing moves while a draw has not
    been announced, and once the dates are past. The caller holds the call's lock.
    """
    call = slot.call
    if call.is_undecided or not dates.takes_place(slot) or dates.is_over(slot, now=now):
        return []
    line = queries.waiting_line(slot.id).all() if not places.is_full(queries.seats(slot)) else []
    parties = [party_of(one) for one in line]
    moved = [line[position] for position in places.promoted(queries.seats(slot), parties, call.free_place_rule)]
    for registration in moved:
        give(registration, now=now)
        note(Action.REGISTRATION_PROMOTE, registration, SYSTEM, now, registration.state)
        message = messages.offered if registration.state is RegistrationState.OFFERED else messages.promoted
        tell(registration, messages.at_own_wish(message) if registration is changed else message, now)
    return moved


def give(*registrations: Registration, now: datetime) -> None:
    """Let parties have their places: for good, or as an offer where the call gives time to answer."""
    for registration in registrations:
        grant(registration, now=now)
    take(*registrations)


def grant(registration: Registration, *, now: datetime) -> None:
    """Say that a party has its places, without counting them.

    An offer ends before the first of its dates begins; one that could not be answered any more is given for good.
    """
    call, begins = registration.call, dates.begins(registration.slot)
    until = now + timedelta(hours=call.offer_hours) if call.offer_hours else None
    if until and begins:
        until = min(until, begins)
    is_offer = until is not None and until > now
    registration.state = RegistrationState.OFFERED if is_offer else RegistrationState.CONFIRMED
    registration.offer_until = until if is_offer else None
    registration.updated_at = now


def set_capacity(slot_id: int, capacity: int | None, *, actor: Actor, now: datetime) -> Slot:
    """Change how many places there are (None: no limit). Nobody loses one; a higher number moves the line up."""
    slot = lock_slot(slot_id)
    slot.capacity = capacity
    slot.beyond = places.beyond(capacity, slot.taken)
    record(
        Action.SLOT_CAPACITY, slot, actor=actor, now=now, center_id=slot.center_id,
        detail="none" if capacity is None else str(capacity),
    )  # fmt: skip
    promote(slot, now=now)
    return slot


def reopen_held(slot_id: int, *, now: datetime) -> Slot:
    """Let everybody have the places that were held back until now (FreePlaceRule.REOPEN)."""
    slot = lock_slot(slot_id)
    if slot.held_until and slot.held_until <= now:
        slot.held, slot.held_until = 0, None
        record(Action.SLOT_REOPEN, slot, actor=SYSTEM, now=now, center_id=slot.center_id)
    return slot


def party_of(registration: Registration) -> Party:
    """Return a registration as the rules of places want it."""
    return Party(COUNTERS[registration.channel], registration.places)


def lock_registration(registration_id: int) -> Registration:
    """Return a registration, its call locked and itself read under that lock."""
    registration = db.session.get_one(Registration, registration_id)
    queries.lock_call(registration.call_id)
    db.session.refresh(registration)
    return registration


def lock_slot(slot_id: int) -> Slot:
    """Return a slot, its call locked and both read under that lock."""
    call_id = db.session.get_one(Slot, slot_id).call_id
    queries.lock_call(call_id)
    return db.session.get_one(Slot, slot_id)


def take(*registrations: Registration) -> None:
    """Count parties in. Said to the database as a sum, so that its CHECK sees what rivals have taken."""
    taken: Tally[tuple[Slot, Counter]] = Tally()
    for one in registrations:
        taken[one.slot, COUNTERS[one.channel]] += one.places
    for (slot, counter), wanted in taken.items():
        _count(slot, counter, wanted)


def end(registration: Registration, state: RegistrationState, now: datetime) -> None:
    """Bring a registration to a state without a place; what it held is free, or held back where the rule says so."""
    slot, held_a_place = registration.slot, registration.state in HOLDING_STATES
    registration.state, registration.offer_until, registration.line = state, None, None
    registration.updated_at = now
    if held_a_place:
        _count(slot, COUNTERS[registration.channel], -registration.places)
        hold_back(slot, registration.places, state, now)
    db.session.flush()


def resize(registration: Registration, party_size: int, wanted: int, now: datetime) -> None:
    """Let a party be larger or smaller in its slot; more places are taken only where they are known to be free."""
    slot, freed = registration.slot, registration.places - wanted
    registration.party_size, registration.places, registration.updated_at = party_size, wanted, now
    if freed and registration.state in HOLDING_STATES:
        _count(slot, COUNTERS[registration.channel], -freed)
    if freed > 0 and registration.state in HOLDING_STATES:
        hold_back(slot, freed, registration.state, now)
    db.session.flush()


def hold_back(slot: Slot, freed: int, state: RegistrationState, now: datetime) -> None:
    """Keep freed places from everybody until noon of the next day, where the call says that they reopen then."""
    reopens = slot.call.free_place_rule is FreePlaceRule.REOPEN and state is not RegistrationState.CANCELLED
    room = slot.remaining
    if not reopens or not room:
        return
    slot.held += min(freed, room)
    slot.held_until = clock.at(today(now) + timedelta(days=1), REOPENS_AT)


def _count(slot: Slot, counter: Counter, wanted: int) -> None:
    slot.taken = Slot.taken + wanted
    for reserve in slot.reserves:
        if reserve.counter is counter:
            reserve.taken = SlotReserve.taken + wanted
    db.session.flush()
    if wanted < 0:
        slot.beyond = places.beyond(slot.capacity, slot.taken)


def note(action: Action, registration: Registration, actor: Actor, now: datetime, detail: str = "") -> None:
    """Write the audit line of something done to a registration."""
    record(action, registration, actor=actor, now=now, center_id=registration.center_id, detail=detail)


def tell(registration: Registration, message: messages.Message, now: datetime) -> None:
    """Queue the mail or the call that is true now; unsent ones that say otherwise are taken back."""
    tell_all([registration], message, now)


def tell_all(registrations: Sequence[Registration], message: messages.Message, now: datetime) -> None:
    """Queue for each its mail, or its call without an address; what says otherwise and has not gone out is taken back.

    Everything said about a registration passes here: the place for limits per address.
    """
    abort_pending(Registration.__tablename__, *(one.id for one in registrations))
    tell_more(registrations, message, now)


def tell_more(registrations: Sequence[Registration], message: messages.Message, now: datetime) -> None:
    """Queue for each its mail or its call. Mails that wait go out all the same; a call stands for those before it."""
    drop_open(Registration.__tablename__, *(one.id for one in registrations), now=now)
    tell_first(registrations, message, now)


def tell_first(registrations: Sequence[Registration], message: messages.Message, now: datetime) -> None:
    """Queue for each its mail or its call, where nothing was ever said about them before."""
    with shared_work():
        letters = [(one, message(one)) for one in registrations]
        queue(*(mail_of(one, letter) for one, letter in letters if one.email), now=now)
        calls = (call_about(one, letter) for one, letter in letters if not one.email)
        queue_calls(*(call for call in calls if call), now=now)
