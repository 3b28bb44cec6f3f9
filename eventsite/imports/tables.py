"""Tables of entries as Excel and LoGoフォーム save them: bytes in, rows out. Pure.

A row keeps the number that Excel shows. Every cell is a text; what looks like a formula stays the text that it is.
"""

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from eventsite.core.text import is_unusable, normalise

ROWS_MAX, COLUMNS_MAX, CELL_MAX = 2000, 100, 10_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class TableUnreadable(ValueError):
    """The file is no table that we can take in; the text is the sentence that says why."""


@dataclass(frozen=True)
class TableRow:
    """One row; ``number`` is the one that Excel shows, ``cells`` are as many as there are columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The first row names the columns; rows without anything in them are left out."""

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read(content: bytes) -> Table:
    """Return the table in a file: in UTF-8, Shift_JIS or UTF-16, with commas or tabs.

    Raises:
        TableUnreadable: it is none, is empty, or is larger than a table may be.
    """
    records = _records(_text(content))
    filled = [(number, cells) for number, cells in enumerate(records, start=1) if any(cells)]
    if not filled:
        raise TableUnreadable("ファイルに何も書かれていません。")
    headers, rows = filled[0][1], filled[1:]
    if not rows:
        raise TableUnreadable("見出しの行だけで、申し込みの行がありません。")
    if len(rows) > ROWS_MAX:
        raise TableUnreadable(
            f"一度に取り込めるのは{ROWS_MAX}行までです。いま{len(rows)}行あります。ファイルを分けてください。"
        )
    width = max(len(cells) for _, cells in filled)
    if width > COLUMNS_MAX:
        raise TableUnreadable(f"列が多すぎます。{COLUMNS_MAX}列までにしてください。")
    return Table(_wide(headers, width), tuple(TableRow(number, _wide(cells, width)) for number, cells in rows))


def _text(content: bytes) -> str:
    if content.startswith((_WORKBOOK, _OLD_WORKBOOK)):
        raise TableUnreadable(
            "Excelのブックは読めません。Excelで「名前を付けて保存」から「CSV UTF-8（コンマ区切り）」を選んでください。"
        )
    text = _decoded(content)
    if is_unusable(text):
        raise TableUnreadable("ファイルに使えない文字が入っています。CSVで保存し直してください。")
    return text


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content.startswith(_UTF_16) else ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableUnreadable("文字の種類がわかりません。CSV（UTF-8 か Shift_JIS）で保存し直してください。")


def _records(text: str) -> list[tuple[str, ...]]:
    """Return the records as texts; Excel counts the same, for a line break within quotes begins no row."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[str, ...]] = []
    try:
        for cells in reader:
            records.append(_cells(cells, len(records) + 1))
    except csv.Error as error:
        raise TableUnreadable(f'{len(records) + 1}行目の引用符（"）が閉じていないか、セルが長すぎます。') from error
    return records


def _cells(cells: Sequence[str], number: int) -> tuple[str, ...]:
    if any(len(cell) > CELL_MAX for cell in cells):
        raise TableUnreadable(f"{number}行目に、{CELL_MAX}文字より長いセルがあります。")
    return tuple(normalise(cell) for cell in cells)


def _wide(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells + ("",) * (width - len(cells))
