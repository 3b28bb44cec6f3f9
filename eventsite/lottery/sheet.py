"""The draw sheet (抽選結果表): every entry by its number, no names, for the page, the CSV and the paper."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from eventsite.lottery.texts import Outcome, parse_entries, parse_result

HEAD = ("順番", "受付番号", "人数", "区分", "希望", "結果", "枠")
OUTCOMES = {Outcome.WON: "当選", Outcome.RESERVE: "補欠", Outcome.LOST: "落選"}


class SheetRow(NamedTuple):
    """One entry, in the order of HEAD."""

    number: int  # in the order of the draw, from 1
    receipt: str
    places: int
    priority: int  # its class as in the published list: 0 is drawn first
    wishes: str  # names of the slots, the dearest first
    outcome: Outcome
    slot: str  # the one won or waited for; empty when lost


def rows(entries_text: str, result_text: str, slot_names: Mapping[str, str]) -> list[SheetRow]:
    """Return the rows of the sheet from the stored canonical texts, in the order of the draw.

    A slot without a name in ``slot_names`` is called by its code.

    Raises:
        ValueError: a text is not canonical, or the two do not hold the same receipt numbers.
    """
    entries = {entry.receipt: entry for entry in parse_entries(entries_text)}
    drawn = parse_result(result_text)
    if {line.receipt for line in drawn} != entries.keys():
        raise ValueError("result and list of entries hold different receipt numbers")
    return [
        SheetRow(
            line.number,
            line.receipt,
            entries[line.receipt].places,
            entries[line.receipt].priority,
            "／".join(slot_names.get(code, code) for code in entries[line.receipt].wishes),
            line.outcome,
            slot_names.get(line.slot, line.slot) if line.slot else "",
        )
        for line in drawn
    ]


def cells(sheet: Iterable[SheetRow]) -> Iterator[tuple[int | str, ...]]:
    """Yield the rows as HEAD names them, the outcomes in words."""
    for row in sheet:
        yield (*row[:5], OUTCOMES[row.outcome], row.slot)
