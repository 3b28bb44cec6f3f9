"""How fast mails go to one address that anybody could have typed in: nobody's mailbox is bombed through our forms.

Source: reliability goal H1: at most 3 in an hour and 10 in a day to one address.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from eventsite.core.db import db
from eventsite.notifications.models import MailState, OutgoingMail

IN_AN_HOUR, IN_A_DAY = 3, 10
_WITHOUT_DOTS = ("gmail.com", "googlemail.com")
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def due_at(recipient: str, now: datetime) -> datetime | None:
    """Return when one more mail may go to the address, or None where it has had a day's worth.

    What was taken back does not count.
    """
    recent = db.session.scalars(
        select(OutgoingMail.due_at)
        .where(
            OutgoingMail.mailbox == mailbox(recipient),
            OutgoingMail.created_at > now - _DAY,
            OutgoingMail.state != MailState.ABORTED,
        )
        .order_by(OutgoingMail.due_at.desc())
        .limit(IN_A_DAY)
    ).all()
    if len(recent) >= IN_A_DAY:
        return None
    return now if len(recent) < IN_AN_HOUR else max(now, recent[IN_AN_HOUR - 1] + _HOUR)


def mailbox(recipient: str) -> str:
    """Return by what mails to one address are counted.

    Hardly any mailbox tells letters by their case, most pass over what follows a "+", and Gmail passes over dots: to
    all these spellings a stranger could have mails sent to one person.
    """
    local, _, domain = recipient.lower().rpartition("@")
    local = local.partition("+")[0] or local
    return f"{local.replace('.', '') or local}@gmail.com" if domain in _WITHOUT_DOTS else f"{local}@{domain}"
