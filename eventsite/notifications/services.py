"""Queue mails inside the transaction that causes them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.core.settings import settings
from eventsite.notifications import pace
from eventsite.notifications.models import MailState, OutgoingMail

_TOO_MANY = "too many mails to this address in a day"
_AT_ONCE = 1000  # records in one statement: no database takes any number of them


@dataclass(frozen=True)
class Mail:
    """One mail to one recipient, ready to go. ``key`` names its cause: the same cause queues one mail, ever.

    ``ticket_code`` goes along as a picture (QR code), so that a place can be shown at the door from the mail alone.
    ``is_paced``: anybody could have typed the address in, so only so many mails go there (see pace.py).
    """

    key: str
    subject_type: str
    subject_id: int
    recipient: str
    sender_name: str
    subject: str
    body: str
    calendar: str = ""
    calendar_method: str = ""
    ticket_code: str = ""
    is_paced: bool = False


def queue(*mails: Mail, now: datetime) -> None:
    """Put mails into the outbox, within the caller's transaction; a cause that has its mail is left alone."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(OutgoingMail).on_conflict_do_nothing(index_elements=["key"])
    if mails:
        db.session.execute(statement, [_row(mail, now) for mail in mails])


def _row(mail: Mail, now: datetime) -> dict[str, object]:
    due_at = pace.due_at(mail.recipient, now) if mail.is_paced else now
    said = {name: value for name, value in vars(mail).items() if name != "is_paced"}
    return {
        **said,
        "mailbox": pace.mailbox(mail.recipient),
        "state": MailState.QUEUED if due_at else MailState.ABORTED,
        "message_id": f"<{tokens.capability()}@{settings().city.uid_domain}>",
        "created_at": now,
        "due_at": due_at or now,
        "attempts": 0,
        "last_error": "" if due_at else _TOO_MANY,
    }


def abort_pending(subject_type: str, *subject_ids: int) -> None:
    """Take back the unsent mails about records: what they say is no longer true."""
    for start in range(0, len(subject_ids), _AT_ONCE):
        db.session.execute(
            update(OutgoingMail)
            .where(
                OutgoingMail.subject_type == subject_type,
                OutgoingMail.subject_id.in_(subject_ids[start : start + _AT_ONCE]),
                OutgoingMail.state == MailState.QUEUED,
            )
            .values(state=MailState.ABORTED)
        )


def forget_mails(subject_type: str, subject_ids: Collection[int]) -> None:
    """Delete the mails about these records, sent or not."""
    db.session.execute(
        delete(OutgoingMail).where(OutgoingMail.subject_type == subject_type, OutgoingMail.subject_id.in_(subject_ids))
    )
