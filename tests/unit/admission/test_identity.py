"""One person in fifty spellings is one person; a family behind one telephone is a family."""

import pytest

from eventsite.admission.identity import keys

SECRET = "a key of the city"
NAMES = (
    "ばば たろう", "ばばたろう", "ババ タロウ", "ババ　タロウ", "ﾊﾞﾊﾞ ﾀﾛｳ", "ﾊﾞﾊﾞﾀﾛｳ", "ばば・たろう", "たろう ばば",
    "ばば  たろう", " ばば たろう ", "バば タろう", "ばば\u3000たろう", "は\u3099は\u3099 たろう",
)  # fmt: skip
PHONES = (
    "083-900-0000", "0839000000", "083(900)0000", "(083)900-0000", "０８３－９００－００００", "083 900 0000",
    "083‐900‐0000", "083ー900ー0000", "083−900−0000", "+81 83-900-0000", "+81839000000", "083.900.0000",
)  # fmt: skip
MAILS = (
    "baba.taro@example.jp", "babataro@example.jp", "Baba.Taro@example.jp", "baba.taro+1@example.jp",
    "b.a.b.a.taro@example.jp", "baba.taro+lottery@EXAMPLE.JP", "ｂａｂａ．ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ",
)  # fmt: skip
SPELLINGS = [(name, phone, "") for name in NAMES for phone in PHONES] + [
    (name, "", mail) for name in NAMES for mail in MAILS
]


def same(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    return bool(keys(*one, SECRET) & keys(*other, SECRET))


def test_there_are_more_than_fifty_spellings() -> None:
    assert len(SPELLINGS) > 50


@pytest.mark.parametrize("spelling", SPELLINGS, ids=repr)
def test_one_person_however_spelled(spelling: tuple[str, str, str]) -> None:
    assert same(spelling, ("ばば たろう", "083-900-0000", "baba.taro@example.jp"))


@pytest.mark.parametrize("name", ["さゝき すゞこ", "サヽキ スヾコ", "ｻゝｷ ｽゞｺ"])
def test_signs_that_repeat_a_letter_are_that_letter(name: str) -> None:
    assert same((name, "083-900-0000", ""), ("ささき すずこ", "083-900-0000", ""))


@pytest.mark.parametrize("name", ["ばば はなこ", "ばば じろう", "あおき たろう"])
def test_a_family_behind_one_number_and_one_address_are_several(name: str) -> None:
    assert not same((name, "083-900-0000", "baba@example.jp"), ("ばば たろう", "083-900-0000", "baba@example.jp"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("さとう ゆみ", "さとう みゆ"),
        ("さとう まり", "さとう りま"),
        ("さとう みき", "さとう きみ"),
        ("いとう さき", "いとう きさ"),
    ],
)
def test_sisters_whose_names_have_the_same_letters_are_two(one: str, other: str) -> None:
    assert not same((one, "083-900-0000", "sato@example.jp"), (other, "083-900-0000", "sato@example.jp"))


def test_two_of_one_name_with_other_numbers_are_two() -> None:
    assert not same(("ばば たろう", "083-900-0000", ""), ("ばば たろう", "083-900-0001", ""))


def test_nothing_is_said_of_whom_nothing_is_known() -> None:
    assert keys("", "083-900-0000", "baba@example.jp", SECRET) == frozenset()
    assert keys("ばば たろう", "", "", SECRET) == frozenset()


def test_without_the_citys_key_nobody_can_make_the_hash() -> None:
    assert keys("ばば たろう", "083-900-0000", "", SECRET) != keys("ばば たろう", "083-900-0000", "", "another")
