"""A copied call brings every rule along, but no instant and no seal; a draw keeps its distance to the dates."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from eventsite.admission.models import Call, CallPriority, Opening, SlotReserve
from eventsite.admission.terms import COLUMNS
from eventsite.admission.vocabulary import (
    Admission,
    CapacityUnit,
    Counter,
    FreePlaceRule,
    Priority,
    Residence,
)
from eventsite.calls.services import copy_calls
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from tests.factories.admission import a_call, a_slot
from tests.factories.events import an_event, an_occurrence, in_days
from tests.support.fixtures import Make

INSTANTS = {"opens_at", "closes_at", "draw_at", "decide_at"}
RULES: dict[str, Any] = {
    "party_max": 3, "asks_companion_names": True, "unit": CapacityUnit.PARTIES, "wishes_max": 2,
    "free_place_rule": FreePlaceRule.NEXT_THAT_FITS, "offer_hours": 24, "leftover_first_come": True,
    "residence": Residence.CITY, "age_min": 1, "age_min_months": 6, "age_max": 90, "grade_min": 1, "grade_max": 12,
    "guardian_up_to_grade": 9, "limit_event": 1, "limit_series": 2, "limit_year": 3, "minimum": 4,
}  # fmt: skip


def an_event_with_rules(admission: Admission, **more: Any) -> int:
    """The id of an event with one date in a week, and a call with every rule."""
    event = an_event()
    date = an_occurrence(event.id, in_days(7))
    call = a_call(
        event.id, admission, **{**RULES, **more}, opens_at=in_days(-3), closes_at=in_days(2), decide_at=in_days(5)
    )
    slot = a_slot(call.id, 20, (date.id,))
    db.session.add_all(
        [
            SlotReserve(slot_id=slot.id, counter=Counter.PAPER, places=5),
            Opening(call_id=call.id, residence=Residence.AREA, opens_at=in_days(-3)),
            CallPriority(call_id=call.id, priority=Priority.RESIDENTS, position=0),
        ]
    )
    return event.id


def copied(app: Flask, source_id: int, days: int) -> tuple[Call, Call]:
    """Copy the event's call to one with a date in so many days; return the original and the copy."""
    with app.app_context():
        with transaction():
            event = an_event()
            an_occurrence(event.id, in_days(days))
            db.session.refresh(event)
            copy_calls(source_id, event, actor=SYSTEM, now=datetime.now(UTC))
        calls = [db.session.scalars(select(Call).where(Call.event_id == one)).one() for one in (source_id, event.id)]
        for call in calls:
            _ = [*call.openings, *call.priorities, *(one for slot in call.slots for one in slot.reserves)]
        return calls[0], calls[1]


def test_every_rule_is_copied_and_no_instant(app: Flask, make: Make) -> None:
    source, copy = copied(app, make(an_event_with_rules, Admission.FIRST_COME), 35)

    assert {name: getattr(copy, name) for name in COLUMNS if name not in INSTANTS} == {
        name: getattr(source, name) for name in COLUMNS if name not in INSTANTS
    }
    assert [one.priority for one in copy.priorities] == [Priority.RESIDENTS]
    assert [(one.counter, one.places, one.taken) for one in copy.slots[0].reserves] == [(Counter.PAPER, 5, 0)]
    assert (copy.opens_at, copy.closes_at, copy.openings) == (None, None, [])
    assert copy.decide_at is not None
    assert source.decide_at is not None
    assert copy.decide_at - source.decide_at == timedelta(28)


def test_a_copied_draw_has_no_seal_and_keeps_its_distance_to_the_date(app: Flask, make: Make) -> None:
    draw = {"draw_at": datetime(2099, 3, 1, tzinfo=UTC), "draw_source": "さいころ", "sealed_at": datetime.now(UTC)}
    source, copy = copied(app, make(an_event_with_rules, Admission.LOTTERY, **draw), 35)

    assert (copy.sealed_at, copy.frozen_at, copy.announced_at) == (None, None, None)
    assert copy.draw_source == "さいころ"
    assert copy.draw_at is not None
    assert source.draw_at is not None
    assert copy.draw_at - source.draw_at == timedelta(28)
    assert copy.closes_at is not None
