"""Remind those who come of a date that is near: by mail, once, some days before, in the morning."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, select

from eventsite.admission import holding, messages, queries
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.admission.writing import mail_of
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.events.facts import EXACT
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication
from eventsite.notifications.models import OutgoingMail
from eventsite.notifications.services import queue

REMIND_AT = time(9)
_AT_LATEST = timedelta(hours=3)  # before a date that begins early on the day of its reminder
_TAKES_PLACE = (OccurrenceStatus.SCHEDULED, OccurrenceStatus.CHANGED)


@dataclass(frozen=True)
class Reminder:
    """Who is to be reminded of which date, by their row numbers."""

    registration_id: int
    occurrence_id: int


def remind_at(starts_at: datetime, days: int) -> datetime:
    """Return when people are reminded of a date that begins then: some days before, at nine of the city's clock."""
    day = clock.today(starts_at) - timedelta(days=days)
    return min(clock.at(day, REMIND_AT), starts_at - _AT_LATEST)


def due(now: datetime, limit: int) -> list[Reminder]:
    """Return up to ``limit`` reminders that are due and have not been written.

    Whoever registered, or changed something, after the reminder's time has had a mail with everything since then.
    """
    found: list[Reminder] = []
    for date in _near(now):
        since = remind_at(date.starts_at, date.event.reminder_days or 0)
        if since <= now and len(found) < limit:
            ids = db.session.scalars(_unreminded(date, since).limit(limit - len(found)))
            found += [Reminder(one, date.id) for one in ids]
    return found


def remind(reminder: Reminder, *, now: datetime) -> Registration:
    """Queue one reminder, unless the party or the date has gone meanwhile; a second time changes nothing."""
    registration = holding.lock_registration(reminder.registration_id)
    date = db.session.get_one(Occurrence, reminder.occurrence_id)
    is_expected = registration.state is RegistrationState.CONFIRMED and bool(registration.email)
    if is_expected and date.status in _TAKES_PLACE and date.starts_at > now:
        queue(mail_of(registration, messages.reminder(registration, date, now)), now=now)
    return registration


def _near(now: datetime) -> list[Occurrence]:
    """Return the dates ahead of which somebody may have to be reminded by now."""
    farthest = db.session.scalar(select(func.max(Event.reminder_days)))
    if farthest is None:
        return []
    query = (
        select(Occurrence)
        .join(Occurrence.event)
        .where(
            Occurrence.starts_at > now,
            Occurrence.starts_at < now + timedelta(days=farthest + 1),
            Occurrence.status.in_(_TAKES_PLACE),
            Occurrence.precision.in_(EXACT),
            Event.reminder_days.is_not(None),
            Event.publication == Publication.PUBLISHED,
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return list(db.session.scalars(query))


def _unreminded(date: Occurrence, since: datetime) -> Select[int]:
    return (
        select(Registration.id)
        .join(Registration.slot)
        .join(Slot.call)
        .join(Occurrence, queries.covers())
        .where(
            Occurrence.id == date.id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.email != "",
            Registration.updated_at < since,
            ~has_mail(messages.reminder_cause(date)),
        )
        .order_by(Registration.id)
    )


def has_mail(cause: str) -> ColumnElement[bool]:
    """Match registrations that have had a mail of this cause."""
    key = literal("registration:") + cast(Registration.id, String) + literal(f":{cause}")
    return exists().where(OutgoingMail.key == key)
