"""The draw: who gets a place, in an order that nobody could choose."""

from dataclasses import replace

import pytest

from eventsite.lottery.draw import commitment, draw, draw_key, everyone_fits, in_order, sha256
from eventsite.lottery.texts import Entry, Fit, Outcome, Rules, frozen_list, result_text
from tests.support.lottery import (
    BABA,
    BOTH,
    CHIBA_FAMILY,
    DOI,
    ENDO,
    EVERYBODY,
    RULES,
    SEED,
    VALUE,
    entry,
    one_slot,
)


def outcomes(rules: Rules, entries: list[Entry]) -> dict[str, Outcome]:
    """Return what became of each receipt number."""
    return {line.receipt: line.outcome for line in draw(rules, entries, SEED, VALUE)}


def test_a_draw_made_by_hand_comes_out_the_same() -> None:
    # The key and the five lots were computed with sha256sum: 2de4…, adee…, then 48aa…, 930f…, d648….
    drawn = draw(replace(RULES, reserves=1), EVERYBODY, SEED, VALUE)

    assert result_text(drawn) == (
        "1\tYG-3777\treserve\ts1qq\n"
        "2\tYG-1234\twon\ts1qq\n"
        "3\tYG-4410\twon\ts2qq\n"
        "4\tYG-9051\tlost\t-\n"
        "5\tYG-2001\twon\ts1qq\n"
    )


def test_the_hashes_are_those_of_another_program() -> None:
    listed = "3b1cf760008be886bf4b2c2a6f7c134869fc888437a4ac758db0af9cf8401a97"

    assert commitment(SEED, replace(RULES, reserves=1).text).startswith("09576200e11b28b52ad05f9489715920")
    assert sha256(frozen_list(EVERYBODY)) == listed
    assert draw_key(SEED, listed, VALUE) == "dc45af32ece61beeac8733a3aa7fc2ffc097fa98667b481257fc7b25c1e4a2e7"


def test_with_hold_the_slot_of_the_family_that_does_not_fit_closes_for_all_behind() -> None:
    drawn = draw(replace(RULES, fit=Fit.HOLD), EVERYBODY, SEED, VALUE)

    assert result_text(drawn) == (
        "1\tYG-3777\treserve\ts1qq\n"
        "2\tYG-1234\twon\ts2qq\n"
        "3\tYG-4410\treserve\ts2qq\n"
        "4\tYG-9051\treserve\ts1qq\n"
        "5\tYG-2001\treserve\ts1qq\n"
    )


def test_with_hold_a_slot_closes_even_behind_somebody_who_then_wins_a_later_wish() -> None:
    rules = replace(RULES, fit=Fit.HOLD, slots=(("s1qq", 1), ("s2qq", 2)))
    aoki, baba = entry("YG-1", 2, 0, BOTH), entry("YG-2", 1, 1)

    assert [line.slot for line in draw(rules, [aoki, baba], SEED, VALUE)] == ["s2qq", "s1qq"]
    assert outcomes(rules, [aoki, baba]) == {"YG-1": Outcome.WON, "YG-2": Outcome.RESERVE}
    assert outcomes(replace(rules, fit=Fit.NEXT), [aoki, baba])["YG-2"] is Outcome.WON


def test_a_slot_that_the_winner_did_not_need_to_ask_for_stays_open() -> None:
    rules = replace(RULES, fit=Fit.HOLD, slots=(("s1qq", 2), ("s2qq", 1)))
    aoki, baba = entry("YG-1", 2, 0, BOTH), entry("YG-2", 1, 1, ("s2qq",))

    assert set(outcomes(rules, [aoki, baba]).values()) == {Outcome.WON}


def test_a_family_is_one_unit_that_gets_all_its_places_or_none() -> None:
    family, baba = entry("YG-1", 4, 0), entry("YG-2", 1, 1)

    assert outcomes(one_slot(4), [family, baba]) == {"YG-1": Outcome.WON, "YG-2": Outcome.RESERVE}
    assert outcomes(one_slot(3), [family, baba]) == {"YG-1": Outcome.RESERVE, "YG-2": Outcome.WON}


def test_the_reserves_are_counted_over_the_whole_call() -> None:
    rules = replace(RULES, slots=(("s1qq", 0), ("s2qq", 0)), reserves=2)
    entries = [entry(f"YG-{number}", 1, number, (BOTH[number % 2],)) for number in range(4)]

    assert list(outcomes(rules, entries).values()) == [Outcome.RESERVE] * 2 + [Outcome.LOST] * 2


def test_a_slot_without_limit_takes_everybody() -> None:
    assert set(outcomes(one_slot(None, Fit.HOLD), [CHIBA_FAMILY, BABA]).values()) == {Outcome.WON}


def test_nobody_entered_and_nobody_is_drawn() -> None:
    assert draw(RULES, [], SEED, VALUE) == []


def test_the_last_place_taken_is_not_yet_one_too_many() -> None:
    assert everyone_fits(one_slot(5), [CHIBA_FAMILY, BABA])
    assert not everyone_fits(one_slot(4), [CHIBA_FAMILY, BABA])
    assert everyone_fits(one_slot(0), [])
    assert not everyone_fits(RULES, [DOI, DOI, entry("YG-1", 1, 0, ("s2qq", "s1qq"))])


def test_lots_are_never_drawn_without_a_public_value() -> None:
    few, many = [BABA], [BABA, CHIBA_FAMILY]
    settled = replace(one_slot(4), if_over=True)

    assert {line.outcome for line in draw(settled, few, SEED, "")} == {Outcome.WON}
    for rules, entries in ((settled, many), (one_slot(4), few)):
        with pytest.raises(ValueError, match="no public value"):
            draw(rules, entries, SEED, "")


def test_a_class_that_the_priorities_do_not_make_stops_the_draw() -> None:
    with pytest.raises(ValueError, match="no class 4"):
        draw(RULES, [entry("YG-1", priority=4)], SEED, VALUE)


def test_a_wish_for_a_slot_of_another_call_stops_the_draw() -> None:
    stray = entry("YG-7", 1, 0, ("s1qq", "s9zz"))

    with pytest.raises(ValueError, match="YG-7: no slot s9zz"):
        draw(RULES, [BABA, stray], SEED, VALUE)
    with pytest.raises(ValueError, match="YG-7: no slot s9zz"):
        everyone_fits(RULES, [stray])


def test_a_receipt_number_has_one_chance() -> None:
    with pytest.raises(ValueError, match="YG-2001 twice"):
        draw(RULES, [BABA, replace(BABA, places=2)], SEED, VALUE)


@pytest.mark.parametrize("seed", ["", "42", SEED.upper(), SEED[:-1], SEED + "0", SEED + "\n", "０" * 64])
def test_a_seed_is_64_hexadecimal_digits(seed: str) -> None:
    with pytest.raises(ValueError, match="seed"):
        draw(RULES, EVERYBODY, seed, VALUE)
    with pytest.raises(ValueError, match="seed"):
        commitment(seed, RULES.text)


def test_the_same_lot_would_be_decided_by_the_receipt_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventsite.lottery.draw.sha256", lambda *_: "0" * 64)

    assert in_order([ENDO, DOI, BABA], "key") == [BABA, DOI, ENDO]
