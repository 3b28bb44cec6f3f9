"""Totals from rows, what was typed at the door, and who may enter: plain values in, an answer out."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from eventsite.admission.vocabulary import Audience, RegistrationState
from eventsite.attendance.models import PRESENT, AgeBand, Outcome, Side, Source
from eventsite.core.text import digits, normalise

# Who runs the event with the center; all others, named employees in a training included, are those who attend it.
_RUNNING = (Audience.CITY_STAFF, Audience.YOUTH_STAFF, Audience.STALLHOLDERS)
_TICKET = re.compile("[0-9A-Z]{25}")
_RECEIPT = re.compile("[A-Z]{0,8}([0-9]{4,7})")


@dataclass(frozen=True)
class Row:
    """What counts of an attendance row that no other row replaces."""

    people: int
    outcome: Outcome
    side: Side
    band: AgeBand
    slot_id: int | None
    is_estimate: bool
    source: Source


@dataclass(frozen=True)
class Totals:
    """延べ人数 of one occurrence: each visit counts. Residents and those who run the event stand apart.

    The parts by band, slot and source are those of the residents.
    """

    residents: int
    staff: int
    extra: int  # of the residents, those who came without registration
    is_estimate: bool
    by_band: Counter[AgeBand] = field(default_factory=Counter)
    by_slot: Counter[int | None] = field(default_factory=Counter)
    by_source: Counter[Source] = field(default_factory=Counter)


def totals(rows: Iterable[Row]) -> Totals:
    """Return the totals of the rows of those who came; absent and voided rows count nobody."""
    present = [row for row in rows if row.outcome in PRESENT and row.people]
    residents = [row for row in present if row.side is Side.RESIDENT]
    by_band: Counter[AgeBand] = Counter()
    by_slot: Counter[int | None] = Counter()
    by_source: Counter[Source] = Counter()
    for row in residents:
        by_band[row.band] += row.people
        by_slot[row.slot_id] += row.people
        by_source[row.source] += row.people
    return Totals(
        residents=sum(row.people for row in residents),
        staff=sum(row.people for row in present if row.side is Side.STAFF),
        extra=sum(row.people for row in residents if row.outcome is Outcome.EXTRA),
        is_estimate=any(row.is_estimate for row in present),
        by_band=by_band,
        by_slot=by_slot,
        by_source=by_source,
    )


def side_of(audience: Audience) -> Side:
    """Return on which side those whom a call asks are counted."""
    return Side.STAFF if audience in _RUNNING else Side.RESIDENT


def has_begun(starts_at: datetime, now: datetime) -> bool:
    """Return whether there can be a count at all: nobody attends what has not begun."""
    return now >= starts_at


class TypedKind(StrEnum):
    """What somebody at the door has scanned or typed."""

    TICKET = "ticket"
    RECEIPT = "receipt"
    WORDS = "words"


@dataclass(frozen=True)
class Typed:
    """A typed text, understood; ``value`` is the code, the digits of the receipt number, or the words."""

    kind: TypedKind
    value: str


def read_typed(text: str) -> Typed:
    """Return what a text is, in any width and case: a ticket's code, a receipt number, or part of a name."""
    plain = re.sub("[^0-9A-Z]", "", digits(text).upper())
    if _TICKET.fullmatch(plain):
        return Typed(TypedKind.TICKET, plain)
    number = _RECEIPT.fullmatch(plain)
    if number and not re.search("[ぁ-んァ-ヶ一-龠]", text):
        return Typed(TypedKind.RECEIPT, number[1])
    return Typed(TypedKind.WORDS, normalise(text))


class Entry(StrEnum):
    """What the door says to a ticket."""

    OK = "ok"
    ALREADY_IN = "already_in"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    OTHER_DATE = "other_date"


def may_enter(state: RegistrationState, *, covers_date: bool, is_in: bool) -> Entry:
    """Return whether a participant may be checked in at a date, and if not, why not."""
    if not covers_date:
        return Entry.OTHER_DATE
    if state is RegistrationState.WAITING:
        return Entry.WAITING
    if state is not RegistrationState.CONFIRMED:
        return Entry.WITHDRAWN
    return Entry.ALREADY_IN if is_in else Entry.OK
