"""Call people whom a mail did not reach: given up by the outbox, or never sent for the pace of their address."""

from datetime import datetime

from eventsite.admission import dates
from eventsite.admission.models_registrations import Registration
from eventsite.admission.phone_scripts import call_about_address
from eventsite.admission.vocabulary import RegistrationState
from eventsite.core.db import db
from eventsite.notifications.models import OutgoingMail
from eventsite.notifications.phone import drop_open, queue_calls
from eventsite.notifications.queries import undelivered

AT_ONCE = 100  # so that nobody at a door waits long for the write lock


def call_instead(now: datetime) -> int:
    """Queue a call for each mail about a registration that reached nobody; return how many mails, at most AT_ONCE.

    The call says how things stand now, so one is enough however many mails failed. Where nobody needs to know any
    more, it is noted as dropped: the mail is dealt with.
    """
    mails = undelivered(Registration.__tablename__, AT_ONCE)
    for mail in mails:
        registration = db.session.get_one(Registration, mail.subject_id)
        drop_open(Registration.__tablename__, registration.id, now=now)
        queue_calls(call_about_address(registration, mail.key), now=now)
        if not _must_hear(registration, mail, now):
            drop_open(Registration.__tablename__, registration.id, now=now)
    return len(mails)


def _must_hear(registration: Registration, mail: OutgoingMail, now: datetime) -> bool:
    """Return whether the person should still learn how things stand: not who withdrew, nor after the last date."""
    is_own_end = registration.state is RegistrationState.WITHDRAWN and not mail.key.endswith(":lapsed")
    is_address_of_now = mail.recipient == registration.email
    return is_address_of_now and not is_own_end and not dates.lies_behind(registration.slot, now=now)
