"""Who must be told by telephone, for there is no mail address or none that works, and what the telephone brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from eventsite.accounts.models import User
from eventsite.admission import services, services_offers
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.events.models import Event
from eventsite.notifications import phone
from eventsite.notifications.models import PhoneNotice

Columns = TypeVarTuple("Columns")
AT_MOST = 200
_MADE_SHOWN, _MADE_WITHIN = 50, timedelta(days=14)
_IS_OPEN = and_(PhoneNotice.done_at.is_(None), PhoneNotice.dropped_at.is_(None))


@dataclass(frozen=True)
class ToCall:
    """A call to make, and to whom."""

    notice: PhoneNotice
    registration: Registration

    @property
    def event(self) -> Event:
        """Return the event that it is about."""
        return self.registration.call.event

    @property
    def asks_for_answer(self) -> bool:
        """Return whether a place is held until the person answers."""
        return self.registration.offer_until is not None


@dataclass(frozen=True)
class Made:
    """A call that was made, to whom, and by whom."""

    notice: PhoneNotice
    registration: Registration
    by: str


def count(center_id: int, event_id: int | None = None) -> int:
    """Return how many calls of a center, or for one of its events, are to be made."""
    query = _of(select(func.count()).select_from(PhoneNotice), center_id, event_id)
    return db.session.scalar(query.where(_IS_OPEN)) or 0


def events(center_id: int, event_id: int | None = None, *, now: datetime) -> Sequence[Event]:
    """Return the events about which calls are to be made, or were lately."""
    shown = or_(_IS_OPEN, PhoneNotice.done_at > now - _MADE_WITHIN)
    query = _of(select(Event).select_from(PhoneNotice), center_id, event_id).where(shown)
    return db.session.scalars(query.distinct().order_by(Event.id)).all()


def to_make(center_id: int, event_id: int | None = None) -> list[ToCall]:
    """Return the calls to make, at most AT_MOST: whose answer has a deadline first, then the oldest."""
    rows = db.session.execute(
        _of(select(PhoneNotice, Registration), center_id, event_id)
        .where(_IS_OPEN)
        .order_by(Registration.offer_until.asc().nulls_last(), PhoneNotice.created_at, PhoneNotice.id)
        .limit(AT_MOST)
        .options(contains_eager(Registration.call).contains_eager(Call.event))
    )
    return [ToCall(notice, registration) for notice, registration in rows]


def made(center_id: int, event_id: int | None = None, *, now: datetime) -> Sequence[Made]:
    """Return the calls made lately, the last one first."""
    rows = db.session.execute(
        _of(select(PhoneNotice, Registration, User.name), center_id, event_id)
        .join(User, User.id == PhoneNotice.done_by_id)
        .where(PhoneNotice.done_at > now - _MADE_WITHIN)
        .order_by(PhoneNotice.done_at.desc(), PhoneNotice.id.desc())
        .limit(_MADE_SHOWN)
    )
    return [Made(*row) for row in rows]


def told(notice: PhoneNotice, *, actor: Actor, now: datetime) -> bool:
    """Note that the person was told; return whether the call was still to be made."""
    return _tick(notice, "told", actor, now)


def nobody_answered(notice: PhoneNotice, *, actor: Actor, now: datetime) -> bool:
    """Note a try in vain; return whether the call is still to be made."""
    if not phone.note_try(notice.id, now=now):
        return False
    _note(notice, "nobody_answered", actor, now)
    return True


def accept(notice: PhoneNotice, *, actor: Actor, now: datetime) -> bool:
    """Take the place for the person who said yes on the telephone; return whether the call was still to be made.

    Raises:
        OfferOver: the time is past.
    """
    if not _tick(notice, "accepts", actor, now):
        return False
    services_offers.accept(notice.subject_id, actor=actor, now=now)
    return True


def refuse(notice: PhoneNotice, *, actor: Actor, now: datetime) -> bool:
    """Pass the place on for the person who said no on the telephone; return whether the call was still to be made.

    Raises:
        RegistrationOver, DatesPast: there is nothing to give up any more.
    """
    if not _tick(notice, "refuses", actor, now):
        return False
    services.withdraw(notice.subject_id, actor=actor, now=now)
    return True


def _tick(notice: PhoneNotice, said: str, actor: Actor, now: datetime) -> bool:
    if actor.user_id is None or not phone.tick(notice.id, user_id=actor.user_id, now=now):
        return False
    _note(notice, said, actor, now)
    return True


def _note(notice: PhoneNotice, said: str, actor: Actor, now: datetime) -> None:
    registration = db.session.get_one(Registration, notice.subject_id)
    record(Action.REGISTRATION_PHONED, registration, actor=actor, now=now, center_id=notice.center_id, detail=said)


def _of(query: Select[*Columns], center_id: int, event_id: int | None) -> Select[*Columns]:
    about = and_(PhoneNotice.subject_type == Registration.__tablename__, PhoneNotice.subject_id == Registration.id)
    query = query.join(Registration, about).join(Registration.call).join(Call.event)
    query = query.where(PhoneNotice.center_id == center_id)
    return query if event_id is None else query.where(Call.event_id == event_id)
