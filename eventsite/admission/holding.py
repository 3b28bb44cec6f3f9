"""Places held, freed and passed on: nothing else changes how many of a slot are taken.

Whoever calls these holds the lock of the call (``lock_slot``, ``lock_registration``), once in a transaction.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, time, timedelta

from eventsite.admission import dates, messages, places, queries, rules, telling
from eventsite.admission.models import Slot, SlotReserve
from eventsite.admission.models_registrations import Registration
from eventsite.admission.places import Party
from eventsite.admission.vocabulary import (
    COUNTERS,
    HOLDING_STATES,
    Counter,
    FreePlaceRule,
    RegistrationState,
)
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import clock
from eventsite.core.actor import SYSTEM, Actor
from eventsite.core.clock import today
from eventsite.core.db import db

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
    moved = _next_in_line(slot)
    for registration in moved:
        give(registration, now=now)
        telling.note(Action.REGISTRATION_PROMOTE, registration, SYSTEM, now, registration.state)
        message = messages.offered if registration.state is RegistrationState.OFFERED else messages.promoted
        telling.tell(registration, messages.at_own_wish(message) if registration is changed else message, now)
    return moved


def _next_in_line(slot: Slot) -> list[Registration]:
    """Return who of the line gets the free places; the line is read only as far as they reach."""
    seats = queries.seats(slot)
    if places.is_full(seats):
        return []
    seen: list[Registration] = []

    def parties(line: Iterable[Registration]) -> Iterator[Party]:
        for one in line:
            seen.append(one)
            yield party_of(one)

    with closing(queries.waiting_line(slot.id)) as line:
        return [seen[position] for position in places.promoted(seats, parties(line), slot.call.free_place_rule)]


def give(*registrations: Registration, now: datetime) -> None:
    """Let parties have their places: for good, or as an offer where the call gives time to answer."""
    for registration in registrations:
        grant(registration, now=now)
    take(*registrations)


def grant(registration: Registration, *, now: datetime) -> None:
    """Say that a party has its places, without counting them.

    An offer ends before the first of its dates begins; one that could not be answered any more is given for good.
    """
    hours, begins = registration.call.offer_hours, dates.begins(registration.slot)
    until = rules.answer_until(now, hours, begins, clock.zone()) if hours else None
    registration.state = RegistrationState.OFFERED if until else RegistrationState.CONFIRMED
    registration.offer_until = until
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
