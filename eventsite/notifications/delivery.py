"""Send what waits in the outbox: the only module that opens a mail connection.

Each mail leaves at least once: a worker that dies between the server's answer and our note of it leaves a mail whose
copy goes out after the lease, with the same Message-ID.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import update

from eventsite.core.db import db, transaction
from eventsite.core.settings import settings
from eventsite.notifications import queries
from eventsite.notifications.carriers import Carrier, Delayed, FolderCarrier, Refused, SmtpCarrier
from eventsite.notifications.letters import Letter, written
from eventsite.notifications.mailbox import mail_folder
from eventsite.notifications.models import MailState, OutgoingMail

# Source: alphagov/notifications-api, app/celery/provider_tasks.py (48 tries, 5 minutes apart: about four hours).
MAX_ATTEMPTS = 48
RETRY_AFTER = timedelta(minutes=5)
# Longer than one mail can take (carriers.SEND_LIMIT), so that nobody claims a mail that is still on its way.
LEASE = timedelta(minutes=3)

_log = logging.getLogger("eventsite.mail")


class Outcome(StrEnum):
    """What became of one try."""

    SENT = "sent"
    DELAYED = "delayed"
    FAILED = "failed"


def deliver_due(now: datetime, limit: int) -> int:
    """Send up to ``limit`` mails that are due, one by one, and return how many were tried.

    Opens its own short transactions; none is open while the mail server is spoken to.
    """
    started = time.monotonic()
    tried = 0
    with _carrier() as carrier:
        while tried < limit:
            # The lease counts from the claim, and earlier mails of this call may have taken their time.
            moment = now + timedelta(seconds=time.monotonic() - started)
            mail = _claim(moment)
            if mail is None:
                break
            _settle(mail, *_try(mail, carrier), now=moment)
            tried += 1
    return tried


def _claim(now: datetime) -> OutgoingMail | None:
    """Take the next due mail: move it out of other workers' sight for the time of the lease."""
    if not queries.has_due(now):
        return None
    with transaction():
        mail = queries.lock_next_due(now)
        if mail is None:
            return None
        mail.due_at = now + LEASE
        mail.attempts += 1
        db.session.flush()
        db.session.expunge(mail)
        return mail


def _try(mail: OutgoingMail, carrier: Carrier) -> tuple[Outcome, str]:
    """Hand one mail to the carrier and return what became of it, with a reason that names no person."""
    if mail.attempts > MAX_ATTEMPTS:  # no worker ever came back from this one
        return Outcome.FAILED, "given up"
    try:
        letter = _letter(mail)
    except Exception as error:  # whatever is wrong with one mail must not stop the others
        return Outcome.FAILED, f"cannot be written: {type(error).__name__}"
    try:
        carrier.send(letter)
    except Refused as error:
        return Outcome.FAILED, str(error)
    except Delayed as error:
        outcome = Outcome.FAILED if mail.attempts >= MAX_ATTEMPTS else Outcome.DELAYED
        return outcome, str(error)
    return Outcome.SENT, ""


def _settle(mail: OutgoingMail, outcome: Outcome, reason: str, *, now: datetime) -> None:
    """Note what became of a mail, unless it was taken back or passed on to another worker meanwhile."""
    values: dict[str, object] = {"last_error": reason[:300]}
    mine = [OutgoingMail.id == mail.id, OutgoingMail.state == MailState.QUEUED]
    if outcome is Outcome.SENT:
        values |= {"state": MailState.SENT, "sent_at": now}
    else:
        mine.append(OutgoingMail.attempts == mail.attempts)
    if outcome is Outcome.FAILED:
        values |= {"state": MailState.FAILED}
    if outcome is Outcome.DELAYED:
        values |= {"due_at": now + RETRY_AFTER}
    with transaction():
        db.session.execute(update(OutgoingMail).where(*mine).values(values))
    level = logging.INFO if outcome is Outcome.SENT else logging.WARNING
    _log.log(level, "mail %d %s at attempt %d%s", mail.id, outcome, mail.attempts, f": {reason}" if reason else "")


def _letter(mail: OutgoingMail) -> Letter:
    city = settings().city
    return written(mail, sender=city.mail_sender, zone=city.zone)


@contextmanager
def _carrier() -> Iterator[Carrier]:
    """Give the way on which mails leave: the mail server, or a folder where there is none."""
    site = settings()
    if site.smtp is None:
        yield FolderCarrier(mail_folder(site))
        return
    carrier = SmtpCarrier(site.smtp, greeting=site.base_url.partition("//")[2].partition(":")[0])
    try:
        yield carrier
    finally:
        carrier.close()
