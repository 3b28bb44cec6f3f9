"""Bring a city's data files into the database. Said twice, it changes nothing the second time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from eventsite.accounts.models import Center, CenterKind, CenterPhone, PhoneKind
from eventsite.city.records import BranchRecord, CenterRecord, CityData, KpiRecord
from eventsite.city.settings import CitySettings, OfficeRecord, VenueRecord
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.events.content import index_some
from eventsite.events.models import Event, Venue
from eventsite.kpi.models import FigureRole, KpiDefinition, KpiYear
from eventsite.ops.announcements import load_announcements


@dataclass(frozen=True)
class Loaded:
    """How much of each kind the database now holds from the files."""

    centers: int
    branches: int
    offices: int
    venues: int
    figures: int
    announcements: int
    references: int  # announcements of other municipalities, kept for staff only


def load_city(data: CityData, city: CitySettings, now: datetime) -> Loaded:
    """Store everything that a city's files say, within the caller's transaction."""
    before = _names()
    centers = {record.code: _center(number, record) for number, record in enumerate(data.centers)}
    for number, branch in enumerate(data.branches):
        _branch(number, branch, centers[branch.center_code])
    offices = [_office(number, office, centers) for number, office in enumerate(data.offices)]
    for venue in data.venues:
        _venue(venue, centers, {one.area: one for one in data.centers})
    _figures(data.kpis)
    db.session.flush()
    renamed = [center_id for center_id, names in _names().items() if names != before.get(center_id, names)]
    index_some(Event.center_id.in_(renamed))
    own, elsewhere = load_announcements(data.announcements, city, centers.values(), offices, now)
    return Loaded(len(data.centers), len(data.branches), len(offices), len(data.venues), len(data.kpis), own, elsewhere)


def _names() -> dict[int, tuple[str, ...]]:
    """Return what the centers are called, by which their events are found."""
    rows = db.session.execute(select(Center.id, Center.name, Center.name_kana, Center.name_en))
    return {row.id: (row.name, row.name_kana, row.name_en) for row in rows}


def _unit(slug: str) -> Center:
    center = db.session.scalar(select(Center).where(Center.slug == slug))
    if center is None:
        center = Center(slug=slug)
        db.session.add(center)
    return center


def _center(number: int, record: CenterRecord) -> Center:
    center = _unit(record.slug)
    center.kind, center.position = CenterKind.CENTER, number
    center.name, center.name_kana, center.name_en = record.name, record.name_kana, record.name_en
    center.area, center.council_name, center.source = record.area, record.council_name or "", record.source
    known = {phone.number: phone for phone in center.phones}
    for position, line in enumerate(record.phones):
        phone = known.get(line.number) or CenterPhone(number=line.number)
        phone.position, phone.kind = position, PhoneKind(line.kind)
        phone.label, phone.source = line.label or "", line.source
        if phone not in center.phones:
            center.phones.append(phone)
    db.session.flush()
    _seat(center, record)
    return center


def _branch(number: int, record: BranchRecord, parent: Center) -> None:
    branch = _unit(record.slug)
    branch.kind, branch.position, branch.parent = CenterKind.BRANCH, number, parent
    branch.name, branch.area, branch.source = record.name, record.area, record.source
    db.session.flush()
    _seat(branch, record)


def _seat(center: Center, record: CenterRecord | BranchRecord) -> None:
    venue = _place(center.id, record.name)
    venue.is_seat, venue.address, venue.source = True, record.address, record.source
    venue.postal_code = f"{record.postal_code[:3]}-{record.postal_code[3:]}"
    venue.latitude, venue.longitude = float(record.position.latitude), float(record.position.longitude)


def _office(number: int, record: OfficeRecord, centers: dict[str, Center]) -> Center:
    office = _unit(record.slug)
    office.kind, office.position, office.name = CenterKind(record.kind), number, record.name
    office.area = centers[record.center_code].area if record.center_code else ""
    office.source = record.source
    return office


def _venue(record: VenueRecord, centers: dict[str, Center], areas: dict[str, CenterRecord]) -> None:
    nearby = areas.get(record.area or "")
    owner = centers.get(record.stands_in_for or (nearby.code if nearby else ""))
    venue = _place(owner.id if owner else None, record.name)
    venue.is_seat, venue.address, venue.source = record.stands_in_for is not None, record.address or "", record.source
    venue.valid_from = clock.midnight(record.valid_from) if record.valid_from else None
    venue.valid_until = clock.midnight(record.valid_until + timedelta(days=1)) if record.valid_until else None


def _place(center_id: int | None, name: str) -> Venue:
    venue = db.session.scalar(select(Venue).where(Venue.center_id == center_id, Venue.name == name))
    if venue is None:
        venue = Venue(center_id=center_id, name=name)
        db.session.add(venue)
    return venue


def _figures(records: tuple[KpiRecord, ...]) -> None:
    for position, record in enumerate(records):
        definition = db.session.get(KpiDefinition, record.key) or KpiDefinition(key=record.key, position=position)
        definition.level, definition.policy, definition.name = record.kind, record.policy, record.name
        definition.unit, definition.counted_from_events = record.unit, record.counted_from_events
        db.session.add(definition)
    db.session.flush()
    db.session.execute(delete(KpiYear).where(KpiYear.definition_key.in_({record.key for record in records})))
    db.session.add_all(
        KpiYear(
            definition_key=record.key,
            fiscal_year=record.fiscal_year,
            role=FigureRole(record.role),
            value=record.value,
            source=record.source,
        )
        for record in records
    )
