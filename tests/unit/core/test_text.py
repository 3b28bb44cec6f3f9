"""Text is stored as it was meant and found however it is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.core.text import SYNONYMS, fold, is_unusable, kana, normalise, without_unusable

KANA = st.text("あいうえおかがきぎやゃっんゔゖアイウエオガギャッンヴヶー・ ", min_size=1)


@pytest.mark.parametrize("name", ["𠮷田", "髙橋", "山﨑", "神田", "辻󠄀", "葛󠄁城", "鷗外", "𩸽", "①", "㈱", "👩‍👧"])
def test_the_letters_of_a_name_stay(name: str) -> None:
    assert normalise(name) == name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  青木　花子　", "青木　花子"),
        ("一行目\r\n二行目\r三行目\u2028四行目", "一行目\n二行目\n三行目\n四行目"),
        ("表\t計算", "表 計算"),
        ("NUL\x00とBEL\x07", "NULとBEL"),
        ("右から\u202eeliFtxt.exe", "右からeliFtxt.exe"),
        ("見え\u200bない", "見えない"),
        ("\ufeffBOM", "BOM"),
        ("か\u3099く", "がく"),
        ("半分\ud83d", "半分"),
        ("", ""),
    ],
)
def test_what_nobody_typed_on_purpose_is_not_stored(typed: str, stored: str) -> None:
    assert normalise(typed) == stored


@given(st.text())
def test_storing_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert isinstance(once.encode(), bytes)
    assert not [sign for sign in once if unicodedata.category(sign) == "Cc" and sign != "\n"]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Z", "M"])))
def test_letters_are_never_changed(text: str) -> None:
    assert normalise(text) == text


def test_half_a_character_is_noticed_and_can_be_taken_out() -> None:
    assert is_unusable("a\x00b")
    assert is_unusable("\udcff")
    assert not is_unusable("𠮷\t\n")
    assert without_unusable("a\x00b\udcff𠮷") == "ab𠮷"


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("ﾌﾟﾛｸﾞﾗﾐﾝｸﾞ", "ぷろぐらみんぐ"),
        ("ＡＢＣ　１２３", "abc123"),
        ("ラーメン", "らｰめん"),
        ("083−900―0000", "083-900-0000"),
        ("〆縄づくり", "しめ縄づくり"),
        ("締め切り", "〆切り"),
        ("申込み方法", "申し込み方法"),
        ("申込方法", "申し込み方法"),
        ("子供会", "子ども会"),
        ("市ヶ谷", "市ケ谷"),
        ("髙橋", "高橋"),
        ("𠮷田", "吉田"),
        ("渡邊", "渡辺"),
        ("辻󠄀", "辻"),
        ("大 内 塗", "大内塗"),
        ("Straße", "STRASSE"),
    ],
)
def test_what_people_write_for_one_another_is_the_same_to_a_search(written: str, searched: str) -> None:
    assert fold(written) == fold(searched)


def test_different_words_stay_different() -> None:
    assert len({fold(word) for word in ("大内", "大殿", "仁保", "びょういん", "びよういん", "はし", "ばし")}) == 7


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_synonyms_settle_at_once() -> None:
    assert [right for right in SYNONYMS.values() if any(left in right for left in SYNONYMS)] == []


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("アオキ　ハナコ", "あおき はなこ"),
        ("ｱｵｷ ﾊﾅｺ", "あおき はなこ"),
        ("あおき  はなこ", "あおき はなこ"),
        ("マリア・ロペス", "まりあ・ろぺす"),
        ("コ-ヒ−", "こーひー"),
        ("ヴァイオラ", "ゔぁいおら"),
        ("か\u3099", "が"),
    ],
)
def test_a_reading_may_be_written_in_any_kana(typed: str, reading: str) -> None:
    assert kana(typed) == reading


@pytest.mark.parametrize("typed", ["青木", "Aoki", "あおき3", "", "　", "・", "あおき!", "\x00"])
def test_other_letters_are_no_reading(typed: str) -> None:
    assert kana(typed) is None


@given(KANA)
def test_a_reading_is_its_own_reading(text: str) -> None:
    reading = kana(text)

    assert reading is None or kana(reading) == reading
