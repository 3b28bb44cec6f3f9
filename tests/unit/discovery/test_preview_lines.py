"""Titles break where a reader would break, and no letter of theirs can spoil a picture."""

import pytest

from eventsite.discovery.preview_lines import ELLIPSIS, GETA, drawable, fit, width_of, wrapped

WIDTH = 1000


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("𠮷田さんと髙橋さん", "𠮷田さんと髙橋さん"),
        ("星空観察会🎉👨‍👩‍👧", "星空観察会"),
        ("葛\U000e0100城", "葛城"),
        ("か\u3099くえん", "がくえん"),
        ("大内塗　はし\t絵付け\n", "大内塗 はし 絵付け"),
        ("\u202eひらく\u200b", "ひらく"),
        ("ภาษาไทย", GETA * 7),
        ("①㈱♪☆〆縄", "①㈱♪☆〆縄"),
        ("🎉🎉", ""),
    ],
)
def test_letters_that_the_typeface_lacks_become_a_geta_and_other_signs_go(typed: str, drawn: str) -> None:
    assert drawable(typed) == drawn


def test_phrases_and_words_of_twelve_letters_stay_whole() -> None:
    rows = wrapped("インターネットスマホンで しめ縄をつくろう！コミュニケーション講座", 76, WIDTH)

    assert len(rows) > 1
    for word in ("インターネットスマホンで", "しめ縄を", "つくろう！", "コミュニケーション"):
        assert any(word in row for row in rows), rows
    assert all(width_of(row, 76) <= WIDTH for row in rows)


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("Saturday, November 14, 10:00 am–noon", 1000, ["Saturday,", "November 14, 10:00 am–noon"]),
        ("Saturday, November 14, 10:00 am–noon", 500, ["Saturday,", "November 14,", "10:00 am–noon"]),
        ("2027年（令和9年）1月23日（土）午前10時～正午", 1200, ["2027年（令和9年）1月23日（土）", "午前10時～正午"]),
    ],
)
def test_numbers_stay_with_their_words_and_a_weekday_with_its_day(text: str, width: int, rows: list[str]) -> None:
    assert wrapped(text, 60, width) == rows


def test_a_word_wider_than_a_line_is_broken_but_no_line_begins_with_a_closing_sign() -> None:
    for length in range(10, 40):
        rows = wrapped("あ" * length + "。」ー" + "い" * 20, 50, 500)

        assert "".join(rows) == "あ" * length + "。」ー" + "い" * 20
        assert all(width_of(row, 50) <= 500 for row in rows)
        assert not [row for row in rows if row[0] in "。」ー"]


def test_lines_are_of_nearly_equal_length() -> None:
    rows = fit("仁保の里を歩いて秋の紅葉と昔の町並みを楽しむ会", (76,), WIDTH, 400).rows

    lengths = [width_of(row, 76) for row in rows]
    assert len(rows) == 2
    assert min(lengths) > 0.6 * max(lengths)


def test_a_title_is_as_large_as_fits_and_cut_off_only_in_the_smallest_size() -> None:
    short, long = (fit(text, (92, 60, 44), WIDTH, 230) for text in ("大内塗", "あ" * 100))

    assert short.size == 92
    assert long.size == 44
    assert long.height <= 230
    assert long.rows[-1].endswith(ELLIPSIS)
    assert all(width_of(row, 44) <= WIDTH for row in long.rows)


def test_nothing_to_say_takes_no_line() -> None:
    assert fit("", (44,), WIDTH, 100).rows == ()
