"""What stands in the books of a call after a storm, and whether it adds up."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventsite.admission import holding, places, queries
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import HOLDING_STATES, RegistrationState
from eventsite.core.db import db

CONFIRMED, WAITING, OFFERED = RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.OFFERED


@dataclass(frozen=True)
class Books:
    """A call's registrations in the order of arrival, and its slots."""

    rows: Sequence[Registration]
    slots: Sequence[Slot]

    def among(self, *states: RegistrationState) -> list[Registration]:
        """Return those in these states."""
        return [one for one in self.rows if one.state in states]

    def sequences(self, *states: RegistrationState) -> list[int]:
        """Return the numbers of arrival of those in these states."""
        return [one.sequence for one in self.among(*states)]

    def line(self) -> list[int]:
        """Return the ids of those who wait, the next first."""
        return [one.id for one in sorted(self.among(WAITING), key=lambda one: (one.line or 0, one.sequence))]


def balanced(app: Flask, call_id: int) -> Books:
    """Return the books of a call that add up: no place given twice, none counted wrong, nobody forgotten in line."""
    with app.app_context():
        call = db.session.get_one(Call, call_id)
        rows = db.session.scalars(
            select(Registration)
            .where(Registration.call_id == call_id)
            .order_by(Registration.sequence)
            .options(selectinload(Registration.participants), selectinload(Registration.wishes))
        ).all()
        assert [one.sequence for one in rows] == list(range(1, len(rows) + 1)) == list(range(1, call.last_sequence + 1))
        assert len({one.receipt for one in rows}) == len(rows)
        for slot in call.slots:
            _require_balance(slot, [one for one in rows if one.slot_id == slot.id])
        books = Books(rows, list(call.slots))
        db.session.expunge_all()
    return books


def _require_balance(slot: Slot, rows: Sequence[Registration]) -> None:
    holders = [one for one in rows if one.state in HOLDING_STATES]
    assert slot.taken == sum(one.places for one in holders)
    assert slot.capacity is None or slot.taken <= slot.capacity
    for reserve in slot.reserves:
        own = [one for one in holders if holding.party_of(one).counter is reserve.counter]
        assert reserve.taken == sum(one.places for one in own)
    assert all(len(one.participants) == one.party_size for one in rows)
    line = [holding.party_of(one) for one in queries.waiting_line(slot.id)]
    left = list(places.promoted(queries.seats(slot), line, slot.call.free_place_rule))
    assert left == [], "somebody waits for whom there is a place"
