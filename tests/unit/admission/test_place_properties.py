"""Places, whoever comes in whatever order: what is kept stays kept, the line stays a line, nothing is lost."""

from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from eventsite.admission.places import Party, Reserve, Seats, admit, promoted
from eventsite.admission.rules import places_of
from eventsite.admission.vocabulary import CapacityUnit, Counter, FreePlaceRule, RegistrationState

HOLD, NEXT, REOPEN = FreePlaceRule.HOLD_FOR_NEXT, FreePlaceRule.NEXT_THAT_FITS, FreePlaceRule.REOPEN
CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING

parties = st.builds(Party, st.sampled_from(Counter), st.integers(1, 6))
crowds = st.lists(parties, max_size=25)
waits = st.sampled_from([HOLD, NEXT])


@st.composite
def empty_slots(draw: st.DrawFn) -> Seats:
    """Return a slot without anybody, its reserves within its capacity."""
    reserves = draw(st.dictionaries(st.sampled_from(Counter), st.integers(1, 6)))
    capacity = sum(reserves.values()) + draw(st.integers(0, 20))
    return Seats(capacity, 0, reserves={counter: Reserve(places, 0) for counter, places in reserves.items()})


def come(seats: Seats, crowd: Sequence[Party], rule: FreePlaceRule) -> tuple[Seats, list[Party], list[Party]]:
    """Let a crowd come one after the other; return the seats, who got places, and who waits."""
    got: list[Party] = []
    line: list[Party] = []
    for party in crowd:
        stand = Seats(seats.capacity, seats.taken, seats.held, bool(line), seats.reserves)
        state = admit(stand, party, rule)
        if state is CONFIRMED:
            seats = seats.after(party)
            got.append(party)
        elif state is WAITING:
            line.append(party)
    return seats, got, line


@given(empty_slots(), crowds, st.sampled_from(FreePlaceRule))
def test_a_crowd_never_gets_more_than_there_is(slot: Seats, crowd: Sequence[Party], rule: FreePlaceRule) -> None:
    seats, got, _ = come(slot, crowd, rule)

    assert seats.taken == sum(one.places for one in got) <= (slot.capacity or 0)


@given(empty_slots(), crowds, st.sampled_from(FreePlaceRule), st.sampled_from(Counter))
def test_what_is_kept_for_a_counter_is_there_when_its_first_party_comes(
    slot: Seats, crowd: Sequence[Party], rule: FreePlaceRule, counter: Counter
) -> None:
    others = [one for one in crowd if one.counter is not counter]

    seats, _, line = come(slot, others, rule)

    kept = slot.reserves[counter].places if counter in slot.reserves else 0
    assert seats.kept_for(counter) == kept
    if kept:
        stand = Seats(seats.capacity, seats.taken, seats.held, bool(line), seats.reserves)
        assert admit(stand, Party(counter, kept), rule) is CONFIRMED


@given(empty_slots(), crowds, waits)
def test_nobody_is_left_waiting_who_could_have_come_in(
    slot: Seats, crowd: Sequence[Party], rule: FreePlaceRule
) -> None:
    seats, _, line = come(slot, crowd, rule)

    assert list(promoted(seats, line, rule)) == []


@given(empty_slots(), parties, waits)
def test_whoever_comes_to_nobody_is_treated_like_a_line_of_one(slot: Seats, party: Party, rule: FreePlaceRule) -> None:
    assert (admit(slot, party, rule) is CONFIRMED) is (list(promoted(slot, [party], rule)) == [0])


@given(st.integers(0, 30), st.integers(0, 30), crowds)
def test_where_places_are_held_the_line_moves_from_its_head(capacity: int, taken: int, line: Sequence[Party]) -> None:
    got = list(promoted(Seats(capacity, taken), line, HOLD))

    assert got == list(range(len(got)))


@given(empty_slots(), crowds, st.integers(0, 20))
def test_more_places_never_take_one_from_the_head_of_the_line(slot: Seats, line: Sequence[Party], more: int) -> None:
    assume(not slot.reserves)
    larger = Seats((slot.capacity or 0) + more, slot.taken)

    assert set(promoted(slot, line, HOLD)) <= set(promoted(larger, line, HOLD))


@given(empty_slots(), crowds, waits)
def test_the_order_of_the_line_decides_and_not_who_asks(
    slot: Seats, line: Sequence[Party], rule: FreePlaceRule
) -> None:
    """Moving up one by one gives the same as moving up all at once."""
    at_once = [line[position] for position in promoted(slot, line, rule)]
    one_by_one, left, seats = [], list(line), slot
    while move := list(promoted(seats, left, rule)):
        party = left.pop(move[0])
        seats = seats.after(party)
        one_by_one.append(party)

    assert at_once == one_by_one


@given(empty_slots(), crowds)
def test_where_places_reopen_nobody_waits(slot: Seats, crowd: Sequence[Party]) -> None:
    assert come(slot, crowd, REOPEN)[2] == []


@given(empty_slots(), parties)
def test_a_party_no_larger_than_the_slot_has_for_it_gets_into_an_empty_one(slot: Seats, party: Party) -> None:
    largest = slot.largest(party.counter) or 0

    assert slot.fits(party) is (party.places <= largest)


@given(st.integers(1, 50))
def test_a_party_takes_no_more_places_than_it_has_people(size: int) -> None:
    assert all(1 <= places_of(size, unit) <= size for unit in CapacityUnit)
