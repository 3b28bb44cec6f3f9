"""Events made for a measurement: one date, one call, one slot."""

from datetime import datetime, timedelta
from typing import Any

from eventsite.accounts.models import Center
from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import Admission
from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.events.models import Event, EventKind, Occurrence, Publication

PARTY_MAX = 4


def new_slot(center: Center, starts_at: datetime, places: int | None, now: datetime, **terms: Any) -> Slot:
    """Store a published event with a call of these terms, first come by default, and return its slot."""
    event = Event(
        code=tokens.short_code(),
        center=center,
        kind=EventKind.OTHER,
        publication=Publication.PUBLISHED,
        title="計測",
        is_demo=True,
        created_at=now,
        updated_at=now,
        published_at=now,
    )
    code = tokens.short_code()
    date = Occurrence(
        code=code,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        uid=f"{code}@demo.invalid",
        updated_at=now,
    )
    event.occurrences = [date]
    slot = Slot(code=tokens.short_code(), capacity=places, occurrences=[date])
    facts = {"admission": Admission.FIRST_COME, "party_max": PARTY_MAX, **terms}
    call = Call(code=tokens.short_code(), event=event, **facts)
    call.slots = [slot]
    db.session.add_all((event, call))
    db.session.flush()
    return slot
