"""A party that could never get in is told so at once, and blocks nobody's line."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from eventsite.admission.errors import PartyLargerThanSlot
from eventsite.admission.models import SlotReserve
from eventsite.admission.vocabulary import Admission, CapacityUnit, Channel, Counter
from eventsite.core.db import db
from tests.factories.admission import a_registration, a_slot
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import Opened, an_opened_slot, form_of, registrations, send


def kept_for_the_phone(places: int, capacity: int) -> Opened:
    """A slot that keeps so many of its places for the telephone."""
    slot = an_opened_slot(capacity)
    db.session.add(SlotReserve(slot_id=slot.id, counter=Counter.PHONE_AND_DESK, places=places))
    return slot


def test_baba_reads_how_many_the_slot_takes_in_all(app: Flask, make: Make, client: Resident) -> None:
    slot = make(an_opened_slot, 3)

    page = send(client.open(form_of(slot)), party_size="4")

    assert page.status == 422
    assert "一度に申し込めるのは3人までです" in page.text
    assert registrations(app, slot) == []


def test_a_party_as_large_as_the_slot_waits_for_it(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot, 3)
    make(a_registration, slot.id)

    make(a_registration, slot.id, name="江藤 三郎", party_size=3)

    assert [one.state for one in registrations(app, slot)] == ["confirmed", "waiting"]


def test_places_kept_for_another_counter_are_out_of_reach_for_ever(app: Flask, make: Make) -> None:
    slot = make(kept_for_the_phone, 8, 10)

    with pytest.raises(PartyLargerThanSlot):
        make(a_registration, slot.id, party_size=3)
    make(a_registration, slot.id, party_size=3, channel=Channel.PHONE)

    assert [one.places for one in registrations(app, slot)] == [3]


def test_a_second_wish_must_have_room_as_well(make: Make) -> None:
    slot = make(an_opened_slot, 10, wishes_max=2)
    small = make(a_slot, slot.call_id, 2)

    with pytest.raises(PartyLargerThanSlot):
        make(a_registration, slot.id, party_size=3, wishes=(small.id,))


def test_a_family_is_one_where_parties_are_counted(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot, 1, unit=CapacityUnit.PARTIES)

    make(a_registration, slot.id, party_size=4)

    assert [one.state for one in registrations(app, slot)] == ["confirmed"]


def test_it_holds_for_a_draw_too(make: Make) -> None:
    now = datetime.now(UTC)
    slot = make(
        an_opened_slot, 3, admission=Admission.LOTTERY, closes_at=now + timedelta(3), draw_at=now + timedelta(4),
        sealed_at=now,
    )  # fmt: skip

    with pytest.raises(PartyLargerThanSlot):
        make(a_registration, slot.id, party_size=4)
