"""The parts of the list: what was found by its title, then what was found by its text, each below its days. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eventsite.discovery.cards import Group, grouped
from eventsite.discovery.queries import Calls, Found
from eventsite.discovery.reader import Reader
from eventsite.events.models import Occurrence
from eventsite.i18n.ruby import Text


@dataclass(frozen=True)
class Section:
    """One part of the list; it has a heading only where something was found by its text alone."""

    heading: Text | None
    groups: tuple[Group, ...]


def sections(
    dates: Sequence[Occurrence], found: Found, calls: Calls, reader: Reader, url: Callable[[Occurrence], str]
) -> tuple[Section, ...]:
    """Return the parts of the page that shows these dates of what was found."""
    by_title = frozenset(found.ids[: found.by_title])
    parts = (
        ("found_by_title", [one for one in dates if one.id in by_title]),
        ("found_by_text", [one for one in dates if one.id not in by_title]),
    )
    has_texts = len(found.ids) > found.by_title
    return tuple(
        Section(reader.text(f"discovery.{key}") if has_texts else None, grouped(part, calls, reader, url))
        for key, part in parts
        if part
    )
