"""What the people at a door look at: who is expected, who is in, and the answer to the last scan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.attendance import queries
from eventsite.attendance.models import PRESENT, Attendance, Side, Source
from eventsite.attendance.rules import Entry, Totals, Typed, TypedKind, may_enter, read_typed, side_of, totals
from eventsite.attendance.services import CheckIn
from eventsite.attendance.words import BANDS, SOURCES
from eventsite.events.models import Occurrence

REASONS: Mapping[Entry, str] = {
    Entry.WAITING: "キャンセル待ちの方です。席が空いていれば「当日参加」で受け付けてください",
    Entry.WITHDRAWN: "この申し込みは取り消されています",
    Entry.OTHER_DATE: "この催しの参加票ではありません",
}


@dataclass(frozen=True)
class Guest:
    """One participant at the door, and the row in force that says whether the person is in."""

    participant_id: int
    name: str
    called: str  # the name as one speaks of the person
    kana: str
    receipt: str
    party_size: int
    slot: str
    side: Side
    row: Attendance | None

    @property
    def came_at(self) -> datetime | None:
        """Return when the person was let in, or None."""
        return self.row.at if self.row and self.row.outcome in PRESENT else None


@dataclass(frozen=True)
class Door:
    """The state of one date's door."""

    residents: Sequence[Guest]
    staff: Sequence[Guest]
    walk_ins: Sequence[Attendance]
    totals: Totals

    @property
    def residents_in(self) -> int:
        """Return how many of the expected residents are in."""
        return sum(guest.came_at is not None for guest in self.residents)

    @property
    def staff_in(self) -> int:
        """Return how many of the expected helpers are in."""
        return sum(guest.came_at is not None for guest in self.staff)

    @property
    def missing(self) -> list[Guest]:
        """Return those who were expected and are not ticked."""
        return [guest for guest in (*self.residents, *self.staff) if guest.came_at is None]


class Kind(StrEnum):
    """The faces of the door's answer."""

    OK = "ok"
    ALREADY = "already"
    NO = "no"
    CHOOSE = "choose"


@dataclass(frozen=True)
class Answer:
    """What fills the top of the page after a scan."""

    kind: Kind
    title: str
    reason: str = ""
    guests: Sequence[Guest] = ()
    source: Source = Source.NAME


def door_of(occurrence: Occurrence) -> Door:
    """Return the door of a date as it stands now."""
    rows = queries.rows_in_force(occurrence.id)
    guests = guests_of(queries.expected(occurrence), rows)
    return Door(
        residents=[guest for guest in guests if guest.side is Side.RESIDENT],
        staff=[guest for guest in guests if guest.side is Side.STAFF],
        walk_ins=[row for row in rows if row.source is Source.WALK_IN and row.outcome in PRESENT],
        totals=totals(queries.plain(rows)),
    )


def guests_of(parties: Iterable[Registration], rows: Iterable[Attendance]) -> list[Guest]:
    """Return the members of these parties with their rows in force."""
    by_participant = {row.participant_id: row for row in rows if row.participant_id}
    return [_guest(person, by_participant.get(person.id)) for party in parties for person in party.participants]


def look_up(occurrence: Occurrence, typed: str) -> Answer:
    """Return whom a scanned or typed text means: those who could be let in, or why nobody can."""
    understood = read_typed(typed)
    if understood.kind is TypedKind.TICKET:
        party = queries.ticket_here(understood.value, occurrence.event_id)
        return _choice(occurrence, [party], Source.SCAN) if party else refusal(Entry.OTHER_DATE)
    if understood.kind is TypedKind.RECEIPT and (parties := queries.with_receipt(occurrence, understood.value)):
        return _choice(occurrence, parties, Source.NUMBER)
    return _named(occurrence, understood, typed)


def answer_of(results: Sequence[CheckIn]) -> Answer | None:
    """Return the refusal that these check-ins amount to, or None where somebody was let in or is in already."""
    if any(result.entry in (Entry.OK, Entry.ALREADY_IN) for result in results):
        return None
    return refusal(results[0].entry)


def answer_to_page(occurrence_id: int, nonce: str) -> Answer | None:
    """Return what the check-ins of one page came to, or None if it made none."""
    rows = [row for row in queries.rows_of_page(occurrence_id, nonce) if row.participant]
    in_force = [row for row in rows if queries.replacement_of(row.id) is None]
    if not rows:
        return None
    if not in_force:
        return Answer(Kind.NO, "この受付は取り消してあります")
    guests = [_guest(row.participant, row) for row in in_force if row.participant]
    title = "受付しました" if len(guests) == 1 else f"{len(guests)}人を受付しました"
    return Answer(Kind.OK, title, guests=guests)


def already_in(occurrence_id: int, participant_id: int) -> Answer | None:
    """Return the answer for somebody who is in, with the time; None if the person is not."""
    row = queries.row_of_participant(occurrence_id, participant_id)
    if row is None or row.participant is None or row.outcome not in PRESENT:
        return None
    return Answer(Kind.ALREADY, "受付ずみです", guests=[_guest(row.participant, row)])


def slot_choices(occurrence: Occurrence) -> list[tuple[str, str]]:
    """Return the programmes to choose from, after the date as a whole; only where there are several."""
    named = [(slot.code, slot.label) for slot in _programmes(occurrence) if slot.label]
    return [("", "全体"), *(named if len(named) > 1 else [])]


def slot_of(occurrence: Occurrence, code: str | None) -> int | None:
    """Return the id of the programme chosen, or None for the date as a whole."""
    return next((slot.id for slot in _programmes(occurrence) if code and slot.code == code), None)


def _programmes(occurrence: Occurrence) -> list[Slot]:
    """Return the slots of those who attend; the shifts of those who help are none of their programmes."""
    return [slot for slot in queries.slots_at(occurrence) if side_of(slot.call.audience) is Side.RESIDENT]


def parts_of(occurrence: Occurrence, counted: Totals) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return the residents' count by how they were counted, by age band and, where there are several, by slot."""
    names: dict[int | None, str] = {slot.id: slot.label for slot in queries.slots_at(occurrence)}
    parts = [
        ("数えかた", [(SOURCES[source], counted.by_source[source]) for source in SOURCES if counted.by_source[source]]),
        ("年代", [(BANDS[band], counted.by_band[band]) for band in BANDS if counted.by_band[band]]),
    ]
    if len(slot_choices(occurrence)) > 1:
        slots = [(names.get(slot_id, "") or "全体", people) for slot_id, people in counted.by_slot.items()]
        parts.append(("プログラム", slots))
    return parts


def refused(reason: str) -> Answer:
    """Return a refusal for a reason in words."""
    return Answer(Kind.NO, "受付できません", reason)


def refusal(entry: Entry) -> Answer:
    """Return a refusal, without anything about anybody."""
    return refused(REASONS[entry])


def _named(occurrence: Occurrence, understood: Typed, typed: str) -> Answer:
    parties = queries.named(occurrence, understood.value if understood.kind is TypedKind.WORDS else typed)
    if not parties:
        return Answer(Kind.NO, "見つかりません", f"「{typed}」に当てはまる申し込みは、この催しにありません")
    return _choice(occurrence, parties, Source.NAME)


def _choice(occurrence: Occurrence, parties: Sequence[Registration], source: Source) -> Answer:
    here = {slot.id for slot in queries.slots_at(occurrence)}
    verdicts = {party: may_enter(party.state, covers_date=party.slot_id in here, is_in=False) for party in parties}
    welcome = [party for party, verdict in verdicts.items() if verdict is Entry.OK]
    if not welcome:
        return refusal(next(iter(verdicts.values())))
    rows = queries.rows_in_force(occurrence.id)
    return Answer(Kind.CHOOSE, "だれを受付しますか", guests=guests_of(welcome, rows), source=source)


def _guest(person: Participant, row: Attendance | None) -> Guest:
    party = person.registration
    companion = f"{party.name}さんの同行の方（{person.position}人目）"
    return Guest(
        participant_id=person.id,
        name=person.name or companion,
        called=f"{person.name}さん" if person.name else companion,
        kana=person.name_kana,
        receipt=party.receipt,
        party_size=party.party_size,
        slot=party.slot.label,
        side=side_of(party.call.audience),
        row=row,
    )
