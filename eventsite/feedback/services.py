"""Thank those who came, the day after the last date, and keep their answer to one question: without their name."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select

from eventsite.admission import dates, holding
from eventsite.admission import queries as admission
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.services_reminders import has_mail
from eventsite.admission.vocabulary import STAFF_AUDIENCES, RegistrationState
from eventsite.admission.writing import Letter, mail_of
from eventsite.attendance.models import Attendance
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence, Publication
from eventsite.feedback.errors import FeedbackGivenBefore, FeedbackNotOpen
from eventsite.feedback.models import Feedback, FeedbackGiven, Rating
from eventsite.feedback.rules import thank_at, was_absent
from eventsite.notifications.services import Mail, queue

WITHIN = timedelta(days=3)  # after which nobody is thanked any more: the program was away
_CAUSE = "thanks"
_ROW_NUMBERS = 2**62


def due(now: datetime, limit: int) -> list[int]:
    """Return up to ``limit`` registrations, by their row numbers, that are to be thanked and have not been."""
    found: list[int] = []
    for slot in db.session.scalars(_ended_slots(now)):
        at = thank_at(dates.ends(slot), clock.zone())
        if at and at <= now < at + WITHIN and len(found) < limit:
            registrations = db.session.scalars(_unthanked(slot.id))
            found += [one.id for one in registrations if not is_absent(one.id)][: limit - len(found)]
    return found


def thank(registration_id: int, *, now: datetime) -> Registration:
    """Queue the thanks to one party, unless it has gone meanwhile; a second time changes nothing."""
    registration = holding.lock_registration(registration_id)
    if registration.state is RegistrationState.CONFIRMED and registration.email:
        queue(thanks(registration), now=now)
    return registration


def thanks(registration: Registration) -> Mail:
    """Return the mail that thanks, with the link to the question."""
    return mail_of(registration, Letter(_CAUSE, "thanks", way="/feedback"))


def give(registration_id: int, rating: Rating, *, now: datetime) -> None:
    """Keep an answer, once for each registration, and nothing by which the two could be joined again.

    The answer's row number is drawn, so that its order says nothing; of the registration only the day is noted.

    Raises:
        FeedbackNotOpen: the registration had no place, or its dates are not over.
        FeedbackGivenBefore: it has answered.
    """
    registration = holding.lock_registration(registration_id)
    require_open(registration, now=now)
    if has_answered(registration_id):
        raise FeedbackGivenBefore
    db.session.add(FeedbackGiven(registration_id=registration_id, at=clock.midnight(clock.today(now))))
    number = secrets.randbelow(_ROW_NUMBERS)
    db.session.add(Feedback(id=number, event_id=registration.call.event_id, rating=rating))
    db.session.flush()


def require_open(registration: Registration, *, now: datetime) -> None:
    """Pass if a registration may be asked: it had its places, and all is over. Raises FeedbackNotOpen."""
    if registration.state is not RegistrationState.CONFIRMED or not dates.is_over(registration.slot, now=now):
        raise FeedbackNotOpen


def has_answered(registration_id: int) -> bool:
    """Return whether a registration has given its answer."""
    return db.session.get(FeedbackGiven, registration_id) is not None


def is_absent(registration_id: int) -> bool:
    """Return whether the door knows that nobody of the party came."""
    rows = db.session.scalars(
        select(Attendance).where(Attendance.registration_id == registration_id).order_by(Attendance.id)
    ).all()
    replaced = {one.corrects_id for one in rows}
    return was_absent([one.outcome for one in rows if one.id not in replaced])


def _ended_slots(now: datetime) -> Select[Slot]:
    """Return the slots of whose dates one ended a short while ago; whether it was the last is asked later."""
    recent = exists().where(
        admission.covers(),
        Occurrence.starts_at < now,
        Occurrence.starts_at > now - WITHIN - timedelta(days=32),  # a date may last a month
        (Occurrence.ends_at.is_(None)) | (Occurrence.ends_at > now - WITHIN - timedelta(days=2)),
    )
    return (
        select(Slot)
        .join(Slot.call)
        .join(Call.event)
        .where(Event.thanks, Event.publication == Publication.PUBLISHED, Call.audience.not_in(STAFF_AUDIENCES), recent)
        .order_by(Slot.id)
    )


def _unthanked(slot_id: int) -> Select[Registration]:
    return (
        select(Registration)
        .where(
            Registration.slot_id == slot_id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.email != "",
            ~has_mail(_CAUSE),
        )
        .order_by(Registration.id)
    )
