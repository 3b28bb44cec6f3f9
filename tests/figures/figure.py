"""One figure beside its bound, and the table in which people read them all. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Bound(StrEnum):
    """On which side of its limit a figure has to stay."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True)
class Figure:
    """What was measured, in that unit; ``remark`` says where the worst of all was found."""

    name: str
    measured: float
    unit: str
    bound: Bound
    limit: float
    remark: str = ""

    @property
    def held(self) -> bool:
        """Return whether it keeps to its bound."""
        return self.measured <= self.limit if self.bound is Bound.AT_MOST else self.measured >= self.limit


def at_most(limit: float, name: str, measured: float, unit: str = "", remark: str = "") -> Figure:
    """Return a figure that has to be no more than that."""
    return Figure(name, measured, unit, Bound.AT_MOST, limit, remark)


def at_least(limit: float, name: str, measured: float, unit: str = "", remark: str = "") -> Figure:
    """Return a figure that has to be no less than that."""
    return Figure(name, measured, unit, Bound.AT_LEAST, limit, remark)


def none_of(name: str, found: Sequence[str]) -> Figure:
    """Return how many faults were found, of which there may be none; the first is named."""
    return at_most(0, name, len(found), remark=found[0] if found else "")


def broken(figures: Sequence[Figure]) -> list[str]:
    """Return a sentence for each figure that does not keep to its bound."""
    return [
        ", ".join(filter(None, (f"{one.name}: {_amount(one.measured, one.unit)}", one.remark)))
        for one in figures
        if not one.held
    ]


def table(figures: Sequence[Figure]) -> str:
    """Return a line for each figure: what, how much, its bound, and whether that is held."""
    heads = ("figure", "measured", "bound", "held")
    rows = [
        (one.name, _amount(one.measured, one.unit), f"{one.bound} {one.limit:g}", "yes" if one.held else "NO")
        for one in figures
    ]
    widths = [max(map(_columns, column)) for column in zip(heads, *rows, strict=True)]
    remarks = ["", *(one.remark for one in figures)]
    lines = (
        "  ".join([*map(_padded, row, widths), remark]).rstrip()
        for row, remark in zip((heads, *rows), remarks, strict=True)
    )
    return "\n".join(lines)


def as_facts(figure: Figure) -> dict[str, Any]:
    """Return a figure for machines."""
    return {**asdict(figure), "held": figure.held}


def _amount(measured: float, unit: str) -> str:
    return f"{round(measured, 1):g} {unit}".rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    """Return how many columns of a terminal the text takes; a Japanese letter takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
