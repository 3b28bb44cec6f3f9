"""Store what a table brings in: all the rows that staff were shown as good, or none."""

from collections.abc import Sequence
from datetime import datetime

from eventsite.admission import queries, services
from eventsite.admission.imports import Judged, Verdict
from eventsite.admission.models import Registration
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor


def bring_in(call_id: int, judged: Sequence[Judged], *, actor: Actor, now: datetime) -> list[Registration]:
    """Register every good row in the table's order, within the caller's transaction.

    Raises whatever ``services.register`` has against one of them: then the caller's transaction stores none.
    """
    call = queries.lock_call(call_id)
    made = [
        services.register(one.slot_id, one.entry, actor=actor, now=now)
        for one in judged
        if one.verdict is Verdict.GOOD and one.entry
    ]
    people = sum(one.party_size for one in made)
    detail = f"{len(made)}件 {people}人"
    record(Action.REGISTRATION_IMPORT, call, actor=actor, now=now, center_id=call.center_id, detail=detail)
    return made
