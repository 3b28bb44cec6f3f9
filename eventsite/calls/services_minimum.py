"""最少催行人数: on the announced day it is decided whether enough have registered for it to take place."""

from datetime import datetime

from sqlalchemy import func, select

from eventsite.admission import messages, queries, telling
from eventsite.admission.errors import MinimumDecided
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import HOLDING_STATES, RegistrationState
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import SYSTEM, Actor
from eventsite.core.db import db
from eventsite.events.models import Event, Publication

_COUNTED = (*HOLDING_STATES, RegistrationState.APPLIED)  # who applied for a draw may come, who waits may not


def next_to_decide(now: datetime) -> int | None:
    """Return the id of a call whose minimum is due to be looked at, the earliest first; None if there is none."""
    return db.session.scalar(
        select(Call.id)
        .join(Call.event)
        .where(
            Call.minimum.is_not(None),
            Call.minimum_met.is_(None),
            Call.decide_at <= now,
            Event.publication == Publication.PUBLISHED,
        )
        .order_by(Call.decide_at)
        .limit(1)
    )


def decide(call_id: int, *, now: datetime) -> Call:
    """Note whether enough have registered. If so, all who have a place are told; otherwise staff decide.

    Decided once: a second time changes nothing.
    """
    call = queries.lock_call(call_id)
    if call.minimum is None or call.minimum_met is not None or call.decide_at is None or now < call.decide_at:
        return call
    count = counted(call.id)
    call.minimum_met = count >= call.minimum
    record(Action.CALL_MINIMUM, call, actor=SYSTEM, now=now, center_id=call.center_id, detail=f"{count}/{call.minimum}")
    if call.minimum_met:
        _tell_all(call, now)
    return call


def run_anyway(call_id: int, *, actor: Actor, now: datetime) -> Call:
    """Let it take place with fewer, by the word of staff, and tell all who have a place.

    Raises:
        MinimumDecided: it takes place anyway, or nobody has counted yet.
    """
    call = queries.lock_call(call_id)
    if call.minimum_met is not False:
        raise MinimumDecided
    call.minimum_met = True
    record(Action.CALL_MINIMUM, call, actor=actor, now=now, center_id=call.center_id, detail="anyway")
    _tell_all(call, now)
    return call


def counted(call_id: int) -> int:
    """Return how many places are taken or applied for, over all slots of the call."""
    query = select(func.sum(Registration.places)).where(
        Registration.call_id == call_id, Registration.state.in_(_COUNTED)
    )
    return db.session.scalar(query) or 0


def undecided(center_id: int) -> list[Call]:
    """Return the calls of a center for which too few have registered and nobody has decided yet."""
    return list(
        db.session.scalars(
            select(Call)
            .join(Call.event)
            .where(
                Event.center_id == center_id,
                Event.publication == Publication.PUBLISHED,
                Call.minimum_met.is_(False),
            )
            .order_by(Call.decide_at)
        )
    )


def _tell_all(call: Call, now: datetime) -> None:
    registrations = db.session.scalars(
        select(Registration)
        .where(Registration.call_id == call.id, Registration.state == RegistrationState.CONFIRMED)
        .order_by(Registration.sequence)
    )
    telling.tell_all(registrations.all(), messages.runs, now)
