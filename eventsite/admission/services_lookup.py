"""Find one's registrations without the link: by number and telephone, or by a mail to one's address."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventsite.admission import dates, facts, queries_lookup
from eventsite.admission.models import LinkRequest, Registration
from eventsite.admission.writing import fitted, own_url, rendered
from eventsite.core.db import db
from eventsite.core.settings import settings
from eventsite.i18n import use_locale
from eventsite.notifications.services import Mail, queue

LINKS_MAX = 20  # in one mail
TEMPLATE = "mail/links/body.txt"


def ask_for_links(email: str, locale: str, *, now: datetime) -> LinkRequest:
    """Note that somebody wants the links of an address; nobody has looked yet whether there are any."""
    request = LinkRequest(email=email, locale=locale, at=now)
    db.session.add(request)
    db.session.flush()
    return request


def next_request() -> int | None:
    """Return the id of the oldest request for links, or None."""
    return db.session.scalar(select(LinkRequest.id).order_by(LinkRequest.id).limit(1))


def answer(request_id: int, *, now: datetime) -> Sequence[Registration]:
    """Answer a request, once: mail the links to the address if it has registrations ahead; return these."""
    request = db.session.scalar(
        select(LinkRequest).where(LinkRequest.id == request_id).with_for_update(skip_locked=True)
    )
    if request is None:
        return ()
    ahead = [
        one for one in queries_lookup.registrations_by_email(request.email) if not dates.is_over(one.slot, now=now)
    ]
    if ahead:
        queue(_mail(request, ahead), now=now)
    db.session.delete(request)
    db.session.flush()
    return ahead


def _mail(request: LinkRequest, registrations: Sequence[Registration]) -> Mail:
    """Return the mail with the links; it is deleted with the last of the registrations."""
    last = max(registrations, key=lambda one: one.delete_on)
    with use_locale(request.locale):
        return Mail(
            key=f"links:{request.id}:{request.at:%Y%m%dT%H%M%S%f}",
            subject_type=Registration.__tablename__,
            subject_id=last.id,
            recipient=last.email,
            sender_name=settings().city.mail_sender_name,
            subject=fitted("mail.subject_links", ""),
            body=rendered(
                TEMPLATE,
                registrations=[_line(one) for one in registrations[:LINKS_MAX]],
                has_more=len(registrations) > LINKS_MAX,
            ),
            is_paced=True,
        )


def _line(registration: Registration) -> dict[str, object]:
    return {
        "title": facts.title_of(registration.call.event),
        "when": facts.when_of(registration.slot),
        "receipt": registration.receipt,
        "url": own_url(registration),
    }
