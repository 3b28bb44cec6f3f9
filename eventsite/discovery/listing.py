"""The list page, decided: what was found, how to look further, and how to take a choice back. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eventsite.accounts.models import Center
from eventsite.discovery.filters import Days, Filter, Near, Switch, query
from eventsite.discovery.reader import Reader
from eventsite.events.models import EventKind
from eventsite.i18n.ruby import Text

Link = Callable[[Filter], str]


@dataclass(frozen=True)
class Way:
    """A link with its words."""

    label: Text
    url: str
    current: bool = False


@dataclass(frozen=True)
class Option:
    """One choice of the filter form."""

    name: str
    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class FilterForm:
    """The choices of the filter form, with what is chosen now."""

    words: str
    near: tuple[Option, ...]
    first: str
    last: str
    centers: tuple[Option, ...]
    kinds: tuple[Option, ...]
    switches: tuple[Option, ...]
    past: bool


def form(chosen: Filter, centers: Sequence[Center], reader: Reader) -> FilterForm:
    """Return the filter form."""
    near = [Option("date", "", reader.text("discovery.any_day"), chosen.near is None)]
    near += [Option("date", one, reader.text(f"discovery.{one}"), chosen.near is one) for one in Near]
    return FilterForm(
        words=chosen.words,
        near=tuple(near),
        first=_iso(chosen.days.first),
        last=_iso(chosen.days.last),
        centers=tuple(Option("center", one.slug, reader.center(one), one.slug in chosen.centers) for one in centers),
        kinds=tuple(Option("kind", one, kind_text(one, reader), one in chosen.kinds) for one in EventKind),
        switches=tuple(Option(one, "1", _switch_text(one, reader), one in chosen.switches) for one in Switch),
        past=chosen.past,
    )


def active(chosen: Filter, centers: Sequence[Center], reader: Reader, link: Link) -> tuple[Way, ...]:
    """Return every choice that narrows the list, each with the address of the list without it."""
    return tuple(Way(label, link(without)) for label, without in _choices(chosen, centers, reader))


def chips(chosen: Filter, reader: Reader, link: Link) -> tuple[Way, ...]:
    """Return the quick ways: today and this weekend."""
    return tuple(
        Way(reader.text(f"discovery.{near}"), link(Filter(near=near)), chosen == Filter(near=near)) for near in Near
    )


def ways_on(chosen: Filter, reader: Reader, link: Link) -> tuple[Way, ...]:
    """Return what to try when nothing was found: other days, other kinds, what is over, everything."""
    tried: list[tuple[str, Filter]] = []
    if chosen.near or chosen.days:
        tried.append(("all_days", replace(chosen, near=None, days=Days())))
    if chosen.kinds:
        tried.append(("all_kinds", replace(chosen, kinds=())))
    if chosen.centers:
        tried.append(("all_centers", replace(chosen, centers=())))
    if not chosen.past:
        tried.append(("with_past", replace(chosen, past=True)))
    tried.append(("all_events", Filter()))
    return tuple(Way(reader.text(f"discovery.{key}"), link(one)) for key, one in tried if one != chosen)


def heading(chosen: Filter, reader: Reader) -> Text:
    """Return the heading of the list."""
    return reader.text("discovery.past_title" if chosen.past and not chosen.days else "discovery.title")


def count_text(count: int, most: int, reader: Reader) -> Text:
    """Return how many were found: 42件, 1,000件以上."""
    return (
        reader.text("discovery.count_more", count=most) if count > most else reader.text("discovery.count", count=count)
    )


def kept(chosen: Filter) -> list[tuple[str, str]]:
    """Return the choices that a new search for words keeps, as hidden fields."""
    pairs = query(replace(chosen, words=""))
    return [(name, one) for name, value in pairs.items() for one in ([value] if isinstance(value, str) else value)]


def kind_text(kind: EventKind, reader: Reader) -> Text:
    """Return the name of a kind of event."""
    return reader.text(f"event.kind_{kind}")


def days_text(days: Days, reader: Reader) -> Text:
    """Return a period of days in words; an open side stays open."""
    first, last = (_day_text(day, reader) for day in (days.first, days.last))
    if days.first == days.last:
        return first
    if days.last is None:
        return reader.text("dates.open_end", start=first)
    if days.first is None:
        return reader.text("discovery.until", end=last)
    return reader.text("dates.range", start=first, end=last)


def _choices(chosen: Filter, centers: Sequence[Center], reader: Reader) -> Iterator[tuple[Text, Filter]]:
    """Yield every choice in words, with the filter that is left without it."""
    if chosen.words:
        yield reader.text("discovery.words", words=chosen.words), replace(chosen, words="")
    if chosen.near:
        yield reader.text(f"discovery.{chosen.near}"), replace(chosen, near=None)
    if chosen.days:
        yield days_text(chosen.days, reader), replace(chosen, days=Days())
    yield from _chosen_of_several(chosen, centers, reader)
    for switch in Switch:
        if switch in chosen.switches:
            yield _switch_text(switch, reader), replace(chosen, switches=chosen.switches - {switch})
    if chosen.past:
        key = "past_included" if chosen.near or chosen.days else "past"
        yield reader.text(f"discovery.{key}"), replace(chosen, past=False)


def _chosen_of_several(chosen: Filter, centers: Sequence[Center], reader: Reader) -> Iterator[tuple[Text, Filter]]:
    for center in centers:
        if center.slug in chosen.centers:
            left = tuple(slug for slug in chosen.centers if slug != center.slug)
            yield reader.center(center), replace(chosen, centers=left)
    for kind in chosen.kinds:
        yield kind_text(kind, reader), replace(chosen, kinds=tuple(one for one in chosen.kinds if one is not kind))


def _switch_text(switch: Switch, reader: Reader) -> Text:
    return reader.text(f"discovery.{switch}")


def _day_text(day: date | None, reader: Reader) -> Text:
    return reader.date(day, with_year=reader.is_other_year(day)) if day else Text("")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
