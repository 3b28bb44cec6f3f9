"""Change what a party said when it registered: by its own link, or by staff at its word; both go this one way."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.exc import IntegrityError

from eventsite.admission import (
    dates,
    eligibility,
    holding,
    messages,
    places,
    queries,
    rules,
    services,
    services_persons,
    telling,
)
from eventsite.admission.asking import respondent_of
from eventsite.admission.entries import Entry
from eventsite.admission.errors import (
    ChangedByAccount,
    EntriesClosed,
    ParticipantHasCome,
    PartyDoesNotFit,
    RegistrationFull,
    RegistrationOver,
    WishesWrong,
)
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Participant, Registration, Wish
from eventsite.admission.places import Party
from eventsite.admission.said import Part, differences, entry_of
from eventsite.admission.vocabulary import BY_LOT, COUNTERS, HOLDING_STATES, RegistrationState
from eventsite.admission.writing import mail_of
from eventsite.audit.actions import Action
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.events.models import Occurrence
from eventsite.notifications.services import queue
from eventsite.questions import services as questions

# What a decision for all at once is made from: nobody changes it once the list is frozen.
_DECIDED_FROM = frozenset({Part.SIZE, Part.SLOT, Part.WISHES, Part.BELONGING})
_JUDGED = _DECIDED_FROM | {Part.PEOPLE}


@dataclass(frozen=True)
class Change:
    """What is to be true from now on, all of it said again.

    ``slot_id`` is the slot that the party stands for; wishes after it count only while it is undecided. ``waits``:
    where its places are not free, the party goes to the end of the line, and what it held is given back.
    """

    slot_id: int
    entry: Entry
    waits: bool = False


def change(registration_id: int, wanted: Change, *, actor: Actor, now: datetime) -> Registration:
    """Let a registration say something else from now on, and tell the party; what says the same changes nothing.

    A smaller party frees places, and the line moves. What takes more than before (a larger party, another slot) is
    judged as a registration would be at this instant.

    Raises:
        RegistrationOver: it is withdrawn, cancelled or was not selected.
        ChangedByAccount: it is a city employee's place in a shift.
        DatesPast, DatesCancelled: the dates, those of the new slot too, are past or cancelled.
        EntriesClosed: the list from which it is decided is closed; names, contacts and answers may still change.
        PartyTooLarge, PartyLargerThanSlot, NotEligible, WishesWrong and what ``require_open`` and ``require_door``
            raise: as at registration.
        PartyDoesNotFit: the places are not free, and the party does not choose to wait. Everything stays.
        RegistrationFull: the same, where the call has no line.
        ParticipantHasCome: somebody who is left out has been there already.
    """
    registration = holding.lock_registration(registration_id)
    _require_changeable(registration, now)
    before, slot = entry_of(registration), registration.slot
    parts = differences(before, wanted.entry, other_slot=wanted.slot_id != slot.id)
    if registration.state is not RegistrationState.APPLIED:
        parts -= {Part.WISHES}
    if not parts:
        return registration
    new_slot = _slot_of(registration, wanted)
    _require_allowed(registration, new_slot, wanted.entry, parts, now)
    had = dates.covered(slot) if registration.state is RegistrationState.CONFIRMED else []
    _place(registration, new_slot, wanted, now)
    _say(registration, wanted.entry, parts, now)
    telling.note(Action.REGISTRATION_CHANGE, registration, actor, now, _detail(registration, before, parts))
    gone = [one for one in had if not _still_expects(registration, one)]
    telling.tell(registration, partial(messages.changed_own, gone=gone), now)
    for one in dict.fromkeys((slot, new_slot)):
        holding.promote(one, now=now, changed=registration)
    _tell_left(registration, before.email, now)
    return registration


def list_is_closed(call: Call, *, now: datetime) -> bool:
    """Return whether what is decided for all at once is decided from what everybody has said by now.

    A draw's list is written down a little after entries close; nobody's chance changes in between.
    """
    is_over = call.admission in BY_LOT and call.closes_at is not None and now >= call.closes_at
    return is_over or call.frozen_at is not None


def _require_changeable(registration: Registration, now: datetime) -> None:
    if not registration.is_active:
        raise RegistrationOver
    if registration.user_id is not None:
        raise ChangedByAccount
    rules.require_ahead(dates.ends(registration.slot), now)


def _slot_of(registration: Registration, wanted: Change) -> Slot:
    for slot in registration.call.slots:
        if slot.id == wanted.slot_id:
            return slot
    raise WishesWrong(wishes_max=registration.call.wishes_max)


def _require_allowed(
    registration: Registration, slot: Slot, entry: Entry, parts: frozenset[Part], now: datetime
) -> None:
    call, is_undecided = registration.call, registration.state is RegistrationState.APPLIED
    if is_undecided and list_is_closed(call, now=now) and parts & _DECIDED_FROM:
        raise EntriesClosed
    wanted = rules.places_of(entry.party_size, call.unit)
    wishes = services.wishes_of(slot, entry) if is_undecided else [slot]
    if wanted > registration.places or parts & {Part.SLOT, Part.WISHES}:
        services.require_open(call, now=now)
        rules.require_door(services.doors(call), entry.residence, registration.channel, now)
        for wish in wishes:
            _require_there(wish, Party(COUNTERS[registration.channel], wanted), now)
    if parts & _JUDGED:
        rules.require_party(entry.party_size, call.party_max)
        eligibility.require_eligible(call, entry)
    if parts & {Part.ANSWERS, Part.SIZE}:
        questions.require(call.id, entry.answers, entry.party_size)


def _require_there(slot: Slot, party: Party, now: datetime) -> None:
    """Pass if the slot lies ahead and is large enough for the party at all."""
    services.require_ahead(slot, now=now)
    rules.require_room(party.places, queries.seats(slot).largest(party.counter))


def _place(registration: Registration, slot: Slot, wanted: Change, now: datetime) -> None:
    """Let the party stand where it wishes, with as many places as it needs; refuse where they are not free."""
    size = wanted.entry.party_size
    needed = rules.places_of(size, slot.call.unit)
    if registration.state is RegistrationState.APPLIED:
        registration.slot = slot
        holding.resize(registration, size, needed, now)
    elif slot is registration.slot:
        _resize(registration, wanted, needed, now)
    else:
        _move(registration, slot, wanted, needed, now)


def _resize(registration: Registration, wanted: Change, needed: int, now: datetime) -> None:
    more = needed - registration.places
    if more > 0 and registration.state in HOLDING_STATES:
        party = Party(COUNTERS[registration.channel], more)
        state = places.admit(queries.seats(registration.slot), party, registration.call.free_place_rule)
        if state is not RegistrationState.CONFIRMED:
            raise PartyDoesNotFit
    elif more > 0:
        _go_to_the_end(registration, wanted)
    holding.resize(registration, wanted.entry.party_size, needed, now)


def _move(registration: Registration, slot: Slot, wanted: Change, needed: int, now: datetime) -> None:
    """Give the places in one slot back for those in another, or for the end of its line."""
    party = Party(COUNTERS[registration.channel], needed)
    state = places.admit(queries.seats(slot), party, slot.call.free_place_rule)
    if state is None:
        raise RegistrationFull
    if state is RegistrationState.WAITING and not wanted.waits:
        raise PartyDoesNotFit
    holding.end(registration, RegistrationState.WITHDRAWN, now)
    registration.slot, registration.state = slot, state
    registration.party_size, registration.places = wanted.entry.party_size, needed
    if state is RegistrationState.WAITING:
        _go_to_the_end(registration, wanted)
    else:
        holding.take(registration)


def _go_to_the_end(registration: Registration, wanted: Change) -> None:
    """Put a party behind everybody who waits, as if it had come just now."""
    if not wanted.waits:
        raise PartyDoesNotFit
    call = registration.call
    call.last_sequence += 1
    registration.line = call.last_sequence


def _say(registration: Registration, entry: Entry, parts: frozenset[Part], now: datetime) -> None:
    """Write down what the party says, the answers of its people last."""
    registration.name, registration.name_kana = entry.name, entry.name_kana
    registration.phone, registration.email = entry.phone, entry.email
    registration.residence, registration.is_first_time = entry.residence, entry.is_first_time
    registration.updated_at = now
    if parts & {Part.SLOT, Part.WISHES} and registration.state is RegistrationState.APPLIED:
        _rank(registration, entry)
    _name_people(registration, entry)
    if parts & {Part.ANSWERS, Part.SIZE}:
        questions.replace(registration.call_id, entry.answers, respondent_of(registration, now=now))
    services_persons.remember(registration)


def _rank(registration: Registration, entry: Entry) -> None:
    registration.wishes.clear()
    db.session.flush()
    if registration.call.wishes_max > 1:
        wanted = (registration.slot_id, *entry.wishes)
        registration.wishes.extend(Wish(rank=rank, slot_id=slot_id) for rank, slot_id in enumerate(wanted, start=1))


def _name_people(registration: Registration, entry: Entry) -> None:
    """Let each member of the party be who they are now; tickets and attendance stay with their place in the party."""
    rows = registration.participants
    for position, one in enumerate(entry.people, start=1):
        if position > len(rows):
            rows.append(Participant(position=position))
        row = rows[position - 1]
        row.name, row.name_kana, row.age, row.grade = one.name, one.name_kana, one.age, one.grade
    del rows[entry.party_size :]
    try:
        db.session.flush()
    except IntegrityError as error:  # attendance names the one who is left out
        raise ParticipantHasCome from error


def _detail(registration: Registration, before: Entry, parts: frozenset[Part]) -> str:
    """Return what the audit log says: which parts, and how many people; never what was typed."""
    words = [str(part) for part in Part if part in parts]
    if Part.SIZE in parts:
        words.append(f"{before.party_size}>{registration.party_size}")
    if Part.SLOT in parts:
        words += [registration.slot.code, str(registration.state)]
    return " ".join(words)


def _still_expects(registration: Registration, date: Occurrence) -> bool:
    return registration.state in HOLDING_STATES and date in dates.covered(registration.slot)


def _tell_left(registration: Registration, old_email: str, now: datetime) -> None:
    """Tell an address that was replaced, last: what comes after takes unsent mails about the registration back."""
    if old_email and old_email != registration.email:
        queue(mail_of(registration, messages.address_left(registration, old_email)), now=now)
