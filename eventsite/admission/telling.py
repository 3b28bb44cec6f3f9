"""What is noted and said about a registration, in the transaction of what was done to it."""

from collections.abc import Sequence
from datetime import datetime

from eventsite.admission import messages
from eventsite.admission.models_registrations import Registration
from eventsite.admission.phone_scripts import call_about
from eventsite.admission.writing import mail_of
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor
from eventsite.core.shared import shared_work
from eventsite.notifications.phone import drop_open, queue_calls
from eventsite.notifications.services import abort_pending, queue


def note(action: Action, registration: Registration, actor: Actor, now: datetime, detail: str = "") -> None:
    """Write the audit line of something done to a registration."""
    record(action, registration, actor=actor, now=now, center_id=registration.center_id, detail=detail)


def tell(registration: Registration, message: messages.Message, now: datetime) -> None:
    """Queue the mail or the call that is true now; unsent ones that say otherwise are taken back."""
    tell_all([registration], message, now)


def tell_all(registrations: Sequence[Registration], message: messages.Message, now: datetime) -> None:
    """Queue for each its mail, or its call without an address; what says otherwise and has not gone out is taken back.

    Everything said about a registration passes here: the place for limits per address.
    """
    abort_pending(Registration.__tablename__, *(one.id for one in registrations))
    tell_more(registrations, message, now)


def tell_more(registrations: Sequence[Registration], message: messages.Message, now: datetime) -> None:
    """Queue for each its mail or its call. Mails that wait go out all the same; a call stands for those before it."""
    drop_open(Registration.__tablename__, *(one.id for one in registrations), now=now)
    tell_first(registrations, message, now)


def tell_first(registrations: Sequence[Registration], message: messages.Message, now: datetime) -> None:
    """Queue for each its mail or its call, where nothing was ever said about them before."""
    with shared_work():
        letters = [(one, message(one)) for one in registrations]
        queue(*(mail_of(one, letter) for one, letter in letters if one.email), now=now)
        calls = (call_about(one, letter) for one, letter in letters if not one.email)
        queue_calls(*(call for call in calls if call), now=now)
