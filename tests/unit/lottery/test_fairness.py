"""Everybody has the same chance: counted over many draws, and a crooked draw does not pass the same count."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest

from eventsite.lottery import draw as lottery
from eventsite.lottery.draw import draw, sha256
from eventsite.lottery.texts import Drawn, Entry, Outcome, Rules
from tests.support.chance import chi_square_tail, p_of_equal_places, p_of_equal_shares
from tests.support.lottery import entry, one_slot

CHANCE = 0.001
MANY = [10_000, pytest.param(100_000, marks=pytest.mark.long)]
# Twelve parties of one to four people, so that the chance of a family can be seen to be that of one person.
TWELVE = [entry(f"YG-{1000 + 7 * number}", 1 + number % 4) for number in range(12)]
SINGLES = [entry(f"YG-{1000 + number}") for number in range(12)]
EARLIER_LOSERS = [entry(f"YG-{2000 + number}", priority=0) for number in range(5)]
OTHERS = [entry(f"YG-{1000 + number}", priority=1) for number in range(7)]
Order = Callable[[Iterable[Entry], str], list[Entry]]


@dataclass(frozen=True)
class Tally:
    """What came of many draws, by receipt number."""

    draws: int
    outcomes: Counter[tuple[str, Outcome]]
    places: Counter[tuple[str, int]]  # and number in the order

    def p_of(self, outcome: Outcome, entries: list[Entry]) -> float:
        """Return p for the shares of an outcome among the entries, equal ones by right."""
        return p_of_equal_shares([self.outcomes[entry.receipt, outcome] for entry in entries], self.draws)

    def p_of_places(self, entries: list[Entry]) -> float:
        """Return p for the places of all entries in the order."""
        numbers = range(1, len(entries) + 1)
        return p_of_equal_places([[self.places[entry.receipt, at] for at in numbers] for entry in entries], self.draws)


def drawn_often(rules: Rules, entries: list[Entry], draws: int) -> Tally:
    """Return the tally of draws that differ in seed and public value; the same ones in each run of the test."""
    lines: list[Drawn] = []
    for number in range(draws):
        lines += draw(rules, entries, sha256("seed", str(number)), f"dice {number}")
    outcomes = Counter((line.receipt, line.outcome) for line in lines)
    return Tally(draws, outcomes, Counter((line.receipt, line.number) for line in lines))


def by_first_digit(entries: Iterable[Entry], key: str) -> list[Entry]:
    """Compare one digit of the lots: whoever has the smaller receipt number wins the ties."""
    return sorted(entries, key=lambda entry: (entry.priority, sha256(key, entry.receipt)[0], entry.receipt))


def by_remainder(entries: Iterable[Entry], key: str) -> list[Entry]:
    """Divide a random number of four bits by the number of entries and take who stands at the remainder."""
    bits, pool, order = random.Random(int(key, 16)), list(entries), []
    while pool:
        order.append(pool.pop(bits.getrandbits(4) % len(pool)))
    return sorted(order, key=lambda entry: entry.priority)


def by_small_seed(entries: Iterable[Entry], key: str) -> list[Entry]:
    """Shuffle with a generator that starts from one of 256 numbers."""
    pool = list(entries)
    random.Random(int(key[:2], 16)).shuffle(pool)
    return sorted(pool, key=lambda entry: entry.priority)


@pytest.mark.parametrize("draws", MANY)
def test_twelve_entrants_have_equal_shares_of_three_places(draws: int) -> None:
    tally = drawn_often(one_slot(3), SINGLES, draws)

    assert sum(tally.outcomes[entry.receipt, Outcome.WON] for entry in SINGLES) == 3 * draws
    assert tally.p_of(Outcome.WON, SINGLES) > CHANCE


@pytest.mark.parametrize("draws", MANY)
def test_within_each_class_everybody_has_the_same_chance(draws: int) -> None:
    tally = drawn_often(one_slot(3, reserves=5), EARLIER_LOSERS + OTHERS, draws)

    # Three earlier losers win and two stay in reserve, and so do three of the others; the rest has lost.
    assert {tally.outcomes[entry.receipt, Outcome.WON] for entry in OTHERS} == {0}
    assert tally.p_of(Outcome.WON, EARLIER_LOSERS) > CHANCE
    assert tally.p_of(Outcome.RESERVE, OTHERS) > CHANCE


@pytest.mark.parametrize("draws", MANY)
def test_every_place_of_the_order_is_as_likely_for_a_family_as_for_one(draws: int) -> None:
    assert drawn_often(one_slot(3), TWELVE, draws).p_of_places(TWELVE) > CHANCE


@pytest.mark.parametrize("crooked", [by_first_digit, by_remainder, by_small_seed])
def test_a_crooked_draw_is_found_out(monkeypatch: pytest.MonkeyPatch, crooked: Order) -> None:
    monkeypatch.setattr(lottery, "in_order", crooked)

    alone = drawn_often(one_slot(3), SINGLES, 10_000)
    classes = drawn_often(one_slot(3, reserves=5), EARLIER_LOSERS + OTHERS, 10_000)

    assert alone.p_of(Outcome.WON, SINGLES) < CHANCE
    assert alone.p_of_places(SINGLES) < CHANCE
    assert classes.p_of(Outcome.WON, EARLIER_LOSERS) < CHANCE
    assert classes.p_of(Outcome.RESERVE, OTHERS) < CHANCE


@pytest.mark.parametrize(
    ("statistic", "freedom", "tail"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (10.828, 1, 0.001), (31.264, 11, 0.001), (140.893, 121, 0.104), (0, 3, 1)],
)
def test_the_count_knows_the_printed_tables(statistic: float, freedom: int, tail: float) -> None:
    assert chi_square_tail(statistic, freedom) == pytest.approx(tail, rel=0.01)


def test_shares_that_chance_would_give_are_found_equal_as_often_as_they_should() -> None:
    fair = random.Random(7)

    low = 0
    for _ in range(1_000):
        chosen = Counter(person for _ in range(100) for person in fair.sample(range(12), 3))
        low += p_of_equal_shares([chosen[person] for person in range(12)], 100) < 0.1

    assert 70 <= low <= 130
