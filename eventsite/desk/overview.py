"""The overview of one event: what stands against publishing it, and how its calls are doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eventsite.admission import facts as admission_facts
from eventsite.admission import queries as admission_queries
from eventsite.admission.models import Call
from eventsite.admission.odd_terms import oddities
from eventsite.admission.queries_channels import of_call
from eventsite.admission.summary import sentences
from eventsite.admission.terms import total_capacity
from eventsite.admission.vocabulary import Admission, Audience
from eventsite.admission.words import CHANNELS
from eventsite.calls import releasing, services_minimum
from eventsite.calls.totals import who_gets_places
from eventsite.core import clock
from eventsite.events import facts, rules
from eventsite.events.details import details_of
from eventsite.events.models import Event, Occurrence, OccurrenceStatus
from eventsite.i18n import Locale, Text

AUDIENCES = {
    Audience.RESIDENTS: "参加する方の募集",
    Audience.STALLHOLDERS: "出店の募集",
    Audience.YOUTH_STAFF: "中高生スタッフの募集",
    Audience.CITY_STAFF: "応援隊の募集",
    Audience.INVITED: "決まった方の参加",
}


@dataclass(frozen=True)
class CallCard:
    """One call in words and numbers; ``capacity`` None: no limit. ``count`` stands against its minimum."""

    call: Call
    title: str
    rules: list[Text]
    totals: str
    oddities: list[str]
    applied: int
    count: int
    taken: int
    waiting: int
    capacity: int | None
    takes_registrations: bool
    channels: str


def call_cards(event: Event) -> list[CallCard]:
    """Return the event's calls in their order."""
    return [_card(call) for call in admission_queries.calls_of(event.id)]


def findings(event: Event, calls: Sequence[CallCard], *, now: datetime) -> list[rules.Finding]:
    """Return what the check before publishing finds."""
    taking_place = [one for one in event.occurrences if one.status is not OccurrenceStatus.CANCELLED]
    ready = rules.Readiness(
        days=tuple(_day_of(one) for one in taking_place),
        today=clock.today(now),
        has_place=all(facts.place_of(one).known for one in taking_place),
        has_contact=bool(facts.contact_lines(event)),
        has_call=bool(calls),
    )
    return rules.check_before_publishing(details_of(event), ready)


def _day_of(occurrence: Occurrence) -> date:
    """Return the day of a date; of one known only as a month or year the last day, for until then it is not past."""
    if occurrence.precision in facts.EXACT or occurrence.ends_at is None:
        return clock.today(occurrence.starts_at)
    return clock.today(occurrence.ends_at - timedelta(microseconds=1))


def _card(call: Call) -> CallCard:
    terms = admission_facts.terms_of(call)
    return CallCard(
        call=call,
        title=call.title or AUDIENCES[call.audience],
        rules=sentences(terms, Locale.JA, clock.zone()),
        totals=who_gets_places(terms),
        oddities=[*oddities(terms, admission_facts.days_of(call)), *releasing.warnings(call)],
        applied=admission_queries.applied_parties(call.id),
        count=services_minimum.counted(call.id),
        taken=sum(slot.taken for slot in call.slots),
        waiting=sum(admission_queries.waiting_parties(slot.id) for slot in call.slots),
        capacity=total_capacity(terms.slots) if terms.slots else None,
        takes_registrations=call.admission is not Admission.NONE,
        channels="、".join(f"{CHANNELS[way]} {tally.parties}件" for way, tally in of_call(call.id).items()),
    )
