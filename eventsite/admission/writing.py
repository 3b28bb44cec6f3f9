"""How a mail about registrations is written: what happened, then when and where, then what to do and where to.

No mail holds a word that a visitor typed, not even the name: somebody else's address can be written into a form, and
the city must not carry strangers' words to it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from eventsite.admission import dates, facts, news, wished
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Audience, Channel, RegistrationState
from eventsite.core import clock
from eventsite.core.settings import settings
from eventsite.core.shared import once
from eventsite.core.web import public_url
from eventsite.events.changes import Change
from eventsite.events.details import Times, times_of
from eventsite.events.facts import EXACT
from eventsite.events.ical import calendar_text
from eventsite.events.models import Occurrence
from eventsite.i18n import Locale, Text, current_locale, t, use_locale
from eventsite.i18n.dates import date_text, moment_text, period_text, short_date_text
from eventsite.i18n.middleware import PREFIXES
from eventsite.i18n.numbers import people_text
from eventsite.notifications.layout import SUBJECT_COLUMNS, shorten, width, wrap
from eventsite.notifications.services import Mail

TEMPLATE = "mail/registration/body.txt"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
CHANGED_OWN = "changed_own"  # begins the cause of all that somebody's own change makes us say
# What strangers can make us send to whichever address they type: the beginnings of causes.
CAUSED_BY_VISITORS = ("received", "withdrawn", CHANGED_OWN)
_BRING_TICKET = ("confirmed", "selected", "chosen", "promoted", "changed", "changed_own", "reminder", "runs")


@dataclass(frozen=True)
class Letter:
    """What distinguishes one mail about a registration from the others.

    ``cause`` makes its key, ``kind`` chooses its texts, ``subject`` those of its first line where that is another.
    ``method`` is that of its calendar (empty: none); ``gone`` are dates that this calendar takes out. ``date`` is the
    one that the subject names, by default the first. ``way`` leads on from one's own page.
    """

    cause: str
    kind: str
    subject: str = ""
    method: str = ""
    gone: Collection[Occurrence] = ()
    reason: str = ""
    changes: Sequence[Change] = ()
    date: Occurrence | None = None
    way: str = ""
    recipient: str = ""  # by default the registration's own


def mail_of(registration: Registration, letter: Letter) -> Mail:
    """Return the mail, in the language of its addressee."""
    with use_locale(registration.locale):
        return Mail(
            key=f"registration:{registration.id}:{letter.cause}",
            subject_type=Registration.__tablename__,
            subject_id=registration.id,
            recipient=letter.recipient or registration.email,
            sender_name=sender_of(registration),
            subject=_subject(registration, letter),
            body=_body(registration, letter),
            calendar=calendar_of(registration, letter.method, letter.gone) if letter.method else "",
            calendar_method=letter.method,
            is_paced=_is_paced(registration, letter),
            ticket_code=registration.ticket_code if brings_ticket(registration, letter) else "",
        )


def _is_paced(registration: Registration, letter: Letter) -> bool:
    """Return whether a stranger may be behind the mail; by its link even what staff took in can be changed."""
    cause = letter.cause.partition(":")[0]
    return cause == CHANGED_OWN or (registration.channel is Channel.WEB and cause in CAUSED_BY_VISITORS)


def is_shift(registration: Registration) -> bool:
    """Return whether it is a city employee's place in a shift (応援隊), which has words of its own."""
    return registration.call.audience is Audience.CITY_STAFF


def brings_ticket(registration: Registration, letter: Letter) -> bool:
    """Return whether a resident's place is sure with it: then the ticket goes along as a picture."""
    sure = registration.state is RegistrationState.CONFIRMED and letter.kind in _BRING_TICKET
    return sure and not is_shift(registration)


def sender_of(registration: Registration) -> str:
    """Return under whose name a mail goes out: the city and the center."""
    return f"{settings().city.mail_sender_name} {facts.office_of(registration.call.event.center)}"


def calendar_of(registration: Registration, method: str = PUBLISH, gone: Collection[Occurrence] = ()) -> str:
    """Return the dates of a registration as iCalendar, in the reader's language; ``gone`` ones are taken out.

    UID and SEQUENCE are those of the dates themselves, so that a later change of a date always outranks what was sent
    before. Of two objects of one SEQUENCE the later DTSTAMP wins (RFC 5546, 2.1.5): it rises with the registration's
    own changes, so that a withdrawal takes out what an earlier mail brought.
    """
    site, event = settings(), registration.call.event
    has_moved_out = bool(gone) and registration.state is not RegistrationState.CONFIRMED
    covered = [*([] if has_moved_out else dates.covered(registration.slot)), *gone]
    gone_ids = tuple(one.id for one in gone)
    stamp = max([registration.updated_at, event.updated_at, *(one.updated_at for one in covered)])
    return once(
        ("calendar", registration.slot_id, has_moved_out, gone_ids, method, stamp, current_locale()),
        lambda: calendar_text(
            covered,
            name=facts.title_of(event),
            zone=site.city.zone,
            base_url=site.base_url,
            method=method,
            stamp=stamp,
            gone=gone_ids,
        ),
    )


def own_url(registration: Registration, way: str = "") -> str:
    """Return the full address of the registration's own page, or of a page below it, in the reader's language."""
    return public_url(f"{PREFIXES[current_locale()]}/my/{registration.manage_token}{way}")


def short_date(times: Times | None) -> str:
    """Return a date for a subject, as exactly as it is known; empty for none."""
    if times is None:
        return ""
    locale, day = current_locale(), clock.today(times.starts_at)
    if times.precision not in EXACT:
        return period_text(times.starts_at, times.ends_at, times.precision, locale, zone=clock.zone())
    return short_date_text(day) if locale is Locale.JA else date_text(day, locale)


def fitted(key: str, title: str, **values: object) -> str:
    """Return a subject, at most 30 full-width letters: the event's name gives way."""
    title = " ".join(title.splitlines())  # one that was brought in may have two
    around = t(key, title="", **values)
    return t(key, title=shorten(title, SUBJECT_COLUMNS - width(around)), **values)


def rendered(template: str, **values: object) -> str:
    """Return the body of a mail: without the frame of a page, for jobs and commands have no request."""
    return wrap(current_app.jinja_env.get_template(template).render(**values))


def _subject(registration: Registration, letter: Letter) -> str:
    return fitted(
        f"mail.subject_{letter.subject or letter.kind}",
        facts.title_of(registration.call.event),
        date=short_date(_named_times(registration, letter)),
        receipt=registration.receipt,
    )


def _body(registration: Registration, letter: Letter) -> str:
    event = registration.call.event
    slots = wished.slots_of(registration)
    wanted = (current_locale(), *(one.id for one in slots))
    return rendered(
        TEMPLATE,
        kind=letter.kind,
        title=facts.title_of(event),
        when=once(("when", *wanted), lambda: wished.when(slots)),
        label=wished.label(slots),
        place=once(("place", *wanted), lambda: wished.places(slots)),
        belongings=event.belongings if registration.state is RegistrationState.CONFIRMED else "",
        receipt=registration.receipt,
        people=people_text(registration.party_size, current_locale()),
        deadline=_deadline(registration),
        brings_ticket=brings_ticket(registration, letter),
        reason=letter.reason,
        news=news.lines(letter.changes),
        url="" if letter.recipient else own_url(registration, letter.way),
        contact=facts.contact_of(event),
    )


def _deadline(registration: Registration) -> Text | None:
    """Return until when an answer is awaited, or when the draw is; None where neither is so."""
    if registration.offer_until:
        return _at("mail.answer_by", registration.offer_until)
    if registration.state is RegistrationState.APPLIED and registration.call.draw_at:
        return _at("mail.draw_at", registration.call.draw_at)
    return None


def _at(key: str, instant: datetime) -> Text:
    return facts.t_text(key, moment=moment_text(instant, current_locale(), zone=clock.zone()))


def _named_times(registration: Registration, letter: Letter) -> Times | None:
    """Return the date by which the reader knows it: of a change, the one announced before. None while undecided."""
    if letter.changes:
        return letter.changes[0].times
    if wished.is_open(registration):
        return None
    covered = [letter.date] if letter.date else dates.covered(registration.slot)
    return times_of(covered[0]) if covered else None
