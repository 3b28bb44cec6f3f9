"""Places that a slot keeps for those whom one counter takes in."""

from datetime import datetime

from sqlalchemy import func, select

from eventsite.admission import holding
from eventsite.admission.models import Slot, SlotReserve
from eventsite.admission.models_registrations import Registration
from eventsite.admission.terms import Reserves, reserves_of
from eventsite.admission.vocabulary import COUNTERS, HOLDING_STATES, Counter
from eventsite.core.db import db


def set_reserves(slot: Slot, reserves: Reserves, *, now: datetime) -> None:
    """Keep so many places for each counter, and let the waiting line have what is not kept any more.

    The caller holds the call's lock.
    """
    if sorted(reserves_of(slot)) == sorted(reserves):
        return
    stored = {one.counter: one for one in slot.reserves}
    rows = []
    for counter, places in reserves:
        row = stored.get(counter) or SlotReserve(counter=counter, taken=_taken(slot, counter))
        row.places = places
        rows.append(row)
    slot.reserves = rows
    db.session.flush()
    holding.promote(slot, now=now)


def _taken(slot: Slot, counter: Counter) -> int:
    """Return how many places those hold whom the counter has taken in so far."""
    channels = [channel for channel, taken_in_at in COUNTERS.items() if taken_in_at is counter]
    query = select(func.sum(Registration.places)).where(
        Registration.slot_id == slot.id,
        Registration.channel.in_(channels),
        Registration.state.in_(HOLDING_STATES),
    )
    return db.session.scalar(query) or 0
