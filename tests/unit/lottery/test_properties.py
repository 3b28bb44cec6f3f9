"""The draw over any rules and entries: what holds whatever the lots say."""

from collections import Counter, defaultdict
from dataclasses import replace
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from eventsite.lottery.draw import commitment, draw, draw_key, everyone_fits, sha256
from eventsite.lottery.texts import Drawn, Entry, Fit, Outcome, Rules, frozen_list
from tests.support.lottery import EVERYBODY, LINES, RULES, SEEDS, any_call, any_rules

Call = tuple[Rules, list[Entry]]


def taken(drawn: list[Drawn], entries: list[Entry]) -> Counter[str]:
    """Return how many places the winners need in each slot."""
    needed = {entry.receipt: entry.places for entry in entries}
    places: Counter[str] = Counter()
    for line in drawn:
        if line.outcome is Outcome.WON and line.slot:
            places[line.slot] += needed[line.receipt]
    return places


@given(any_call(), SEEDS, LINES, st.randoms(use_true_random=False))
def test_the_order_of_entering_does_not_matter(call: Call, seed: str, value: str, random: Random) -> None:
    rules, entries = call
    shuffled = random.sample(entries, len(entries))

    assert draw(rules, shuffled, seed, value) == draw(rules, entries, seed, value)


@given(any_call(), SEEDS, LINES)
def test_everybody_is_drawn_once_and_no_slot_is_oversold(call: Call, seed: str, value: str) -> None:
    rules, entries = call
    drawn = draw(rules, entries, seed, value)
    wishes = {entry.receipt: entry.wishes for entry in entries}

    assert sorted(line.receipt for line in drawn) == sorted(wishes)
    assert [line.number for line in drawn] == list(range(1, len(entries) + 1))
    assert all(line.slot in wishes[line.receipt] for line in drawn if line.outcome is Outcome.WON)
    assert all(line.slot == wishes[line.receipt][0] for line in drawn if line.outcome is Outcome.RESERVE)
    places = taken(drawn, entries)
    assert all(capacity is None or places[code] <= capacity for code, capacity in rules.slots)


@given(any_call(), SEEDS, LINES)
def test_nobody_of_a_weaker_class_is_drawn_before_a_stronger_one(call: Call, seed: str, value: str) -> None:
    rules, entries = call
    classes = {entry.receipt: entry.priority for entry in entries}

    order = [classes[line.receipt] for line in draw(rules, entries, seed, value)]

    assert order == sorted(order)


@given(any_call(), SEEDS, LINES)
def test_with_hold_nobody_passes_one_who_waits_for_that_slot(call: Call, seed: str, value: str) -> None:
    rules, entries = call
    wishes = {entry.receipt: entry.wishes for entry in entries}
    refused: set[str | None] = set()

    for line in draw(replace(rules, fit=Fit.HOLD), entries, seed, value):
        wanted = wishes[line.receipt]
        won = line.outcome is Outcome.WON and line.slot
        assert not won or won not in refused
        refused.update(wanted[: wanted.index(won)] if won else wanted)


@given(any_call(), SEEDS, LINES)
def test_with_next_nobody_is_passed_over_who_still_fits(call: Call, seed: str, value: str) -> None:
    rules, entries = call
    by_receipt = {entry.receipt: entry for entry in entries}
    left = defaultdict(lambda: 10**9, {code: size for code, size in rules.slots if size is not None})

    for line in draw(replace(rules, fit=Fit.NEXT), entries, seed, value):
        asked = by_receipt[line.receipt]
        fitting = [code for code in asked.wishes if left[code] >= asked.places]
        assert (line.outcome is Outcome.WON) == bool(fitting)
        if fitting:
            assert line.slot == fitting[0]
            left[fitting[0]] -= asked.places


@given(any_call(), SEEDS, LINES)
def test_the_reserves_fill_before_anybody_loses(call: Call, seed: str, value: str) -> None:
    rules, entries = call
    without = [line.outcome for line in draw(rules, entries, seed, value) if line.outcome is not Outcome.WON]

    room = len(without) if rules.reserves is None else min(rules.reserves, len(without))
    assert without == [Outcome.RESERVE] * room + [Outcome.LOST] * (len(without) - room)


@given(SEEDS, LINES, st.integers(0, 255))
def test_one_changed_bit_of_the_seed_changes_the_key_and_the_commitment(seed: str, value: str, bit: int) -> None:
    other = f"{int(seed, 16) ^ 1 << bit:064x}"
    listed = sha256(frozen_list(EVERYBODY))

    assert draw_key(other, listed, value) != draw_key(seed, listed, value)
    assert commitment(other, RULES.text) != commitment(seed, RULES.text)


@given(SEEDS, LINES, st.data())
def test_one_changed_bit_of_the_public_value_changes_the_key(seed: str, value: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(value) - 1))
    flipped = chr(ord(value[place]) ^ 1 << data.draw(st.integers(0, 6)))
    listed = sha256(frozen_list(EVERYBODY))

    other = value[:place] + flipped + value[place + 1 :]

    assert draw_key(seed, listed, other) != draw_key(seed, listed, value)


@given(any_call(), SEEDS, LINES, st.data())
def test_one_changed_entry_changes_everybodys_lot(call: Call, seed: str, value: str, data: st.DataObject) -> None:
    _, entries = call
    assume(entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = [
        replace(entries[place], places=entries[place].places + 1),
        replace(entries[place], priority=entries[place].priority + 1),
        replace(entries[place], receipt="YG-100000"),
        replace(entries[place], wishes=(*entries[place].wishes, "zzzzz")),
    ]

    lists = [frozen_list([*entries[:place], other, *entries[place + 1 :]]) for other in changed]
    lists += [frozen_list(entries[:place] + entries[place + 1 :]), frozen_list(entries)]

    assert len({draw_key(seed, sha256(text), value) for text in lists}) == 6


@given(any_rules(), any_rules(), SEEDS)
def test_other_rules_have_another_commitment(rules: Rules, other: Rules, seed: str) -> None:
    assert (commitment(seed, rules.text) == commitment(seed, other.text)) == (rules == other)


@given(any_call(), SEEDS, LINES)
def test_where_everyone_fits_everyone_would_win_the_first_wish(call: Call, seed: str, value: str) -> None:
    rules, entries = call
    first = {entry.receipt: entry.wishes[0] for entry in entries}

    all_won = all(
        line.outcome is Outcome.WON and line.slot == first[line.receipt] for line in draw(rules, entries, seed, value)
    )

    assert everyone_fits(rules, entries) == all_won
