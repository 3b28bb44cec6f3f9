"""The canonical texts of a draw: one spelling each, read back as they were written, anything else refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.lottery.draw import draw
from eventsite.lottery.texts import (
    Entry,
    Rules,
    class_of,
    frozen_list,
    parse_entries,
    parse_result,
    parse_rules,
    result_text,
)
from tests.support.lottery import EVERYBODY, LINES, RULES, SEED, SEEDS, any_call, any_rules, entry

WRITTEN = (
    '{"call":"k3v9","event":"a8x2","fit":"next","if_over":false,"places":"people",'
    '"priorities":["earlier_losers","residents"],"reserves":null,"slots":[["s1qq",20],["s2qq",null]],'
    '"source":"two dice before two witnesses","version":1}\n'
)
Call = tuple[Rules, list[Entry]]


def test_rules_are_written_as_the_published_example() -> None:
    rules = replace(RULES, slots=(("s1qq", 20), ("s2qq", None)))

    assert rules.text == WRITTEN
    assert parse_rules(WRITTEN) == rules


@given(any_rules())
def test_rules_come_back_from_their_text(rules: Rules) -> None:
    assert parse_rules(rules.text) == rules


@given(any_call())
def test_entries_come_back_from_the_frozen_list_sorted(call: Call) -> None:
    _, entries = call
    text = frozen_list(entries)

    assert parse_entries(text) == sorted(entries, key=lambda entry: entry.receipt)
    assert frozen_list(parse_entries(text)) == text


@given(any_call(), SEEDS, LINES)
def test_a_result_comes_back_from_its_text(call: Call, seed: str, value: str) -> None:
    rules, entries = call
    drawn = draw(rules, entries, seed, value)

    assert parse_result(result_text(drawn)) == drawn


@given(any_call(), SEEDS, LINES)
def test_the_stored_texts_give_the_same_draw_as_the_values(call: Call, seed: str, value: str) -> None:
    rules, entries = call

    again = draw(parse_rules(rules.text), parse_entries(frozen_list(entries)), seed, value)

    assert again == draw(rules, entries, seed, value)


def test_receipt_numbers_are_sorted_as_text() -> None:
    text = frozen_list([entry("YG-999"), entry("YG-1000"), entry("YG-10000")])

    assert [line.split("\t")[0] for line in text.splitlines()] == ["YG-1000", "YG-10000", "YG-999"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("}\n", "}"),
        ("}\n", "}\n\n"),
        ('"call":', '"call": '),
        ('"call":"k3v9","event":"a8x2"', '"event":"a8x2","call":"k3v9"'),
        ('"call":"k3v9"', '"call":"k3v9","call":"k3v9"'),
        ('"call":"k3v9",', ""),
        ('"version"', '"seed":"1","version"'),
        ('"version":1', '"version":2'),
        ('"version":1', '"version":true'),
        ("k3v9", "k3 v9"),
        ("k3v9", "\\u006b3v9"),
        ('"k3v9"', "39"),
        ('"next"', '"later"'),
        ('"people"', '"rows"'),
        ('"if_over":false', '"if_over":0'),
        ('"if_over":false', '"if_over":null'),
        ('"if_over":false,', ""),
        ("two dice before two witnesses", ""),
        ("two dice before", "two dice\\nbefore"),
        ("two dice before", "two dice\\u0020before"),
        ('"two dice before two witnesses"', "null"),
        ('"reserves":null', '"reserves":-1'),
        ('"reserves":null', '"reserves":"2"'),
        ("20", "20.0"),
        ("20", "true"),
        ("20", "-1"),
        ("20", "1000000000"),
        ('["s2qq",null]', '["s1qq",null]'),
        ('["s2qq",null]', '["-",null]'),
        ('["s2qq",null]', '["s2qq"]'),
        ('[["s1qq",20],["s2qq",null]]', "[]"),
        ('[["s1qq",20],["s2qq",null]]', "null"),
        ('"residents"', '"earlier_losers"'),
        ('["earlier_losers","residents"]', '"el"'),
        (WRITTEN, "[]\n"),
        (WRITTEN, ""),
    ],
)
def test_rules_in_any_other_spelling_are_refused(old: str, new: str) -> None:
    assert old in WRITTEN

    with pytest.raises(ValueError, match="rules"):
        parse_rules(WRITTEN.replace(old, new, 1))


def test_letters_of_a_source_stay_as_they_are() -> None:
    text = replace(RULES, source='さいころ "5個" と \\').text

    assert '"source":"さいころ \\"5個\\" と \\\\"' in text
    assert parse_rules(text).source == 'さいころ "5個" と \\'


@pytest.mark.parametrize(
    ("held", "expected"),
    [((), 0), ((True,), 0), ((False,), 1), ((True, False), 1), ((False, True), 2), ((False, False), 3)],
)
def test_the_class_is_the_number_of_the_priorities_that_are_missing(held: tuple[bool, ...], expected: int) -> None:
    assert class_of(held) == expected


def test_rules_of_a_later_version_are_named_as_such() -> None:
    with pytest.raises(ValueError, match="version 2, not 1"):
        parse_rules(WRITTEN.replace('"version":1', '"version":2'))


@pytest.mark.parametrize(
    "text",
    [
        "YG-1\t1\t0\ts1qq",
        "YG-1\t1\t0\ts1qq\r\n",
        "YG-1\t1\t0\ts1qq\n\n",
        "\n",
        "YG-2\t1\t0\ts1qq\nYG-1\t1\t0\ts1qq\n",
        "YG-1\t1\t0\ts1qq\nYG-1\t2\t0\ts1qq\n",
        "YG-1\t0\t0\ts1qq\n",
        "YG-1\t01\t0\ts1qq\n",
        "YG-1\t+1\t0\ts1qq\n",
        "YG-1\t１\t0\ts1qq\n",
        "YG-1\t1\t-1\ts1qq\n",
        "YG-1\t1\t\ts1qq\n",
        "YG-1\t1\t0\t\n",
        "YG-1\t1\t0\ts1qq,\n",
        "YG-1\t1\t0\ts1qq,s1qq\n",
        "YG-1\t1\t0\ts1qq, s2qq\n",
        "YG-1\t1\t0\t-\n",
        "YG-1\t1\t0\ts1qq\t\n",
        "YG 1\t1\t0\ts1qq\n",
        "ＹＧ-1\t1\t0\ts1qq\n",
        "\t1\t0\ts1qq\n",
        "YG-1 1 0 s1qq\n",
    ],
)
def test_a_list_in_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"entries|entry YG-1|receipt"):
        parse_entries(text)


def test_a_refused_line_is_named() -> None:
    with pytest.raises(ValueError, match="entries, line 2: unreadable"):
        parse_entries("YG-1\t1\t0\ts1qq\nYG-2\tone\t0\ts1qq\n")


@pytest.mark.parametrize(
    "text",
    [
        "1\tYG-1\twon\ts1qq",
        "2\tYG-1\twon\ts1qq\n",
        "1\tYG-1\twon\ts1qq\n1\tYG-2\twon\ts1qq\n",
        "1\tYG-1\twon\ts1qq\n2\tYG-1\tlost\t-\n",
        "1\tYG-1\twon\t-\n",
        "1\tYG-1\treserve\t-\n",
        "1\tYG-1\tlost\ts1qq\n",
        "1\tYG-1\tmaybe\ts1qq\n",
    ],
)
def test_a_result_that_contradicts_itself_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="result"):
        parse_result(text)


@pytest.mark.parametrize(
    ("receipt", "places", "priority", "wishes"),
    [
        ("", 1, 0, ("s1qq",)),
        ("YG-1\n", 1, 0, ("s1qq",)),
        ("YG-1", 0, 0, ("s1qq",)),
        ("YG-1", True, 0, ("s1qq",)),
        ("YG-1", 1, -1, ("s1qq",)),
        ("YG-1", 1, 0, ()),
        ("YG-1", 1, 0, ("s1qq", "s1qq")),
        ("YG-1", 1, 0, ("s1,qq",)),
    ],
)
def test_an_entry_that_makes_no_sense_cannot_be_made(
    receipt: str, places: int, priority: int, wishes: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="entry"):
        Entry(receipt, places, priority, wishes)


@given(st.data())
def test_one_flipped_bit_of_a_list_is_refused_or_another_list(data: st.DataObject) -> None:
    stored = frozen_list(EVERYBODY).encode()
    place = data.draw(st.integers(0, len(stored) - 1))
    flipped = bytearray(stored)
    flipped[place] ^= 1 << data.draw(st.integers(0, 6))

    try:
        entries = parse_entries(flipped.decode())
    except ValueError:
        return
    assert sorted(entries, key=lambda entry: entry.receipt) != EVERYBODY
    assert frozen_list(entries).encode() == bytes(flipped)


def test_a_draw_shows_no_name_and_no_seed_in_its_result() -> None:
    text = result_text(draw(RULES, EVERYBODY, SEED, "7"))

    assert SEED not in text
    assert {field for line in text.splitlines() for field in line.split("\t")[2:]} <= {
        "won", "reserve", "lost", "s1qq", "s2qq", "-",
    }  # fmt: skip
