"""What a measurement found, and the table in which people read it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

BASELINE = "empty view"
_DEED_WIDTH = 16
_ADMITTED_WIDTH = 28


@dataclass(frozen=True)
class Result:
    """One deed on one database of one size; times in milliseconds. ``complaint`` is empty where all went well."""

    database: str
    events: int
    deed: str
    done: int
    p50_ms: float
    p95_ms: float
    per_second: float
    complaint: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Admitted:
    """One deed of admission with so many registrations in the database; times in milliseconds."""

    database: str
    registrations: int
    deed: str
    done: int
    p50_ms: float
    p95_ms: float
    complaint: str = ""
    remark: str = ""


def table(results: Sequence[Result]) -> str:
    """Return a line for each deed, with its times at each size, how many empty views it costs, and its growth."""
    sizes = sorted({one.events for one in results})
    by_place = {(one.deed, one.events): one for one in results}
    lines = [_heads(results[0].database, sizes)]
    for deed in dict.fromkeys(one.deed for one in results):
        cells = [_cell(by_place.get((deed, size)), by_place.get((BASELINE, size))) for size in sizes]
        lines.append(f"{deed:{_DEED_WIDTH}}{''.join(cells)}{_growth(by_place, deed, sizes)}")
    notes = [f"  {one.events:,} events, {one.deed}: {note}" for one in results if (note := one.complaint or one.remark)]
    return "\n".join([*lines, *notes])


def ratios(results: Sequence[Admitted]) -> str:
    """Return a line for each deed, with its medians at each size, and how many times that of the smallest they are."""
    sizes = sorted({one.registrations for one in results})
    by_place = {(one.deed, one.registrations): one for one in results}
    heads = "".join(f"{f'{size:,} registrations':>26}" for size in sizes)
    lines = [f"{results[0].database:{_ADMITTED_WIDTH}}{heads}"]
    for deed in dict.fromkeys(one.deed for one in results):
        measured = [by_place.get((deed, size)) for size in sizes]
        first = next(one.p50_ms for one in measured if one)
        cells = [f"{one.p50_ms:>15.1f} ms{one.p50_ms / first:>7.2f}x" if one else f"{'-':>26}" for one in measured]
        lines.append(f"{deed:{_ADMITTED_WIDTH}}{''.join(cells)}")
    notes = [
        f"  {one.registrations:,} registrations, {one.deed}: {note}"
        for one in results
        if (note := one.complaint or one.remark)
    ]
    return "\n".join([*lines, *notes])


def _heads(database: str, sizes: Sequence[int]) -> str:
    groups = "".join(f"{f'{size:,} events':>38}" for size in sizes)
    names = "".join(f"{'p50 ms':>10}{'p95 ms':>10}{'per s':>9}{'x empty':>9}" for _ in sizes)
    return f"{database:{_DEED_WIDTH}}{groups}\n{'':{_DEED_WIDTH}}{names}{'growth':>9}"


def _cell(result: Result | None, empty: Result | None) -> str:
    if result is None or not result.done:
        return f"{'-':>10}{'-':>10}{'-':>9}{'-':>9}"
    cost = empty.per_second / result.per_second if empty and result.per_second else 0.0
    return f"{result.p50_ms:>10.1f}{result.p95_ms:>10.1f}{result.per_second:>9.0f}{cost:>9.1f}"


def _growth(by_place: dict[tuple[str, int], Result], deed: str, sizes: Sequence[int]) -> str:
    """Return how much slower the median is at the largest size than at the smallest."""
    small, large = by_place.get((deed, sizes[0])), by_place.get((deed, sizes[-1]))
    if small is None or large is None or not small.p50_ms or len(sizes) == 1:
        return f"{'-':>9}"
    return f"{large.p50_ms / small.p50_ms:>8.1f}x"
