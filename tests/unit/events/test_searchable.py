"""What an event is found by, and what typed words mean."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.core.text import fold
from eventsite.events import readings
from eventsite.events.searchable import TITLE_MARK, Said, searchable, sought_terms, words


def test_lines_are_folded_and_no_word_spans_two_of_them() -> None:
    found = searchable(Said(["ｼﾒ縄の会", "", "髙橋さん"]), Said(["一行目\n二行目"]))

    assert found.title == "しめ縄の会\n高橋さん"
    assert found.text == "一行目\n二行目"
    assert "会高" not in found.terms.split()
    assert "目二" not in found.terms.split()


def test_readings_stand_beside_what_is_written() -> None:
    found = searchable(Said(["しめ縄と竹細工"], ["しめなわとたけざいく"]), Said(["史跡を歩く"]))

    assert found.title == "しめ縄と竹細工"
    assert found.title_reading == "しめなわとたけざいく"
    assert found.text_reading == "しせきを歩く"


def test_endings_are_stored_both_ways() -> None:
    assert searchable(Said(["夏祭り"]), Said([])).title == "夏祭り\n夏まつり"


def test_terms_are_letters_and_pairs_and_those_of_the_title_are_marked() -> None:
    found = searchable(Said(["竹馬"]), Said(["紙"]))

    assert {TITLE_MARK + "竹", TITLE_MARK + "竹馬", "竹", "竹馬", "紙"} <= set(found.terms.split())
    assert TITLE_MARK + "紙" not in found.terms.split()


@pytest.mark.parametrize(
    ("typed", "spellings"),
    [
        ("竹", {"竹"}),
        ("しめ縄", {"しめ縄", "しめなわ"}),
        ("夏祭り", {"夏祭り", "夏まつり", "なつまつり"}),
        ("打ち", {"打ち"}),  # うち would be found in おうち
        ("蕎麦", {"蕎麦", "そば"}),
        ("健康たいそう", {"健康たいそう", "けんこうたいそう", "健康体操"}),
        ("公園たいそう", {"公園たいそう", "公園体操"}),  # 公園 has no reading of its own: 講演 has the same
        ("しめ縄教室", {"しめ縄教室", "しめなわ教室", "しめ縄きょうしつ", "しめなわきょうしつ"}),
    ],
)
def test_a_word_is_looked_for_in_all_its_spellings(typed: str, spellings: set[str]) -> None:
    (word,) = words(typed)

    assert set(word.spellings) == spellings


def test_only_a_word_with_kanji_keeps_to_what_is_written() -> None:
    assert [word.is_written for word in words("講演 こうえん カフェ rope 𠮷")] == [True, False, False, False, True]


@pytest.mark.parametrize("typed", ["しめ縄　竹", "「しめ縄」、竹。", " しめ縄 竹 竹 ", "(しめ縄)[竹]!?"])
def test_spaces_of_any_width_and_signs_divide_words(typed: str) -> None:
    assert [word.spellings[0] for word in words(typed)] == ["しめ縄", "竹"]


def test_signs_alone_are_no_word_and_more_than_eight_are_too_many() -> None:
    assert words("、。！？「」 　") == ()
    assert len(words("1 2 3 4 5 6 7 8 9 10")) == 8


@given(st.text(min_size=1, max_size=30), st.data())
def test_every_piece_of_a_title_leads_to_it(title: str, data: st.DataObject) -> None:
    terms = set(searchable(Said([title]), Said([])).terms.split(" "))
    for line in filter(None, map(fold, title.split("\n"))):
        first = data.draw(st.integers(0, len(line) - 1))
        piece = line[first : data.draw(st.integers(first + 1, len(line)))]
        assert set(sought_terms(piece)) <= terms
        assert {TITLE_MARK + term for term in sought_terms(piece)} <= terms


@given(st.text(max_size=30))
def test_no_term_means_anything_to_a_database(title: str) -> None:
    said = searchable(Said([title]), Said([title]))

    assert not set(said.terms) & set("'\"\\:*&|!()<>^+-")
    assert all(said.terms.split(" ")) or not said.terms


def test_the_list_of_readings_is_sound() -> None:
    with readings._FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))

    assert len({fold(row["word"]) for row in rows}) == len(rows), "no word twice, however it is written"
    assert all(row["field"] for row in rows)
    assert all(fold(row["reading"]) == row["reading"] for row in rows), "readings are hiragana"
    assert [row["word"] for row in rows if readings.in_kana(fold(row["reading"])) != row["reading"]] == []
