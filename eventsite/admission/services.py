"""What can be done about who comes: every channel, page and job goes through these functions."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eventsite.admission import dates, messages, queries, rules
from eventsite.admission.models import Call, Channel, Participant, Registration, RegistrationState, Slot
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import tokens
from eventsite.core.actor import SYSTEM, Actor
from eventsite.core.clock import today
from eventsite.core.db import db
from eventsite.core.errors import DomainError
from eventsite.core.settings import settings
from eventsite.events.models import Publication
from eventsite.notifications.services import abort_pending, queue


class SubmissionConflict(DomainError):
    """The same form was sent before with other contents."""

    code = "submission_conflict"


class EventNotOpen(DomainError):
    """The event is a draft or was cancelled."""

    code = "event_not_open"


class RegistrationOver(DomainError):
    """The registration was withdrawn or cancelled before."""

    code = "registration_over"


@dataclass(frozen=True)
class Entry:
    """What one party says when it registers, whatever the channel."""

    name: str
    name_kana: str
    phone: str
    channel: Channel
    party_size: int = 1
    email: str = ""
    note: str = ""
    companions: tuple[str, ...] = ()  # names, as far as the call asks for them
    locale: str = "ja"
    user_id: int | None = None  # a city employee, known by the account
    submission_key: str | None = None  # drawn with the form: sending it again changes nothing

    @property
    def digest(self) -> str:
        """Return a fingerprint of the contents: the same form sent again has the same."""
        said = (self.name, self.name_kana, self.phone, self.email, self.note, *self.companions)
        return hashlib.sha256("\x1f".join((*said, str(self.party_size))).encode()).hexdigest()


def register(slot_id: int, entry: Entry, *, actor: Actor, now: datetime) -> Registration:
    """Register one party for a slot and queue its mail, within the caller's transaction.

    The same submission sent again returns the registration that the first one made.

    Raises:
        SubmissionConflict: the submission key was used with other contents.
        EventNotOpen: the event is a draft or cancelled.
        RegistrationNotNeeded, RegistrationNotOpen, RegistrationClosed: the call takes none now.
        DatesCancelled, DatesPast: the dates of this slot are all cancelled, or past.
        PartyTooLarge: more people than one registration may bring.
    """
    slot = _lock_slot(slot_id)  # rivals for the last seat wait here
    earlier = queries.registration_by_submission(entry.submission_key) if entry.submission_key else None
    if earlier:
        return _same(earlier, slot_id, entry)
    call = slot.call
    require_open(call, now=now)
    _require_ahead(slot, now)
    rules.require_party(entry.party_size, call.party_max)
    state = rules.admit_first_come(queries.seats(slot), entry.party_size)
    registration = _store(slot, entry, state, now)
    if state is RegistrationState.CONFIRMED:
        _take(slot, entry.party_size)
    _note(Action.REGISTRATION_CREATE, registration, actor, now, f"{entry.channel} {state}")
    _tell(registration, messages.received, now)
    return registration


def require_open(call: Call, *, now: datetime) -> None:
    """Pass if the call takes registrations at this instant.

    Raises:
        EventNotOpen: the event is a draft or cancelled.
        RegistrationNotNeeded, RegistrationNotOpen, RegistrationClosed: as the rules say; also closed is a call
            all of whose dates are past or cancelled.
    """
    if call.event.publication is not Publication.PUBLISHED:
        raise EventNotOpen
    period = rules.registration_period(call.opens_at, call.closes_at, dates.date_ends(call.event.occurrences))
    rules.require_registration(call.admission, period, now)
    if not dates.open_slots(call, now=now):
        raise rules.RegistrationClosed


def withdraw(registration_id: int, *, actor: Actor, now: datetime) -> Registration:
    """Give a registration's place back, by the person or at the person's word, and let the line move up.

    Withdrawing what is withdrawn changes nothing.

    Raises:
        RegistrationOver: the organiser cancelled it.
        DatesPast: its dates are past.
    """
    registration = _lock_registration(registration_id)
    if registration.state is RegistrationState.WITHDRAWN:
        return registration
    if registration.state is RegistrationState.CANCELLED:
        raise RegistrationOver
    rules.require_ahead(dates.ends(registration.slot), now)
    _end(registration, RegistrationState.WITHDRAWN, now)
    _note(Action.REGISTRATION_WITHDRAW, registration, actor, now)
    _tell(registration, messages.withdrawn, now)
    promote(registration.slot, now=now)
    return registration


def cancel(registration: Registration, message: messages.Message, *, actor: Actor, now: datetime) -> None:
    """Cancel a registration because what it is for does not happen, and tell the party.

    The place is freed and passed on to nobody. The caller holds the call's lock.
    """
    _end(registration, RegistrationState.CANCELLED, now)
    _note(Action.REGISTRATION_CANCEL, registration, actor, now)
    _tell(registration, message, now)


def follow(registration: Registration, message: messages.Message, *, now: datetime) -> None:
    """Tell a party that what it registered for has changed; what it was told before goes out all the same.

    Its data is kept as long after the new dates as it was to be kept after the old ones.
    """
    registration.delete_on = _delete_on(registration.call, now)
    if registration.email:
        queue(message(registration), now=now)


def promote(slot: Slot, *, now: datetime) -> list[Registration]:
    """Give free places to those who wait, in their order, and tell them. The caller holds the call's lock.

    Nobody is moved up for a slot whose dates are past or cancelled.
    """
    if dates.is_over(slot, now=now) or not dates.takes_place(slot):
        return []
    line = queries.waiting_line(slot.id).all()
    moved = list(line[: rules.promoted(slot.remaining, [party.party_size for party in line])])
    for registration in moved:
        registration.state = RegistrationState.CONFIRMED
        registration.updated_at = now
        _take(slot, registration.party_size)
        _note(Action.REGISTRATION_PROMOTE, registration, SYSTEM, now)
        _tell(registration, messages.promoted, now)
    return moved


def set_capacity(slot_id: int, capacity: int | None, *, actor: Actor, now: datetime) -> Slot:
    """Change how many persons fit (None: no limit). Nobody loses a place; a higher number moves the line up."""
    slot = _lock_slot(slot_id)
    slot.capacity = capacity
    slot.beyond = rules.beyond(capacity, slot.taken)
    record(
        Action.SLOT_CAPACITY, slot, actor=actor, now=now, center_id=slot.center_id,
        detail="none" if capacity is None else str(capacity),
    )  # fmt: skip
    promote(slot, now=now)
    return slot


def _require_ahead(slot: Slot, now: datetime) -> None:
    if not dates.takes_place(slot):
        raise rules.DatesCancelled
    rules.require_ahead(dates.ends(slot), now)


def _lock_slot(slot_id: int) -> Slot:
    call_id = db.session.get_one(Slot, slot_id).call_id
    queries.lock_call(call_id)
    return db.session.get_one(Slot, slot_id)


def _lock_registration(registration_id: int) -> Registration:
    registration = db.session.get_one(Registration, registration_id)
    queries.lock_call(registration.call_id)
    db.session.refresh(registration)
    return registration


def _same(earlier: Registration, slot_id: int, entry: Entry) -> Registration:
    if earlier.slot_id != slot_id or earlier.submission_digest != entry.digest:
        raise SubmissionConflict
    return earlier


def _store(slot: Slot, entry: Entry, state: RegistrationState, now: datetime) -> Registration:
    call = slot.call
    call.last_sequence += 1
    registration = Registration(
        call=call,
        slot=slot,
        sequence=call.last_sequence,
        receipt=rules.receipt_number(settings().city.receipt_prefix, call.last_sequence, call.receipt_offset),
        state=state,
        channel=entry.channel,
        locale=entry.locale,
        party_size=entry.party_size,
        name=entry.name,
        name_kana=entry.name_kana,
        phone=entry.phone,
        email=entry.email,
        note=entry.note,
        user_id=entry.user_id,
        manage_token=tokens.capability(),
        ticket_code=tokens.ticket_code(),
        submission_key=entry.submission_key,
        submission_digest=entry.digest if entry.submission_key else None,
        created_at=now,
        updated_at=now,
        delete_on=_delete_on(call, now),
        participants=_participants(entry),
    )
    db.session.add(registration)
    db.session.flush()  # the constraints speak now, not at commit
    return registration


def _participants(entry: Entry) -> list[Participant]:
    companions = (*entry.companions, *[""] * entry.party_size)[: entry.party_size - 1]
    first = Participant(position=1, name=entry.name, name_kana=entry.name_kana)
    return [first, *(Participant(position=2 + n, name=name) for n, name in enumerate(companions))]


def _delete_on(call: Call, now: datetime) -> date:
    """Return the day on which the personal data goes: the retention time after the event's last date."""
    ends = [one.ends_at or one.starts_at for one in call.event.occurrences]
    return today(max([now, *ends])) + timedelta(days=settings().city.retention_days)


def _take(slot: Slot, people: int) -> None:
    """Count people in. Said to the database as a sum, so that its CHECK sees what rivals have taken."""
    slot.taken = Slot.taken + people
    db.session.flush()


def _end(registration: Registration, state: RegistrationState, now: datetime) -> None:
    slot = registration.slot
    if registration.state is RegistrationState.CONFIRMED:
        slot.taken -= registration.party_size
        slot.beyond = rules.beyond(slot.capacity, slot.taken)
    registration.state = state
    registration.updated_at = now
    db.session.flush()


def _note(action: Action, registration: Registration, actor: Actor, now: datetime, detail: str = "") -> None:
    record(action, registration, actor=actor, now=now, center_id=registration.center_id, detail=detail)


def _tell(registration: Registration, message: messages.Message, now: datetime) -> None:
    """Queue the mail that is true now; unsent ones that say otherwise are taken back.

    Every mail about a registration passes here: the place for limits per address.
    """
    abort_pending(Registration.__tablename__, registration.id)
    if registration.email:
        queue(message(registration), now=now)
