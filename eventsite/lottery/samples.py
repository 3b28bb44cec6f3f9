"""What would go out if the result were announced now: totals, and one letter of each kind. Nothing is stored."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventsite.admission import facts, holding, messages
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.admission.writing import mail_of
from eventsite.core.db import db
from eventsite.lottery.models import LotteryDraw
from eventsite.lottery.services_release import STATES
from eventsite.lottery.sheet import OUTCOMES
from eventsite.lottery.texts import Drawn, Outcome, parse_entries, parse_result
from eventsite.notifications.services import Mail


@dataclass(frozen=True)
class Total:
    """How many entries came to an outcome, and how many places these need."""

    name: str
    entries: int
    places: int


@dataclass(frozen=True)
class Sample:
    """The letter that one of them gets."""

    name: str
    receipt: str
    mail: Mail


def totals(drawn: LotteryDraw, entries_text: str) -> list[Total]:
    """Return the totals of each outcome, from the stored result."""
    needed = {one.receipt: one.places for one in parse_entries(entries_text)}
    entries, places = Counter[Outcome](), Counter[Outcome]()
    for line in parse_result(drawn.result):
        entries[line.outcome] += 1
        places[line.outcome] += needed[line.receipt]
    return [Total(OUTCOMES[one], entries[one], places[one]) for one in Outcome]


def places_won(drawn: LotteryDraw, entries_text: str, call: Call) -> list[tuple[str, int, int | None]]:
    """Return of each slot its name, the places given and its capacity."""
    needed = {one.receipt: one.places for one in parse_entries(entries_text)}
    given = Counter[str]()
    for line in parse_result(drawn.result):
        if line.outcome is Outcome.WON and line.slot:
            given[line.slot] += needed[line.receipt]
    return [(facts.slot_name(slot), given[slot.code], slot.capacity) for slot in call.slots]


def samples(drawn: LotteryDraw, call: Call, *, now: datetime) -> list[Sample]:
    """Return the letter to the first of each outcome who has an address."""
    found = []
    for outcome in Outcome:
        lines = {line.receipt: line for line in parse_result(drawn.result) if line.outcome is outcome}
        first = db.session.scalar(
            select(Registration)
            .where(Registration.call_id == call.id, Registration.receipt.in_(list(lines)[:500]))
            .where(Registration.email != "", Registration.state == RegistrationState.APPLIED)
            .order_by(Registration.sequence)
            .limit(1)
        )
        if first:
            found.append(Sample(OUTCOMES[outcome], first.receipt, _letter(first, lines[first.receipt], call, now)))
    return found


def _letter(registration: Registration, line: Drawn, call: Call, now: datetime) -> Mail:
    """Return the letter as if the result were announced now; the record is put back as it was."""
    slots = {slot.code: slot for slot in call.slots}
    with db.session.no_autoflush:
        registration.slot = slots[line.slot] if line.slot else registration.slot
        registration.state, registration.line = STATES[line.outcome], line.number
        if line.outcome is Outcome.WON:
            holding.grant(registration, now=now)
        try:
            return mail_of(registration, messages.result(registration))
        finally:
            db.session.expire(registration)
