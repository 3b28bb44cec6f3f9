"""The published records of a draw and their canonical texts: rules, entries, result. Source: docs/lottery.md.

Each text has one spelling only: what a parse function takes is written back byte by byte the same, so that a hash
over the text is a hash over its meaning. Codes and receipt numbers are ASCII: sorted alike in every language.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from eventsite.admission.vocabulary import CapacityUnit

VERSION = 1
NO_SLOT = "-"
_CODE = "[0-9A-Za-z_]+"
_RECEIPT = "[!-~]+"  # printable ASCII: no blank, so it ends where the field ends
_NUMBER = "0|[1-9][0-9]{0,8}"
_SEED = re.compile("[0-9a-f]{64}")
_LINE = re.compile("[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,200}")
_ENTRY_LINE = re.compile(rf"({_RECEIPT})\t({_NUMBER})\t({_NUMBER})\t({_CODE}(?:,{_CODE})*)")
_RESULT_LINE = re.compile(rf"({_NUMBER})\t({_RECEIPT})\t(won|reserve|lost)\t({_CODE}|{NO_SLOT})")


class Fit(StrEnum):
    """What happens to an entry that does not fit any more: the next one that does gets in, or the slot closes."""

    NEXT = "next"
    HOLD = "hold"


class Outcome(StrEnum):
    """What became of an entry (当選, 補欠, 落選)."""

    WON = "won"
    RESERVE = "reserve"
    LOST = "lost"


@dataclass(frozen=True)
class Rules:
    """The rules of a draw, fixed before the first entry. Raises ValueError where they make no sense."""

    call: str
    event: str
    fit: Fit
    if_over: bool  # lots are drawn only if not everybody gets the slot wanted most
    places: CapacityUnit
    priorities: tuple[str, ...]  # the strongest first; already worked into the class of each entry
    reserves: int | None  # entries of the whole call that stay in reserve; None: all
    slots: tuple[tuple[str, int | None], ...]  # code and capacity, in their order; None: no limit
    source: str  # where the public value comes from, in one line

    def __post_init__(self) -> None:
        codes = [code for code, _ in self.slots]
        _require_codes("rules", (self.call, self.event, *self.priorities, *codes))
        _require_once("rules: slot", codes)
        _require_once("rules: priority", self.priorities)
        _require(bool(codes), "rules: no slot")
        _require(isinstance(self.if_over, bool), f"rules: {self.if_over!r} is no truth value")
        _require(_LINE.fullmatch(self.source) is not None, f"rules: {self.source!r} is no source in one line")
        for limit in (self.reserves, *(capacity for _, capacity in self.slots)):
            _require(limit is None or _is_whole(limit, 0), f"rules: {limit!r} is no number of places")

    @property
    def text(self) -> str:
        """Return the canonical text: JSON with sorted keys and no blanks, and a line feed."""
        stored = {
            "call": self.call,
            "event": self.event,
            "fit": self.fit,
            "if_over": self.if_over,
            "places": self.places,
            "priorities": self.priorities,
            "reserves": self.reserves,
            "slots": self.slots,
            "source": self.source,
            "version": VERSION,
        }
        return json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"

    @property
    def classes(self) -> int:
        """Return how many classes the priorities make."""
        return 1 << len(self.priorities)


@dataclass(frozen=True)
class Entry:
    """One chance in a draw: a party of any size, without a name. Raises ValueError where it makes no sense."""

    receipt: str
    places: int
    priority: int  # its class; 0 is drawn first
    wishes: tuple[str, ...]  # codes of slots, the dearest first

    def __post_init__(self) -> None:
        _require(bool(re.fullmatch(_RECEIPT, self.receipt)), f"entry: {self.receipt!r} is no receipt number")
        where = f"entry {self.receipt}"
        _require(_is_whole(self.places, 1), f"{where}: needs {self.places!r} places")
        _require(_is_whole(self.priority, 0), f"{where}: no class {self.priority!r}")
        _require(bool(self.wishes), f"{where}: no wish")
        _require_codes(where, self.wishes)
        _require_once(f"{where}: slot", self.wishes)

    @property
    def line(self) -> str:
        """Return its line of the frozen list."""
        return f"{self.receipt}\t{self.places}\t{self.priority}\t{','.join(self.wishes)}\n"


@dataclass(frozen=True)
class Drawn:
    """What became of one entry: its number in the order of the draw from 1, and the slot won or waited for."""

    number: int
    receipt: str
    outcome: Outcome
    slot: str | None  # None: lost

    @property
    def line(self) -> str:
        """Return its line of the result."""
        return f"{self.number}\t{self.receipt}\t{self.outcome}\t{self.slot or NO_SLOT}\n"


def class_of(has_priority: Iterable[bool]) -> int:
    """Return the class of an entry from whether it has each priority, the strongest first; 0 is drawn first."""
    number = 0
    for has in has_priority:
        number = 2 * number + (not has)
    return number


def require_seed(seed: str) -> str:
    """Return the seed if it is 64 hexadecimal digits in lower case; raise ValueError otherwise."""
    _require(_SEED.fullmatch(seed) is not None, "the seed is not 64 hexadecimal digits")
    return seed


def frozen_list(entries: Iterable[Entry]) -> str:
    """Return the canonical text of all entries, sorted by receipt number.

    Raises:
        ValueError: a receipt number stands there twice.
    """
    listed = sorted(entries, key=lambda entry: entry.receipt)
    _require_once("entries: receipt number", [entry.receipt for entry in listed])
    return "".join(entry.line for entry in listed)


def result_text(drawn: Iterable[Drawn]) -> str:
    """Return the canonical text of a result, in the order of the draw."""
    return "".join(line.line for line in drawn)


def parse_rules(text: str) -> Rules:
    """Return the rules that a canonical text holds. Raises ValueError for any other text."""
    try:
        rules = _rules(json.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"rules unreadable: {error}") from error
    _require(rules.text == text, "rules not in their canonical form")
    return rules


def _rules(stored: dict[str, Any]) -> Rules:
    _require(stored["version"] == VERSION, f"version {stored['version']!r}, not {VERSION}")
    return Rules(
        call=stored["call"],
        event=stored["event"],
        fit=Fit(stored["fit"]),
        if_over=stored["if_over"],
        places=CapacityUnit(stored["places"]),
        priorities=tuple(stored["priorities"]),
        reserves=stored["reserves"],
        slots=tuple((code, capacity) for code, capacity in stored["slots"]),
        source=stored["source"],
    )


def parse_entries(text: str) -> list[Entry]:
    """Return the entries of a frozen list, sorted by receipt number. Raises ValueError for any other text."""
    entries = []
    for receipt, places, priority, wishes in _fields("entries", text, _ENTRY_LINE):
        entries.append(Entry(receipt, int(places), int(priority), tuple(wishes.split(","))))
    _require(frozen_list(entries) == text, "entries not sorted by receipt number")
    return entries


def parse_result(text: str) -> list[Drawn]:
    """Return the lines of a result, in the order of the draw. Raises ValueError for any other text."""
    drawn = []
    for number, receipt, outcome, slot in _fields("result", text, _RESULT_LINE):
        drawn.append(Drawn(int(number), receipt, Outcome(outcome), None if slot == NO_SLOT else slot))
    for place, line in enumerate(drawn, start=1):
        _require(line.number == place, f"result, line {place}: has the number {line.number}")
        _require((line.slot is None) == (line.outcome is Outcome.LOST), f"result, line {place}: slot and outcome")
    _require_once("result: receipt number", [line.receipt for line in drawn])
    return drawn


def _fields(what: str, text: str, shape: re.Pattern[str]) -> Iterator[tuple[str, ...]]:
    """Yield the fields of each line, every one of which ends with a line feed."""
    *lines, rest = text.split("\n")
    _require(not rest, f"{what}: the last line has no end")
    for number, line in enumerate(lines, start=1):
        if not (found := shape.fullmatch(line)):
            raise ValueError(f"{what}, line {number}: unreadable")
        yield found.groups()


def _is_whole(number: object, least: int) -> bool:
    """Return whether this is a whole number, and no truth value that Python takes for one."""
    return type(number) is int and least <= number < 10**9


def _require_codes(where: str, codes: Iterable[str]) -> None:
    for code in codes:
        _require(bool(re.fullmatch(_CODE, code)), f"{where}: {code!r} is no code")


def _require_once(what: str, values: Iterable[str]) -> None:
    twice = [value for value, times in Counter(values).items() if times > 1]
    _require(not twice, f"{what} {', '.join(twice[:3])} twice")


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
