"""Questions about what happened: the rows in force, the line of rows of one participant, totals."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from eventsite.admission import queries_roster
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.attendance.models import PRESENT, Attendance, Source
from eventsite.attendance.rules import Row, Totals, totals
from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.events.models import Occurrence

LATEST = 50  # rows that the head count lists


def in_force() -> Select[Attendance]:
    """Return a query of the rows that no later row replaces."""
    later = aliased(Attendance)
    return select(Attendance).outerjoin(later, later.corrects_id == Attendance.id).where(later.id.is_(None))


def rows_in_force(occurrence_id: int) -> Sequence[Attendance]:
    """Return the rows that count at a date, oldest first."""
    return db.session.scalars(in_force().where(Attendance.occurrence_id == occurrence_id).order_by(Attendance.id)).all()


def latest_headcounts(occurrence_id: int) -> Sequence[Attendance]:
    """Return the last rows in force that were counted without names, newest first."""
    return db.session.scalars(
        in_force()
        .where(Attendance.occurrence_id == occurrence_id, Attendance.source.in_((Source.TALLY, Source.PAPER)))
        .order_by(Attendance.id.desc())
        .limit(LATEST)
        .options(joinedload(Attendance.slot))
    ).all()


def row_of_participant(occurrence_id: int, participant_id: int) -> Attendance | None:
    """Return the row in force of one participant at a date, or None."""
    return db.session.scalar(
        in_force().where(Attendance.occurrence_id == occurrence_id, Attendance.participant_id == participant_id)
    )


def dates_received(registration_id: int) -> set[int]:
    """Return the ids of the dates at which somebody of a registration was received at the door."""
    rows = in_force().where(Attendance.registration_id == registration_id, Attendance.outcome.in_(PRESENT))
    return {row.occurrence_id for row in db.session.scalars(rows)}


def row_by_nonce(nonce: str) -> Attendance | None:
    """Return the row that an earlier sending of the same scan or tally made, or None."""
    return db.session.scalar(select(Attendance).where(Attendance.nonce == nonce))


def rows_of_page(occurrence_id: int, nonce: str) -> Sequence[Attendance]:
    """Return the check-ins that one page's nonce made at a date, whether or not they are still in force."""
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.occurrence_id == occurrence_id, Attendance.nonce.startswith(f"{nonce}-p", autoescape=True))
        .order_by(Attendance.id)
    ).all()


def attendance_here(code: str, attendance_id: int) -> Attendance:
    """Return a row of that date, in force or not, or raise NotFound."""
    query = select(Attendance).join(Attendance.occurrence)
    return found(db.session.scalar(query.where(Attendance.id == attendance_id, Occurrence.code == code)))


def replacement_of(attendance_id: int) -> Attendance | None:
    """Return the row that replaces another, or None while that one is in force."""
    return db.session.scalar(select(Attendance).where(Attendance.corrects_id == attendance_id))


def participant(participant_id: int) -> Participant | None:
    """Return the participant, or None."""
    return db.session.get(Participant, participant_id)


def _at(occurrence: Occurrence) -> ColumnElement[bool]:
    """Match the slots whose people are expected at a date: a slot that names no dates covers all of its event's."""
    unnamed = and_(~Slot.occurrences.any(), Slot.call.has(Call.event_id == occurrence.event_id))
    return or_(Slot.occurrences.any(Occurrence.id == occurrence.id), unnamed)


def covers(slot_id: int, occurrence: Occurrence) -> bool:
    """Return whether a slot's people are expected at that date."""
    return db.session.scalar(select(Slot.id).where(Slot.id == slot_id, _at(occurrence))) is not None


def slots_at(occurrence: Occurrence) -> Sequence[Slot]:
    """Return the slots of a date, with their calls, in the event's order."""
    return db.session.scalars(
        select(Slot)
        .join(Slot.call)
        .where(_at(occurrence))
        .order_by(Call.position, Call.id, Slot.position, Slot.id)
        .options(joinedload(Slot.call))
    ).all()


def expected(occurrence: Occurrence) -> Sequence[Registration]:
    """Return the registrations that hold a place at a date, by reading of the name."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.slot)
        .where(_at(occurrence), Registration.state == RegistrationState.CONFIRMED)
        .order_by(Registration.name_kana, Registration.id)
        .options(selectinload(Registration.participants), joinedload(Registration.slot), joinedload(Registration.call))
    ).all()


def ticket_here(code: str, event_id: int) -> Registration | None:
    """Return the registration of a ticket at this event, or None: other events' tickets tell nothing."""
    query = select(Registration).join(Registration.call)
    return db.session.scalar(query.where(Registration.ticket_code == code, Call.event_id == event_id))


def with_receipt(occurrence: Occurrence, number: str) -> Sequence[Registration]:
    """Return the registrations of a date's event whose receipt number has these digits."""
    return db.session.scalars(
        select(Registration)
        .join(Registration.call)
        .where(Call.event_id == occurrence.event_id, Registration.receipt.endswith(f"-{number}", autoescape=True))
        .order_by(Registration.name_kana, Registration.id)
    ).all()


def named(occurrence: Occurrence, words: str) -> Sequence[Registration]:
    """Return the registrations of a date's event that a part of a name, reading or phone number matches."""
    return queries_roster.roster(occurrence.event_id, words) if words else []


def totals_of(occurrence_id: int) -> Totals:
    """Return the totals of a date from its rows in force."""
    return totals(plain(rows_in_force(occurrence_id)))


def plain(rows: Iterable[Attendance]) -> list[Row]:
    """Return what the rules want to know of rows."""
    return [Row(row.people, row.outcome, row.side, row.band, row.slot_id, row.is_estimate, row.source) for row in rows]
