"""Queue mails inside the transaction that causes them."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.core.settings import settings
from eventsite.notifications.models import MailState, OutgoingMail


@dataclass(frozen=True)
class Mail:
    """One mail to one recipient, ready to go. ``key`` names its cause: the same cause queues one mail, ever."""

    key: str
    subject_type: str
    subject_id: int
    recipient: str
    sender_name: str
    subject: str
    body: str
    calendar: str = ""
    calendar_method: str = ""


def queue(mail: Mail, *, now: datetime) -> None:
    """Put a mail into the outbox, within the caller's transaction; a cause that has its mail is left alone."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(OutgoingMail).values(
        **asdict(mail),
        state=MailState.QUEUED,
        message_id=f"<{tokens.capability()}@{settings().city.uid_domain}>",
        created_at=now,
        due_at=now,
        attempts=0,
        last_error="",
    )
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["key"]))


def abort_pending(subject_type: str, subject_id: int) -> None:
    """Take back the unsent mails about a record: what they say is no longer true."""
    db.session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.subject_type == subject_type,
            OutgoingMail.subject_id == subject_id,
            OutgoingMail.state == MailState.QUEUED,
        )
        .values(state=MailState.ABORTED)
    )


def forget_mails(subject_type: str, subject_ids: Collection[int]) -> None:
    """Delete the mails about these records, sent or not."""
    db.session.execute(
        delete(OutgoingMail).where(OutgoingMail.subject_type == subject_type, OutgoingMail.subject_id.in_(subject_ids))
    )
