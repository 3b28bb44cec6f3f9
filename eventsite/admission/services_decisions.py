"""Say to all at once what was decided for those who applied: by lot, or by the organiser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventsite.admission import holding, messages, queries, telling
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor


@dataclass(frozen=True)
class Fate:
    """What was decided for one registration; ``order`` is its place in the draw, from 1, where it got none."""

    state: RegistrationState  # CONFIRMED (or offered, where the call gives time to answer), WAITING, NOT_SELECTED
    slot_id: int | None = None  # None: the one it stands for
    order: int | None = None


_NOT_NAMED = Fate(RegistrationState.NOT_SELECTED)


def announce(call_id: int, fates: Mapping[str, Fate], *, actor: Actor, now: datetime) -> Call:
    """Bring every applied registration of a call to its fate, by receipt number, and tell each by its own way.

    Who applied and is not named is not selected. Whoever withdrew meanwhile stays withdrawn, and their places go to the
    line by the call's rule. Announced once: a second time changes nothing.
    """
    call = queries.lock_call(call_id)
    if call.announced_at:
        return call
    call.announced_at = now
    undecided = queries.applied(call_id)
    _bring(undecided, fates, {slot.id: slot for slot in call.slots}, now)
    for state in {one.state for one in undecided}:
        alike = [one for one in undecided if one.state is state]
        record(Action.REGISTRATION_DECIDE, *alike, actor=actor, now=now, center_id=call.center_id, detail=state)
    telling.tell_all(_to_tell(undecided, fates), messages.result, now)
    record(Action.CALL_ANNOUNCE, call, actor=actor, now=now, center_id=call.center_id)
    for slot in call.slots:
        holding.promote(slot, now=now)
    return call


def _bring(
    applied: Sequence[Registration], fates: Mapping[str, Fate], slots: Mapping[int, Slot], now: datetime
) -> None:
    """Give all their states at once: whether thousands win or one, the places of a slot are counted once."""
    chosen = []
    for registration in applied:
        fate = fates.get(registration.receipt, _NOT_NAMED)
        if fate.slot_id:
            registration.slot = slots[fate.slot_id]
        registration.state, registration.line, registration.updated_at = fate.state, fate.order, now
        if fate.state is RegistrationState.CONFIRMED:
            registration.line = None
            chosen.append(registration)
    holding.give(*chosen, now=now)


def _to_tell(applied: Sequence[Registration], fates: Mapping[str, Fate]) -> list[Registration]:
    """Return who is told: of several entries of one person at the same address, the one that was decided about.

    A second entry from another address is told like any other: the answer must not show that the first is there.
    """
    decided = {one.email or one.phone for one in applied if one.receipt in fates}
    return [one for one in applied if one.receipt in fates or (one.email or one.phone) not in decided]
