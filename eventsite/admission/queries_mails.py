"""What became of the mails about a registration."""

from sqlalchemy import exists, select, text

from eventsite.admission.models import Registration
from eventsite.core.db import db
from eventsite.notifications.models import UNDELIVERED, OutgoingMail


def is_undelivered(registration: Registration) -> bool:
    """Return whether a mail about it has reached nobody at the address that it has now."""
    query = exists().where(
        OutgoingMail.subject_type == Registration.__tablename__,
        OutgoingMail.subject_id == registration.id,
        OutgoingMail.recipient == registration.email,
        text(f"({UNDELIVERED})"),
    )
    return bool(db.session.scalar(select(query)))
