"""To which series an event belongs, and which mails go out about it by themselves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.events.models import Event, Series


def series_of(center_id: int) -> Sequence[str]:
    """Return the names of a center's series."""
    return db.session.scalars(select(Series.name).where(Series.center_id == center_id).order_by(Series.name)).all()


def set_series(
    event_id: int, name: str, *, reminder_days: int | None, thanks: bool, actor: Actor, now: datetime
) -> Event:
    """Put an event into the series of that name at its center, a new one if need be; an empty name is none.

    ``reminder_days``: how many days before a date its people are reminded, None for no reminder. ``thanks``: whether a
    mail with one question follows the last date.
    """
    event = db.session.get_one(Event, event_id)
    event.series = _series(event.center_id, name) if name else None
    event.reminder_days, event.thanks = reminder_days, thanks
    record(Action.EVENT_EDIT, event, actor=actor, now=now, center_id=event.center_id, detail=event.code)
    return event


def _series(center_id: int, name: str) -> Series:
    stored = db.session.scalar(select(Series).where(Series.center_id == center_id, Series.name == name))
    return stored or Series(center_id=center_id, name=name)
