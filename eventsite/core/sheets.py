"""Tables to hand out, as CSV and as a workbook: the one place where cells are written for Excel."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

Cell = str | int | Decimal | date | bool | None
# Where a spreadsheet takes a text for a formula: after any blanks, in full width, too, which Excel narrows, and on any
# line, for some programs split a cell there. Source: OWASP, CSV Injection.
_FORMULA_START = re.compile(r"^(?=[^\S\n]*[=+\-@＝＋－＠]|[\t\r])", re.MULTILINE)
_BOM = "\ufeff"  # without it Excel reads UTF-8 as Shift_JIS
_WIDEST = 40


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: such a beginning gets an apostrophe before it."""
    return _FORMULA_START.sub("'", text)


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return the table as CSV (RFC 4180) with a byte order mark."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return _BOM + written.getvalue()


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the table as a workbook of one sheet; numbers stay numbers, texts never become formulas or links."""
    stored = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stored, options) as book:
        sheet = book.add_worksheet(title[:31])
        sheet.write_row(0, 0, head, book.add_format({"bold": True, "bottom": 1}))
        sheet.freeze_panes(1, 0)
        table = [[_typed(cell) for cell in row] for row in rows]
        for number, row in enumerate(table, start=1):
            sheet.write_row(number, 0, row)
        for column, label in enumerate(head):
            lengths = [len(label), *(len(str(row[column] or "")) for row in table)]
            sheet.set_column(column, column, 2 * min(max(lengths), _WIDEST) ** 0.9 + 2)
    return stored.getvalue()


def _plain(cell: Cell) -> str | int | float | Decimal:
    return cell if isinstance(cell, Decimal) and cell % 1 else _typed(cell)


def _typed(cell: Cell) -> str | int | float:
    """Return the cell as a spreadsheet holds it."""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, int):
        return cell
    if isinstance(cell, Decimal):
        return float(cell) if cell % 1 else int(cell)
    return safe_text("" if cell is None else str(cell))
