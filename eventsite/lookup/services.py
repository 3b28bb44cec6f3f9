"""Find one's registrations without the link: by number and telephone, or by a mail to one's address.

The receipt numbers of a draw are public and four digits are no secret, so a number and its telephone are no proof:

* A wrong telephone number for a receipt number counts against that number, from wherever it comes: five in a day. After
  that this way is shut for the number, existing or not, right digits or wrong; the mailed link and the telephone stay.
* Who has a mail address withdraws by the mailed link alone. A place given up by a stranger may go to the next in line
  at once, so a notice with an undo would come too late.
* Who has none, or whom mails do not reach, withdraws here by the whole telephone number; it is as much as the center
  itself would ask on the telephone.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from eventsite.admission import attempts, dates, facts, queries_mails, wished
from eventsite.admission.attempts import Purpose
from eventsite.admission.models_registrations import Registration
from eventsite.admission.writing import fitted, own_url, rendered
from eventsite.core.db import db
from eventsite.core.settings import settings
from eventsite.core.text import digits
from eventsite.i18n import use_locale
from eventsite.lookup import queries
from eventsite.lookup.errors import TooManyGuesses
from eventsite.lookup.models import LinkRequest
from eventsite.notifications.services import Mail, queue

LINKS_MAX = 20  # in one mail
TEMPLATE = "mail/links/body.txt"


def by_number(receipt: str, last_digits: str, *, now: datetime) -> Sequence[Registration]:
    """Return the registrations of this number whose telephone ends so; that there are none is counted as a guess.

    Raises:
        TooManyGuesses: this number has had its guesses for a day.
    """
    source = _guesses_at(receipt, now)
    found = queries.registrations_by_number(receipt, last_digits)
    if not found:
        attempts.count(Purpose.GUESS, source, now=now)
    return found


def is_known_to(registration: Registration, phone: str, *, now: datetime) -> bool:
    """Return whether somebody knows the whole telephone number; that they do not is counted as a guess.

    Raises:
        TooManyGuesses: the registration's number has had its guesses for a day.
    """
    source = _guesses_at(registration.receipt, now)
    is_known = digits(phone) == digits(registration.phone)
    if not is_known:
        attempts.count(Purpose.GUESS, source, now=now)
    return is_known


def needs_link(registration: Registration) -> bool:
    """Return whether it is given up by the mailed link alone: a mail reaches the person, so a stranger need not."""
    return bool(registration.email) and not queries_mails.is_undelivered(registration)


def _guesses_at(receipt: str, now: datetime) -> str:
    source = attempts.number_source(receipt)
    if not attempts.has_room(Purpose.GUESS, source, now=now):
        raise TooManyGuesses
    return source


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
    ahead = [one for one in queries.registrations_by_email(request.email) if not dates.is_over(one.slot, now=now)]
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
        "when": wished.when(wished.slots_of(registration)),
        "receipt": registration.receipt,
        "url": own_url(registration),
    }
