"""Store what a table brings in: all the rows that staff were shown as good, or none.

What they were shown was judged without a lock. It is judged again under the call's lock, where no other import and no
registration can come between: two tables at once never bring in one person twice.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from eventsite.admission import queries, services
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor
from eventsite.imports import judging
from eventsite.imports.errors import ImportChanged
from eventsite.imports.judging import Judged, Verdict


def bring_in(
    call_id: int, again: Callable[[Call], Sequence[Judged]], seen: str, *, actor: Actor, now: datetime
) -> list[Registration]:
    """Register every good row in the table's order, within the caller's transaction.

    ``again`` judges the rows of the table now, ``seen`` is the mark of what staff were shown.

    Raises:
        ImportChanged: something else would come of the rows by now; none is stored.
        DomainError: whatever ``services.register`` has against one of them; the caller's transaction stores none.
    """
    call = queries.lock_call(call_id)
    judged = again(call)
    if judging.seal_of(judged) != seen:
        raise ImportChanged
    made = [
        services.register(one.slot_id, one.entry, actor=actor, now=now)
        for one in judged
        if one.verdict is Verdict.GOOD and one.entry
    ]
    people = sum(one.party_size for one in made)
    detail = f"{len(made)}件 {people}人"
    record(Action.REGISTRATION_IMPORT, call, actor=actor, now=now, center_id=call.center_id, detail=detail)
    return made
