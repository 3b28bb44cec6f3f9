"""A party that could never get in is told so at once, and blocks nobody's line."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from eventsite.admission.errors import PartyLargerThanSlot
from eventsite.admission.models import SlotReserve
from eventsite.admission.vocabulary import Admission, CapacityUnit, Channel, Counter, FreePlaceRule
from eventsite.core.db import db
from tests.factories.admission import a_registration, a_slot
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.admission.ways import BABA, Opened, an_opened_slot, form_of, registrations


def kept_for_the_phone(places: int, capacity: int) -> Opened:
    """A slot that keeps so many of its places for the telephone."""
    slot = an_opened_slot(capacity)
    db.session.add(SlotReserve(slot_id=slot.id, counter=Counter.PHONE_AND_DESK, places=places))
    return slot


def sizes_offered(page: Page) -> list[str]:
    """Return the party sizes that the form offers as cards."""
    return [one.get("value", "") for one in page.tree.iter("input") if one.get("name") == "party_size"]


def small_and_large() -> Opened:
    """Two dates of one call for up to four people: the first has two places, the second ten."""
    slot = an_opened_slot(2, party_max=4)
    a_slot(slot.call_id, 10, position=1, label="広い部屋")
    return slot


def test_the_form_offers_no_party_that_no_slot_could_hold(make: Make, client: Resident) -> None:
    slot = make(an_opened_slot, 3, party_max=6)

    page = client.open(form_of(slot))

    assert sizes_offered(page) == ["1", "2", "3"]
    assert "1回の申し込みで3人までです" in page.text


def test_what_is_taken_is_offered_all_the_same_for_one_can_wait_for_it(make: Make, client: Resident) -> None:
    slot = make(an_opened_slot, 3, party_max=6)
    make(a_registration, slot.id, party_size=2)

    assert sizes_offered(client.open(form_of(slot))) == ["1", "2", "3"]


def test_where_nobody_waits_no_more_are_offered_than_places_are_free(make: Make, client: Resident) -> None:
    slot = make(an_opened_slot, 5, party_max=6, free_place_rule=FreePlaceRule.REOPEN)
    make(a_registration, slot.id, party_size=3)

    assert sizes_offered(client.open(form_of(slot))) == ["1", "2"]


def test_where_parties_are_counted_any_size_is_offered(make: Make, client: Resident) -> None:
    slot = make(an_opened_slot, 1, party_max=4, unit=CapacityUnit.PARTIES)

    assert sizes_offered(client.open(form_of(slot))) == ["1", "2", "3", "4"]


def test_baba_reads_at_the_first_check_how_many_the_chosen_slot_takes(app: Flask, make: Make, client: Resident) -> None:
    slot = make(small_and_large)
    form = client.open(form_of(slot)).form("/check")

    page = form.submit(**BABA, slot=slot.code, party_size="3")

    assert page.status == 422
    assert "この枠で一度に申し込めるのは2人までです" in page.text
    assert page.form("/check")["party_size"] == "3"
    assert registrations(app, slot) == []


def test_control_the_same_party_passes_the_check_for_the_larger_slot(make: Make, client: Resident) -> None:
    slot = make(small_and_large)
    page = client.open(form_of(slot))
    cards = [one.get("value", "") for one in page.tree.iter("input") if one.get("name") == "slot"]
    (larger,) = set(cards) - {slot.code}

    assert page.form("/check").submit(**BABA, slot=larger, party_size="3").status == 200


def test_more_than_the_largest_slot_holds_is_refused_at_the_field(make: Make, client: Resident) -> None:
    slot = make(an_opened_slot, 3)
    form = client.open(form_of(slot)).form("/check")

    page = client.post(
        form.action, data={**BABA, "slot": slot.code, "party_size": "4", "csrf_token": form["csrf_token"]}
    )

    assert page.status == 422
    assert "一度に申し込めるのは3人までです" in page.text


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
