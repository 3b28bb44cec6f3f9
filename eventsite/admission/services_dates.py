"""What becomes of registrations when an event or its dates are cancelled or moved: nobody learns it at the door."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from eventsite.admission import dates, messages, queries, services
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries import Reach
from eventsite.core.actor import Actor
from eventsite.events.changes import Change


def cancel_all(event_id: int, *, actor: Actor, now: datetime) -> Reach:
    """Cancel every active registration of an event that does not happen; return who is told.

    A registration whose dates are all past stays as it is: they were, whatever becomes of the others.
    """
    told = Reach()
    for call in queries.lock_calls(event_id):
        for slot in call.slots:
            if not dates.lies_behind(slot, now=now):
                told += _cancel(slot, messages.event_cancelled, actor, now)
    return told


def follow_changes(changes: Sequence[Change], *, actor: Actor, now: datetime) -> Reach:
    """Let the registrations for one event's dates follow what became of these; return who is told.

    Where none of a slot's dates takes place any more, its registrations are cancelled; otherwise they stay, and each
    party learns once what was said before and what is true now. A date that lay behind and still does tells nobody.
    """
    ahead = [one for one in changes if not one.lies_behind(now)]
    told = Reach()
    for call in queries.lock_calls(ahead[0].occurrence.event_id) if ahead else ():
        for slot in call.slots:
            own = [one for one in ahead if one.occurrence in dates.covered(slot)]
            if own:
                told += _follow(slot, own, actor, now)
    return told


def _follow(slot: Slot, changes: Sequence[Change], actor: Actor, now: datetime) -> Reach:
    if not dates.takes_place(slot):
        return _cancel(slot, partial(messages.dates_cancelled, changes=changes), actor, now)
    _shift_own_times(slot, changes[0])
    registrations = queries.active_in(slot.id)
    for registration in registrations:
        services.follow(registration, partial(messages.changed, changes=changes), now=now)
    return _reach(registrations)


def _cancel(slot: Slot, message: messages.Message, actor: Actor, now: datetime) -> Reach:
    registrations = queries.active_in(slot.id)
    for registration in registrations:
        services.cancel(registration, message, actor=actor, now=now)
    return _reach(registrations)


def _shift_own_times(slot: Slot, change: Change) -> None:
    """Move a programme along with its date: only a slot of one date has times of its own."""
    if slot.starts_at:
        slot.starts_at += change.shift
    if slot.ends_at:
        slot.ends_at += change.shift


def _reach(registrations: Sequence[Registration]) -> Reach:
    by_mail = sum(bool(one.email) for one in registrations)
    return Reach(by_mail, len(registrations) - by_mail)
