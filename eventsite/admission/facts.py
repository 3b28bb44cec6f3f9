"""What pages and mails say about what one registers for, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from eventsite.accounts.models import Center
from eventsite.admission import dates, summary, terms
from eventsite.admission.models import Call, Slot
from eventsite.admission.odd_terms import EventTimes
from eventsite.admission.places import Seats
from eventsite.admission.summary_places import places_text
from eventsite.admission.terms import Terms
from eventsite.admission.vocabulary import FreePlaceRule
from eventsite.core import clock
from eventsite.core.errors import DomainError
from eventsite.events.facts import contact_lines, is_cancelled
from eventsite.events.facts import place_of as occurrence_place
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication
from eventsite.events.naming import center_text, place_text
from eventsite.i18n import Locale, Text, current_locale, t
from eventsite.i18n.dates import moment_text, period_text
from eventsite.i18n.numbers import people_text


@dataclass(frozen=True)
class Contact:
    """Whom to ask about an event; without a known line ``phone`` is empty."""

    office: str
    phone: str
    hours: str | None = None


def title_of(event: Event) -> str:
    """Return the event's name; readers of English get the English one where there is one."""
    return (event.title_en if current_locale() is Locale.EN else "") or event.title


def office_of(center: Center) -> Text:
    """Return the center's name in the reader's language."""
    return center_text(center, current_locale())


def contact_of(event: Event) -> Contact:
    """Return the first line on which one asks about the event."""
    lines = contact_lines(event)
    return Contact(event.contact_name or office_of(event.center), lines[0].number if lines else "")


def contact_text(contact: Contact) -> Text:
    """Return office and number in one line: 仁保地域交流センター（083-929-0411）."""
    if not contact.phone:
        return Text(contact.office)
    return t_text("admission.contact", office=contact.office, phone=contact.phone)


def when_of(slot: Slot, *, with_year: bool = True) -> list[Text]:
    """Return the dates of a slot, one a line; a programme's own times stand in place of its date's."""
    if slot.starts_at:
        return [_period(slot.starts_at, slot.ends_at, "minute", with_year=with_year)]
    return [_date_line(one, with_year=with_year) for one in dates.covered(slot)]


def place_of(slot: Slot) -> list[Text]:
    """Return the places of a slot's dates and where one meets, each once."""
    lines: dict[Text, None] = {}
    for place in map(occurrence_place, dates.covered(slot)):
        if place.name:
            lines[place_text(place.name, slot.call.event.center, current_locale())] = None
        if place.meeting_place:
            lines[t_text("admission.meeting_place", place=place.meeting_place)] = None
    return list(lines)


def slot_name(slot: Slot) -> str:
    """Return what the slot is called: its label, else its dates."""
    return slot.label or "・".join(when_of(slot, with_year=False))


def dated_name(slot: Slot) -> Text:
    """Return what the slot is called together with its dates, for lists in which nothing else says them."""
    when = when_of(slot, with_year=False)
    if not slot.label or not when:
        return Text(slot_name(slot))
    first, *more = when
    days = t_text("admission.date_and_more", date=first, count=len(more)) if more else first
    return t_text("admission.slot_dated", slot=slot.label, date=days)


def terms_of(call: Call) -> Terms:
    """Return the rules of a stored call, with the names that its sentences need."""
    series = call.event.series
    names = [slot_name(slot) for slot in call.slots]
    return terms.terms_of(call, names, series=series.name if series else "")


def rules_of(call: Call, locale: str) -> list[Text]:
    """Return the rules of a call as sentences, in that language."""
    return summary.sentences(terms_of(call), locale, clock.zone())


def rules_before(call: Call) -> list[Text]:
    """Return those of the rules that one must know before registering, in the reader's language."""
    return summary.essentials(terms_of(call), current_locale(), clock.zone())


def other_rules(call: Call) -> list[Text]:
    """Return the rest of the rules, in the reader's language."""
    return summary.others(terms_of(call), current_locale(), clock.zone())


def days_of(call: Call) -> EventTimes:
    """Return when the event of a call begins and when it is over, cancelled dates left out."""
    taking_place = [one for one in call.event.occurrences if not is_cancelled(one)]
    starts = [one.starts_at for one in taking_place]
    return EventTimes(min(starts, default=None), max(dates.date_ends(taking_place), default=None), clock.zone())


def cancel_reason_of(slot: Slot) -> str:
    """Return why the event, or those of the slot's dates that are cancelled, do not take place; may be empty."""
    event = slot.call.event
    if event.publication is Publication.CANCELLED:
        return event.cancel_reason
    return "、".join(dict.fromkeys(one.status_reason for one in dates.covered(slot) if is_cancelled(one)))


def seats_text(slot: Slot, waiting: int) -> Text | None:
    """Return how many places are free or how many parties wait; None where there is no limit.

    What is decided later has none free and none taken: all its places. Where nobody waits, a full slot is full.
    """
    call, locale = slot.call, current_locale()
    if slot.capacity is None:
        return t_text("admission.seats_waiting", count=waiting) if waiting else None
    if call.is_undecided:
        return t_text("admission.seats_in_all", places=places_text(slot.capacity, call.unit, locale))
    if slot.remaining == 0 and call.free_place_rule is FreePlaceRule.REOPEN:
        return t_text("admission.seats_none")
    if waiting or slot.remaining == 0:
        return t_text("admission.seats_waiting", count=waiting)
    return t_text("admission.seats_left", people=places_text(slot.remaining or 0, call.unit, locale))


def waiting_note(seats: Seats) -> Text:
    """Return why a party would wait: no place is free, others wait already, or the party is larger than the rest."""
    if seats.remaining and not seats.somebody_waits:
        left = people_text(seats.remaining, current_locale())
        return t_text("admission.would_wait_too_few", left=left)
    return t_text("admission.would_wait_full" if not seats.remaining else "admission.would_wait_line")


def refusal_of(call: Call, error: DomainError) -> Text:
    """Return why the call takes no registration now, with the dates and the number that help one on."""
    event, contact = call.event, contact_text(contact_of(call.event))
    if event.publication is Publication.CANCELLED:
        key = "admission.refused_cancelled_because" if event.cancel_reason else "admission.refused_cancelled"
        return t_text(key, reason=event.cancel_reason, contact=contact)
    if error.code == "registration_not_open" and call.opens_at:
        return t_text("admission.refused_not_open", moment=_moment(call.opens_at), contact=contact)
    if error.code == "registration_closed" and call.closes_at:
        return t_text("admission.refused_closed", moment=_moment(call.closes_at), contact=contact)
    return t_text(error.key, **error.values)


def t_text(key: str, /, **values: object) -> Text:
    """Return a catalog text with its readings, in the reader's language."""
    text = t(key, **values)
    return text if isinstance(text, Text) else Text(text)


def _date_line(occurrence: Occurrence, *, with_year: bool) -> Text:
    text = _period(occurrence.starts_at, occurrence.ends_at, occurrence.precision, with_year=with_year)
    if is_cancelled(occurrence):
        return t_text("admission.date_cancelled", date=text)
    if occurrence.status is OccurrenceStatus.POSTPONED:
        return t_text("admission.date_postponed", date=text)
    return text


def _period(starts: datetime, ends: datetime | None, precision: str, *, with_year: bool) -> Text:
    return period_text(starts, ends, precision, current_locale(), zone=clock.zone(), with_year=with_year)


def _moment(instant: datetime) -> Text:
    return moment_text(instant, current_locale(), zone=clock.zone())
