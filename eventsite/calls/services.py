"""What staff can do about calls: open one for an event, change it. Registered people keep what they were promised."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from eventsite.admission import facts, holding, queries
from eventsite.admission.errors import CallInUse, EventNotOpen, LineInUse, RulesSealed, SlotInUse
from eventsite.admission.models import Call, CallPriority, Opening, Slot
from eventsite.admission.terms import COLUMNS, call_facts
from eventsite.admission.vocabulary import BY_LOT, FreePlaceRule
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.calls.plans import (
    CallPlan,
    SlotPlan,
    copied,
    draw_terms,
    plan_of,
    require_sound,
    settled,
)
from eventsite.calls.services_reserves import set_reserves
from eventsite.core import clock, tokens
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence, Publication
from eventsite.questions import services as questions

RECEIPT_SPAN = 9000  # the first number of a call is any of the four-digit ones
Change = Callable[[CallPlan], CallPlan]


def create_call(event_id: int, plan: CallPlan, *, actor: Actor, now: datetime) -> Call:
    """Store a new call of an event with its slots, after the calls it has.

    Raises:
        EventNotOpen: the event was cancelled.
        TermsContradict: the plan's instants or numbers do not agree.
    """
    event, plan = db.session.get_one(Event, event_id), settled(plan)
    if event.publication is Publication.CANCELLED:
        raise EventNotOpen
    call = Call(
        code=tokens.short_code(),
        event=event,
        position=len(queries.calls_of(event_id)),
        receipt_offset=secrets.randbelow(RECEIPT_SPAN),
    )
    _write(call, plan)
    call.slots = [_new_slot(one, position) for position, one in enumerate(plan.slots)]
    db.session.add(call)
    db.session.flush()
    _keep_places(call, plan, now)
    record(Action.CALL_CREATE, call, actor=actor, now=now, center_id=event.center_id, detail=call.code)
    return call


def edit_call(call_id: int, change: Change, *, actor: Actor, now: datetime) -> Call:
    """Store a change of a call; slots keep their identity, and more places move the waiting line up.

    What is changed is what the call says under its lock. A change of what a draw is bound to takes its seal away, so
    that it is sealed anew before entries open.

    Raises:
        CallInUse: people registered, and how it is decided or what is counted would change.
        SlotInUse: a slot for which people registered would go or move.
        LineInUse: people wait, and there would be no line.
        RulesSealed: the rules of the draw are published, and entries have opened.
        TermsContradict: the changed instants or numbers do not agree.
    """
    call = queries.lock_call(call_id)
    before = plan_of(call)
    after = settled(change(before))
    _require_in_keeping(call, before, after)
    _unseal(call, before, after, now)
    _write(call, after)
    _remove_slots(call, {one.code for one in after.slots})
    stored = {slot.code: slot for slot in call.slots}
    for position, one in enumerate(after.slots):
        if one.code in stored:
            _edit_slot(stored[one.code], one, position, actor=actor, now=now)
        else:
            call.slots.append(_new_slot(one, position))
    db.session.flush()
    _keep_places(call, after, now)
    record(Action.CALL_EDIT, call, actor=actor, now=now, center_id=call.center_id, detail=call.code)
    return call


def copy_calls(source_event_id: int, event: Event, *, actor: Actor, now: datetime) -> int | None:
    """Give a new event the calls of another with as many dates, without their periods; return how many these are.

    Each slot covers the dates at the same places in the order of time, and a programme keeps its time of day. None:
    the calls cannot be copied, because the numbers of dates differ.
    """
    sources = queries.calls_of(source_event_id)
    if not sources:
        return 0
    old, new = sources[0].event.occurrences, sorted(event.occurrences, key=lambda one: one.starts_at)
    if len(old) != len(new):
        return None
    dates = {one.id: other for one, other in zip(old, new, strict=True)}
    days = (clock.today(new[0].starts_at) - clock.today(old[0].starts_at)).days if old else 0
    for source in sources:
        made = create_call(event.id, copied(plan_of(source), dates, days), actor=actor, now=now)
        questions.copy(source.id, made.id)
    return len(sources)


def entries_have_opened(call: Call, *, now: datetime) -> bool:
    """Return whether somebody could have entered by now: what was published then stands."""
    is_public = call.event.publication is not Publication.DRAFT
    return call.last_sequence > 0 or (is_public and (call.opens_at is None or call.opens_at <= now))


def is_bound(call: Call, *, now: datetime) -> bool:
    """Return whether the rules of the call's draw are published for good."""
    return call.admission in BY_LOT and call.sealed_at is not None and entries_have_opened(call, now=now)


def _require_in_keeping(call: Call, before: CallPlan, after: CallPlan) -> None:
    """Pass if nobody who registered would lose what that meant."""
    kind_changes = (before.admission, before.unit) != (after.admission, after.unit)
    if kind_changes and any(queries.is_applied_for(slot.id) for slot in call.slots):
        raise CallInUse
    loses_line = after.free_place_rule is FreePlaceRule.REOPEN and before.free_place_rule is not FreePlaceRule.REOPEN
    if loses_line and any(queries.waiting_parties(slot.id) for slot in call.slots):
        raise LineInUse


def _unseal(call: Call, before: CallPlan, after: CallPlan, now: datetime) -> None:
    is_announced = call.announced_at is not None
    if draw_terms(before, is_announced=is_announced) == draw_terms(after, is_announced=is_announced):
        return
    if is_bound(call, now=now):
        raise RulesSealed
    call.sealed_at = None


def _write(call: Call, plan: CallPlan) -> None:
    require_sound(plan)
    if (call.minimum, call.decide_at) != (plan.minimum, plan.decide_at):
        call.minimum_met = None
    for name in (*COLUMNS, "title", "note"):
        setattr(call, name, getattr(plan, name))
    _write_openings(call, plan)
    _write_priorities(call, plan)


def _write_openings(call: Call, plan: CallPlan) -> None:
    if call_facts(call)["openings"] == plan.openings:
        return
    call.openings = [
        Opening(residence=one.residence, channel=one.channel, opens_at=one.opens_at, closes_at=one.closes_at)
        for one in plan.openings
    ]


def _write_priorities(call: Call, plan: CallPlan) -> None:
    """Store the priorities in their order; a row that stays is the same row, for its key is the priority."""
    stored = {one.priority: one for one in call.priorities}
    rows = []
    for position, priority in enumerate(plan.priorities):
        row = stored.get(priority) or CallPriority(priority=priority)
        row.position = position
        rows.append(row)
    call.priorities = rows


def _new_slot(plan: SlotPlan, position: int) -> Slot:
    return Slot(
        code=tokens.short_code(),
        position=position,
        label=plan.label,
        capacity=plan.capacity,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        occurrences=_occurrences(plan),
    )


def _edit_slot(slot: Slot, plan: SlotPlan, position: int, *, actor: Actor, now: datetime) -> None:
    occurrences = _occurrences(plan)
    moved = (slot.starts_at, slot.ends_at) != (plan.starts_at, plan.ends_at)
    loses_dates = not set(slot.occurrences) <= set(occurrences)
    if (moved or loses_dates) and queries.is_applied_for(slot.id):
        raise SlotInUse(slot=facts.slot_name(slot))
    slot.position, slot.label = position, plan.label
    slot.starts_at, slot.ends_at = plan.starts_at, plan.ends_at
    slot.occurrences = occurrences
    if slot.capacity != plan.capacity:
        holding.set_capacity(slot.id, plan.capacity, actor=actor, now=now)


def _keep_places(call: Call, plan: CallPlan, now: datetime) -> None:
    """Keep for each counter what the plan says, slot by slot in their order."""
    for slot, one in zip(sorted(call.slots, key=lambda slot: slot.position), plan.slots, strict=True):
        set_reserves(slot, one.reserves, now=now)


def _remove_slots(call: Call, kept: set[str | None]) -> None:
    for slot in [one for one in call.slots if one.code not in kept]:
        name = facts.slot_name(slot)
        call.slots.remove(slot)
        try:
            db.session.flush()  # what refers to a slot keeps it: registrations, also withdrawn ones, and counts
        except IntegrityError as error:
            raise SlotInUse(slot=name) from error


def _occurrences(plan: SlotPlan) -> list[Occurrence]:
    return [db.session.get_one(Occurrence, one) for one in plan.occurrence_ids]
