"""Real announcements as events of the past: as exact as their sources, and no more."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from eventsite.accounts.models import Center
from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import Admission
from eventsite.attendance.models import Attendance, Outcome, Source
from eventsite.city import announcements as records
from eventsite.city.announcements import AnnouncementRecord, CountUnit
from eventsite.city.settings import CitySettings
from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.events.content import index
from eventsite.events.models import (
    Event,
    EventKind,
    Occurrence,
    Organizer,
    OrganizerRole,
    Precision,
    Publication,
    Venue,
    Visibility,
)

KINDS = {"furusato": EventKind.HERITAGE_WALK}
_HOW_TO_JOIN = {records.Admission.LOTTERY: "抽選"}


def load_announcements(
    found: Sequence[AnnouncementRecord],
    city: CitySettings,
    centers: Iterable[Center],
    offices: list[Center],
    now: datetime,
) -> tuple[int, int]:
    """Store the announcements not yet stored; return how many are this city's own and how many are references.

    An announcement of another municipality, or of an unknown one, is kept for staff only, as an example.
    """
    by_area = {center.area: center for center in centers}
    known = set(db.session.scalars(select(Event.import_key).where(Event.import_key.is_not(None))))
    for record in found:
        if record.id not in known:
            _store(record, _host(record, by_area, offices), city, now)
    own = sum(record.municipality == city.code for record in found)
    return own, len(found) - own


def _host(record: AnnouncementRecord, by_area: dict[str, Center], offices: list[Center]) -> Center:
    """Return who posted it: the office that it names, else the center of its area, else the city's first office."""
    for office in offices:
        if office.name in (record.organizer or ""):
            return office
    fallback = offices[0] if offices else next(iter(by_area.values()))
    return by_area.get(record.area or "", fallback)


def _store(record: AnnouncementRecord, host: Center, city: CitySettings, now: datetime) -> None:
    is_own = record.municipality == city.code
    event = Event(
        code=tokens.short_code(),
        import_key=record.id,
        center=host,
        kind=KINDS.get(record.category) or EventKind(record.category),
        publication=Publication.PUBLISHED,
        visibility=Visibility.PUBLIC if is_own else Visibility.INTERNAL,
        title=record.title,
        description=record.notes or "",
        audience="、".join(filter(None, (record.audience, record.eligibility))),
        fee_yen=record.fee_yen,
        belongings="、".join(record.items_to_bring),
        contact_phone=record.contact_phone or "",
        source=record.source,
        created_at=now,
        updated_at=now,
        published_at=now,
    )
    if record.organizer:
        event.organizers = [Organizer(role=OrganizerRole.HOST, name=record.organizer)]
    db.session.add(event)
    db.session.flush()
    dates = _dates(event, record, city.uid_domain)
    index(event)
    _call(event, record, dates)
    _headcount(record, dates, now)


def _dates(event: Event, record: AnnouncementRecord, uid_domain: str) -> list[Occurrence]:
    spans = [(one.when, one.note or "") for one in record.sessions] or [(record.when, "")]
    venue = _venue(event.center_id, record.venue) if record.venue else None
    event.occurrences = [
        _date(span, note, venue, uid_domain, event.updated_at) for span, note in spans if span.starts_at
    ]
    db.session.flush()
    return event.occurrences


def _date(span: records.Span, note: str, venue: Venue | None, uid_domain: str, now: datetime) -> Occurrence:
    code = tokens.short_code()
    return Occurrence(
        code=code,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        precision=Precision(span.precision),
        venue=venue,
        note=note,
        uid=f"{code}@{uid_domain}",
        updated_at=now,
    )


def _venue(center_id: int, name: str) -> Venue:
    venue = db.session.scalar(select(Venue).where(Venue.center_id == center_id, Venue.name == name))
    if venue is None:
        venue = Venue(center_id=center_id, name=name)
        db.session.add(venue)
    return venue


def _call(event: Event, record: AnnouncementRecord, dates: list[Occurrence]) -> None:
    """Store how one applied, where the source says it; a lottery of the past is told in words, not drawn again."""
    event.how_to_join = _HOW_TO_JOIN.get(record.admission, "")
    if record.admission not in (records.Admission.NONE, records.Admission.FIRST_COME):
        return
    call = Call(
        code=tokens.short_code(),
        event=event,
        admission=Admission(record.admission),
        opens_at=record.apply_from,
        closes_at=record.apply_until or (dates[0].starts_at if dates else None),
    )
    call.slots = [Slot(code=tokens.short_code(), capacity=record.capacity, occurrences=dates)]
    db.session.add(call)


def _headcount(record: AnnouncementRecord, dates: list[Occurrence], now: datetime) -> None:
    """Store a published number of people as one row of the only date it can belong to."""
    told = record.headcount
    if told is None or told.unit is not CountUnit.PEOPLE or len(dates) != 1:
        return
    db.session.add(
        Attendance(
            occurrence_id=dates[0].id,
            people=told.number,
            outcome=Outcome.CAME,
            source=Source.PUBLISHED,
            is_estimate=told.estimated,
            nonce=f"announcement:{record.id}",
            at=now,
            detail=(record.headcount_note or "")[:200],
        )
    )
