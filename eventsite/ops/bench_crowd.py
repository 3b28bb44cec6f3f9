"""A database with very many registrations, each with what it leaves behind: people, keys, audit line and mail."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from eventsite.accounts.models import Center
from eventsite.admission import receipts
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.models_traces import PersonKey
from eventsite.admission.vocabulary import Admission, Channel, RegistrationState
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core import tokens
from eventsite.core.actor import ActorKind
from eventsite.core.db import Base, db, transaction
from eventsite.notifications.models import MailState, OutgoingMail
from eventsite.ops.bench_events import new_slot
from eventsite.ops.bulk import BulkWriter, Row

SMALL = 250  # registrations of a usual call
FULL_AT = 10  # places of the calls at which people wait
_LARGE_SHARE = 6  # each of the three large calls holds one part in so many of all registrations
_BATCH = 5_000
_MODELS: Sequence[type[Base]] = (Registration, Participant, PersonKey, AuditEntry, OutgoingMail)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """A way of being admitted: the terms of its calls, and how those stand who have registered."""

    name: str
    admission: Admission
    places: int | None
    state: RegistrationState


KINDS = (
    Kind("first come", Admission.FIRST_COME, None, RegistrationState.CONFIRMED),
    Kind("waiting", Admission.FIRST_COME, FULL_AT, RegistrationState.WAITING),
    Kind("lottery entry", Admission.LOTTERY, 20, RegistrationState.APPLIED),
)


def fill(registrations: int, *, now: datetime) -> dict[str, int]:
    """Store so many registrations; return the slots to register for, by what is measured there.

    Half are in three large calls that were answered within the last day, the rest in usual calls of a whole year.
    """
    with transaction():
        center = db.session.scalars(select(Center).order_by(Center.id).limit(1)).one()
        writer = _writer()
        large = max(1, registrations // _LARGE_SHARE)
        stage = {}
        for kind in KINDS:
            stage[kind.name] = _call_of(writer, center, kind, min(SMALL, large), now).id
            stage[f"{kind.name}, large call"] = _call_of(writer, center, kind, large, now).id
        left = registrations - sum(large + min(SMALL, large) for _ in KINDS)
        for number in range(max(0, left) // SMALL):
            _call_of(writer, center, KINDS[0], SMALL, now - number % 365 * _DAY)
        writer.finish()
    return stage


def add_crowd(slot: Slot, number: int, *, now: datetime) -> None:
    """Let so many have registered for a slot before, each with a mailbox, and count them in."""
    writer = _writer()
    _add(writer, slot, KINDS[2].state, number, now)
    writer.finish()


def _writer() -> BulkWriter:
    tables = [Base.metadata.tables[one.__tablename__] for one in _MODELS]
    return BulkWriter(db.session.connection(), tables)


def _call_of(writer: BulkWriter, center: Center, kind: Kind, number: int, now: datetime) -> Slot:
    by_lot = kind.admission is Admission.LOTTERY
    later = {"closes_at": now + 5 * _DAY, "draw_at": now + 6 * _DAY, "sealed_at": now - 5 * _DAY} if by_lot else {}
    slot = new_slot(center, now + 7 * _DAY, kind.places, now, admission=kind.admission, **later)
    _add(writer, slot, kind.state, number, now)
    if kind.state is not RegistrationState.APPLIED:
        slot.taken = number if kind.places is None else min(kind.places, number)
    db.session.flush()
    return slot


def _add(writer: BulkWriter, slot: Slot, state: RegistrationState, number: int, now: datetime) -> None:
    call = slot.call
    call.last_sequence = number
    db.session.flush()
    first = writer.next_id(Base.metadata.tables[Registration.__tablename__])
    ids = {
        one: writer.next_id(Base.metadata.tables[one.__tablename__]) for one in (Participant, AuditEntry, OutgoingMail)
    }
    for start in range(0, number, _BATCH):
        rows: dict[type[Base], list[Row]] = {one: [] for one in _MODELS}
        for offset in range(start, min(start + _BATCH, number)):
            sits = state is RegistrationState.WAITING and offset < FULL_AT
            own = RegistrationState.CONFIRMED if sits else state
            for model, row in _rows(call, slot, first + offset, offset, own, now):
                rows[model].append({"id": ids[model] + offset, **row} if model in ids else row)
        for model in _MODELS:
            writer.add(Base.metadata.tables[model.__tablename__], rows[model])


def _rows(
    call: Call, slot: Slot, number: int, offset: int, state: RegistrationState, now: datetime
) -> Iterator[tuple[type[Base], Row]]:
    """Yield what one registration leaves in the database."""
    sequence, name = offset + 1, f"計測 {number}"
    mail, came_at = f"resident{number}@demo.invalid", now - timedelta(hours=1)
    is_queued = number % 10 == 0  # the worker does not keep up
    subject = {"subject_type": Registration.__tablename__, "subject_id": number}
    yield Registration, {
        "id": number, "call_id": call.id, "slot_id": slot.id, "sequence": sequence, "state": state,
        "receipt": receipts.number("YG", sequence, call.receipt_offset), "channel": Channel.WEB,
        "line": sequence if state is RegistrationState.WAITING else None,
        "name": name, "name_kana": "けいそく", "email": mail,
        "phone": f"083-{number // 10_000:03}-{number % 10_000:04}",
        "manage_token": tokens.capability(), "ticket_code": tokens.ticket_code(),
        "submission_key": f"bench-{number}", "submission_digest": "0" * 64,
        "created_at": came_at, "updated_at": came_at, "delete_on": (now + 90 * _DAY).date(),
    }  # fmt: skip
    yield Participant, {"registration_id": number, "position": 1, "name": name, "name_kana": "けいそく"}
    for kind in ("phone", "mail"):
        key = hashlib.sha256(f"{kind} {number}".encode()).hexdigest()
        yield PersonKey, {"registration_id": number, "key": key}
    yield AuditEntry, {
        "at": came_at, "actor_kind": ActorKind.VISITOR, "action": Action.REGISTRATION_CREATE,
        "center_id": call.event.center_id, "detail": f"{Channel.WEB} {state}", **subject,
    }  # fmt: skip
    yield OutgoingMail, {
        "key": f"registration:{number}:received", "recipient": mail, "mailbox": mail, "sender_name": "計測",
        "subject": name, "body": name * 40, "message_id": f"<{number}@demo.invalid>",
        "state": MailState.QUEUED if is_queued else MailState.SENT, "sent_at": None if is_queued else came_at,
        "created_at": came_at, "due_at": came_at, **subject,
    }  # fmt: skip
