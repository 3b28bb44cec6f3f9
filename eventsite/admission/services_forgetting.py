"""Take the people out of registrations whose day has come: what stays are numbers, for counts and reports."""

from datetime import date, timedelta

from sqlalchemy import delete, select, update

from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.models_traces import PersonKey
from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.notifications.phone import forget_calls
from eventsite.notifications.services import forget_mails
from eventsite.questions import services as questions

KEYS_KEPT_FOR = timedelta(days=400)  # longer than a fiscal year
AT_ONCE = 500  # so that nobody at a door waits long for the write lock


def forget_due(today: date) -> int:
    """Delete names, contacts, links, answers, mails and calls of registrations due by ``today``.

    Return of how many, at most AT_ONCE. A registration without a name has been forgotten before. Its own page and its
    ticket open no more.
    """
    due = select(Registration).where(Registration.delete_on <= today, Registration.name != "")
    registrations = db.session.scalars(due.order_by(Registration.delete_on, Registration.id).limit(AT_ONCE)).all()
    for registration in registrations:
        _forget(registration)
    ids = [registration.id for registration in registrations]
    of_them = update(Participant).where(Participant.registration_id.in_(ids))
    db.session.execute(of_them.values(name="", name_kana="", age=None, grade=None))
    questions.forget(ids)
    forget_mails(Registration.__tablename__, ids)
    forget_calls(Registration.__tablename__, ids)
    return len(ids)


def forget_keys(today: date) -> int:
    """Delete the hashes by which people are recognised, once limits and earlier draws look back no further.

    Return of how many registrations, at most AT_ONCE.
    """
    over = select(Registration.id).where(Registration.delete_on <= today - KEYS_KEPT_FOR)
    due = select(PersonKey.registration_id).where(PersonKey.registration_id.in_(over)).distinct().limit(AT_ONCE)
    ids = db.session.scalars(due).all()
    db.session.execute(delete(PersonKey).where(PersonKey.registration_id.in_(ids)))
    return len(ids)


def _forget(registration: Registration) -> None:
    registration.name = registration.name_kana = registration.phone = registration.email = registration.note = ""
    registration.submission_key = registration.submission_digest = None
    registration.manage_token, registration.ticket_code = tokens.capability(), tokens.ticket_code()
