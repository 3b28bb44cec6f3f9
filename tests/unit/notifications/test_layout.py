"""Mails are set in short lines by the width of Japanese letters."""

from hypothesis import given
from hypothesis import strategies as st

from eventsite.notifications.layout import COLUMNS, shorten, width, wrap

# Without opening brackets, which may pile up, and without runs of Latin letters, which stay whole.
JAPANESE = st.text(st.sampled_from("大内塗のお箸。、」）ー～ "), max_size=300)


def test_a_full_width_letter_takes_two_columns() -> None:
    assert width("大内ab") == 6


def test_a_long_line_is_broken_after_35_letters_at_most() -> None:
    lines = wrap("あ" * 100).splitlines()

    assert "".join(lines) == "あ" * 100
    assert max(map(width, lines)) <= COLUMNS


def test_a_line_ends_after_a_stop_rather_than_in_a_word() -> None:
    text = "キャンセル待ちに登録しました。まだ席はありません。席が空いたら、早い順にお知らせします。"

    assert wrap(text).splitlines() == [
        "キャンセル待ちに登録しました。まだ席はありません。席が空いたら、",
        "早い順にお知らせします。",
    ]


def test_a_full_stop_never_begins_a_line() -> None:
    assert [line[0] for line in wrap(("あ" * 33 + "。") * 4).splitlines()] == ["あ"] * 4


def test_an_opening_bracket_never_ends_a_line() -> None:
    assert not [line for line in wrap("あ" * 32 + "（" + "い" * 40).splitlines() if line.endswith("（")]


def test_an_address_stays_whole() -> None:
    address = "https://moyooshi.example.jp/my/" + "a" * 60

    assert address in wrap(f"くわしくはこちらのページをごらんください {address}").splitlines()


def test_words_of_latin_letters_are_not_torn() -> None:
    text = "registration " * 20

    assert wrap(text).split() == text.split()


@given(JAPANESE)
def test_nothing_is_lost_but_spaces_at_the_breaks(text: str) -> None:
    wrapped = wrap(text)

    assert wrapped.replace("\n", "").replace(" ", "") == text.replace(" ", "")
    assert max(map(width, wrapped.splitlines()), default=0) <= COLUMNS


@given(st.text(max_size=80), st.integers(4, 60))
def test_a_shortened_text_is_never_wider_than_allowed(text: str, columns: int) -> None:
    short = shorten(text, columns)

    assert width(short) <= columns
    assert short == text or short.endswith("…")
