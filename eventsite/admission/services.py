"""What can be done about who comes: every channel, page and job goes through these functions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from eventsite.admission import (
    dates,
    eligibility,
    holding,
    messages,
    places,
    queries,
    receipts,
    rules,
    services_persons,
    telling,
)
from eventsite.admission.asking import respondent_of
from eventsite.admission.entries import Entry
from eventsite.admission.errors import (
    DatesCancelled,
    DatesPostponed,
    EntriesClosed,
    EventNotOpen,
    LastPlaceTaken,
    RegistrationClosed,
    RegistrationFull,
    RegistrationNotOpen,
    RegistrationOver,
    SubmissionConflict,
    WishesWrong,
)
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Participant, Registration, Wish
from eventsite.admission.places import Party
from eventsite.admission.vocabulary import BY_LOT, COUNTERS, RegistrationState
from eventsite.audit.actions import Action
from eventsite.core import tokens
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.core.settings import settings
from eventsite.events.models import Publication
from eventsite.questions import services as questions


def register(slot_id: int, entry: Entry, *, actor: Actor, now: datetime, expects_place: bool = False) -> Registration:
    """Register one party for a slot, its first wish, and queue its mail, within the caller's transaction.

    The same submission sent again returns the registration that the first one made. ``expects_place``: the person was
    told that places are free, and is asked before the party waits instead.

    Raises:
        SubmissionConflict: the submission key was used for something else.
        EventNotOpen: the event is a draft or cancelled.
        RegistrationNotNeeded, RegistrationNotOpen, RegistrationClosed, NotYourTurn, EntriesClosed: the call takes none
            now, or not from them.
        DatesCancelled, DatesPostponed, DatesPast: the dates of this slot are all cancelled, without a day, or past.
        PartyTooLarge: more people than one registration may bring.
        PartyLargerThanSlot: a wanted slot has fewer places in all than the party needs.
        WishesWrong: a wish is no slot of this call, stands twice, or is one too many.
        RegistrationFull: no place is free, and the call has no waiting line.
        LastPlaceTaken: the party would have to wait, and expects a place.
    """
    slot = holding.lock_slot(slot_id)  # rivals for the last seat wait here
    earlier = queries.registration_by_submission(entry.submission_key) if entry.submission_key else None
    if earlier:
        return _same(earlier, slot_id, entry)
    wishes, party = _required(slot, entry, now=now)
    slot, state = _decide(slot.call, wishes, party)
    if state is None:
        raise RegistrationFull
    if expects_place and state is RegistrationState.WAITING:
        raise LastPlaceTaken
    registration = _store(slot, wishes, entry, state, now)
    questions.store(slot.call_id, entry.answers, respondent_of(registration, now=now))
    services_persons.remember(registration)
    if state is RegistrationState.CONFIRMED:
        holding.take(registration)
    telling.note(Action.REGISTRATION_CREATE, registration, actor, now, f"{entry.channel} {state}")
    telling.tell_first([registration], messages.received, now)
    return registration


def _required(slot: Slot, entry: Entry, *, now: datetime) -> tuple[list[Slot], Party]:
    """Return the wishes and the party of an entry that the rules of its call allow; raise the refusal of one."""
    call = slot.call
    require_open(call, now=now)
    rules.require_door(doors(call), entry.residence, entry.channel, now)
    wishes = wishes_of(slot, entry)
    for wish in wishes:
        require_ahead(wish, now=now)
    rules.require_party(entry.party_size, call.party_max)
    eligibility.require_eligible(call, entry)
    questions.require(call.id, entry.answers, entry.party_size)
    party = Party(COUNTERS[entry.channel], rules.places_of(entry.party_size, call.unit))
    for wish in wishes:
        rules.require_room(party.places, queries.seats(wish).largest(party.counter))
    return wishes, party


def outlook(wishes: Sequence[Slot], party: Party) -> RegistrationState | None:
    """Return how a party that registered now would stand; None: it would be refused. A guess: nothing is locked."""
    return _decide(wishes[0].call, wishes, party)[1]


def require_open(call: Call, *, now: datetime) -> None:
    """Pass if the call takes registrations from somebody at this instant.

    Raises:
        EventNotOpen: the event is a draft or cancelled.
        RegistrationNotNeeded, RegistrationNotOpen, RegistrationClosed: as the rules say; not open is also a draw whose
            rules are not sealed yet, and closed a call all of whose dates are past or cancelled.
        EntriesClosed: the list of entries is frozen, and its left-over places are not given out first come.
        DatesPostponed: what remains has been postponed, and its new dates are not fixed yet.
    """
    if call.event.publication is not Publication.PUBLISHED:
        raise EventNotOpen
    ends = dates.date_ends(call.event.occurrences)
    closes_at = None if is_leftover(call) else call.closes_at
    rules.require_registration(call.admission, rules.registration_period(call.opens_at, closes_at, ends), now)
    if call.admission in BY_LOT and call.sealed_at is None:
        raise RegistrationNotOpen
    if call.frozen_at and not is_leftover(call):
        raise EntriesClosed
    if not dates.open_slots(call, now=now):
        raise DatesPostponed if any(map(dates.awaits_date, call.slots)) else RegistrationClosed


def doors(call: Call) -> list[rules.Door]:
    """Return the openings of a call as the rules want them; each ends with the call unless it ends before.

    The call's deadline is that of its draw: left-over places are given out after it.
    """
    closes_at = None if is_leftover(call) else call.closes_at
    return [
        rules.Door(one.residence, one.channel, rules.Period(one.opens_at, one.closes_at or closes_at))
        for one in call.openings
    ]


def is_leftover(call: Call) -> bool:
    """Return whether a call gives out what a draw or its organiser has left over, first come."""
    return call.announced_at is not None and call.leftover_first_come


def withdraw(registration_id: int, *, actor: Actor, now: datetime) -> Registration:
    """Give a registration's place back, by the person or at the person's word, and let the line move up.

    Withdrawing what is withdrawn changes nothing.

    Raises:
        RegistrationOver: the organiser cancelled it, or it was not selected.
        DatesPast: its dates are past.
    """
    registration = holding.lock_registration(registration_id)
    if registration.state is RegistrationState.WITHDRAWN:
        return registration
    if not registration.is_active:
        raise RegistrationOver
    rules.require_ahead(dates.ends(registration.slot), now)
    holding.end(registration, RegistrationState.WITHDRAWN, now)
    telling.note(Action.REGISTRATION_WITHDRAW, registration, actor, now)
    telling.tell(registration, messages.withdrawn, now)
    holding.promote(registration.slot, now=now)
    return registration


def cancel(registration: Registration, message: messages.Message, *, actor: Actor, now: datetime) -> None:
    """Cancel a registration because what it is for does not happen, and tell the party.

    The place is freed and passed on to nobody. The caller holds the call's lock.
    """
    holding.end(registration, RegistrationState.CANCELLED, now)
    telling.note(Action.REGISTRATION_CANCEL, registration, actor, now)
    telling.tell(registration, message, now)


def follow(registration: Registration, message: messages.Message, *, now: datetime) -> None:
    """Tell a party that what it registered for has changed; what it was told before goes out all the same.

    Its data is kept as long after the new dates as it was to be kept after the old ones.
    """
    registration.delete_on = _delete_on(registration.call, now)
    questions.keep_until(respondent_of(registration, now=now))
    telling.tell_more([registration], message, now)


def require_ahead(slot: Slot, *, now: datetime) -> None:
    """Pass if the slot's dates lie ahead; raise DatesCancelled, DatesPostponed or DatesPast otherwise."""
    if not dates.takes_place(slot):
        raise DatesCancelled
    if dates.awaits_date(slot):
        raise DatesPostponed
    rules.require_ahead(dates.ends(slot), now)


def wishes_of(first: Slot, entry: Entry) -> list[Slot]:
    """Return the wanted slots, the dearest first; raise WishesWrong for what is no ranking of the call's slots."""
    slots = {one.id: one for one in first.call.slots}
    wanted = list(dict.fromkeys((first.id, *entry.wishes)))
    repeats = len(wanted) != 1 + len(entry.wishes)
    if repeats or len(wanted) > first.call.wishes_max or not set(wanted) <= set(slots):
        raise WishesWrong(wishes_max=first.call.wishes_max)
    return [slots[one] for one in wanted]


def _decide(call: Call, wishes: Sequence[Slot], party: Party) -> tuple[Slot, RegistrationState | None]:
    """Return the slot for which the party stands, and how: the first wish with places, else in line for the dearest."""
    if call.is_undecided:
        return wishes[0], RegistrationState.APPLIED
    first, state = places.first_choice([queries.seats(one) for one in wishes], party, call.free_place_rule)
    return wishes[first], state


def _same(earlier: Registration, slot_id: int, entry: Entry) -> Registration:
    if earlier.submission_digest != entry.digest(slot_id):
        raise SubmissionConflict
    return earlier


def _store(slot: Slot, wishes: list[Slot], entry: Entry, state: RegistrationState, now: datetime) -> Registration:
    call = slot.call
    call.last_sequence += 1
    registration = Registration(
        call=call,
        slot=slot,
        sequence=call.last_sequence,
        receipt=receipts.number(settings().city.receipt_prefix, call.last_sequence, call.receipt_offset),
        state=state,
        line=call.last_sequence if state is RegistrationState.WAITING else None,
        channel=entry.channel,
        locale=entry.locale,
        party_size=entry.party_size,
        places=rules.places_of(entry.party_size, call.unit),
        residence=entry.residence,
        is_first_time=entry.is_first_time,
        name=entry.name,
        name_kana=entry.name_kana,
        phone=entry.phone,
        email=entry.email,
        note=entry.note,
        user_id=entry.user_id,
        manage_token=tokens.capability(),
        ticket_code=tokens.ticket_code(),
        submission_key=entry.submission_key,
        submission_digest=entry.digest(wishes[0].id) if entry.submission_key else None,
        created_at=now,
        updated_at=now,
        delete_on=_delete_on(call, now),
        participants=_participants(entry),
        wishes=_ranked(wishes) if call.wishes_max > 1 else [],
    )
    db.session.add(registration)
    db.session.flush()  # the constraints speak now, not at commit
    return registration


def _ranked(wishes: list[Slot]) -> list[Wish]:
    return [Wish(rank=rank, slot_id=slot.id) for rank, slot in enumerate(wishes, start=1)]


def _participants(entry: Entry) -> list[Participant]:
    return [
        Participant(position=position, name=one.name, name_kana=one.name_kana, age=one.age, grade=one.grade)
        for position, one in enumerate(entry.people, start=1)
    ]


def _delete_on(call: Call, now: datetime) -> date:
    """Return the day on which the personal data goes: the retention time after the event's last date."""
    return dates.last_on(call, now=now) + timedelta(days=settings().city.retention_days)
