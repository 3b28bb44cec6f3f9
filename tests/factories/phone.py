"""A builder for calls to make; call it inside a transaction."""

from datetime import UTC, datetime

from sqlalchemy import select

from eventsite.admission.models_registrations import Registration
from eventsite.core.db import db
from eventsite.notifications.models import PhoneNotice
from eventsite.notifications.phone import Notice, queue_calls
from tests.factories.counter import number


def a_phone_notice(registration: Registration) -> PhoneNotice:
    """Somebody at the center is to call about a registration."""
    key = f"test:{number()}"
    center_id = registration.center_id
    notice = Notice(key, Registration.__tablename__, registration.id, center_id, "席が空きました", "席が空きました。")
    queue_calls(notice, now=datetime.now(UTC))
    return db.session.scalars(select(PhoneNotice).where(PhoneNotice.key == key)).one()
