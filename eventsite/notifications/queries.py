"""Look into the outbox."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from eventsite.core.db import db
from eventsite.notifications.models import MailState, OutgoingMail


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
