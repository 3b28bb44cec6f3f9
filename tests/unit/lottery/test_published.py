"""What is published of a draw, and when; and the value that nobody can know before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.core.text import InvalidText
from eventsite.lottery.draw import FIELDS, DrawRecord, commitment, count, draw, public_value, published, sha256
from eventsite.lottery.texts import frozen_list, result_text
from tests.support.lottery import EVERYBODY, RULES, SEED, VALUE


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("3 1 4 1 5", "3 1 4 1 5"),
        ("　３　１　４ ", "3 1 4"),
        *((dice, "4 1 6") for dice in ("4,1,6", "４　１　６", "4-1-6", "4ー1ー6", "4、1・6。", "④ ①/⑥")),
        ("416", "416"),
        ("ボール 3ー1", "ボール 3 1"),
        ("日経平均株価 48,625円88銭\r\n", "日経平均株価 48 625円88銭"),
        ("①②", "12"),
        ("\u200b7\u202e", "7"),
        ("x" * 200, "x" * 200),
    ],
)
def test_a_public_value_has_one_spelling(typed: str, stored: str) -> None:
    assert public_value(typed) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required_general"),
        (" 　\n\u200b", "required_general"),
        ("-・、_", "required_general"),
        ("3 1\n4", "one_line"),
        ("3\u20281", "one_line"),
        ("x" * 201, "too_long"),
        ("㍿" * 51, "too_long"),
        ("3\x001", "unusable_character"),
        ("3\ud8001", "unusable_character"),
    ],
)
def test_a_public_value_that_is_no_line_is_refused(typed: str, code: str) -> None:
    with pytest.raises(InvalidText) as refused:
        public_value(typed)

    assert refused.value.code == code


@given(st.text())
def test_a_public_value_as_stored_is_stored_again_the_same(typed: str) -> None:
    try:
        value = public_value(typed)
    except InvalidText:
        return
    assert public_value(value) == value
    assert 1 <= len(value) <= 200


def test_before_entries_open_the_file_holds_rules_and_commitment_alone() -> None:
    committed = commitment(SEED, RULES.text)

    file = published(RULES.text, committed)

    assert tuple(file) == FIELDS == tuple(sorted(FIELDS))
    known = {name: value for name, value in file.items() if value is not None}
    assert known == {"announced": False, "commitment": committed, "rules": RULES.text, "version": 1}


def test_when_entries_close_the_list_is_published_and_not_the_seed() -> None:
    listed = frozen_list(EVERYBODY)

    file = published(RULES.text, commitment(SEED, RULES.text), listed)

    assert (file["entries"], file["entries_count"], file["entries_hash"]) == (listed, 5, sha256(listed))
    assert SEED not in map(str, file.values())
    assert file["result_hash"] is None


def test_a_list_on_which_nobody_stands_is_a_list() -> None:
    assert count("") == 0
    assert published(RULES.text, "", "")["entries_count"] == 0


def test_after_the_draw_the_file_holds_all_of_it() -> None:
    result = result_text(draw(RULES, EVERYBODY, SEED, VALUE))
    record = DrawRecord(VALUE, SEED, result)

    file = published(RULES.text, commitment(SEED, RULES.text), frozen_list(EVERYBODY), record, announced=True)

    assert None not in file.values()
    assert (file["seed"], file["public_value"], file["result"]) == (SEED, VALUE, result)
    assert file["result_hash"] == sha256(result)
    assert file["announced"] is True


def test_between_draw_and_announcement_nothing_is_known_of_the_result() -> None:
    result = result_text(draw(RULES, EVERYBODY, SEED, VALUE))

    file = published(RULES.text, "", frozen_list(EVERYBODY), DrawRecord(VALUE, SEED, result))

    assert file["public_value"] == VALUE
    assert [file[name] for name in ("seed", "result", "result_hash", "announced")] == [None, None, None, False]


def test_nothing_is_published_without_what_it_follows_from() -> None:
    with pytest.raises(ValueError, match="before what it follows from"):
        published(RULES.text, "", None, DrawRecord(VALUE, SEED, ""))
    with pytest.raises(ValueError, match="before what it follows from"):
        published(RULES.text, "", "", announced=True)
