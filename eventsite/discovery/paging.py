"""Numbered pages of a list. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PageLink:
    """One number of the page navigation."""

    number: int
    url: str
    current: bool


@dataclass(frozen=True)
class Paging:
    """The navigation below a list: numbers, with None for a gap, and the ways back and on."""

    pages: tuple[PageLink | None, ...]
    previous_url: str | None
    next_url: str | None


def last_page(found: int, size: int) -> int:
    """Return the number of the last page, 1 for an empty list."""
    return max(1, -(-found // size))


def slice_of(page: int, size: int) -> slice:
    """Return the part of the list that a page (from 1 on) shows."""
    return slice((page - 1) * size, page * size)


def paging(current: int, last: int, url: Callable[[int], str]) -> Paging:
    """Return the navigation: the first and the last page, and the neighbours of the current one."""
    shown = sorted({1, last, *(number for number in range(current - 1, current + 2) if 1 <= number <= last)})
    return Paging(
        pages=tuple(PageLink(number, url(number), number == current) if number else None for number in _gaps(shown)),
        previous_url=url(current - 1) if current > 1 else None,
        next_url=url(current + 1) if current < last else None,
    )


def _gaps(numbers: Sequence[int]) -> list[int]:
    """Return the numbers with 0 where some are missing; a single missing one is shown instead of its gap."""
    filled: list[int] = []
    for number in numbers:
        missing = number - filled[-1] - 1 if filled else 0
        filled += [number - 1] if missing == 1 else [0] if missing else []
        filled.append(number)
    return filled
