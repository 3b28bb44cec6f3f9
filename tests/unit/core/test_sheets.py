"""Tables for Excel: what looks like a formula stays a text."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.core.sheets import csv_text, safe_text, workbook

DANGEROUS = ["=1+1", "+81", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1", " =1", "　＝1", "\u00a0=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_the_beginning_of_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == f"'{text}"


def test_no_line_of_a_text_begins_a_formula() -> None:
    assert safe_text("\n=1+1\n仁保\n　@SUM(A1)\n1-2") == "\n'=1+1\n仁保\n'　@SUM(A1)\n1-2"


@pytest.mark.parametrize("text", ["仁保", "1-2", "a=b", "", "ー", "〜"])
def test_all_else_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


def test_csv_begins_with_the_mark_that_excel_needs_and_ends_its_lines_as_the_standard_says() -> None:
    written = csv_text(("催し", "値"), [("=cmd|' /C calc'!A0", 36), ("改行\nあり", Decimal("62.4")), (None, True)])

    assert written.encode().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert rows == [["催し", "値"], ["'=cmd|' /C calc'!A0", "36"], ["改行\nあり", "62.4"], ["", "1"]]
    assert written.count("\r\n") == 4


@pytest.mark.parametrize("text", [*DANGEROUS, "https://example.jp", "0123"])
def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers(text: str) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook("2026年度", ("催し", "値"), [(text, 36), (date(2026, 4, 1), -5)]))
    )
    sheet = book["2026年度"]

    assert sheet["A2"].data_type == "s"
    assert (sheet["B2"].value, sheet["B3"].value) == (36, -5)
    assert sheet["A3"].value == "2026-04-01"


@given(st.text(max_size=50))
def test_no_text_comes_out_as_a_formula(text: str) -> None:
    assert not safe_text(text).lstrip(" \u3000\t\r\n").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
