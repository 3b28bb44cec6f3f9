"""Look into the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select, text

from eventsite.core.db import db
from eventsite.notifications.models import UNDELIVERED, MailState, OutgoingMail, PhoneNotice


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(OutgoingMail.state == MailState.QUEUED, OutgoingMail.due_at <= now)


def has_due(now: datetime) -> bool:
    """Return whether a mail waits to be sent."""
    return bool(db.session.scalar(select(exists().where(_is_due(now)))))


def lock_next_due(now: datetime) -> OutgoingMail | None:
    """Return the mail that has waited longest, locked against other workers, or None.

    PostgreSQL passes over what another worker holds; SQLite has one writer at a time anyway.
    """
    query = select(OutgoingMail).where(_is_due(now)).order_by(OutgoingMail.due_at, OutgoingMail.id).limit(1)
    return db.session.scalar(query.with_for_update(skip_locked=True))


def undelivered(subject_type: str, limit: int) -> Sequence[OutgoingMail]:
    """Return mails about such records that reached nobody and for which nobody was to call yet, the oldest first."""
    called = exists().where(PhoneNotice.key == OutgoingMail.key)
    query = select(OutgoingMail).where(text(f"({UNDELIVERED})"), OutgoingMail.subject_type == subject_type, ~called)
    return db.session.scalars(query.order_by(OutgoingMail.id).limit(limit)).all()


def is_undelivered(subject_type: str, subject_id: int, recipient: str) -> bool:
    """Return whether a mail about this record has reached nobody at this address."""
    query = exists().where(
        OutgoingMail.subject_type == subject_type,
        OutgoingMail.subject_id == subject_id,
        OutgoingMail.recipient == recipient,
        text(f"({UNDELIVERED})"),
    )
    return bool(db.session.scalar(select(query)))
