"""Choose who comes (主催者が決める): not by lot, but with a reason, and told to all at once."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from eventsite.admission import services_decisions
from eventsite.admission.facts import slot_name
from eventsite.admission.models import Call
from eventsite.admission.queries import applied, lock_call
from eventsite.admission.services_decisions import Fate
from eventsite.admission.vocabulary import Admission, RegistrationState
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor
from eventsite.lottery.errors import AlreadyAnnounced, NotOrganisersChoice, TooManyChosen


def require_choosable(call: Call, chosen: Collection[str], *, now: datetime) -> Mapping[int, int]:
    """Pass if these can be announced as chosen; return how many places they take of each slot, by its id.

    Raises:
        AlreadyAnnounced: it was decided before.
        NotOrganisersChoice: it is decided in another way, or entries have not closed.
        TooManyChosen: they need more places of a slot than it has.
    """
    if call.announced_at:
        raise AlreadyAnnounced
    if call.admission is not Admission.BY_ORGANISER or (call.closes_at and now < call.closes_at):
        raise NotOrganisersChoice
    wanted = Counter[int]()
    for one in applied(call.id):
        wanted[one.slot_id] += one.places if one.receipt in chosen else 0
    for slot in call.slots:
        if slot.capacity is not None and wanted[slot.id] > slot.capacity:
            raise TooManyChosen(slot=slot_name(slot))
    return wanted


def choose(call_id: int, chosen: Collection[str], reason: str, *, actor: Actor, now: datetime) -> Call:
    """Give places to those chosen, by receipt number, and tell everybody; no entry is taken from now on.

    The reason stands in the audit log. Whoever withdrew meanwhile stays withdrawn.

    Raises:
        AlreadyAnnounced, NotOrganisersChoice, TooManyChosen: as require_choosable() says.
    """
    call = lock_call(call_id)
    require_choosable(call, chosen, now=now)
    call.frozen_at = now
    record(Action.CALL_RELEASE, call, actor=actor, now=now, center_id=call.center_id, detail=reason)
    fates = {
        one.receipt: Fate(RegistrationState.CONFIRMED if one.receipt in chosen else RegistrationState.NOT_SELECTED)
        for one in applied(call_id)
    }
    return services_decisions.announce(call_id, fates, actor=actor, now=now)
