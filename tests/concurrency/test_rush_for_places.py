"""Rivals for the same places: none given twice, none lost, each answer true; people, parties, counters, wishes."""

from collections import Counter as Tally
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask

from eventsite.admission import services
from eventsite.admission.models import SlotReserve
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import CapacityUnit, Channel, Counter, FreePlaceRule, RegistrationState
from eventsite.core.actor import VISITOR
from eventsite.core.db import db
from tests.concurrency.books import CONFIRMED, WAITING, balanced
from tests.concurrency.crowd import Answer, Crowd, Deed
from tests.concurrency.doubles import earlier_sendings_are_forgotten, nobody_locks
from tests.factories.admission import a_call, a_slot, an_entry, an_open_slot
from tests.factories.events import an_event, an_occurrence
from tests.support.fixtures import Make

NOW = datetime.now(UTC)


def register(slot_id: int, number: int, **more: Any) -> Deed:
    entry = an_entry(f"競争 {number}", **{"submission_key": f"rival-{number}", **more})
    return partial(services.register, slot_id, entry, actor=VISITOR, now=NOW)


def told_the_truth(answers: list[Answer], rows: object) -> bool:
    """Return whether each answer is one row and says how it stands."""
    assert isinstance(rows, list)
    return Tally((one.word, one.receipt) for one in answers) == Tally((one.state, one.receipt) for one in rows)


def rush(app: Flask, make: Make, crowd: Crowd, registrations: int, places: int) -> None:
    """Let so many register at once for so many places, and look at everything that can be known of it."""
    slot = make(an_open_slot, capacity=places)

    answers = crowd.storm(app, [register(slot.id, number) for number in range(registrations)])

    books, winners = balanced(app, slot.call_id), min(places, registrations)
    assert not any(one.is_error for one in answers)
    assert told_the_truth(answers, books.rows)
    assert books.sequences(CONFIRMED) == list(range(1, winners + 1))
    assert books.sequences(WAITING) == list(range(winners + 1, registrations + 1))


@pytest.mark.parametrize("places", [1, 59, 60, 61])
def test_sixty_rivals(app: Flask, make: Make, crowd: Crowd, places: int) -> None:
    rush(app, make, crowd, 60, places)


@pytest.mark.long
@pytest.mark.parametrize("turn", range(10))
@pytest.mark.parametrize("places", [1, 2, 100, 999, 1_000, 1_001])
def test_a_thousand_rivals(app: Flask, make: Make, crowd: Crowd, places: int, turn: int) -> None:
    rush(app, make, crowd, 1_000, places)


def test_control_without_the_lock_somebody_gets_no_answer(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(an_open_slot, capacity=10)

    answers = crowd.storm(app, [register(slot.id, number) for number in range(40)], without=[nobody_locks])

    assert any(one.is_error for one in answers)


@pytest.mark.parametrize("unit", CapacityUnit)
@pytest.mark.parametrize("rule", FreePlaceRule)
def test_a_party_gets_in_whole_or_not_at_all(
    app: Flask, make: Make, crowd: Crowd, unit: CapacityUnit, rule: FreePlaceRule
) -> None:
    slot = make(an_open_slot, capacity=31, unit=unit, free_place_rule=rule)

    answers = crowd.storm(app, [register(slot.id, number, party_size=1 + number % 4) for number in range(60)])

    books = balanced(app, slot.call_id)
    inside = sum(1 if unit is CapacityUnit.PARTIES else one.party_size for one in books.among(CONFIRMED))
    assert not any(one.is_error for one in answers)
    assert told_the_truth([one for one in answers if one.word != "RegistrationFull"], books.rows)
    assert inside == 31 or (rule is FreePlaceRule.HOLD_FOR_NEXT and inside >= 28)
    assert bool(books.among(WAITING)) is (rule is not FreePlaceRule.REOPEN)


def reserved_for_the_telephone(capacity: int, kept: int) -> Any:
    slot = an_open_slot(capacity)
    slot.reserves = [SlotReserve(counter=Counter.PHONE_AND_DESK, places=kept)]
    db.session.flush()
    return slot


def test_places_kept_for_the_telephone_are_there_when_the_telephone_rings(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(reserved_for_the_telephone, 30, 10)
    channels = [Channel.WEB, Channel.WEB, Channel.WEB, Channel.PHONE]

    answers = crowd.storm(app, [register(slot.id, number, channel=channels[number % 4]) for number in range(60)])

    inside = Tally(one.channel for one in balanced(app, slot.call_id).among(CONFIRMED))
    assert not any(one.is_error for one in answers)
    assert inside[Channel.WEB] + inside[Channel.PHONE] == 30
    assert inside[Channel.PHONE] >= 10  # more, where callers came before the free places were gone


def test_two_counters_with_parties_never_share_a_place(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(reserved_for_the_telephone, 40, 12)
    sides = [Channel.WEB, Channel.DESK]  # one from each process

    answers = crowd.storm(
        app,
        [register(slot.id, number, channel=sides[number % 2], party_size=1 + number % 4) for number in range(60)],
    )

    books = balanced(app, slot.call_id)
    by_web = sum(one.party_size for one in books.among(CONFIRMED) if one.channel is Channel.WEB)
    assert not any(one.is_error for one in answers)
    assert by_web <= 28
    assert sum(one.party_size for one in books.among(CONFIRMED)) >= 37


def two_slots(capacity: int) -> list[int]:
    event = an_event()
    occurrence = an_occurrence(event.id)
    call = a_call(event.id, wishes_max=2)
    return [call.id, *(a_slot(call.id, capacity, (occurrence.id,), position=one).id for one in range(2))]


def test_with_ranked_wishes_everybody_stands_in_one_slot(app: Flask, make: Make, crowd: Crowd) -> None:
    call_id, morning, afternoon = make(two_slots, 15)

    answers = crowd.storm(
        app,
        [
            register(first, number, party_size=1 + number % 3, wishes=(second,))
            for number in range(30)
            for first, second in [(morning, afternoon) if number % 3 else (afternoon, morning)]
        ],
    )

    books = balanced(app, call_id)
    assert not any(one.is_error for one in answers)
    assert told_the_truth(answers, books.rows)
    assert all(is_where_it_wished(one) for one in books.rows)
    assert [slot.taken for slot in books.slots] >= [13, 13]


def is_where_it_wished(one: Registration) -> bool:
    """Return whether a party stands for its dearest slot, or has a place in its second."""
    return one.slot_id == one.wishes[0].slot_id or (one.slot_id == one.wishes[1].slot_id and one.state is CONFIRMED)


def equal_sendings(slot_id: int, clients: int, times: int, *, keyed: bool) -> list[Deed]:
    return [
        partial(
            services.register, slot_id,
            an_entry(f"連打 {number}", submission_key=f"form-{number}" if keyed else None), actor=VISITOR, now=NOW,
        )
        for number in range(clients)
        for _ in range(times)
    ]  # fmt: skip


def test_a_form_sent_five_times_at_once_is_one_registration(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(an_open_slot, capacity=10)

    answers = crowd.storm(app, equal_sendings(slot.id, 12, 5, keyed=True))

    books = balanced(app, slot.call_id)
    assert not any(one.is_error for one in answers)
    assert len(books.rows) == len({one.receipt for one in answers}) == 12
    assert Tally(one.receipt for one in answers) == Tally({one.receipt: 5 for one in books.rows})


def test_the_unique_key_refuses_whoever_does_not_look(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(an_open_slot, capacity=100)
    sendings = equal_sendings(slot.id, 4, 5, keyed=True)

    answers = crowd.storm(app, sendings, without=[earlier_sendings_are_forgotten])

    assert len(balanced(app, slot.call_id).rows) == 4
    assert sum(one.is_error for one in answers) == 16


def test_control_without_the_key_every_sending_registers(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(an_open_slot, capacity=100)

    crowd.storm(app, equal_sendings(slot.id, 4, 5, keyed=False))

    assert len(balanced(app, slot.call_id).among(RegistrationState.CONFIRMED)) == 20
