"""Join a shift and leave it again; places come from the one engine of admission."""

from datetime import datetime

from eventsite.accounts.models import User
from eventsite.admission import queries as admission_queries
from eventsite.admission import services as admission
from eventsite.admission.entries import Entry
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Channel
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.core.errors import DomainError
from eventsite.core.text import kana
from eventsite.supporters import queries
from eventsite.supporters.rules import Verdict


class ShiftRefused(DomainError):
    """The shift cannot be joined; the code says why."""

    def __init__(self, reason: Verdict) -> None:
        self.code = _CODES[reason]
        super().__init__()


_CODES = {
    Verdict.CANCELLED: "shift_cancelled",
    Verdict.OVER: "shift_over",
    Verdict.JOINED: "shift_joined",
    Verdict.WAITING: "shift_waiting",
    Verdict.NOT_OPEN: "shift_not_open",
    Verdict.CLOSED: "shift_closed",
    Verdict.FULL: "shift_full",
    Verdict.OVERLAPS: "shift_overlaps",
}


def join(slot_id: int, user_id: int, *, actor: Actor, now: datetime) -> Registration:
    """Give a city employee a place in a shift at once. Joining twice is one registration.

    The account gives name and e-mail; employees need no phone number here. Raises ShiftRefused.
    """
    user = queries.lock_user(user_id)  # whoever joins two shifts at once does so one after the other
    if earlier := queries.active_registration(slot_id, user_id):
        return earlier
    slot = db.session.get_one(Slot, slot_id)
    admission_queries.lock_call(slot.call_id)  # the verdict is about the places of this moment
    shift = queries.shift_for(slot, user_id, now=now)
    if shift.verdict is not Verdict.FREE:
        raise ShiftRefused(shift.verdict)
    return admission.register(slot_id, _entry(user), actor=actor, now=now)


def leave(registration_id: int, *, actor: Actor, now: datetime) -> Registration:
    """Give the place in a shift back. Raises RegistrationOver, EventOver."""
    return admission.withdraw(registration_id, actor=actor, now=now)


def _entry(user: User) -> Entry:
    return Entry(
        name=user.name,
        name_kana=kana(user.name) or "",
        phone="",
        channel=Channel.WEB,
        email=user.email,
        user_id=user.id,
    )
