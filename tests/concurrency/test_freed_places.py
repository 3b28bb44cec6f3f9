"""Somebody leaves while somebody else grabs: the place goes to the line, in its order, and never to the grabber."""

from collections import Counter as Tally
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsite.admission import holding, receipts, services
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.vocabulary import Channel, FreePlaceRule, RegistrationState
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core import clock, tokens
from eventsite.core.actor import SYSTEM, VISITOR
from eventsite.core.db import db
from tests.concurrency.books import CONFIRMED, WAITING, balanced
from tests.concurrency.crowd import Crowd, Deed
from tests.concurrency.doubles import nobody_is_promoted, nobody_is_seen_waiting
from tests.factories.admission import an_entry, an_open_slot
from tests.support.fixtures import Make

NOW = datetime.now(UTC)
FEW, MANY = 15, 1_000
HOLD, NEXT, REOPEN = FreePlaceRule.HOLD_FOR_NEXT, FreePlaceRule.NEXT_THAT_FITS, FreePlaceRule.REOPEN


def a_full_slot(places: int, waiting: int, rule: FreePlaceRule, waiting_size: int = 1) -> Slot:
    """Everybody inside came alone; those in line may be families. Stored as they are, for a thousand take long."""
    slot = an_open_slot(places, free_place_rule=rule)
    sizes = [1] * places + [waiting_size] * waiting
    db.session.add_all(somebody(slot, sequence, size) for sequence, size in enumerate(sizes, start=1))
    slot.taken, slot.call.last_sequence = places, len(sizes)
    db.session.flush()
    return slot


def somebody(slot: Slot, sequence: int, size: int) -> Registration:
    """Return a registration that has its place as long as the slot has one for it, and waits otherwise."""
    waits = sequence > (slot.capacity or 0)
    return Registration(
        call=slot.call, slot=slot, sequence=sequence, receipt=receipts.number("YG", sequence, slot.call.receipt_offset),
        state=WAITING if waits else CONFIRMED, line=sequence if waits else None,
        channel=Channel.WEB, party_size=size, places=size,
        name=f"列 {sequence}", name_kana="れつ", phone=f"083-900-{sequence:04}",
        manage_token=tokens.capability(), ticket_code=tokens.ticket_code(),
        created_at=NOW, updated_at=NOW, delete_on=date(2099, 1, 1),
        participants=[Participant(position=position) for position in range(1, size + 1)],
    )  # fmt: skip


def grab(slot_id: int, number: int, now: datetime = NOW) -> Deed:
    return partial(services.register, slot_id, an_entry(f"横取り {number}"), actor=VISITOR, now=now)


def leave(registration: Registration) -> Deed:
    return partial(services.withdraw, registration.id, actor=VISITOR, now=NOW)


def in_turn(*kinds: list[Deed]) -> list[Deed]:
    """Return one of each kind after the other, the partners of a race in different processes."""
    return [deed for group in zip(*kinds, strict=True) for deed in group]


def race(app: Flask, make: Make, crowd: Crowd, rule: FreePlaceRule, races: int) -> None:
    slot = make(a_full_slot, races, races + 5, rule)
    before = balanced(app, slot.call_id)
    leaving = before.among(CONFIRMED)

    answers = crowd.storm(
        app, in_turn([leave(one) for one in leaving], [grab(slot.id, number) for number in range(races)])
    )

    after = balanced(app, slot.call_id)
    assert Tally(one.word for one in answers) == {"withdrawn": races, "waiting": races}
    assert [one.id for one in after.among(CONFIRMED)] == before.line()[:races]
    assert after.line()[:5] == before.line()[races:]


@pytest.mark.parametrize("rule", [HOLD, NEXT])
def test_a_freed_place_goes_to_the_line(app: Flask, make: Make, crowd: Crowd, rule: FreePlaceRule) -> None:
    race(app, make, crowd, rule, FEW)


@pytest.mark.long
@pytest.mark.parametrize("rule", [HOLD, NEXT])
def test_in_a_thousand_races_the_grabber_never_wins(app: Flask, make: Make, crowd: Crowd, rule: FreePlaceRule) -> None:
    race(app, make, crowd, rule, MANY)


def test_single_grabbers_do_not_take_the_places_of_a_family_in_line(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(a_full_slot, FEW, 8, HOLD, waiting_size=4)
    before = balanced(app, slot.call_id)
    leaving = before.among(CONFIRMED)

    crowd.storm(app, in_turn([leave(one) for one in leaving], [grab(slot.id, number) for number in range(FEW)]))

    after = balanced(app, slot.call_id)
    assert [one.id for one in after.among(CONFIRMED)] == before.line()[: FEW // 4]
    assert all(one.party_size == 4 for one in after.among(CONFIRMED))


def test_control_a_place_that_is_passed_on_later_is_grabbed(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(a_full_slot, FEW, FEW + 5, HOLD)
    leaving = balanced(app, slot.call_id).among(CONFIRMED)

    without = [nobody_is_promoted, nobody_is_seen_waiting]
    crowd.storm(app, [leave(one) for one in leaving], without=without)
    answers = crowd.storm(app, [grab(slot.id, number) for number in range(FEW)], without=without)

    assert any(one.word == "confirmed" for one in answers), "nobody was grabbed from, so the tests above prove nothing"


def noon_tomorrow() -> datetime:
    return clock.at(clock.today(NOW) + timedelta(days=1), holding.REOPENS_AT)


def test_places_that_reopen_do_so_at_noon_of_the_next_day_and_not_before(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(a_full_slot, FEW, 0, REOPEN)
    leaving = balanced(app, slot.call_id).among(CONFIRMED)
    with app.app_context():
        noon = noon_tomorrow()
    early = noon - timedelta(microseconds=1)
    workers: list[Deed] = [partial(holding.reopen_held, slot.id, now=early) for _ in range(FEW)]

    same_day = crowd.storm(
        app, in_turn([leave(one) for one in leaving], [grab(slot.id, number) for number in range(FEW)])
    )
    before_noon = crowd.storm(app, in_turn(workers, [grab(slot.id, FEW + number, early) for number in range(FEW)]))
    crowd.storm(app, [partial(holding.reopen_held, slot.id, now=noon)] * 2)
    at_noon = crowd.storm(app, [grab(slot.id, 2 * FEW + number, noon) for number in range(FEW + 3)])

    assert Tally(one.word for one in same_day) == {"withdrawn": FEW, "RegistrationFull": FEW}
    assert Tally(one.word for one in before_noon) == {"done": FEW, "RegistrationFull": FEW}
    assert Tally(one.word for one in at_noon) == {"confirmed": FEW, "RegistrationFull": 3}
    assert len(balanced(app, slot.call_id).among(CONFIRMED)) == FEW


@pytest.mark.long
def test_in_a_thousand_races_nothing_reopens_on_the_same_day(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(a_full_slot, MANY, 0, REOPEN)
    leaving = balanced(app, slot.call_id).among(CONFIRMED)

    answers = crowd.storm(
        app, in_turn([leave(one) for one in leaving], [grab(slot.id, number) for number in range(MANY)])
    )

    assert Tally(one.word for one in answers) == {"withdrawn": MANY, "RegistrationFull": MANY}
    assert balanced(app, slot.call_id).slots[0].held == MANY


def test_more_places_and_people_who_leave_move_the_line_up_in_order(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(a_full_slot, 10, 30, HOLD)
    before = balanced(app, slot.call_id)
    larger: list[Deed] = [partial(holding.set_capacity, slot.id, 15, actor=SYSTEM, now=NOW)] * 10

    answers = crowd.storm(app, in_turn([leave(one) for one in before.among(CONFIRMED)], larger))

    after = balanced(app, slot.call_id)
    assert not any(one.is_error for one in answers)
    assert [one.id for one in after.among(CONFIRMED)] == before.line()[:15]


def test_fewer_places_while_people_register_throw_nobody_out(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(an_open_slot, capacity=20)
    smaller: list[Deed] = [partial(holding.set_capacity, slot.id, 5, actor=SYSTEM, now=NOW)]

    answers = crowd.storm(app, [grab(slot.id, number) for number in range(12)] + smaller)

    with app.app_context():
        stored = db.session.get_one(Slot, slot.id)
        holders = db.session.scalars(
            select(Registration.receipt).where(Registration.state == RegistrationState.CONFIRMED)
        ).all()
        assert stored.taken == len(holders) == 5 + stored.beyond
    assert {one.receipt for one in answers if one.word == CONFIRMED} == set(holders)


def test_who_leaves_twice_at_once_frees_one_place(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(a_full_slot, 10, 15, HOLD)
    before = balanced(app, slot.call_id)

    answers = crowd.storm(app, [deed for one in before.among(CONFIRMED) for deed in [leave(one)] * 4])

    after = balanced(app, slot.call_id)
    assert Tally(one.word for one in answers) == {"withdrawn": 40}
    assert [one.id for one in after.among(CONFIRMED)] == before.line()[:10]
    assert len(after.among(WAITING)) == 5
    with app.app_context():
        lines = select(func.count()).where(AuditEntry.action == Action.REGISTRATION_PROMOTE)
        assert db.session.scalar(lines) == 10
