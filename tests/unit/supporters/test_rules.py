"""Nine answers to "may I help?", and how long somebody helped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission.rules import Period
from eventsite.admission.vocabulary import RegistrationState
from eventsite.supporters.rules import Situation, Span, Verdict, helped, overlap, verdict

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def span(starts: float, ends: float | None) -> Span:
    """Return hours from tomorrow on."""
    first = NOW + timedelta(days=1)
    return Span(first + starts * HOUR, None if ends is None else first + ends * HOUR)


FREE = Situation(
    takes_place=True,
    spans=[span(9, 12)],
    period=Period(None, NOW + timedelta(hours=20)),
    remaining=2,
    somebody_waits=False,
    own=None,
    others=[],
)


def test_a_shift_with_places_at_a_free_time_can_be_joined() -> None:
    assert verdict(FREE, NOW) is Verdict.FREE
    assert verdict(replace(FREE, remaining=None), NOW) is Verdict.FREE


@pytest.mark.parametrize(
    ("because", "answer"),
    [
        ({"takes_place": False}, Verdict.CANCELLED),
        ({"spans": [Span(NOW - 3 * HOUR, NOW)]}, Verdict.OVER),
        ({"own": RegistrationState.CONFIRMED}, Verdict.JOINED),
        ({"own": RegistrationState.WAITING}, Verdict.WAITING),
        ({"period": Period(NOW + HOUR, None)}, Verdict.NOT_OPEN),
        ({"period": Period(None, NOW)}, Verdict.CLOSED),
        ({"remaining": 0}, Verdict.FULL),
        ({"somebody_waits": True}, Verdict.FULL),
        ({"others": [span(11, 13)]}, Verdict.OVERLAPS),
    ],
)
def test_each_reason_against_it_has_its_own_answer(because: dict[str, object], answer: Verdict) -> None:
    assert verdict(replace(FREE, **because), NOW) is answer  # type: ignore[arg-type]  # fields by name


def test_who_has_joined_sees_that_even_when_the_shift_is_full_and_closed() -> None:
    joined = replace(FREE, own=RegistrationState.CONFIRMED, remaining=0, period=Period(None, NOW))

    assert verdict(joined, NOW) is Verdict.JOINED


@pytest.mark.parametrize(
    ("some", "others", "meet"),
    [
        (span(9, 12), span(12, 15), False),
        (span(9, 12), span(6, 9), False),
        (span(9, 12), span(11, 12), True),
        (span(9, 12), span(8, 13), True),
        (span(9, 12), span(10, None), True),
        (span(9, 12), span(12, None), False),
        (span(22, 26), span(25, 27), True),
    ],
)
def test_times_meet_where_they_share_an_instant(some: Span, others: Span, meet: bool) -> None:
    assert overlap([some], [others]) is meet
    assert overlap([others], [some]) is meet


@given(st.lists(st.none() | st.timedeltas(timedelta(), timedelta(hours=24))))
def test_hours_add_up_and_unknown_ones_add_nothing(lengths: list[timedelta | None]) -> None:
    assert helped(lengths) == sum((one for one in lengths if one is not None), timedelta())
