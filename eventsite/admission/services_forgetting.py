"""Take the people out of registrations whose day has come: what stays are numbers, for counts and reports."""

from datetime import date

from sqlalchemy import select, update

from eventsite.admission.models import Participant, Registration
from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.notifications.services import forget_mails

AT_ONCE = 500  # so that nobody at a door waits long for the write lock


def forget_due(today: date) -> int:
    """Delete names, contacts, links and mails of registrations due by ``today``; return of how many, at most AT_ONCE.

    A registration without a name has been forgotten before. Its own page and its ticket open no more.
    """
    due = select(Registration).where(Registration.delete_on <= today, Registration.name != "")
    registrations = db.session.scalars(due.order_by(Registration.delete_on, Registration.id).limit(AT_ONCE)).all()
    for registration in registrations:
        _forget(registration)
    ids = [registration.id for registration in registrations]
    db.session.execute(update(Participant).where(Participant.registration_id.in_(ids)).values(name="", name_kana=""))
    forget_mails(Registration.__tablename__, ids)
    return len(ids)


def _forget(registration: Registration) -> None:
    registration.name = registration.name_kana = registration.phone = registration.email = registration.note = ""
    registration.submission_key = registration.submission_digest = None
    registration.manage_token, registration.ticket_code = tokens.capability(), tokens.ticket_code()
