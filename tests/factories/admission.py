"""Builders for calls, slots and registrations; call them inside a transaction."""

from datetime import UTC, datetime
from typing import Any

from eventsite.admission import services
from eventsite.admission.entries import Entry
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Admission, Audience, Channel
from eventsite.core import tokens
from eventsite.core.actor import VISITOR
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence
from tests.factories.counter import number
from tests.factories.events import an_event, an_occurrence


def a_call(
    event_id: int,
    admission: Admission = Admission.FIRST_COME,
    audience: Audience = Audience.RESIDENTS,
    party_max: int = 4,
    **more: Any,
) -> Call:
    """A call that is open, without slots."""
    call = Call(
        code=tokens.short_code(),
        event_id=event_id,
        admission=admission,
        audience=audience,
        party_max=party_max,
        receipt_offset=number(),
        **more,
    )
    db.session.add(call)
    db.session.flush()
    return call


def a_slot(call_id: int, capacity: int | None = 20, occurrence_ids: tuple[int, ...] = (), **more: Any) -> Slot:
    """A slot that covers these dates."""
    slot = Slot(code=tokens.short_code(), call_id=call_id, capacity=capacity, **more)
    slot.occurrences = [db.session.get_one(Occurrence, one) for one in occurrence_ids]
    db.session.add(slot)
    db.session.flush()
    return slot


def an_open_slot(capacity: int | None = 20, event: Event | None = None, **more: Any) -> Slot:
    """A slot of a published event with one date, whose call is open now."""
    event = event or an_event()
    occurrence = an_occurrence(event.id)
    call = a_call(event.id, **more)
    return a_slot(call.id, capacity, (occurrence.id,))


def an_entry(name: str = "馬場 太郎", **more: Any) -> Entry:
    """What a resident says who comes alone and has no e-mail."""
    said: dict[str, Any] = {"name_kana": "ばば たろう", "phone": "083-900-0000", "channel": Channel.WEB, **more}
    return Entry(name=name, **said)


def a_registration(slot_id: int, name: str = "馬場 太郎", **more: Any) -> Registration:
    """A registration made through the one service function, now."""
    return services.register(slot_id, an_entry(name, **more), actor=VISITOR, now=datetime.now(UTC))
