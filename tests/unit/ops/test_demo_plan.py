"""A plausible calendar: how applicants are shared out, how many places there are, who gets one."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import RegistrationState
from eventsite.events.models import Event, Occurrence
from eventsite.ops.demo_parties import apply, decide, people, taken
from eventsite.ops.demo_plan import Demand, capacity_for, shares, sketch, wanted
from eventsite.ops.demo_rows import Codes
from tests.unit.ops.frames import TODAY, a_frame


@given(st.lists(st.integers(0, 50), max_size=200), st.integers(0, 5_000))
def test_every_applicant_applies_somewhere(wishes: list[int], total: int) -> None:
    given_out = shares(wishes, total)

    assert sum(given_out) == (total if any(wishes) else 0)
    assert all(parties == 0 for parties, wish in zip(given_out, wishes, strict=True) if wish == 0)


def test_few_applicants_fill_some_events_instead_of_dripping_into_all() -> None:
    given_out = shares([20] * 100, 200)

    assert sum(parties > 0 for parties in given_out) < 20


@pytest.mark.parametrize("people", [1, 2, 5, 17, 60, 900])
def test_the_places_fit_the_demand(people: int) -> None:
    assert capacity_for(Demand.FULL, people, 20) <= people
    assert capacity_for(Demand.FEW_LEFT, people, 20) - people == 2
    assert capacity_for(Demand.SOME, people, 20) > people


def test_an_event_to_which_nobody_came_keeps_its_usual_places() -> None:
    assert capacity_for(Demand.FULL, 0, 20) == 20


@given(st.integers(0, 10_000), st.integers(0, 80), st.integers(1, 40))
def test_a_waiting_line_means_that_no_place_is_left(seed: int, parties: int, places: int) -> None:
    decided = decide(apply(Random(seed), parties, 2), [places, places])

    for slot in (0, 1):
        assert taken(decided, slot) <= places
        if any(party.slot == slot and party.state is RegistrationState.WAITING for party in decided):
            assert taken(decided, slot) == places


def test_those_who_withdraw_want_no_place() -> None:
    wishes = apply(Random(1), 200, 1)

    decided = decide(wishes, [None])

    assert taken(decided, 0) == people(wishes, 0)
    assert sum(party.state is RegistrationState.WITHDRAWN for party in decided) == sum(w.withdraws for w in wishes) > 0


def test_the_same_seed_makes_the_same_event_and_another_seed_another() -> None:
    frame, other = a_frame(seed=1), a_frame(seed=2)
    facts = [(one.theme, one.days, one.demand) for one in (sketch(frame, number) for number in range(50))]

    assert facts == [(one.theme, one.days, one.demand) for one in (sketch(frame, number) for number in range(50))]
    assert facts != [(one.theme, one.days, one.demand) for one in (sketch(other, number) for number in range(50))]


def test_nobody_applies_before_registration_opens_and_no_name_outlives_its_time() -> None:
    frame = a_frame()
    asked = [one for one in (sketch(frame, number) for number in range(500)) if wanted(frame, one)]

    assert asked
    assert all(one.opens_at(frame) < frame.midnight for one in asked)
    assert all((TODAY - one.days[-1]).days < frame.retention_days for one in asked)


def test_some_event_is_always_today() -> None:
    assert [sketch(a_frame(), number).days[0] for number in range(3)] == [TODAY] * 3


def test_no_two_records_share_a_code() -> None:
    kinds = (Event, Occurrence, Call, Slot)
    codes = [Codes(a_frame(), number).of(kind, at) for number in range(2_000) for kind in kinds for at in range(8)]

    assert len(set(codes)) == len(codes)
    assert all(len(code) == 7 for code in codes)
