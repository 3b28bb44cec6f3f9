"""Mails about registrations: what happened first, then when and where, then what to do.

No mail holds a word that a visitor typed, not even the name: somebody else's address can be written into a form, and
the city must not carry strangers' words to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app

from eventsite.admission import dates, facts, news
from eventsite.admission.models import Audience, Registration, RegistrationState
from eventsite.core import clock
from eventsite.core.settings import settings
from eventsite.core.web import public_url
from eventsite.events.changes import Change
from eventsite.events.details import Times, times_of
from eventsite.events.facts import EXACT
from eventsite.events.ical import calendar_text
from eventsite.i18n import Locale, current_locale, t, use_locale
from eventsite.i18n.dates import date_text, period_text, short_date_text
from eventsite.i18n.middleware import PREFIXES
from eventsite.i18n.numbers import people_text
from eventsite.notifications.layout import SUBJECT_COLUMNS, shorten, width, wrap
from eventsite.notifications.services import Mail

Message = Callable[[Registration], Mail]
TEMPLATE = "mail/registration/body.txt"


@dataclass(frozen=True)
class _Letter:
    """What distinguishes one mail about a registration from the others.

    ``cause`` makes its key, ``kind`` chooses its texts, ``method`` is that of its calendar (empty: none).
    """

    cause: str
    kind: str
    method: str = ""
    reason: str = ""
    changes: Sequence[Change] = ()


def received(registration: Registration) -> Mail:
    """Return the mail about a new registration: it has its places, or it waits."""
    waits = registration.state is RegistrationState.WAITING
    if waits:
        return _mail(registration, _Letter("received", "waiting"))
    kind = "shift" if registration.call.audience is Audience.CITY_STAFF else "confirmed"
    return _mail(registration, _Letter("received", kind, "PUBLISH"))


def promoted(registration: Registration) -> Mail:
    """Return the mail about places that became free for those who waited."""
    return _mail(registration, _Letter("promoted", "promoted", "PUBLISH"))


def withdrawn(registration: Registration) -> Mail:
    """Return the mail about a withdrawal, which also takes the dates out of the calendar."""
    return _mail(registration, _Letter("withdrawn", "withdrawn", "CANCEL"))


def event_cancelled(registration: Registration) -> Mail:
    """Return the mail that the event does not take place."""
    reason = registration.call.event.cancel_reason
    return _mail(registration, _Letter("event_cancelled", "event_cancelled", "CANCEL", reason))


def dates_cancelled(registration: Registration, changes: Sequence[Change]) -> Mail:
    """Return the mail that none of the registration's dates takes place; the event may go on without them."""
    return _mail(registration, _Letter(_cause_of(changes), "dates_cancelled", "CANCEL", news.reason(changes), changes))


def changed(registration: Registration, changes: Sequence[Change]) -> Mail:
    """Return the mail about dates that moved or fell out while the registration stays; who waits has no calendar."""
    method = "PUBLISH" if registration.state is RegistrationState.CONFIRMED else ""
    return _mail(registration, _Letter(_cause_of(changes), "changed", method, news.reason(changes), changes))


def calendar_of(registration: Registration, method: str = "PUBLISH") -> str:
    """Return the dates of a registration as iCalendar, in the reader's language."""
    site = settings()
    return calendar_text(
        dates.covered(registration.slot),
        name=facts.title_of(registration.call.event),
        zone=site.city.zone,
        base_url=site.base_url,
        method=method,
    )


def own_url(registration: Registration) -> str:
    """Return the full address of the registration's own page, in the reader's language."""
    return public_url(f"{PREFIXES[current_locale()]}/my/{registration.manage_token}")


def _cause_of(changes: Sequence[Change]) -> str:
    """Return what the changes are known by: a date's SEQUENCE rises with each of them."""
    occurrence = changes[0].occurrence
    return f"{occurrence.code}:{occurrence.sequence}"


def _mail(registration: Registration, letter: _Letter) -> Mail:
    with use_locale(registration.locale):
        return Mail(
            key=f"registration:{registration.id}:{letter.cause}",
            subject_type=Registration.__tablename__,
            subject_id=registration.id,
            recipient=registration.email,
            sender_name=f"{settings().city.mail_sender_name} {facts.office_of(registration.call.event.center)}",
            subject=_subject(registration, letter),
            body=_body(registration, letter),
            calendar=calendar_of(registration, letter.method) if letter.method else "",
            calendar_method=letter.method,
        )


def _subject(registration: Registration, letter: _Letter) -> str:
    """Return the subject, fact first, at most 30 full-width letters: the event's name gives way."""
    title = " ".join(facts.title_of(registration.call.event).splitlines())  # one that was brought in may have two
    key, day = f"mail.subject_{letter.kind}", _short_date(_first_times(registration, letter))
    around = t(key, date=day, title="", receipt=registration.receipt)
    return t(key, date=day, title=shorten(title, SUBJECT_COLUMNS - width(around)), receipt=registration.receipt)


def _body(registration: Registration, letter: _Letter) -> str:
    event = registration.call.event
    # Rendered without the frame of a page, for jobs and commands have no request.
    text = current_app.jinja_env.get_template(TEMPLATE).render(
        kind=letter.kind,
        title=facts.title_of(event),
        when=facts.when_of(registration.slot),
        label=registration.slot.label,
        place=facts.place_of(registration.slot),
        belongings=event.belongings,
        receipt=registration.receipt,
        people=people_text(registration.party_size, current_locale()),
        reason=letter.reason,
        news=news.lines(letter.changes),
        url=own_url(registration),
        contact=facts.contact_of(event),
    )
    return wrap(text)


def _first_times(registration: Registration, letter: _Letter) -> Times | None:
    """Return the date by which the reader knows it: of a change, the one announced before."""
    if letter.changes:
        return letter.changes[0].times
    covered = dates.covered(registration.slot)
    return times_of(covered[0]) if covered else None


def _short_date(times: Times | None) -> str:
    if times is None:
        return ""
    locale, day = current_locale(), clock.today(times.starts_at)
    if times.precision not in EXACT:
        return period_text(times.starts_at, times.ends_at, times.precision, locale, zone=clock.zone())
    return short_date_text(day) if locale is Locale.JA else date_text(day, locale)
