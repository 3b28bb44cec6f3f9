"""Which entries are of one person. Pure."""

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

Given = TypeVar("Given")


def by_person(arrivals: Iterable[Given], keys_of: Callable[[Given], Collection[str]]) -> list[list[Given]]:
    """Return the entries of each person together, in the order of arrival; ``keys_of``: by what one is recognised.

    An entry is compared with the first of each person alone, so that nobody can tie two strangers together with a
    third entry.
    """
    groups: list[list[Given]] = []
    known: dict[str, int] = {}
    for one in arrivals:
        keys = keys_of(one)
        number = min((known[key] for key in keys if key in known), default=len(groups))
        if number == len(groups):
            groups.append([])
            known |= dict.fromkeys(keys, number)
        groups[number].append(one)
    return groups
