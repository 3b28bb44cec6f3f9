"""A file becomes a table with the row numbers that Excel shows, or is refused with a reason."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.core.uploads import FILE_MAX, packed, unpacked
from eventsite.imports.columns import guessed, twice
from eventsite.imports.tables import TableUnreadable, read

LABELS = {
    "slot": "第1希望", "name": "お名前", "name_kana": "ふりがな", "phone": "電話番号", "email": "メールアドレス",
    "party_size": "人数", "q-bus": "バスに乗りますか",
}  # fmt: skip


def test_rows_keep_the_numbers_that_excel_shows() -> None:
    table = read('氏名,電話\r\n馬場,1\r\n,\r\n\r\n"千葉\r\n花",2\r\n'.encode())

    assert [(row.number, row.cells) for row in table.rows] == [(2, ("馬場", "1")), (5, ("千葉\n花", "2"))]


def test_a_title_row_left_out_of_the_count_still_counts_for_the_numbers() -> None:
    table = read("\r\n氏名\r\n馬場\r\n".encode("cp932"))

    assert (table.headers, table.rows[0].number) == (("氏名",), 3)


def test_short_rows_are_filled_up_and_long_ones_get_columns_without_a_name() -> None:
    table = read("氏名,電話\n馬場\n千葉,1,2\n".encode())

    assert table.headers == ("氏名", "電話", "")
    assert [row.cells for row in table.rows] == [("馬場", "", ""), ("千葉", "1", "2")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_excels_ways_of_saving_say_the_same(encoding: str, delimiter: str) -> None:
    text = delimiter.join(("氏名", "電話")) + "\r\n" + delimiter.join(("髙橋 一郎", "①")) + "\r\n"

    assert read(text.encode(encoding)).rows[0].cells == ("髙橋 一郎", "①")


@given(st.binary(max_size=300))
def test_whatever_is_no_table_is_refused_and_nothing_else_happens(content: bytes) -> None:
    with suppress(TableUnreadable):
        table = read(content)
        assert all(len(row.cells) == len(table.headers) for row in table.rows)


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["氏名", "フリガナ", "電話番号", "住所"], ["name", "name_kana", "phone", ""]),
        (["【必須】お名前", "※ふりがな", "1. ＴＥＬ", "e-mail"], ["name", "name_kana", "phone", "email"]),
        (["姓", "名", "セイ", "メイ"], ["name", "name", "name_kana", "name_kana"]),
        (
            ["氏名（フリガナ）", "参加人数", "第一希望", "バスに乗りますか"],
            ["name_kana", "party_size", "slot", "q-bus"],
        ),
        (["電話番号", "携帯電話", "受付日時", ""], ["phone", "", "", ""]),
    ],
)
def test_headers_are_known_by_their_usual_names_and_by_the_forms_own(headers: list[str], fields: list[str]) -> None:
    assert guessed(headers, LABELS) == fields


def test_what_the_form_does_not_ask_is_not_filled() -> None:
    assert guessed(["学年", "年齢"], LABELS) == ["", ""]


def test_two_columns_for_one_thing_are_named_unless_they_are_parts_of_a_name() -> None:
    assert twice(["name", "name", "phone", "phone", "", ""]) == {"phone"}


@given(st.binary(max_size=500))
def test_a_packed_file_comes_back_as_it_was(content: bytes) -> None:
    assert unpacked(packed(content)) == content


@pytest.mark.parametrize("text", ["", "x", "AAAA", packed(b"x" * 100)[:-8], packed(b"0" * (FILE_MAX + 1))])
def test_a_mangled_or_blown_up_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no packed file"):
        unpacked(text)
