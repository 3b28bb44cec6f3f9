"""How things stand for somebody who wants to come."""

from datetime import UTC, datetime, timedelta

import pytest

from eventsite.admission.models import Admission
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
