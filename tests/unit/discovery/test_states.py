"""How things stand for somebody who wants to come."""

from datetime import UTC, datetime, timedelta

import pytest

from eventsite.admission.rules import Door, Period
from eventsite.admission.vocabulary import Admission, CapacityUnit, Channel, FreePlaceRule, Residence
from eventsite.city.settings import FewLeft
from eventsite.discovery.states import Seats, State, Tag, best, is_few, is_over, of_slot

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
FEW = FewLeft(places=3, percent=20)


def first_come(**facts: object) -> Seats:
    """Seats for whoever comes first."""
    return Seats(Admission.FIRST_COME, **facts)  # type: ignore[arg-type]  # the test's words


@pytest.mark.parametrize(
    ("seats", "tag"),
    [
        (Seats(Admission.NONE), Tag(State.NONE_NEEDED)),
        (first_come(opens_at=LATER, capacity=10), Tag(State.UPCOMING, opens_at=LATER)),
        (first_come(opens_at=NOW, capacity=10), Tag(State.OPEN, 10)),
        (first_come(closes_at=NOW, capacity=10), Tag(State.CLOSED)),
        (first_come(closes_at=LATER, capacity=10, taken=2), Tag(State.OPEN, 8)),
        (first_come(capacity=10, taken=7), Tag(State.FEW, 3)),
        (first_come(capacity=100, taken=80), Tag(State.FEW, 20)),
        (first_come(capacity=100, taken=79), Tag(State.OPEN, 21)),
        (first_come(capacity=10, taken=10), Tag(State.WAITLIST)),
        (first_come(capacity=10, taken=12), Tag(State.WAITLIST)),
        (first_come(capacity=None, taken=500), Tag(State.OPEN)),
    ],
)
def test_each_slot_has_one_state(seats: Seats, tag: Tag) -> None:
    assert of_slot(seats, FEW, NOW) == tag


def test_a_place_that_is_free_while_somebody_waits_is_not_offered_to_strangers() -> None:
    assert of_slot(first_come(capacity=10, taken=8, somebody_waits=True), FEW, NOW) == Tag(State.WAITLIST)


def test_few_is_said_by_number_or_by_share() -> None:
    assert is_few(3, 10, FEW)
    assert is_few(20, 100, FEW)
    assert not is_few(4, 10, FEW)


def test_the_slot_that_helps_most_speaks_for_a_date_without_a_number() -> None:
    assert best([Tag(State.WAITLIST), Tag(State.FEW, 2), Tag(State.CLOSED)]) == Tag(State.FEW)
    assert best([Tag(State.OPEN, 8)]) == Tag(State.OPEN, 8)
    assert best([]) is None


def test_a_date_without_a_known_end_lasts_until_midnight() -> None:
    midnight = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

    assert not is_over(EARLIER, None, midnight, NOW)
    assert is_over(midnight - timedelta(seconds=1), None, midnight, NOW)
    assert is_over(EARLIER, NOW, midnight, NOW)
    assert not is_over(EARLIER, LATER, midnight, NOW)


DOORS = (
    Door(Residence.AREA, None, Period(EARLIER, None)),
    Door(Residence.ANYWHERE, None, Period(LATER, None)),
)


@pytest.mark.parametrize(
    ("seats", "tag"),
    [
        (Seats(Admission.LOTTERY, capacity=5, is_decided_later=True), Tag(State.LOTTERY)),
        (Seats(Admission.LOTTERY_IF_OVER, capacity=5, is_decided_later=True), Tag(State.OPEN)),
        (Seats(Admission.BY_ORGANISER, capacity=5, is_decided_later=True), Tag(State.OPEN)),
        (Seats(Admission.LOTTERY, opens_at=LATER, is_unsealed=True), Tag(State.UPCOMING, opens_at=LATER)),
        (Seats(Admission.LOTTERY, opens_at=EARLIER, is_unsealed=True), Tag(State.UPCOMING)),
        (Seats(Admission.LOTTERY, capacity=5, is_decided_later=True, is_shut=True), Tag(State.CLOSED)),
        (Seats(Admission.LOTTERY, capacity=5, taken=4), Tag(State.FEW, 1)),
    ],
)
def test_a_call_decided_later_says_nothing_of_places_until_some_are_left_over(seats: Seats, tag: Tag) -> None:
    assert of_slot(seats, FEW, NOW) == tag


@pytest.mark.parametrize(
    ("doors", "asked", "tag"),
    [
        (DOORS, Residence.ANYWHERE, Tag(State.SOME, opens_at=LATER)),
        (DOORS[:1], Residence.ANYWHERE, Tag(State.SOME)),
        (DOORS[:1], Residence.AREA, Tag(State.OPEN, 10)),
        (DOORS[1:], Residence.ANYWHERE, Tag(State.UPCOMING, opens_at=LATER)),
        ((Door(Residence.ANYWHERE, Channel.PHONE, Period(EARLIER, None)),), Residence.CITY, Tag(State.OTHER_WAY)),
        ((Door(Residence.ANYWHERE, Channel.WEB, Period(EARLIER, None)),), Residence.CITY, Tag(State.OPEN, 10)),
        ((Door(Residence.ANYWHERE, None, Period(None, NOW)),), Residence.ANYWHERE, Tag(State.CLOSED)),
    ],
)
def test_where_some_may_come_before_others_it_says_when_it_opens_for_all(
    doors: tuple[Door, ...], asked: Residence, tag: Tag
) -> None:
    assert of_slot(first_come(capacity=10, doors=doors, asked=asked), FEW, NOW) == tag


@pytest.mark.parametrize(
    ("seats", "tag"),
    [
        (first_come(capacity=10, taken=10, rule=FreePlaceRule.REOPEN), Tag(State.FULL)),
        (
            first_come(capacity=10, taken=8, held=2, held_until=LATER, rule=FreePlaceRule.REOPEN),
            Tag(State.FULL, opens_at=LATER),
        ),
        (first_come(capacity=10, taken=5, held=2, held_until=LATER, rule=FreePlaceRule.REOPEN), Tag(State.FEW, 3)),
        (first_come(capacity=10, taken=8, kept=2), Tag(State.WAITLIST, elsewhere=True)),
        (first_come(capacity=20, taken=8, kept=2), Tag(State.OPEN, 10)),
        (
            first_come(capacity=10, taken=8, somebody_waits=True, rule=FreePlaceRule.NEXT_THAT_FITS),
            Tag(State.FEW, 2),
        ),
        (
            first_come(capacity=10, taken=3, unit=CapacityUnit.PARTIES),
            Tag(State.OPEN, 7, unit=CapacityUnit.PARTIES),
        ),
    ],
)
def test_places_held_back_or_kept_for_others_are_not_offered_here(seats: Seats, tag: Tag) -> None:
    assert of_slot(seats, FEW, NOW) == tag
