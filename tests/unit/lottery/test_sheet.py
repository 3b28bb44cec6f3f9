"""The draw sheet: everybody finds their number on it, nobody a name."""

import csv
import io
from dataclasses import replace

import pytest

from eventsite.core.sheets import csv_text
from eventsite.lottery.draw import draw
from eventsite.lottery.sheet import HEAD, cells, rows
from eventsite.lottery.texts import frozen_list, result_text
from tests.support.lottery import EVERYBODY, RULES, SEED, VALUE

ENTRIES = frozen_list(EVERYBODY)
RESULT = result_text(draw(replace(RULES, reserves=1), EVERYBODY, SEED, VALUE))
NAMES = {"s1qq": "午前の部", "s2qq": "午後の部"}


def test_the_sheet_has_a_line_for_each_entry_in_the_order_of_the_draw() -> None:
    written = csv_text(HEAD, cells(rows(ENTRIES, RESULT, NAMES))).removeprefix("\ufeff")

    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["順番", "受付番号", "人数", "区分", "希望", "結果", "枠"],
        ["1", "YG-3777", "4", "0", "午前の部", "補欠", "午前の部"],
        ["2", "YG-1234", "2", "0", "午前の部／午後の部", "当選", "午前の部"],
        ["3", "YG-4410", "1", "1", "午後の部／午前の部", "当選", "午後の部"],
        ["4", "YG-9051", "2", "1", "午前の部／午後の部", "落選", ""],
        ["5", "YG-2001", "1", "1", "午前の部", "当選", "午前の部"],
    ]


def test_a_slot_without_a_name_is_called_by_its_code() -> None:
    assert [row.slot for row in rows(ENTRIES, RESULT, {"s1qq": ""})] == ["", "", "s2qq", "", ""]


def test_a_call_that_nobody_entered_has_an_empty_sheet() -> None:
    assert rows("", "", NAMES) == []


@pytest.mark.parametrize(
    ("entries", "result"),
    [(ENTRIES, ""), ("", RESULT), (ENTRIES.replace("YG-9051", "YG-9052"), RESULT)],
)
def test_a_result_of_another_list_makes_no_sheet(entries: str, result: str) -> None:
    with pytest.raises(ValueError, match="different receipt numbers"):
        rows(entries, result, NAMES)


def test_a_text_that_is_not_the_stored_one_makes_no_sheet() -> None:
    with pytest.raises(ValueError, match="last line"):
        rows(ENTRIES.rstrip("\n"), RESULT, NAMES)
