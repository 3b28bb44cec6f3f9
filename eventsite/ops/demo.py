"""A plausible calendar around today that is marked as demo data: the same seed and day give the same calendar."""

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from eventsite.accounts.models import Center, CenterKind, User
from eventsite.admission.models import Call, Opening, Slot, SlotOccurrence
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.attendance.models import Attendance
from eventsite.core import clock
from eventsite.core.db import Base, db, transaction
from eventsite.core.settings import settings
from eventsite.events.models import Event, EventOffer, Occurrence, Venue
from eventsite.events.models_search import TERMS_INDEX, EventSearch, EventTerms
from eventsite.events.targets import EventTarget
from eventsite.kpi.models import KpiDefinition
from eventsite.lottery.models import LotterySeal
from eventsite.ops.bulk import BulkWriter
from eventsite.ops.demo_events import add_event
from eventsite.ops.demo_plan import Frame, Place, shares, sketch, wanted
from eventsite.ops.demo_rows import Rows
from eventsite.ops.demo_words import ROOM_NOTE, ROOMS

# In the order in which they can be stored.
MODELS: Sequence[type[Base]] = (
    Event, EventSearch, EventTerms, EventOffer, EventTarget, Occurrence, Call, Opening, LotterySeal, Slot,
    SlotOccurrence, Registration, Participant, Attendance,
)  # fmt: skip
_INDEXES = {TERMS_INDEX: f"CREATE INDEX {TERMS_INDEX} ON {EventTerms.__tablename__} USING gin (terms)"}
DEMO_STAFF = "demo-staff@demo.invalid"
NO_PASSWORD = "unusable"  # noqa: S105  # no hash of any password
BATCH_ROWS = 20_000
Progress = Callable[[int], None]


class DemoDataPresent(Exception):
    """The database holds demo data already."""


class NoCenters(Exception):
    """The city's centers have not been loaded."""


@dataclass(frozen=True)
class Scale:
    """How much of everything, and which of all possible calendars."""

    events: int
    registrations: int
    seed: int


def load_demo(scale: Scale, *, now: datetime, progress: Progress = lambda _events: None) -> Counter[str]:
    """Store a calendar of that scale, in one transaction: all of it or nothing.

    ``progress`` is told now and then how many events are stored. Returns the number of rows of each table.

    Raises:
        DemoDataPresent: there is demo data already; start with an empty database instead.
        NoCenters: load the city first.
    """
    with transaction():
        if db.session.scalar(select(exists().where(Event.is_demo))):
            raise DemoDataPresent
        return _store(scale, _frame(scale, now), progress)


def _store(scale: Scale, frame: Frame, progress: Progress) -> Counter[str]:
    """Make and store batch by batch, so that a million events need little more memory than some thousands."""
    connection = db.session.connection()
    writer = BulkWriter(connection, [Base.metadata.tables[model.__tablename__] for model in MODELS], _INDEXES)
    rows = Rows({table.name: writer.next_id(table) for table in writer.tables if "id" in table.c})
    stored: Counter[str] = Counter()
    wishes = array("L", (wanted(frame, sketch(frame, number)) for number in range(scale.events)))
    for number, parties in enumerate(shares(wishes, scale.registrations)):
        add_event(rows, frame, sketch(frame, number), parties)
        if rows.waiting >= BATCH_ROWS:
            stored += _write(writer, rows)
            progress(number + 1)
    stored += _write(writer, rows)
    writer.finish()
    progress(scale.events)
    return stored


def _write(writer: BulkWriter, rows: Rows) -> Counter[str]:
    taken = rows.take()
    for table in writer.tables:
        writer.add(table, taken.get(table, []))
    return Counter({table.name: len(made) for table, made in taken.items()})


def _frame(scale: Scale, now: datetime) -> Frame:
    city = settings().city
    return Frame(
        seed=scale.seed,
        events=scale.events,
        today=clock.today(now),
        zone=city.zone,
        places=_places(),
        staff_id=_staff(now).id,
        uid_domain=city.uid_domain,
        receipt_prefix=city.receipt_prefix,
        retention_days=city.retention_days,
        training_key=db.session.scalar(select(KpiDefinition.key).where(KpiDefinition.counted_from_events).limit(1)),
    )


def _staff(now: datetime) -> User:
    """Return the one who closed the past dates: an account with which nobody can sign in."""
    user = User(email=DEMO_STAFF, name="見本の職員", password_hash=NO_PASSWORD, created_at=now, disabled_at=now)
    db.session.add(user)
    db.session.flush()
    return user


def _places() -> tuple[Place, ...]:
    """Return every center with some rooms of its own."""
    centers = db.session.scalars(select(Center).where(Center.kind == CenterKind.CENTER).order_by(Center.position)).all()
    if not centers:
        raise NoCenters
    seats = {seat.center_id: seat for seat in db.session.scalars(select(Venue).where(Venue.is_seat).order_by(Venue.id))}
    rooms = {center.id: [_room(center, seats.get(center.id), name) for name in ROOMS] for center in centers}
    db.session.add_all(room for group in rooms.values() for room in group)
    db.session.flush()
    return tuple(
        Place(
            center.id,
            center.area,
            tuple((room.id, room.name) for room in rooms[center.id]),
            center.name,
            center.name_kana,
            center.name_en,
        )
        for center in centers
    )


def _room(center: Center, seat: Venue | None, name: str) -> Venue:
    """Return a room in the center's building of today, as far as it is known where that is."""
    room = Venue(center_id=center.id, name=f"{center.name} {name}", note=ROOM_NOTE)
    if seat:
        room.address, room.postal_code = seat.address, seat.postal_code
        room.latitude, room.longitude = seat.latitude, seat.longitude
    return room
