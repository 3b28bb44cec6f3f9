"""Whoever spells the same name, number and address otherwise stays one; whoever has another stays another."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission.entries import Entry, Person
from eventsite.admission.identity import keys, mailbox, reading
from eventsite.admission.vocabulary import Channel

SECRET = "a key of the city"
LETTERS = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん"
names = st.lists(st.text(LETTERS, min_size=1, max_size=6), min_size=2, max_size=2)
numbers = st.integers(0, 9_999).map(lambda number: f"083-900-{number:04}")
SIGNS = {"plain": "", "space": " ", "wide space": "\u3000", "dot": "・"}


def to_katakana(kana: str) -> str:
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in kana)


@given(names, numbers, st.sampled_from(list(SIGNS.values())), st.booleans(), st.booleans(), st.booleans())
def test_signs_between_names_their_order_script_and_width_do_not_count(
    name: list[str], phone: str, sign: str, is_turned: bool, is_katakana: bool, is_wide: bool
) -> None:
    spelled = sign.join(reversed(name) if is_turned else name)
    spelled = to_katakana(spelled) if is_katakana else spelled
    dialled = "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in phone) if is_wide else phone

    assert keys(spelled, dialled, "", SECRET) == keys(" ".join(name), phone, "", SECRET)


def is_turned(one: str, other: str) -> bool:
    """Return whether the letters are the same in the same order, begun elsewhere."""
    return len(one) == len(other) and other in one + one


@given(names, names, numbers)
def test_other_letters_are_another_person(one: list[str], other: list[str], phone: str) -> None:
    if not is_turned("".join(one), "".join(other)):
        assert not keys(" ".join(one), phone, "", SECRET) & keys(" ".join(other), phone, "", SECRET)


@given(names, numbers, numbers)
def test_another_number_is_another_person(name: list[str], phone: str, other: str) -> None:
    shared = keys(" ".join(name), phone, "", SECRET) & keys(" ".join(name), other, "", SECRET)

    assert bool(shared) is (phone == other)


@given(names, numbers)
def test_a_key_shows_nothing_of_whom_it_is(name: list[str], phone: str) -> None:
    [key] = keys(" ".join(name), phone, "", SECRET)

    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")


@given(st.text(max_size=40))
def test_any_text_is_a_reading_and_an_address_without_an_error(typed: str) -> None:
    assert reading(reading(typed)) == reading(typed)
    assert mailbox(unicodedata.normalize("NFKC", typed)) == mailbox(typed)


entries = st.builds(
    Entry,
    name=st.text(LETTERS, min_size=1, max_size=4),
    name_kana=st.text(LETTERS, min_size=1, max_size=4),
    phone=numbers,
    channel=st.sampled_from([Channel.WEB, Channel.PHONE]),
    party_size=st.integers(1, 3),
    email=st.sampled_from(["", "baba@example.jp"]),
    companions=st.lists(st.builds(Person, name=st.text(LETTERS, max_size=2)), max_size=2).map(tuple),
    wishes=st.lists(st.integers(1, 3), unique=True, max_size=2).map(tuple),
)


def contents(entry: Entry) -> tuple[object, ...]:
    return (entry.people, entry.phone, entry.email, entry.wishes)


@given(entries, entries, st.integers(1, 2), st.integers(1, 2))
def test_two_sendings_are_the_same_if_and_only_if_they_say_the_same(
    one: Entry, other: Entry, slot: int, other_slot: int
) -> None:
    is_same = contents(one) == contents(other) and slot == other_slot

    assert (one.digest(slot) == other.digest(other_slot)) is is_same
