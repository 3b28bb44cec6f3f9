"""Draw: two witnesses type the public value, and when they agree, lots are drawn. Once, for ever."""

from dataclasses import dataclass
from datetime import datetime

from eventsite.admission.models import Call
from eventsite.admission.queries import lock_call
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import SYSTEM, Actor, ActorKind
from eventsite.core.db import db
from eventsite.lottery import draw, queries
from eventsite.lottery.errors import AlreadyDrawn, DrawNotDue, NotFrozen, TriesUsedUp
from eventsite.lottery.models import LotteryDraw, LotteryFreeze, LotterySeal, LotteryValue
from eventsite.lottery.texts import parse_entries, parse_rules, result_text

TRIES = 5  # what one witness typed can be met by another


@dataclass(frozen=True)
class Witnessed:
    """The public value and the two people who typed it, the earlier first; nobody where lots need not be drawn."""

    value: str = ""
    first: int | None = None
    second: int | None = None


def type_value(call_id: int, value: str, *, actor: Actor, now: datetime) -> LotteryDraw | None:
    """Note the public value that a witness read; return the draw if another witness's last value is the same.

    ``value`` is what draw.public_value() made of the typed text.

    Raises:
        NotFrozen: entries are not frozen.
        DrawNotDue: the announced time has not come.
        AlreadyDrawn: the draw was made before.
        TriesUsedUp: TRIES values of this witness have missed what the others typed, who must read it anew.
    """
    call = lock_call(call_id)
    sealed, frozen = queries.seal_of(call_id), queries.freeze_of(call_id)
    if sealed is None or frozen is None or actor.user_id is None:
        raise NotFrozen
    if queries.draw_of(call_id):
        raise AlreadyDrawn
    if call.draw_at and now < call.draw_at:
        raise DrawNotDue
    others = _to_meet(call_id, actor.user_id)
    same = [one for one in others if one.value == value]
    db.session.add(LotteryValue(call_id=call_id, user_id=actor.user_id, value=value, at=now))
    differs = "differs" if others and not same else ""
    record(Action.CALL_VALUE, call, actor=actor, now=now, center_id=call.center_id, detail=differs)
    if not same:
        return None
    return _draw(call, sealed, frozen, Witnessed(value, same[0].user_id, actor.user_id), now=now)


def draw_if_settled(call: Call, sealed: LotterySeal, frozen: LotteryFreeze, *, now: datetime) -> None:
    """Draw without a public value where lots are drawn only if too many enter, and not too many did."""
    if draw.is_settled(parse_rules(sealed.rules), parse_entries(frozen.entries)):
        _draw(call, sealed, frozen, Witnessed(), now=now)


def note_refusal(call_id: int, why: str, *, actor: Actor, now: datetime) -> None:
    """Leave a trace of somebody's attempt to draw again, or to guess what the other witness typed."""
    call = db.session.get_one(Call, call_id)
    record(Action.CALL_DRAW, call, actor=actor, now=now, center_id=call.center_id, detail=f"refused: {why}")


def _to_meet(call_id: int, user_id: int) -> list[LotteryValue]:
    """Return the last values of the other witnesses that this one may still meet: none can be guessed by trying on."""
    others = [one for one in queries.values_of(call_id) if one.user_id != user_id]
    open_to_tries = [one for one in others if queries.tries_since(one, user_id) < TRIES]
    if others and not open_to_tries:
        raise TriesUsedUp(tries=TRIES)
    return open_to_tries


def _draw(call: Call, sealed: LotterySeal, frozen: LotteryFreeze, seen: Witnessed, *, now: datetime) -> LotteryDraw:
    """Draw from the stored texts alone; the key of the row refuses a second draw, whatever the code thinks."""
    rules, entries = parse_rules(sealed.rules), parse_entries(frozen.entries)
    result = result_text(draw.draw(rules, entries, sealed.seed, seen.value))
    made = LotteryDraw(
        call_id=call.id,
        seal_id=sealed.id,
        public_value=seen.value,
        entered_by_id=seen.first,
        confirmed_by_id=seen.second,
        result=result,
        result_hash=draw.sha256(result),
        at=now,
    )
    db.session.add(made)
    actor = Actor(ActorKind.STAFF, seen.second) if seen.second else SYSTEM
    record(Action.CALL_DRAW, call, actor=actor, now=now, center_id=call.center_id, detail=made.result_hash)
    return made
