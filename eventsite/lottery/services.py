"""Seal the rules before the first entry, freeze the list after the last one. See docs/lottery.md."""

import secrets
from datetime import datetime

from sqlalchemy import select

from eventsite.admission.dates import takes_place
from eventsite.admission.errors import RulesSealed
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries import applied, lock_call
from eventsite.admission.vocabulary import BY_LOT, USUAL_SOURCE, Admission, Channel, FreePlaceRule
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.calls.services import is_bound
from eventsite.core.actor import SYSTEM, Actor
from eventsite.core.db import db
from eventsite.core.text import normalise
from eventsite.lottery import chances, draw, queries, services_draw
from eventsite.lottery.chances import Applicant
from eventsite.lottery.errors import NotByLot, NotFrozen
from eventsite.lottery.models import LotteryFreeze, LotterySeal
from eventsite.lottery.texts import Fit, Rules, frozen_list


def rules_of(call: Call) -> Rules:
    """Return the rules by which a call draws, as they are sealed."""
    reopens = call.free_place_rule is FreePlaceRule.REOPEN  # then nobody waits
    return Rules(
        call=call.code,
        event=call.event.code,
        fit=Fit.HOLD if call.free_place_rule is FreePlaceRule.HOLD_FOR_NEXT else Fit.NEXT,
        if_over=call.admission is Admission.LOTTERY_IF_OVER,
        places=call.unit,
        priorities=tuple(one.priority.value for one in call.priorities),
        reserves=0 if reopens else call.reserves_max,
        slots=tuple((slot.code, slot.capacity) for slot in call.slots),
        source=" ".join(normalise(call.draw_source).split()) or USUAL_SOURCE,
    )


def seal(call_id: int, *, actor: Actor = SYSTEM, now: datetime) -> LotterySeal:
    """Publish the rules of a draw and the commitment to its secret seed; sealing the same rules again changes nothing.

    Raises:
        NotByLot: there is nothing to draw.
        RulesSealed: other rules are sealed already, and entries have begun.
    """
    call = lock_call(call_id)
    if call.admission not in BY_LOT:
        raise NotByLot
    rules, before = rules_of(call).text, queries.seal_of(call_id)
    if before and before.rules == rules:
        call.sealed_at = before.at
        return before
    if is_bound(call, now=now):
        raise RulesSealed
    seed = secrets.token_hex(32)
    sealed = LotterySeal(
        call_id=call_id,
        version=1 + (before.version if before else 0),
        rules=rules,
        seed=seed,
        commitment=draw.commitment(seed, rules),
        at=now,
    )
    db.session.add(sealed)
    call.sealed_at = now
    record(Action.CALL_SEAL, call, actor=actor, now=now, center_id=call.center_id, detail=sealed.commitment)
    return sealed


def seal_all_of(event_id: int, *, actor: Actor, now: datetime) -> None:
    """Seal every draw of an event, as it is published."""
    ids = select(Call.id).where(Call.event_id == event_id, Call.admission.in_(BY_LOT)).order_by(Call.id)
    for call_id in db.session.scalars(ids).all():
        seal(call_id, actor=actor, now=now)


def freeze(call_id: int, *, now: datetime) -> LotteryFreeze:
    """Write down the list of entries once they have closed; freezing again changes nothing.

    Where lots are only drawn if too many enter, and not too many did, the draw follows at once: nobody need roll dice.

    Raises:
        NotFrozen: the rules are not sealed, or entries have not closed.
    """
    call = lock_call(call_id)
    if stored := queries.freeze_of(call_id):
        return stored
    sealed = queries.seal_of(call_id)
    if sealed is None or call.sealed_at is None or call.closes_at is None or now < call.closes_at:
        raise NotFrozen
    registrations = applied(call_id)
    frozen = _frozen(call, [*registrations], now)
    db.session.add(frozen)
    call.frozen_at = now
    said = f"{frozen.entries_count} left out {frozen.left_out} by staff {frozen.by_staff}"
    record(Action.CALL_FREEZE, call, actor=SYSTEM, now=now, center_id=call.center_id, detail=said)
    services_draw.draw_if_settled(call, sealed, frozen, now=now)
    return frozen


def _frozen(call: Call, registrations: list[Registration], now: datetime) -> LotteryFreeze:
    counting = chances.one_chance_each(_applicants(call, registrations, now))
    entries = frozen_list(chances.entries(counting, [one.priority for one in call.priorities]))
    channels = {one.receipt: one.channel for one in registrations}
    return LotteryFreeze(
        call_id=call.id,
        entries=entries,
        entries_count=len(counting),
        entries_hash=draw.sha256(entries),
        left_out=len(registrations) - len(counting),
        by_staff=sum(channels[one.receipt] is not Channel.WEB for one in counting),
        at=now,
    )


def _applicants(call: Call, registrations: list[Registration], now: datetime) -> list[Applicant]:
    keys, wishes, losers = queries.keys_of(call.id), queries.wishes_of(call.id), queries.earlier_losers(call, now=now)
    codes = {slot.id: slot.code for slot in call.slots if takes_place(slot)}
    return [
        Applicant(
            receipt=one.receipt,
            places=one.places,
            wishes=tuple(codes[slot] for slot in wishes.get(one.id, (one.slot_id,)) if slot in codes),
            keys=keys.get(one.id, frozenset()),
            residence=one.residence,
            is_first_time=bool(one.is_first_time),
            has_lost_before=one.id in losers,
        )
        for one in registrations
    ]
