"""Let the result out: two people release it, ten minutes pass, and everybody is told what the one row says."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from eventsite.admission import services_decisions
from eventsite.admission.models import Call
from eventsite.admission.queries import lock_call
from eventsite.admission.services_decisions import Fate
from eventsite.admission.vocabulary import RegistrationState
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.calls.releasing import PEOPLE
from eventsite.core.actor import SYSTEM, Actor
from eventsite.core.db import db
from eventsite.lottery import queries
from eventsite.lottery.errors import AlreadyAnnounced, NotDrawn, NothingReleased
from eventsite.lottery.models import LotteryDraw, LotteryRelease, LotteryStop
from eventsite.lottery.texts import Outcome, parse_result

HOLD_MINUTES = 10
STATES = {
    Outcome.WON: RegistrationState.CONFIRMED,
    Outcome.RESERVE: RegistrationState.WAITING,
    Outcome.LOST: RegistrationState.NOT_SELECTED,
}


def release(call_id: int, *, actor: Actor, now: datetime) -> None:
    """Say that the result may go out; the second person starts the ten minutes. Saying it twice changes nothing.

    Raises:
        NotDrawn: there is no result, or one that nobody need release.
        AlreadyAnnounced: it is out.
    """
    call = _drawn(call_id)
    number = queries.round_of(call_id)
    released = queries.releases_of(call_id, number)
    if actor.user_id in {one.user_id for one in released} or len(released) == PEOPLE:
        return
    db.session.add(LotteryRelease(call_id=call_id, round=number, user_id=actor.user_id, at=now))
    record(Action.CALL_RELEASE, call, actor=actor, now=now, center_id=call.center_id, detail=f"round {number}")


def stop(call_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Keep the result from going out; two people must release it anew.

    Raises:
        NotDrawn, NothingReleased: there is nothing to stop.
        AlreadyAnnounced: it is out.
    """
    call = _drawn(call_id)
    number = queries.round_of(call_id)
    if not queries.releases_of(call_id, number):
        raise NothingReleased
    db.session.add(LotteryStop(call_id=call_id, round=number, user_id=actor.user_id, reason=reason, at=now))
    record(Action.CALL_STOP, call, actor=actor, now=now, center_id=call.center_id, detail=f"round {number}")


def goes_out_at(call_id: int) -> datetime | None:
    """Return when the released result goes out, or None while two people have not released it."""
    released = queries.releases_of(call_id, queries.round_of(call_id))
    return released[-1].at + timedelta(minutes=HOLD_MINUTES) if len(released) == PEOPLE else None


def next_to_announce(now: datetime) -> int | None:
    """Return the id of a call whose result is due: its ten minutes are over, or nobody had to draw."""
    return next((call_id for call_id in queries.drawn_and_silent(now) if _is_due(call_id, now)), None)


def announce(call_id: int, *, now: datetime) -> Call:
    """Tell everybody what the stored result says, if it is due; nothing is computed anew."""
    call, drawn = lock_call(call_id), queries.draw_of(call_id)
    if drawn is None or call.announced_at or not _is_due(call_id, now):
        return call
    fates = fates_of(drawn, {slot.code: slot.id for slot in call.slots})
    return services_decisions.announce(call_id, fates, actor=SYSTEM, now=now)


def fates_of(drawn: LotteryDraw, slots: Mapping[str, int]) -> dict[str, Fate]:
    """Return what the stored result says of each receipt number; ``slots`` are the ids by code."""
    return {
        line.receipt: Fate(STATES[line.outcome], slots[line.slot] if line.slot else None, line.number)
        for line in parse_result(drawn.result)
    }


def _is_due(call_id: int, now: datetime) -> bool:
    call, drawn = db.session.get_one(Call, call_id), queries.draw_of(call_id)
    if drawn is None:
        return False
    if not drawn.public_value:  # nobody was refused, so there is nothing to witness
        return call.draw_at is None or now >= call.draw_at
    due = goes_out_at(call_id)
    return due is not None and now >= due


def _drawn(call_id: int) -> Call:
    """Return the call, locked, if its result waits to be released."""
    call, drawn = lock_call(call_id), queries.draw_of(call_id)
    if call.announced_at:
        raise AlreadyAnnounced
    if drawn is None or not drawn.public_value:
        raise NotDrawn
    return call
