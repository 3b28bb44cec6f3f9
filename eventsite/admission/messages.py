"""Mails about registrations: what happened first, then when and where, then what to do.

No mail holds a word that a visitor typed, not even the name: somebody else's address can be written into a form, and
the city must not carry strangers' words to it.
"""

from collections.abc import Callable
from datetime import date

from flask import current_app

from eventsite.admission import dates, facts
from eventsite.admission.models import Registration, RegistrationState
from eventsite.config import Settings
from eventsite.core import clock
from eventsite.core.web import public_url
from eventsite.events.ical import calendar_text
from eventsite.i18n import Locale, current_locale, t, use_locale
from eventsite.i18n.dates import date_text, short_date_text
from eventsite.i18n.middleware import PREFIXES
from eventsite.i18n.numbers import people_text
from eventsite.notifications.layout import SUBJECT_COLUMNS, shorten, width, wrap
from eventsite.notifications.services import Mail

Message = Callable[[Registration], Mail]
TEMPLATE = "mail/registration/body.txt"


def received(registration: Registration) -> Mail:
    """Return the mail about a new registration: it has its places, or it waits."""
    waits = registration.state is RegistrationState.WAITING
    return _mail(registration, "received", "waiting" if waits else "confirmed", method="" if waits else "PUBLISH")


def promoted(registration: Registration) -> Mail:
    """Return the mail about places that became free for those who waited."""
    return _mail(registration, "promoted", "promoted", method="PUBLISH")


def withdrawn(registration: Registration) -> Mail:
    """Return the mail about a withdrawal, which also takes the dates out of the calendar."""
    return _mail(registration, "withdrawn", "withdrawn", method="CANCEL")


def event_cancelled(registration: Registration) -> Mail:
    """Return the mail that the event does not take place."""
    return _mail(registration, "event_cancelled", "event_cancelled", method="CANCEL")


def calendar_of(registration: Registration, method: str = "PUBLISH") -> str:
    """Return the dates of a registration as iCalendar, in the reader's language."""
    settings = _settings()
    return calendar_text(
        dates.covered(registration.slot),
        name=facts.title_of(registration.call.event),
        zone=settings.city.zone,
        base_url=settings.base_url,
        method=method,
    )


def own_url(registration: Registration) -> str:
    """Return the full address of the registration's own page, in the reader's language."""
    return public_url(f"{PREFIXES[current_locale()]}/my/{registration.manage_token}")


def _mail(registration: Registration, cause: str, kind: str, *, method: str) -> Mail:
    with use_locale(registration.locale):
        return Mail(
            key=f"registration:{registration.id}:{cause}",
            subject_type=Registration.__tablename__,
            subject_id=registration.id,
            recipient=registration.email,
            sender_name=f"{_settings().city.mail_sender_name} {facts.office_of(registration.call.event.center)}",
            subject=_subject(registration, kind),
            body=_body(registration, kind),
            calendar=calendar_of(registration, method) if method else "",
            calendar_method=method,
        )


def _subject(registration: Registration, kind: str) -> str:
    """Return the subject, fact first, at most 30 full-width letters: the event's name gives way."""
    title = facts.title_of(registration.call.event)
    around = t(f"mail.subject_{kind}", date=_short_date(registration), title="", receipt=registration.receipt)
    short = shorten(title, SUBJECT_COLUMNS - width(around))
    return t(f"mail.subject_{kind}", date=_short_date(registration), title=short, receipt=registration.receipt)


def _body(registration: Registration, kind: str) -> str:
    event = registration.call.event
    # Rendered without the frame of a page, for jobs and commands have no request.
    text = current_app.jinja_env.get_template(TEMPLATE).render(
        kind=kind,
        title=facts.title_of(event),
        when=facts.when_of(registration.slot),
        label=registration.slot.label,
        place=facts.place_of(registration.slot),
        belongings=event.belongings,
        receipt=registration.receipt,
        people=people_text(registration.party_size, current_locale()),
        reason=event.cancel_reason,
        url=own_url(registration),
        contact=facts.contact_of(event),
    )
    return wrap(text)


def _short_date(registration: Registration) -> str:
    day = _first_day(registration)
    if day is None:
        return ""
    return short_date_text(day) if current_locale() is Locale.JA else date_text(day, current_locale())


def _first_day(registration: Registration) -> date | None:
    covered = dates.covered(registration.slot)
    return clock.today(covered[0].starts_at) if covered else None


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
