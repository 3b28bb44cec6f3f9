"""The order of a waiting line, changed by staff: rarely, with a reason, and never without a trace."""

import re
from collections.abc import Iterable
from datetime import datetime

from eventsite.admission import holding, queries, telling
from eventsite.admission.errors import NotWaiting
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.audit.actions import Action
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.core.text import digits, fold

REASON_MAX = 100
_CONTACT = re.compile(r"@|[0-9][0-9-]{8,}")


def move(registration_id: int, to: int, reason: str, *, actor: Actor, now: datetime) -> Registration:
    """Bring a waiting party to a place of its line, 1 for the next; one beyond the end is the last.

    The line is numbered anew from 1, which keeps it before everybody who comes later: their numbers count on from all
    registrations of the call. Then free places are given out, for the one who now stands first may fit.

    Raises:
        NotWaiting: the party waits no more.
    """
    registration = holding.lock_registration(registration_id)
    if registration.state is not RegistrationState.WAITING:
        raise NotWaiting
    line = queries.waiting_line(registration.slot_id).all()
    before = line.index(registration) + 1
    others = [one for one in line if one is not registration]
    place = max(1, min(to, len(line)))
    for number, one in enumerate([*others[: place - 1], registration, *others[place - 1 :]], start=1):
        one.line = number
    registration.updated_at = now
    db.session.flush()
    detail = f"{before}番目から{place}番目へ。理由：{reason}"
    telling.note(Action.REGISTRATION_REORDER, registration, actor, now, detail)
    holding.promote(registration.slot, now=now)
    return registration


def names_somebody(reason: str, names: Iterable[str]) -> bool:
    """Return whether a reason, which is kept for ever, holds one of these names, a mail address or a telephone number.

    A family name alone counts as well; of one sign only, which is a word too often, it does not.
    """
    parts = {fold(part) for name in names for part in (name, *name.split()) if len(part) > 1}
    said = fold(reason)
    return any(part in said for part in parts) or _CONTACT.search(digits(reason)) is not None
