"""What can be done at the door and afterwards; every row is new, none is changed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from eventsite.attendance import queries
from eventsite.attendance.models import PRESENT, AgeBand, Attendance, Outcome, Side, Source
from eventsite.attendance.rules import Entry, Totals, has_begun, may_enter, side_of
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.core.errors import DomainError
from eventsite.events.models import Occurrence
from eventsite.events.queries import lock_occurrence


class OccurrenceClosed(DomainError):
    """The date's count is closed; it must be opened again before anything is added."""

    code = "occurrence_closed"


class CountChanged(DomainError):
    """Somebody else has counted meanwhile: the total that was seen is not the total of now."""

    code = "count_changed"


class OccurrenceNotBegun(DomainError):
    """The date lies ahead: nobody can have attended it."""

    code = "occurrence_not_begun"


class CountConflict(DomainError):
    """The same page has sent another count before."""

    code = "count_conflict"


@dataclass(frozen=True)
class CheckIn:
    """The door's answer, and the row in force of the participant where there is one."""

    entry: Entry
    attendance: Attendance | None


@dataclass(frozen=True)
class Headcount:
    """People without names: a tally, a walk-in, a number from a paper sheet."""

    people: int
    source: Source
    outcome: Outcome = Outcome.CAME
    side: Side = Side.RESIDENT
    band: AgeBand = AgeBand.UNKNOWN
    slot_id: int | None = None
    is_estimate: bool = False


def check_in(
    occurrence_id: int, participant_id: int, *, source: Source, nonce: str, actor: Actor, now: datetime
) -> CheckIn:
    """Let one participant in, once. The same scan sent again gives the same answer.

    ``nonce`` belongs to one page or scan, on which several participants may be let in. Somebody who does not exist
    answers like somebody of another event. Raises OccurrenceClosed.
    """
    occurrence = _open(occurrence_id)
    key = f"{nonce}-p{participant_id}"
    if earlier := queries.row_by_nonce(key):
        return CheckIn(Entry.OK, earlier)
    person = queries.participant(participant_id)
    if person is None:
        return CheckIn(Entry.OTHER_DATE, None)
    registration = person.registration
    before = queries.row_of_participant(occurrence_id, participant_id)
    entry = may_enter(
        registration.state,
        covers_date=queries.covers(registration.slot_id, occurrence),
        is_in=before is not None and before.outcome in PRESENT,
    )
    if entry is not Entry.OK:
        return CheckIn(entry, before)
    row = Attendance(
        occurrence_id=occurrence_id,
        slot_id=registration.slot_id,
        registration_id=registration.id,
        participant_id=participant_id,
        people=1,
        outcome=Outcome.CAME,
        side=side_of(registration.call.audience),
        source=source,
        corrects_id=before.id if before else None,
    )
    return CheckIn(Entry.OK, _store(row, occurrence, key, Action.ATTENDANCE_RECORD, actor, now))


def count(occurrence_id: int, heads: Headcount, *, nonce: str, actor: Actor, now: datetime) -> Attendance:
    """Add people without names. The same count sent again is one row. Raises OccurrenceClosed, CountConflict."""
    occurrence = _open(occurrence_id)
    if earlier := queries.row_by_nonce(nonce):
        return _same(earlier, occurrence_id, heads)
    row = Attendance(occurrence_id=occurrence_id, **asdict(heads))
    return _store(row, occurrence, nonce, Action.ATTENDANCE_RECORD, actor, now)


def take_back(attendance_id: int, *, nonce: str, actor: Actor, now: datetime) -> Attendance:
    """Void a row by a new one that names it; what is replaced already stays so. Raises OccurrenceClosed."""
    wrong = db.session.get_one(Attendance, attendance_id)
    occurrence = _open(wrong.occurrence_id)
    if later := queries.replacement_of(attendance_id):
        return later
    row = Attendance(
        occurrence_id=wrong.occurrence_id,
        slot_id=wrong.slot_id,
        registration_id=wrong.registration_id,
        participant_id=wrong.participant_id,
        people=0,
        outcome=Outcome.VOID,
        side=wrong.side,
        band=wrong.band,
        source=Source.CORRECTION,
        corrects_id=wrong.id,
    )
    return _store(row, occurrence, f"{nonce}-r{wrong.id}", Action.ATTENDANCE_CORRECT, actor, now)


def close(occurrence_id: int, seen: int, *, actor: Actor, now: datetime) -> Totals:
    """Close a date with its count: from now on it stands in the reports. Closing twice changes nothing.

    ``seen`` is the total of residents that the person who closes was shown.

    Raises:
        OccurrenceNotBegun: the date lies ahead.
        CountChanged: the total has moved since it was seen.
    """
    occurrence = lock_occurrence(occurrence_id)
    if not has_begun(occurrence.starts_at, now):
        raise OccurrenceNotBegun
    counted = queries.totals_of(occurrence_id)
    if occurrence.closed_at:
        return counted
    if counted.residents != seen:
        raise CountChanged(people=counted.residents)
    occurrence.closed_at = now
    occurrence.closed_by_id = actor.user_id
    _note(Action.OCCURRENCE_CLOSE, occurrence, actor, now, str(counted.residents))
    return counted


def reopen(occurrence_id: int, *, actor: Actor, now: datetime) -> Occurrence:
    """Open a closed date again, to correct its count; the audit log keeps both."""
    occurrence = lock_occurrence(occurrence_id)
    if occurrence.closed_at:
        occurrence.closed_at = None
        occurrence.closed_by_id = None
        _note(Action.OCCURRENCE_REOPEN, occurrence, actor, now)
    return occurrence


def _open(occurrence_id: int) -> Occurrence:
    occurrence = lock_occurrence(occurrence_id)
    if occurrence.closed_at:
        raise OccurrenceClosed
    return occurrence


def _same(earlier: Attendance, occurrence_id: int, heads: Headcount) -> Attendance:
    said = {name: getattr(earlier, name) for name in asdict(heads)}
    if earlier.occurrence_id != occurrence_id or said != asdict(heads):
        raise CountConflict
    return earlier


def _store(
    row: Attendance, occurrence: Occurrence, nonce: str, action: Action, actor: Actor, now: datetime
) -> Attendance:
    row.nonce, row.actor_user_id, row.at = nonce, actor.user_id, now
    db.session.add(row)
    db.session.flush()  # the unique keys speak now, not at commit
    _note(action, occurrence, actor, now, f"{row.outcome} {row.people}")
    return row


def _note(action: Action, occurrence: Occurrence, actor: Actor, now: datetime, detail: str = "") -> None:
    record(action, occurrence, actor=actor, now=now, center_id=occurrence.center_id, detail=detail)
