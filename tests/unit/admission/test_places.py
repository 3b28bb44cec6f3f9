"""Who gets a place: the rules of places hold for whatever comes."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission.places import Party, Reserve, Seats, admit, beyond, is_full, promoted
from eventsite.admission.vocabulary import Counter, FreePlaceRule, RegistrationState

HOLD, NEXT, REOPEN = FreePlaceRule.HOLD_FOR_NEXT, FreePlaceRule.NEXT_THAT_FITS, FreePlaceRule.REOPEN
CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING
WEB, DESK, PAPER = Counter.WEB, Counter.PHONE_AND_DESK, Counter.PAPER

parties = st.builds(Party, st.sampled_from(Counter), st.integers(1, 6))
reserves = st.dictionaries(st.sampled_from(Counter), st.builds(Reserve, st.integers(1, 8), st.integers(0, 10)))
seats = st.builds(Seats, st.none() | st.integers(0, 30), st.integers(0, 30), st.integers(0, 5), st.booleans(), reserves)
rules = st.sampled_from(FreePlaceRule)


def web(places: int) -> Party:
    return Party(WEB, places)


def test_a_small_party_does_not_overtake_the_line_where_places_are_held_for_the_next() -> None:
    assert admit(Seats(10, 8, somebody_waits=True), web(1), HOLD) is WAITING


def test_a_small_party_may_pass_where_the_next_that_fits_goes_first() -> None:
    assert admit(Seats(10, 8, somebody_waits=True), web(1), NEXT) is CONFIRMED


def test_nobody_waits_where_places_reopen_later() -> None:
    assert admit(Seats(10, 10), web(1), REOPEN) is None


def test_places_held_back_are_not_given_out() -> None:
    assert admit(Seats(10, 8, held=2), web(1), REOPEN) is None


def test_a_party_that_does_not_fit_whole_waits_whole() -> None:
    assert admit(Seats(10, 8), web(3), HOLD) is WAITING


def test_without_a_limit_everybody_comes() -> None:
    assert admit(Seats(None, 8_000), web(6), HOLD) is CONFIRMED


def test_places_kept_for_the_telephone_are_not_for_the_web() -> None:
    kept = Seats(20, 8, reserves={DESK: Reserve(10, 0)})

    assert admit(kept, web(3), HOLD) is WAITING
    assert admit(kept, web(2), HOLD) is CONFIRMED
    assert admit(kept, Party(DESK, 6), HOLD) is CONFIRMED


def test_who_telephones_gets_a_kept_place_though_others_wait_for_the_free_ones() -> None:
    kept = Seats(20, 10, somebody_waits=True, reserves={DESK: Reserve(10, 0)})

    assert admit(kept, Party(DESK, 2), HOLD) is CONFIRMED
    assert admit(kept, web(1), HOLD) is WAITING


def test_a_used_up_reserve_leaves_the_rest_to_all() -> None:
    used = Seats(20, 12, reserves={DESK: Reserve(10, 12)})

    assert used.free_for(WEB) == 8


def test_a_party_that_does_not_fit_holds_the_line_or_lets_the_next_pass() -> None:
    line = [web(2), web(4), web(1)]

    assert list(promoted(Seats(10, 7), line, HOLD)) == [0]
    assert list(promoted(Seats(10, 7), line, NEXT)) == [0, 2]
    assert list(promoted(Seats(10, 7), line, REOPEN)) == []


def test_a_held_line_lets_those_pass_for_whom_places_are_kept() -> None:
    line = [web(4), Party(DESK, 2), web(1)]

    assert list(promoted(Seats(10, 5, reserves={DESK: Reserve(2, 0)}), line, HOLD)) == [1]


@given(seats, parties, rules)
def test_whoever_is_admitted_fits(stand: Seats, party: Party, rule: FreePlaceRule) -> None:
    state = admit(stand, party, rule)

    if state is CONFIRMED and stand.remaining is not None:
        assert party.places <= stand.remaining


@given(seats, st.lists(parties, max_size=12), rules)
def test_the_line_never_gets_more_than_is_free(stand: Seats, line: Sequence[Party], rule: FreePlaceRule) -> None:
    got = list(promoted(stand, line, rule))

    assert got == sorted(set(got))
    if stand.remaining is not None:
        assert sum(line[position].places for position in got) <= stand.remaining


@given(seats, st.lists(parties, max_size=12))
def test_with_places_held_nobody_without_kept_places_overtakes(stand: Seats, line: Sequence[Party]) -> None:
    got = set(promoted(stand, line, HOLD))
    passed_over = [position for position in range(len(line)) if position not in got]

    for position in got:
        if any(earlier < position for earlier in passed_over):
            assert line[position].counter in stand.reserves


@given(seats, st.lists(parties, max_size=12))
def test_once_the_line_has_moved_nobody_in_it_fits_any_more(stand: Seats, line: Sequence[Party]) -> None:
    got = list(promoted(stand, line, NEXT))
    for position in got:
        stand = stand.after(line[position])

    assert not any(stand.fits(line[position]) for position in range(len(line)) if position not in got)


@given(seats, st.lists(parties, max_size=12), rules)
def test_a_full_slot_promotes_nobody(stand: Seats, line: Sequence[Party], rule: FreePlaceRule) -> None:
    if is_full(stand):
        assert list(promoted(stand, line, rule)) == []


@given(st.none() | st.integers(0, 50), st.integers(0, 50))
def test_a_lowered_capacity_throws_nobody_out(capacity: int | None, taken: int) -> None:
    assert capacity is None or taken <= capacity + beyond(capacity, taken)
